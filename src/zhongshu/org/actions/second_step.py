"""The second step of signing in (第二步验证). Outermost actions. Wrong codes lock as wrong passwords do."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from zhongshu.kit.errors import Refused
from zhongshu.org import queries
from zhongshu.org.actions import accounts, factors
from zhongshu.org.models import Account, TimeCode
from zhongshu.org.rules import factors as rules
from zhongshu.org.rules import keys, passwords, sealing
from zhongshu.trail import actions as trail


def prove_by_code(account: Account, typed: str, *, since: datetime, address: str, at: datetime) -> None:
    """Take a code from the telephone (动态验证码) or from paper (恢复码) of whoever gave the password at `since`.

    Each is good once. Raises BadFactor, Locked, or SignInRefused when the password was given too long ago.
    """
    use = _use_recovery_code if rules.looks_like_recovery_code(typed) else _use_time_code
    _prove(account, lambda: use(account, typed, at), since=since, address=address, at=at)


def prove_by_key(
    account: Account, *, place: keys.Place, challenge: str, answer: str, since: datetime, address: str, at: datetime
) -> None:
    """Take what a security key has signed (安全密钥); raises as `prove_by_code` does."""
    known = [bytes(key.public) for key in queries.keys_for(account, place.host)]
    try:
        shown: keys.Answered | Refused = keys.shown(place, challenge, known, answer)
    except rules.BadFactor as refusal:
        shown = refusal  # noted below as a failure
    _prove(account, lambda: _use_key(account, shown, at), since=since, address=address, at=at)


def _prove(account: Account, use: Callable[[], None], *, since: datetime, address: str, at: datetime) -> None:
    refusal = _attempt(account, use, since=since, address=address, at=at)
    if refusal:
        raise refusal


@transaction.atomic(durable=True)
def _attempt(
    account: Account, use: Callable[[], None], *, since: datetime, address: str, at: datetime
) -> Refused | None:
    """Note an attempt and return why it failed: an exception raised here would take the note with it."""
    # Attempts on one account wait for each other: one code must not be good for two who send it at once.
    Account.objects.select_for_update().get(pk=account.pk)
    account.refresh_from_db()
    try:
        passwords.check_lock(queries.locked_until(account), at, queries.policy())
        passwords.check_usable(account, queries.local_day(at))
        rules.check_pending(account, since, at)
    except passwords.SignInRefused as refusal:
        accounts.note_refusal(account, address=address, at=at)
        return refusal
    try:
        use()
    except rules.BadFactor as refusal:
        accounts.note_failure(account, address=address, at=at)
        return rules.after_failure(refusal, queries.locked_until(account), at)
    accounts.note_success(account, address=address, at=at)
    return None


def _use_time_code(account: Account, typed: str, at: datetime) -> None:
    source = queries.time_code(account)
    rules.check_has_time_code(source is not None)
    assert source is not None  # noqa: S101 - checked by the rule above
    secret = sealing.unseal(bytes(source.secret), factors.purpose(account))
    step = rules.check_code(rules.step_of(secret, typed, at), source.last_step)
    TimeCode.objects.filter(pk=source.pk).update(last_step=step)


def _use_recovery_code(account: Account, typed: str, at: datetime) -> None:
    found = queries.recovery_codes(account).filter(digest=rules.digest_of(typed, account))
    rules.check_recovery_code(found.update(used_at=at) == 1)
    left = queries.recovery_codes(account).count()
    trail.record(accounts.stream(account), "org.recovery_code_used", by=account.ref, at=at, detail={"left": left})


def _use_key(account: Account, shown: keys.Answered | Refused, at: datetime) -> None:
    if isinstance(shown, Refused):
        raise shown
    key = queries.security_keys(account).select_for_update().get(credential=shown.credential)
    if keys.is_copied(key.count, shown.count):
        detail = {"key": key.pk, "count": shown.count, "last": key.count}
        trail.record(accounts.stream(account), "org.key_doubted", by=account.ref, at=at, detail=detail)
        raise rules.BadFactor("这把安全密钥可能被复制过，本次没有通过。请改用其他方式登录，并告知安全保密管理员。")
    key.count, key.used_at = shown.count, at
    key.save(update_fields=["count", "used_at"])
