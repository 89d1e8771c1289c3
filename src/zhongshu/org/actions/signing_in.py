"""Everything that hashes a password (口令). Outermost actions: hashing is slow and stays outside the transaction."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import hashers
from django.db import transaction

from zhongshu.org import queries, rules
from zhongshu.org.actions import accounts, administering, changes
from zhongshu.org.models import Account, Administrator, PastPassword, Person, Unit
from zhongshu.org.rules import passwords
from zhongshu.trail import actions as trail

_create = changes.outermost(accounts.create, Administrator.SYSADMIN)
_reset = changes.outermost(accounts.set_password, Administrator.SYSADMIN)
_change = changes.outermost(accounts.set_password)


def create_account(
    *, login: str, by: str, at: datetime, person: Person | None = None, display_name: str = ""
) -> tuple[Account, str]:
    """Make an account (创建账号) and return it with its one-time password, which is shown once and kept nowhere."""
    password = passwords.one_time()
    hashed = hashers.make_password(password)
    made = _create(login=login, password_hash=hashed, person=person, display_name=display_name, by=by, at=at)
    return made, password


def reset_password(account: Account, *, by: str, at: datetime) -> str:
    """Replace a forgotten password (重置口令) by a one-time one and return that; all sessions end."""
    password = passwords.one_time()
    _reset(account, password_hash=hashers.make_password(password), one_time=True, by=by, at=at)
    return password


def change_password(account: Account, *, old: str, new: str, at: datetime) -> None:
    """Change one's own password (修改口令); all sessions begun before `at` end. Raises BadPassword.

    A wrong old password does not count towards the lock: whoever asks is signed in.
    """
    passwords.check_old(hashers.check_password(old, account.password))
    name = account.person.name if account.person else account.display_name
    policy = queries.policy()
    passwords.check(new, login=account.login, name=name, policy=policy)
    past = PastPassword.objects.filter(account=account).order_by("-id").values_list("password", flat=True)
    used = {account.password, *past[: policy.history]}
    passwords.check_unused(any(hashers.check_password(new, one) for one in used), policy)
    _change(account, password_hash=hashers.make_password(new), one_time=False, by=account.ref, at=at)


def sign_in(login: str, password: str, *, address: str, at: datetime) -> Account:
    """Sign somebody in (登录) and return the account; every attempt stands on the trail, a refused one too.

    Raises Locked or SignInRefused. Ask `queries.has_factor` before anybody is let in: the password is then but the
    first step. Ask `rules.passwords.must_change` before anything else is let through.
    """
    account = queries.find_account(login)
    if account is None:
        hashers.make_password(password)  # an unknown login takes as long as a known one
        _note_stranger(address=address, at=at)
        raise passwords.wrong(queries.policy())
    matches = hashers.check_password(password, account.password)
    refusal = _attempt(account, matches, address=address, at=at)
    if refusal:
        raise refusal
    return account


@transaction.atomic(durable=True)
def _attempt(account: Account, matches: bool, *, address: str, at: datetime) -> passwords.SignInRefused | None:
    """Note an attempt and return why it failed: an exception raised here would take the note with it."""
    # Attempts on one account wait for each other, or a hundred at once would each find four failures.
    Account.objects.select_for_update().get(pk=account.pk)
    policy = queries.policy()
    try:
        passwords.check_lock(queries.locked_until(account), at, policy)
        if matches:
            passwords.check_address(bool(queries.administrator_role(account)), policy.admits(address))
            passwords.check_usable(account, queries.local_day(at))
    except passwords.SignInRefused as refusal:
        accounts.note_refusal(account, address=address, at=at)
        return refusal
    if matches:
        accounts.note_first_step(account, "org.password_accepted", address=address, at=at)
        return None
    accounts.note_failure(account, address=address, at=at)
    return passwords.after_failure(queries.locked_until(account), at, policy)


@transaction.atomic(durable=True)
def _note_stranger(*, address: str, at: datetime) -> None:
    # Never the login that was typed: people type their password there.
    trail.record("sign_in", "org.sign_in_failed", by=rules.SYSTEM, at=at, detail={"address": address})


@dataclass(frozen=True, slots=True)
class First:
    """What `bootstrap` has made: the organ and, for each administrator, login, title and one-time password."""

    organ: Unit
    sheets: tuple[tuple[str, str, str], ...]


_first = changes.outermost(administering.first)


def bootstrap(organ: str, *, at: datetime, code: str = "", short_name: str = "", number_code: str = "") -> First:
    """Set up an empty system (初始化): the first organ and the three administrators with one-time passwords.

    Raises BadOrganisation when there is an organ or account already.
    """
    fresh = {role: passwords.one_time() for role, _ in rules.ADMINISTRATORS}
    hashes = {role: hashers.make_password(password) for role, password in fresh.items()}
    unit, made = _first(
        organ=organ, code=code or "1", short_name=short_name, number_code=number_code, hashes=hashes, at=at
    )
    return First(unit, tuple((account.login, account.display_name, fresh[account.login]) for account in made))
