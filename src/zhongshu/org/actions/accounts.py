"""Accounts (账号): made, activated, disabled, passwords, wrong passwords. Inside an open transaction."""

from datetime import datetime

from zhongshu.org import queries, rules
from zhongshu.org.models import Account, FailedSignIn, PastPassword, Person, Token
from zhongshu.org.rules import administrators, confirming, passwords
from zhongshu.trail import actions as trail
from zhongshu.trail import rules as trail_rules


def stream(account: Account) -> str:
    """Return the account's stream in the trail."""
    return f"account:{account.pk}"


def create(
    *,
    login: str,
    password_hash: str,
    by: str,
    at: datetime,
    person: Person | None = None,
    display_name: str = "",
) -> Account:
    """Make an account (创建账号) that somebody else must activate, with a password that must be changed.

    `password_hash` comes from `make_password`: hashing is slow and belongs before the transaction.
    """
    trail_rules.check_transaction()
    login = rules.login(login)
    rules.check_login_free(Account.objects.filter(login=login).exists(), login)
    if person:
        has_one = Account.objects.filter(person=person).exists()
        rules.check_may_have_account(has_one, person, queries.local_day(at))
    account = Account.objects.create(
        login=login,
        person=person,
        display_name=rules.name(display_name or (person.name if person else login), 40, "显示名称"),
        password=password_hash,
        created_by=by,
        created_at=at,
    )
    detail = {"person": person.pk} if person else None
    trail.record(stream(account), "org.account_created", by=by, at=at, detail=detail)
    return account


def activate(account: Account, *, by: str, at: datetime) -> None:
    """Let an account be used (启用账号), a new or a disabled one. Never by whoever made it, nor for oneself."""
    trail_rules.check_transaction()
    account.refresh_from_db()
    administrators.check_activation(account.created_by, account.ref, by)
    rules.check_may_activate(account, queries.local_day(at))
    account.activated_at, account.disabled_at = at, None
    account.save(update_fields=["activated_at", "disabled_at"])
    trail.record(stream(account), "org.account_activated", by=by, at=at)


def disable(account: Account, *, by: str, at: datetime) -> None:
    """Shut an account (停用账号), end its sessions, void its tokens. Raises RolesConflict for an administrator."""
    trail_rules.check_transaction()
    account.refresh_from_db()
    rules.check_not_disabled(account)
    administrators.check_not_oneself(account.ref, by)
    administrators.check_not_administrator(queries.administrator_role(account))
    account.disabled_at = account.sessions_end_before = at
    account.save(update_fields=["disabled_at", "sessions_end_before"])
    void_tokens(account, by=by, at=at)
    trail.record(stream(account), "org.account_disabled", by=by, at=at)


def end_sessions(account: Account, *, by: str, at: datetime) -> None:
    """Sign an account out everywhere (强制下线): whoever is feared to be in has no token either."""
    trail_rules.check_transaction()
    account.sessions_end_before = at
    account.save(update_fields=["sessions_end_before"])
    void_tokens(account, by=by, at=at)
    trail.record(stream(account), "org.sessions_ended", by=by, at=at)


def void_tokens(account: Account, *, by: str, at: datetime) -> None:
    """Revoke all access tokens of an account (撤销全部访问凭证), if it has any."""
    trail_rules.check_transaction()
    found = Token.objects.filter(account=account, revoked_at=None, expires_at__gt=at)
    for number in list(found.values_list("pk", flat=True)):
        trail.record(stream(account), "org.token_revoked", by=by, at=at, detail={"token": number})
    found.update(revoked_at=at, revoked_by=by)


def set_password(
    account: Account, *, password_hash: str, one_time: bool, by: str, at: datetime, second: str = ""
) -> None:
    """Put a password in force and end all sessions; one that is not `one_time` enters the history (历史口令).

    An administrator's is reset only with a `second` administrator, or at the machine. A reset voids all tokens too.
    """
    trail_rules.check_transaction()
    if one_time:
        administrators.check_reset(queries.administrator_role(account), by, second)
    account.password, account.password_set_at, account.must_change_password = password_hash, at, one_time
    account.sessions_end_before = at
    account.save(update_fields=["password", "password_set_at", "must_change_password", "sessions_end_before"])
    if one_time:
        void_tokens(account, by=by, at=at)
    else:
        PastPassword.objects.create(account=account, password=password_hash, set_at=at)
        history = PastPassword.objects.filter(account=account)
        kept = list(history.order_by("-id").values_list("pk", flat=True)[: queries.policy().history])
        history.exclude(pk__in=kept).delete()
    verb = "org.password_reset" if one_time else "org.password_changed"
    trail.record(stream(account), verb, by=by, at=at)


def note_first_step(account: Account, verb: str, *, address: str, at: datetime) -> None:
    """Note who is known so far (第一步验证通过): signed in, unless a second step follows, which alone ends failures.

    Otherwise whoever has the password could try codes for ever.
    """
    trail_rules.check_transaction()
    if queries.has_factor(account):
        trail.record(stream(account), verb, by=account.ref, at=at, detail={"address": address})
    else:
        note_success(account, address=address, at=at)


def note_success(account: Account, *, address: str, at: datetime) -> None:
    """Note that somebody signed in (登录成功): the row of wrong passwords is over."""
    trail_rules.check_transaction()
    _forgive(account, at)
    account.last_login = at
    account.save(update_fields=["last_login"])
    trail.record(stream(account), "org.signed_in", by=account.ref, at=at, detail={"address": address})


def note_failure(account: Account, *, address: str, at: datetime) -> None:
    """Note a wrong password (登录失败); the fifth in a row locks the account. A lock that is over begins a new row."""
    trail_rules.check_transaction()
    if queries.locked_until(account) is not None:
        _forgive(account, at)
    FailedSignIn.objects.create(account=account, at=at, address=address)
    trail.record(stream(account), "org.sign_in_failed", by=rules.SYSTEM, at=at, detail={"address": address})
    if queries.locked_until(account) is not None:
        trail.record(stream(account), "org.account_locked", by=rules.SYSTEM, at=at)


def note_refusal(account: Account, *, address: str, at: datetime) -> None:
    """Note that a locked, disabled or not yet activated account was tried (登录被拒绝)."""
    trail_rules.check_transaction()
    trail.record(stream(account), "org.sign_in_refused", by=rules.SYSTEM, at=at, detail={"address": address})


def unlock(account: Account, *, by: str, at: datetime, second: str = "") -> None:
    """Lift the lock after wrong passwords (解锁账号) before it ends by itself; an administrator's with a `second`."""
    trail_rules.check_transaction()
    confirming.check_pair(queries.administrator_role(account), second)
    until = queries.locked_until(account)
    passwords.check_is_locked(until is not None and at < until)
    _forgive(account, at)
    trail.record(stream(account), "org.account_unlocked", by=by, at=at)


def _forgive(account: Account, at: datetime) -> None:
    FailedSignIn.objects.filter(account=account, forgiven_at=None).update(forgiven_at=at)
