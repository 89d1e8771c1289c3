"""The security log (安全日志): who read, took along or was refused what. Acts of their own: a page calls them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zhongshu.kit import digests
from zhongshu.org.models import Account, Sighting
from zhongshu.org.rules import security
from zhongshu.trail import actions as trail

FORGOTTEN = timedelta(days=2)


def note(
    verb: str,
    *,
    account: Account,
    at: datetime,
    origin: security.Origin,
    about: str = "",
    detail: dict[str, Any] | None = None,
) -> bool:
    """Note an event of the security log (记安全日志) on the account's own chain; tells whether it is a new entry.

    `about` is a reference such as `matter:7`, `attachment:3` or `page:roles`; `detail` numbers, keys and digests.
    What goes on page by page (`rules.security.ONCE_AN_HOUR`) is one entry an hour for each session and object:
    then a page costs one small query and no write. Each account has a chain of its own, so no two people wait for
    each other.
    """
    told = {"address": origin.address, "device": origin.device, "about": about} | (detail or {})
    told = {key: value for key, value in told.items() if value != ""}
    seen = None
    if verb in security.ONCE_AN_HOUR:
        hour = at.replace(minute=0, second=0, microsecond=0)
        seen = {"account_id": account.pk, "what": f"{verb} {about} {origin.session}"[:120], "hour": hour}
        if Sighting.objects.filter(**seen).exists():
            return False
    return _enter(verb, account, at, told, seen)


@transaction.atomic(durable=True)
def _enter(verb: str, account: Account, at: datetime, detail: dict[str, Any], seen: dict[str, Any] | None) -> bool:
    if seen and not Sighting.objects.get_or_create(**seen)[1]:
        return False
    trail.record(stream(account), verb, by=account.ref, at=at, detail=detail)
    return True


def stream(account: Account) -> str:
    """Return the chain on which an account's reading stands; signing in stands on that of the account itself."""
    return f"security:{account.pk}"


def forget(*, at: datetime) -> int:
    """Forget what keeps an hour's events from being noted twice (清理去重记录); the log itself stays."""
    return Sighting.objects.filter(hour__lt=at - FORGOTTEN).delete()[0]


@transaction.atomic(durable=True)
def note_export(text: str, *, by: str, at: datetime) -> None:
    """Record that the log was taken along (导出安全日志), with the SM3 digest of the file."""
    detail = {"digest": digests.sm3(text), "lines": text.count("\n") - 1}
    trail.record("settings", "org.security_log_exported", by=by, at=at, detail=detail)
