"""What protects an account besides its password (第二步验证), and where it is signed in (登录设备)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from zhongshu.org.models import Account, Identity, RecoveryCode, SecurityKey, Session, TimeCode
from zhongshu.org.queries import accounts
from zhongshu.org.queries.snapshot import policy


def time_code(account: Account) -> TimeCode | None:
    """Return the source of an account's codes (动态验证码), if it has one."""
    return TimeCode.objects.filter(account=account, ended_at=None).first()


def security_keys(account: Account) -> QuerySet[SecurityKey]:
    """Return the security keys (安全密钥) of an account in use, the oldest first."""
    return SecurityKey.objects.filter(account=account, ended_at=None).order_by("id")


def keys_for(account: Account, host: str) -> Sequence[SecurityKey]:
    """Return the security keys that answer where the office is called by that name."""
    return list(security_keys(account).filter(host=host))


def recovery_codes(account: Account) -> QuerySet[RecoveryCode]:
    """Return the recovery codes (恢复码) of the present set that have not been used."""
    return RecoveryCode.objects.filter(account=account, ended_at=None, used_at=None)


def has_factor(account: Account) -> bool:
    """Tell whether the account is asked for a second step (第二步验证)."""
    return time_code(account) is not None or security_keys(account).exists()


def factors_of(account: Account) -> tuple[bool, int]:
    """Return whether an account has a telephone that is asked for codes, and how many security keys it has."""
    return time_code(account) is not None, security_keys(account).count()


def is_factor_required(account: Account) -> bool:
    """Tell whether the account must have a second factor: the three administrators always (GB/T 22239, 8.1.4.1).

    All others when the security policy says so.
    """
    return policy().everyone_proves or bool(accounts.administrator_role(account))


def identity(issuer: str, subject: str) -> Identity | None:
    """Return whose identity (统一身份) it is, with the account and its person."""
    found = Identity.objects.select_related("account__person")
    return found.filter(issuer=issuer, subject=subject, ended_at=None).first()


def identities(account: Account) -> QuerySet[Identity]:
    """Return who the account is elsewhere (已关联的统一身份)."""
    return Identity.objects.filter(account=account, ended_at=None).order_by("id")


def open_sessions(account: Account, at: datetime) -> QuerySet[Session]:
    """Return where the account is signed in (登录设备), the last seen first: not ended, idle, too old, or put out."""
    found = Session.objects.filter(
        account=account,
        ended_at=None,
        began_at__gt=at - policy().open_for,
        seen_at__gt=at - policy().idle_for,
    )
    if account.sessions_end_before:
        found = found.filter(began_at__gte=account.sessions_end_before)
    return found.order_by("-seen_at", "-id")


def knows_machine(account: Account, machine: str) -> bool:
    """Tell whether the account was signed in on this machine before, or has never been signed in anywhere."""
    before = Session.objects.filter(account=account)
    return before.filter(machine=machine).exists() or not before.exists()
