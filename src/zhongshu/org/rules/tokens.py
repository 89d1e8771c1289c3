"""Access tokens (访问凭证): what they may be for, how they look, how long they hold."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

SCOPES: Terms = (
    ("desk", "查看工作台"),
    ("matters", "查看事项"),
    ("acts", "办理事项"),
    ("files", "上传、下载文件"),
    ("search", "检索"),
    ("org", "查看机构人员"),
    ("webhooks", "管理事件推送"),
)
# The system administrator does no business here, and keeps what is pushed to other systems; everybody else does not.
OF_SYSADMIN = frozenset({"webhooks"})
LIFETIMES: tuple[tuple[int, str], ...] = ((30, "30天"), (90, "90天"), (180, "半年"), (365, "一年"))
MOST = 20  # of one person at a time
SEEN_EVERY = timedelta(minutes=10)  # how exactly the last use is kept: a look is no write
_PREFIX = "zs_"


class BadToken(Refused):
    """The token is unknown, over or not for this (访问凭证无效)."""


def draw() -> str:
    """Return a new token, as it is shown once (生成凭证)."""
    return _PREFIX + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return what is kept of a token: it has 256 random bits, so a plain digest cannot be turned back."""
    return digests.sm3(secret)


def scopes_of(administrator: str) -> Terms:
    """Return what somebody's tokens may be for (可选范围): nothing for the two administrators who only watch."""
    if administrator:
        return tuple(term for term in SCOPES if term[0] in OF_SYSADMIN) if administrator == "sysadmin" else ()
    return tuple(term for term in SCOPES if term[0] not in OF_SYSADMIN)


def check_scopes(scopes: Iterable[str], administrator: str) -> list[str]:
    """Return the scopes in their order (使用范围). Raises BadToken when there is none or one that is not offered."""
    asked, offered = set(scopes), dict(scopes_of(administrator))
    if not asked or asked - set(offered):
        raise BadToken("请选择凭证的使用范围。", field="scopes")
    return [key for key in offered if key in asked]


def check_days(days: int) -> int:
    """Return a lifetime that is offered (有效期)."""
    if days not in dict(LIFETIMES):
        raise BadToken("请选择凭证的有效期。", field="days")
    return days


def check_room(number: int) -> None:
    """Refuse more tokens than anybody can keep an eye on."""
    if number >= MOST:
        raise BadToken(f"有效的凭证已有{MOST}个，请先撤销不用的。")
