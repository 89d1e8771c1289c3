"""The three administrators (三员分立): who may do what, and who may never be both (GB/T 22239-2019, 8.1.4.2)."""

from collections.abc import Iterable

from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import show
from zhongshu.org.rules import ADMINISTRATORS, SYSTEM


class RolesConflict(Refused):
    """One person would hold powers that must lie in different hands (职责冲突)."""


class NotYourDuty(Refused):
    """Somebody else's power (无权办理)."""


class OnePair(Refused):
    """What needs two people was tried by one (须两人办理)."""


def check_duty(role: str, duty: str, by: str) -> None:
    """Refuse an act to everybody but the administrator whose duty it is; `role` is what the actor is now.

    The machine itself stands in for the system administrator, who keeps it, and for no other.
    """
    if role != duty and not (by == SYSTEM and duty == "sysadmin"):
        raise NotYourDuty(f"此项操作只能由{show(ADMINISTRATORS, duty)}办理。")


def check_may_end(role: str, owner: str, by: str) -> None:
    """Refuse to sign somebody else out to everybody but the system and the security administrator (强制下线)."""
    if owner != by and role not in ("sysadmin", "secadmin"):
        raise NotYourDuty("只能让自己的设备下线；他人的须由系统管理员或安全保密管理员办理。")


def check_session_open(number: int) -> None:
    """Refuse to end a session that is over."""
    if not number:
        raise Refused("该设备已经下线，无须重复办理。")


def check_single(present: str, namesakes: Iterable[str], role: str) -> None:
    """Refuse a second administrator role to an account, or to a person of the same name on another account."""
    if present:
        raise RolesConflict(f"该账号已是{show(ADMINISTRATORS, present)}，一个账号不得兼任三员中的两员。")
    for other in namesakes:
        raise RolesConflict(
            f"同名人员已任{show(ADMINISTRATORS, other)}，不得再任{show(ADMINISTRATORS, role)}。请另选人员。"
        )


def check_no_business(has_role: bool, name: str) -> None:
    """Refuse to join an administrator's account and a role in the office's business, in either order."""
    if has_role:
        raise RolesConflict(f"{name}不能同时担任三员和业务角色，请另选人员，或先解除其中一项。")


def check_not_oneself(account: str, by: str) -> None:
    """Refuse to give oneself power or to take it away from oneself."""
    if account == by:
        raise OnePair("不能对自己的账号办理此项操作，请由另一位管理员办理。")


def check_activation(created_by: str, account: str, by: str) -> None:
    """Refuse an activation by whoever made the account or by its own holder: created by one, activated by another.

    The set-up of the system, before there is anybody, makes and activates.
    """
    if by != SYSTEM and by in (created_by, account):
        raise OnePair("创建账号和启用账号须由两人分别办理，请由另一位管理员启用。")


def check_in_office(is_over: bool) -> None:
    """Refuse to end an office that is over."""
    if is_over:
        raise RolesConflict("该管理员已被解除，无须重复办理。")


def check_reset(role: str, by: str, second: str) -> None:
    """Refuse to let one administrator alone take over another's account; the keeper resets it at the machine."""
    if role and not second and by != SYSTEM:
        raise OnePair(f"{show(ADMINISTRATORS, role)}的口令须经另一位管理员复核后重置。")


def check_not_last(others: int, role: str) -> None:
    """Refuse to end the last administrator of a kind: nobody could put it right."""
    if not others:
        raise RolesConflict(f"这是唯一的{show(ADMINISTRATORS, role)}，请先指定接任者。")


def check_not_administrator(role: str) -> None:
    """Refuse to disable the account of an administrator in office."""
    if role:
        raise RolesConflict(f"该账号是{show(ADMINISTRATORS, role)}，请先由安全保密管理员解除后再停用。")
