"""Where somebody is signed in (登录设备): begun, seen, ended. Inside an open transaction, but for `see`."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session as Kept
from django.db.models import Q

from zhongshu.org import queries
from zhongshu.org.actions import accounts
from zhongshu.org.actions.changes import role_of
from zhongshu.org.models import Account, Session
from zhongshu.org.rules import administrators, devices
from zhongshu.trail import actions as trail
from zhongshu.trail import rules as trail_rules

KEPT = timedelta(days=365)  # how long it is remembered on which devices somebody was


def begin(
    account: Account, *, key: str, machine: str, user_agent: str, address: str, at: datetime
) -> tuple[Session, bool]:
    """Note where an account has signed in (登录设备); returns the row, and whether the device is new to the account.

    `key` is the session's own, `machine` what the browser keeps to be known again. That somebody signed in stands
    on the trail already; a new device is added to it.
    """
    trail_rules.check_transaction()
    digest = devices.digest(machine)
    is_new = not queries.knows_machine(account, digest)
    made = Session.objects.create(
        account=account,
        key=devices.digest(key),
        machine=digest,
        device=devices.describe(user_agent),
        address=address,
        began_at=at,
        seen_at=at,
    )
    if is_new:
        detail = {"session": made.pk, "address": address}
        trail.record(accounts.stream(account), "org.device_seen_first", by=account.ref, at=at, detail=detail)
    return made, is_new


def see(key: str, *, at: datetime, every: timedelta) -> None:
    """Note that a session goes on (最近使用时间), at most once in a while; no act, so no trail."""
    Session.objects.filter(key=devices.digest(key), seen_at__lt=at - every, ended_at=None).update(seen_at=at)


def sign_out(account: Account, *, key: str, at: datetime) -> None:
    """Note that somebody signed out (退出登录); the caller empties the session."""
    trail_rules.check_transaction()
    _end(Q(account=account, key=devices.digest(key)), account.ref, at)
    trail.record(accounts.stream(account), "org.signed_out", by=account.ref, at=at)


def end(session: Session, *, by: str, at: datetime) -> None:
    """Sign an account out on one device (下线一台设备): one's own, or by an administrator. It is over at once."""
    trail_rules.check_transaction()
    administrators.check_may_end(role_of(by), session.account.ref, by)
    administrators.check_session_open(_end(Q(pk=session.pk), by, at))
    stream = accounts.stream(session.account)
    trail.record(stream, "org.session_ended", by=by, at=at, detail={"session": session.pk})


def end_others(account: Account, *, key: str, at: datetime) -> int:
    """Sign oneself out everywhere but here (下线其他设备); returns on how many devices."""
    trail_rules.check_transaction()
    number = _end(Q(account=account) & ~Q(key=devices.digest(key)), account.ref, at)
    trail.record(accounts.stream(account), "org.other_sessions_ended", by=account.ref, at=at, detail={"number": number})
    return number


def end_all(account: Account, *, by: str, at: datetime) -> None:
    """Sign an account out everywhere (强制下线), by the system or the security administrator."""
    trail_rules.check_transaction()
    administrators.check_may_end(role_of(by), "", by)
    _end(Q(account=account), by, at)
    accounts.end_sessions(account, by=by, at=at)


def sweep(*, at: datetime) -> int:
    """Forget devices of a year ago and sessions that have run out (清理过期会话); returns how many devices."""
    Kept.objects.filter(expire_date__lt=at).delete()
    return Session.objects.filter(began_at__lt=at - KEPT).delete()[0]


def _end(which: Q, by: str, at: datetime) -> int:
    found = Session.objects.filter(which, ended_at=None)
    Kept.objects.filter(session_key__in=list(found.values_list("key", flat=True))).delete()
    return found.update(ended_at=at, ended_by=by)
