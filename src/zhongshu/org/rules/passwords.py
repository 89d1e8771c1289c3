"""Passwords (口令) and the lock after wrong ones (登录失败处理): GB/T 22239-2019, 8.1.4.1."""

import secrets
import string
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from zhongshu.kit import numerals
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Account
from zhongshu.org.rules.policies import DEFAULT, Policy

LONGEST = 128

# Without the letters and digits that look alike on paper.
_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lIi5S2Z")))


class BadPassword(Refused):
    """The new password breaks a rule (口令不合规)."""


class SignInRefused(Refused):
    """Nobody was signed in (登录失败)."""


class Locked(SignInRefused):
    """Too many wrong passwords; the lock has an end (账号已锁定)."""


def check(password: str, *, login: str, name: str, policy: Policy = DEFAULT) -> None:
    """Refuse a weak password: too short or of too few classes by the policy, or one with the login or name in it."""
    if not policy.length <= len(password) <= LONGEST:
        raise BadPassword(f"口令应为{policy.length}至{LONGEST}位，现有{len(password)}位，请重新设置。", field="new")
    if not password.isprintable():
        raise BadPassword("口令中有看不见的控制字符，请重新输入。", field="new")
    if _classes(password) < policy.classes:
        number = numerals.to_chinese(policy.classes)
        raise BadPassword(f"口令应包含大写字母、小写字母、数字、其他符号中的至少{number}类，请重新设置。", field="new")
    if any(part and part.lower() in password.lower() for part in (login, name)):
        raise BadPassword("口令中不能含有账号或姓名，请重新设置。", field="new")


def _classes(password: str) -> int:
    tests = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum() or not sign.isascii())
    return sum(any(map(test, password)) for test in tests)


def check_unused(used_before: bool, policy: Policy) -> None:
    """Refuse one of the last passwords."""
    if used_before:
        raise BadPassword(f"新口令与最近{policy.history}次用过的口令相同，请换一个口令。", field="new")


def check_old(matches: bool) -> None:
    """Refuse to change a password for somebody who does not know the present one."""
    if not matches:
        raise BadPassword("原口令不正确，请重新输入。", field="old")


def one_time() -> str:
    """Return a random password for one sign-in (一次性口令), such as Kf7m-Q3xt-9dRh, that keeps all rules."""
    while True:
        password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        if _classes(password) == 4:
            return password


def must_change(account: Account, at: datetime, policy: Policy = DEFAULT) -> bool:
    """Tell whether the password must be changed before anything else: a one-time one, or one that is too old."""
    set_at = account.password_set_at
    return account.must_change_password or set_at is None or at - set_at > policy.age


def locked_until(failures: Sequence[datetime], policy: Policy = DEFAULT) -> datetime | None:
    """Return when the lock ends, given the moments of the wrong passwords since the last success, oldest first."""
    return failures[policy.failures - 1] + policy.locked_for if len(failures) >= policy.failures else None


def check_lock(until: datetime | None, at: datetime, policy: Policy) -> None:
    """Refuse every sign-in, right password or not, while the lock holds; the sentence says how long."""
    if until is not None and at < until:
        minutes = -((at - until) // timedelta(minutes=1))
        raise Locked(
            f"登录连续失败{policy.failures}次，账号已锁定。请在{minutes}分钟后（{timezone.localtime(until):%H:%M}）再试，"
            "或请安全保密管理员解锁。"
        )


def after_failure(until: datetime | None, at: datetime, policy: Policy) -> SignInRefused:
    """Return the refusal that follows a wrong password: the last one allowed says that the account is locked now."""
    try:
        check_lock(until, at, policy)
    except Locked as locked:
        return locked
    return wrong(policy)


def check_is_locked(is_locked: bool) -> None:
    """Refuse to unlock what is not locked."""
    if not is_locked:
        raise Refused("该账号没有被锁定，无须解锁。")


def wrong(policy: Policy) -> SignInRefused:
    """Return the one refusal for an unknown login and a wrong password: it tells nobody which logins exist."""
    return SignInRefused(f"账号或口令不正确，请重新输入。连续输错{policy.failures}次，账号将锁定{policy.lock}分钟。")


def check_address(is_administrator: bool, admitted: bool) -> None:
    """Refuse an administrator who comes from elsewhere than the policy says (限定管理终端, S-INV)."""
    if is_administrator and not admitted:
        raise SignInRefused("管理员只能在规定的地址登录。请到规定的管理终端办理。")


def check_usable(account: Account, day: date) -> None:
    """Refuse an account that is disabled, not yet activated, or of somebody who is not there that day.

    Ask only after the password was right.
    """
    if account.disabled_at is not None:
        raise SignInRefused("账号已停用。如需恢复，请联系系统管理员。")
    if account.activated_at is None:
        raise SignInRefused("账号尚未启用，请联系安全保密管理员启用。")
    person = account.person
    if person and not (person.valid_from <= day and (person.valid_to is None or day < person.valid_to)):
        raise SignInRefused("您今天不在岗，不能登录。如有疑问，请联系系统管理员。")


def session_holds(account: Account, begun_at: datetime) -> bool:
    """Tell whether a session begun at that moment is still good: the account in use, not signed out by force."""
    ended = account.sessions_end_before
    return account.is_active and (ended is None or begun_at >= ended)
