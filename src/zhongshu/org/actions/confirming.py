"""Critical operations that need two people (双人复核): asked for, settled, carried out. Acts of their own.

`OPERATIONS` is the one list of them: whoever needs another adds a line.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import hashers
from django.db import transaction

from zhongshu.org import queries
from zhongshu.org.actions import accounts, administering, changes, factors, guarding, importing
from zhongshu.org.models import Account, Confirmation, OrgImport
from zhongshu.org.rules import confirming as rules
from zhongshu.org.rules import passwords, policies
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import canonical

Arguments = dict[str, Any]
SYS, SEC, AUDIT = "sysadmin", "secadmin", "auditor"


@dataclass(frozen=True, slots=True)
class Operation:
    """A critical operation: who may ask for it, who may settle it, and what is done then.

    `act(arguments, prepared, by=, second=, at=)` runs in the transaction of the settlement; `by` asked, `second`
    agreed. `prepare(arguments)` runs before it, for what is slow. `check` refuses what could never be carried out.
    """

    title: str
    asks: tuple[str, ...]
    settles: tuple[str, ...]
    act: Callable[..., Any]
    prepare: Callable[[Arguments], Any] = lambda arguments: None
    check: Callable[..., None] = lambda arguments, by, at: None


def _account(arguments: Arguments) -> Account:
    return Account.objects.select_related("person").get(pk=arguments["account"])


def _make(arguments: Arguments, prepared: Any, *, by: str, second: str, at: datetime) -> None:
    administering.make(_account(arguments), role=arguments["role"], by=by, at=at)


def _reset(arguments: Arguments, prepared: tuple[str, str], *, by: str, second: str, at: datetime) -> str:
    password, hashed = prepared
    accounts.set_password(_account(arguments), password_hash=hashed, one_time=True, by=by, at=at, second=second)
    return password


def _one_time(arguments: Arguments) -> tuple[str, str]:
    password = passwords.one_time()
    return password, hashers.make_password(password)


def _unlock(arguments: Arguments, prepared: Any, *, by: str, second: str, at: datetime) -> None:
    accounts.unlock(_account(arguments), by=by, at=at, second=second)


def _remove_factors(arguments: Arguments, prepared: Any, *, by: str, second: str, at: datetime) -> None:
    factors.remove_all(_account(arguments), by=by, at=at)


def _check_policy(arguments: Arguments, by: str, at: datetime) -> None:
    policies.check_changed(queries.policy(), policies.Policy(**arguments))


def _set_policy(arguments: Arguments, prepared: Any, *, by: str, second: str, at: datetime) -> None:
    guarding.set_policy(arguments, by=by, at=at)


def _import(arguments: Arguments, prepared: Any, *, by: str, second: str, at: datetime) -> None:
    importing.apply(OrgImport.objects.get(pk=arguments["import"]), book=prepared, by=by, at=at)


def _undo_import(arguments: Arguments, prepared: Any, *, by: str, second: str, at: datetime) -> None:
    importing.undo_import(OrgImport.objects.get(pk=arguments["import"]), by=by, at=at)


OPERATIONS: dict[str, Operation] = {
    "make_administrator": Operation(
        "任命管理员", (SEC,), (SYS, SEC, AUDIT), _make, check=lambda arguments, by, at: _try(_make, arguments, by, at)
    ),
    "reset_administrator": Operation("重置管理员口令", (SYS,), (SEC,), _reset, prepare=_one_time),
    "unlock_administrator": Operation(
        "解锁管理员账号",
        (SEC,),
        (SYS, AUDIT),
        _unlock,
        check=lambda arguments, by, at: _try(_unlock, arguments, by, at),
    ),
    "remove_factors": Operation("解除第二步验证", (SEC,), (SYS,), _remove_factors),
    "set_policy": Operation("修改安全策略", (SEC,), (SYS, AUDIT), _set_policy, check=_check_policy),
    "import": Operation("导入机构人员", (SYS,), (SEC,), _import, prepare=importing.prepare),
    "undo_import": Operation("撤销机构人员导入", (SYS,), (SEC,), _undo_import),
}


def _try(act: Callable[..., Any], arguments: Arguments, by: str, at: datetime) -> None:
    """Do it and take it back: whoever asks for what cannot be learns why now, not after somebody else has agreed."""
    before = transaction.savepoint()
    try:
        act(arguments, None, by=by, second="system", at=at)
    finally:
        transaction.savepoint_rollback(before)


@transaction.atomic(durable=True)
def ask(operation: str, arguments: Arguments, *, sentence: str, by: str, at: datetime) -> Confirmation:
    """Ask for a critical operation (提出); another administrator settles it within three days.

    `sentence` says in Chinese, to whoever settles it, what will be done. Raises NotYourDuty, OnePair, or whatever
    the operation itself refuses.
    """
    wanted, text = OPERATIONS[operation], canonical(arguments)
    rules.check_may_ask(changes.role_of(by), wanted.asks)
    open_ones = Confirmation.objects.filter(operation=operation, arguments=text, verdict="")
    rules.check_not_asked(open_ones.filter(expires_at__gt=at).exists())
    open_ones.update(verdict="withdrawn", settled_at=at)  # expired: it makes room for the new one
    wanted.check(arguments, by, at)
    asked = Confirmation.objects.create(
        operation=operation,
        arguments=text,
        sentence=sentence[:300],
        asked_by=by,
        asked_at=at,
        expires_at=at + rules.LASTS,
    )
    _record(asked, "org.confirmation_asked", by, at)
    return asked


def agree(asked: Confirmation, *, by: str, at: datetime) -> Any:
    """Agree to a critical operation (同意并执行): it is carried out at once, in the same act.

    Returns what it brings, such as a one-time password. Whatever the operation refuses leaves all as it was.
    """
    prepared = OPERATIONS[asked.operation].prepare(json.loads(asked.arguments))
    return _agree(asked, prepared, by=by, at=at)


@transaction.atomic(durable=True)
def _agree(asked: Confirmation, prepared: Any, *, by: str, at: datetime) -> Any:
    operation, arguments = _settle(asked, "agreed", by=by, at=at)
    return operation.act(arguments, prepared, by=asked.asked_by, second=by, at=at)


@transaction.atomic(durable=True)
def decline(asked: Confirmation, *, by: str, at: datetime) -> None:
    """Decline a critical operation (不同意): nothing is done."""
    _settle(asked, "declined", by=by, at=at)


@transaction.atomic(durable=True)
def withdraw(asked: Confirmation, *, by: str, at: datetime) -> None:
    """Withdraw what one has asked for (撤回)."""
    asked = Confirmation.objects.select_for_update().get(pk=asked.pk)
    rules.check_may_withdraw(by, asked)
    rules.check_open(asked, at)
    _close(asked, "withdrawn", by, at)


def _settle(asked: Confirmation, verdict: str, *, by: str, at: datetime) -> tuple[Operation, Arguments]:
    locked = Confirmation.objects.select_for_update().get(pk=asked.pk)
    operation, arguments = OPERATIONS[locked.operation], json.loads(locked.arguments)
    about = Account.objects.select_related("person").filter(pk=arguments.get("account")).first()
    rules.check_still_asked(changes.role_of(locked.asked_by), operation.asks, verdict)
    rules.check_may_settle(changes.role_of(by), operation.settles, by, locked, about.ref if about else "")
    rules.check_open(locked, at)
    _close(locked, verdict, by, at)
    return operation, arguments


def _close(asked: Confirmation, verdict: str, by: str, at: datetime) -> None:
    asked.verdict, asked.settled_by, asked.settled_at = verdict, by, at
    asked.save(update_fields=["verdict", "settled_by", "settled_at"])
    verbs = {
        "agreed": "org.confirmation_agreed",
        "declined": "org.confirmation_declined",
        "withdrawn": "org.confirmation_withdrawn",
    }
    _record(asked, verbs[verdict], by, at)


def _record(asked: Confirmation, verb: str, by: str, at: datetime) -> None:
    detail = {"confirmation": asked.pk, "operation": asked.operation, "asked_by": asked.asked_by}
    about = {key: value for key, value in json.loads(asked.arguments).items() if key in ("account", "import", "role")}
    trail.record("org", verb, by=by, at=at, detail=detail | about)
