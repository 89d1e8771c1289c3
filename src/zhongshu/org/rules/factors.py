"""The second step of signing in (第二步验证): codes from a telephone, recovery codes, and when they hold.

GB/T 22239-2019, 8.1.4.1: two factors, one of them cryptographic. Codes are those of RFC 6238: six digits, 30 seconds.
"""

import hmac
import secrets
import string
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from zhongshu.kit.errors import Refused
from zhongshu.org.models import Account
from zhongshu.org.rules import passwords

DIGITS = 6
SECONDS, DRIFT = 30, 1  # how long a code holds; how many codes before and after are taken as well
CODES = 10  # recovery codes of a set
PATIENCE = timedelta(minutes=5)  # from the first step to the second
FRESH = timedelta(minutes=10)  # from signing in until what protects the account may no longer be changed
NAME_LENGTH = 40
MOST_KEYS = 10


class BadFactor(Refused):
    """Something is wrong with what was shown as a second factor, or with how it is set up (第二步验证不合规)."""


def fresh_secret() -> str:
    """Return a new secret of 160 bits, as a telephone takes it: 32 letters and digits."""
    import pyotp

    return pyotp.random_base32()


def address_of(secret: str, account: Account) -> str:
    """Return the address that the square code on the screen carries to the telephone (二维码内容)."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=account.login, issuer_name="中枢")


def plain(typed: str) -> str:
    """Return the digits of a code without what people type between them: spaces, hyphens, full width."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign in string.digits)


def step_of(secret: str, typed: str, at: datetime) -> int | None:
    """Return the number of the 30 seconds whose code was typed, one before and one after included, or None."""
    import pyotp

    now, source = int(at.timestamp()) // SECONDS, pyotp.HOTP(secret)
    steps = range(now - DRIFT, now + DRIFT + 1)
    # Each is compared, found or not, so that the answer takes the same time.
    found = [step for step in steps if hmac.compare_digest(source.at(step), plain(typed))]
    return found[-1] if found else None


def check_code(step: int | None, last: int) -> int:
    """Return the step of a code that is right and was not used before (动态验证码一次有效); RFC 6238, 5.2."""
    if step is None:
        raise BadFactor("动态验证码不正确。请看手机上当前显示的6位数字，重新输入。", field="code")
    if step <= last:
        raise BadFactor("该验证码已经用过。请等手机上换出新的6位数字，再输入。", field="code")
    return step


def fresh_codes() -> tuple[str, ...]:
    """Return ten recovery codes (恢复码) of ten digits, such as 48291-04736, no two alike."""
    found: set[str] = set()
    while len(found) < CODES:
        found.add(f"{secrets.randbelow(10**5):05}-{secrets.randbelow(10**5):05}")
    return tuple(found)


def digest_of(code: str, account: Account) -> str:
    """Return what is kept of a recovery code: without the installation's key nobody can try codes on it."""
    message = f"recovery code\x1f{account.pk}\x1f{plain(code)}".encode()
    return hmac.digest(settings.TRAIL_KEY, message, "sha256").hex()


def looks_like_recovery_code(typed: str) -> bool:
    """Tell whether a recovery code was typed into the place for codes; those of the telephone have six digits."""
    return len(plain(typed)) > DIGITS


def check_has_time_code(has_one: bool) -> None:
    """Refuse a telephone's code for an account that has none."""
    if not has_one:
        raise BadFactor("您没有设置动态验证码，请使用安全密钥或恢复码。", field="code")


def check_recovery_code(is_good: bool) -> None:
    """Refuse a recovery code that is none, was used, or belongs to an older set."""
    if not is_good:
        raise BadFactor("恢复码不正确或已经用过，请核对后重新输入，或换一个恢复码。", field="code")


def check_pending(account: Account, since: datetime, at: datetime) -> None:
    """Refuse a second step that comes more than five minutes after the first, or after all sessions were ended."""
    ended = account.sessions_end_before
    if not since <= at <= since + PATIENCE or (ended and since < ended):
        raise passwords.SignInRefused("上一步验证已超过5分钟，请重新登录。")


def is_fresh(begun_at: datetime, at: datetime) -> bool:
    """Tell whether somebody signed in just now: only they may change what protects the account."""
    return begun_at <= at <= begun_at + FRESH


def check_fresh(begun_at: datetime, at: datetime) -> None:
    """Refuse to change second factors in a session that others may have found open (须重新登录)."""
    if not is_fresh(begun_at, at):
        raise BadFactor("为确认是您本人，请退出后重新登录，登录后10分钟内再办理。")


def check_own(owner: int, account: Account) -> None:
    """Refuse to touch what protects somebody else's account."""
    if owner != account.pk:
        raise BadFactor("这不是您的登录方式，不能更改。")


def check_in_use(is_in_use: bool) -> None:
    """Refuse to remove what was removed before."""
    if not is_in_use:
        raise BadFactor("该登录方式已经取消，无须重复办理。")


def check_not_last(others: int, is_required: bool) -> None:
    """Refuse to remove the last second factor of somebody who must have one (至少保留一种)."""
    if is_required and not others:
        raise BadFactor("您的账号必须保留一种第二步验证方式，请先设置另一种，再取消这一种。")


def check_has_factor(has_one: bool) -> None:
    """Refuse recovery codes to whoever has nothing to recover."""
    if not has_one:
        raise BadFactor("请先设置动态验证码或登记安全密钥，再生成恢复码。")


def check_has_something(has_one: bool) -> None:
    """Refuse to remove what is not there."""
    if not has_one:
        raise BadFactor("该账号没有设置第二步验证，无须解除。")


def check_key_free(is_taken: bool) -> None:
    """Refuse a security key that an account, this one or another, already has."""
    if is_taken:
        raise BadFactor("这把安全密钥已经登记过，不能重复登记。请换一把，或先取消原来的登记。")


def key_name(typed: str, taken: Sequence[str]) -> str:
    """Return the name under which somebody knows a security key (安全密钥名称): 1 to 40 signs, once per account."""
    name = " ".join(typed.split())
    if not 1 <= len(name) <= NAME_LENGTH:
        raise BadFactor(f"请给安全密钥起一个名称，1至{NAME_LENGTH}字，如“办公室抽屉里的”。", field="name")
    if name in taken:
        raise BadFactor("您已有同名的安全密钥，请换一个名称。", field="name")
    if len(taken) >= MOST_KEYS:
        raise BadFactor(f"最多登记{MOST_KEYS}把安全密钥，请先取消不用的。")
    return name


def after_failure(refusal: Refused, until: datetime | None, at: datetime) -> Refused:
    """Return the refusal that follows a wrong code: the fifth one says that the account is locked now."""
    if until is None or at >= until:
        return refusal
    shown = timezone.localtime(until)
    return passwords.Locked(f"连续验证失败，账号已锁定。请在{shown:%H:%M}以后再试，或请安全保密管理员解锁。")
