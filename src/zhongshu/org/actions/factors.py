"""Setting up and taking away what is shown in the second step (第二步验证). Inside an open transaction."""

from datetime import datetime

from zhongshu.jobs import actions as jobs
from zhongshu.org import queries
from zhongshu.org.actions.accounts import stream, void_tokens
from zhongshu.org.models import Account, RecoveryCode, SecurityKey, TimeCode
from zhongshu.org.rules import factors, keys, sealing
from zhongshu.trail import actions as trail
from zhongshu.trail import rules as trail_rules

TELL = "zhongshu.portal.jobs.tell_of_removed_factors"


def purpose(account: Account) -> str:
    """Return for what a secret of an account is sealed."""
    return f"time code of account {account.pk}"


def set_up_code(
    account: Account, *, secret: str, typed: str, begun_at: datetime, by: str, at: datetime
) -> tuple[str, ...]:
    """Let the telephone that showed a code be asked for codes (设置动态验证码); it takes the place of an older one.

    Returns new recovery codes where there are none, to be shown once. Raises BadFactor.
    """
    _lock(account)
    factors.check_fresh(begun_at, at)
    step = factors.check_code(factors.step_of(secret, typed, at), 0)
    TimeCode.objects.filter(account=account, ended_at=None).update(ended_at=at, ended_by=by)
    TimeCode.objects.create(account=account, secret=sealing.seal(secret, purpose(account)), last_step=step, made_at=at)
    trail.record(stream(account), "org.time_code_set_up", by=by, at=at)
    return _first_codes(account, by, at)


def register_key(
    account: Account, *, name: str, host: str, key: keys.Answered, begun_at: datetime, by: str, at: datetime
) -> tuple[str, ...]:
    """Register a security key (登记安全密钥) under a name. Returns recovery codes as `set_up_code` does."""
    _lock(account)
    factors.check_fresh(begun_at, at)
    name = factors.key_name(name, list(queries.security_keys(account).values_list("name", flat=True)))
    factors.check_key_free(SecurityKey.objects.filter(credential=key.credential, ended_at=None).exists())
    made = SecurityKey.objects.create(
        account=account, name=name, host=host, credential=key.credential, public=key.public, count=key.count, made_at=at
    )
    trail.record(stream(account), "org.key_registered", by=by, at=at, detail={"key": made.pk})
    return _first_codes(account, by, at)


def remove_code(account: Account, *, begun_at: datetime, by: str, at: datetime) -> None:
    """Ask a telephone for codes no longer (取消动态验证码). Raises BadFactor for an administrator's last factor."""
    _lock(account)
    factors.check_fresh(begun_at, at)
    found = TimeCode.objects.filter(account=account, ended_at=None)
    factors.check_in_use(found.exists())
    _check_not_last(account, queries.security_keys(account).count())
    found.update(ended_at=at, ended_by=by)
    trail.record(stream(account), "org.time_code_removed", by=by, at=at)
    _end_codes_of_nothing(account, by, at)


def remove_key(key: SecurityKey, *, account: Account, begun_at: datetime, by: str, at: datetime) -> None:
    """Take a security key out of use (取消安全密钥), one's own. Raises BadFactor for an administrator's last factor."""
    _lock(account)
    key.refresh_from_db()
    factors.check_fresh(begun_at, at)
    factors.check_own(key.account_id, account)
    factors.check_in_use(key.ended_at is None)
    others = queries.security_keys(account).count() - 1 + bool(queries.time_code(account))
    _check_not_last(account, others)
    key.ended_at, key.ended_by = at, by
    key.save(update_fields=["ended_at", "ended_by"])
    trail.record(stream(account), "org.key_removed", by=by, at=at, detail={"key": key.pk})
    _end_codes_of_nothing(account, by, at)


def renew_codes(account: Account, *, begun_at: datetime, by: str, at: datetime) -> tuple[str, ...]:
    """Make ten new recovery codes (重新生成恢复码), to be shown once; those of older sets are void."""
    _lock(account)
    factors.check_fresh(begun_at, at)
    factors.check_has_factor(queries.has_factor(account))
    return _make_codes(account, by, at)


def remove_all(account: Account, *, by: str, at: datetime) -> None:
    """Take every second factor away (解除第二步验证) from whoever has lost theirs; end sessions, void tokens.

    Whoever calls answers for two administrators having decided it.
    """
    _lock(account)
    factors.check_has_something(queries.has_factor(account))
    for table in (TimeCode, SecurityKey, RecoveryCode):
        table.objects.filter(account=account, ended_at=None).update(ended_at=at, ended_by=by)
    account.sessions_end_before = at
    account.save(update_fields=["sessions_end_before"])
    void_tokens(account, by=by, at=at)
    trail.record(stream(account), "org.factors_removed", by=by, at=at)
    # Whoever lost a telephone learns of it on the page, or by the channels they chose: rooms above do the telling.
    jobs.enqueue(TELL, at=at, args=[account.pk, at.isoformat()])


def _lock(account: Account) -> None:
    trail_rules.check_transaction()
    Account.objects.select_for_update().get(pk=account.pk)


def _check_not_last(account: Account, others: int) -> None:
    factors.check_not_last(others, queries.is_factor_required(account))


def _first_codes(account: Account, by: str, at: datetime) -> tuple[str, ...]:
    return () if queries.recovery_codes(account).exists() else _make_codes(account, by, at)


def _make_codes(account: Account, by: str, at: datetime) -> tuple[str, ...]:
    codes = factors.fresh_codes()
    RecoveryCode.objects.filter(account=account, ended_at=None).update(ended_at=at, ended_by=by)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=factors.digest_of(code, account), made_at=at) for code in codes
    )
    trail.record(stream(account), "org.recovery_codes_made", by=by, at=at, detail={"number": len(codes)})
    return codes


def _end_codes_of_nothing(account: Account, by: str, at: datetime) -> None:
    if not queries.has_factor(account):
        RecoveryCode.objects.filter(account=account, ended_at=None).update(ended_at=at, ended_by=by)
