"""The security policy (安全策略): how long passwords and sessions last, when accounts lock, from where one administers.

Defaults and limits: GB/T 22239-2019 8.1.4.1 and 8.1.4.5 (S-AUTH-1, S-AUTH-2, S-INV).
"""

from dataclasses import asdict, dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from zhongshu.kit.errors import Refused

# Field, Chinese name, least and most that may be set, unit.
LIMITS: tuple[tuple[str, str, int, int, str], ...] = (
    ("length", "口令最短长度", 8, 32, "位"),
    ("classes", "口令字符种类", 3, 4, "类"),
    ("max_age", "口令有效期", 1, 90, "天"),
    ("history", "不得与最近几次口令相同", 5, 24, "次"),
    ("failures", "连续输错几次锁定账号", 3, 10, "次"),
    ("lock", "锁定时间", 10, 1440, "分钟"),
    ("idle", "无操作自动退出", 5, 30, "分钟"),
    ("absolute", "一次登录最长时间", 1, 12, "小时"),
)
MANY = 50  # addresses


@dataclass(frozen=True, slots=True)
class Policy:
    """What is in force. Days, minutes and hours as named; `addresses` one address or network a line."""

    length: int = 8
    classes: int = 3
    max_age: int = 90  # days
    history: int = 5
    failures: int = 5
    lock: int = 15  # minutes
    idle: int = 30  # minutes
    absolute: int = 12  # hours
    addresses: str = ""
    everyone_proves: bool = False  # whether all must have a second factor, not the administrators alone

    @property
    def age(self) -> timedelta:
        """How long a password is good."""
        return timedelta(days=self.max_age)

    @property
    def locked_for(self) -> timedelta:
        """How long an account is locked."""
        return timedelta(minutes=self.lock)

    @property
    def idle_for(self) -> timedelta:
        """How long a session may rest."""
        return timedelta(minutes=self.idle)

    @property
    def open_for(self) -> timedelta:
        """How long a session lasts at most."""
        return timedelta(hours=self.absolute)

    def admits(self, address: str) -> bool:
        """Tell whether an administrator may come from an address (管理员登录地址); an empty list admits all."""
        lines = self.addresses.split()
        return not lines or _is_in(address, lines)

    def values(self) -> dict[str, Any]:
        """Return the policy by field."""
        return asdict(self)


DEFAULT = Policy()


def _is_in(address: str, lines: list[str]) -> bool:
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(line) for line in lines)


def policy(values: dict[str, Any], *, address: str) -> Policy:
    """Return a policy from what was filled in; `address` is where whoever sets it comes from.

    Raises Refused outside the limits of the standard, for what is no address, and for a list that would lock out
    whoever sets it.
    """
    for name, title, least, most, unit in LIMITS:
        if not least <= values[name] <= most:
            raise Refused(f"{title}应在{least}至{most}{unit}之间，请重新填写。", field=name)
    lines = [_network(line) for line in str(values["addresses"]).split()]
    if len(lines) > MANY:
        raise Refused(f"地址最多{MANY}个，请改填网段。", field="addresses")
    made = Policy(**values | {"addresses": "\n".join(dict.fromkeys(lines))})
    if not made.admits(address):
        raise Refused(f"名单中没有您现在使用的地址 {address}，保存后您将无法登录，请补充。", field="addresses")
    return made


def _network(line: str) -> str:
    try:
        return str(ip_network(line, strict=False))
    except ValueError as error:
        raise Refused(
            f"“{line[:40]}”不是地址或网段，请写成“192.168.1.5”或“192.168.1.0/24”。", field="addresses"
        ) from error


def check_changed(before: Policy, now: Policy) -> None:
    """Refuse to bring in a policy that is in force already."""
    if before == now:
        raise Refused("安全策略没有变化，无须办理。")


def differences(before: Policy, now: Policy) -> str:
    """Say in words what changes (变更内容)."""
    said = [
        f"{title}由{getattr(before, name)}{unit}改为{getattr(now, name)}{unit}"
        for name, title, _, _, unit in LIMITS
        if getattr(before, name) != getattr(now, name)
    ]
    if before.addresses != now.addresses:
        said.append(f"管理员登录地址改为{'、'.join(now.addresses.split()) or '不限'}")
    if before.everyone_proves != now.everyone_proves:
        said.append(f"第二步验证改为{'全体人员' if now.everyone_proves else '只有管理员'}必须使用")
    return "；".join(said)
