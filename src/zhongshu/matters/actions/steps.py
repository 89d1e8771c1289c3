"""The acts on a task of a running slip: complete, return, withdraw, transfer, add and remove signers, terminate."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import acting, resting, telling
from zhongshu.matters.actions.acting import Chosen
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.matters.queries import page
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts
from zhongshu.trail.rules import check_transaction


@transaction.atomic(durable=True)
def complete(
    task: int,
    *,
    by: Person,
    at: datetime,
    opinion: str = "",
    fields: Mapping[str, Any] | None = None,
    chosen: Chosen | None = None,
    request_key: str = "",
) -> Matter:
    """Finish a task (办理) with an opinion, the domain's `fields` and the holders chosen for later stations.

    Where a request is decided (延期、退办) `fields` holds the verdict; 不同意 ends it and carries nothing out.
    The opinion stays for good. Raises Refused when it is not the person's task, has been done, or breaks a rule.
    """
    act = acting.on_task("complete", task, by=by, at=at, opinion=opinion, request_key=request_key)
    if act is None:
        return _matter_of(task)
    if act.run.role == Run.SIDE and (fields or {}).get("verdict") == rules.REJECTED:
        return acting.carry_out(act, lambda _: acts.Decline(task, rules.REJECTED), fields or {}, {})
    return acting.carry_out(
        act, lambda step: acts.Complete(task, step.chosen, step.afresh), fields or {}, dict(chosen or {})
    )


def complete_within(
    task: int, *, by: Person, at: datetime, opinion: str = "", fields: Mapping[str, Any], chosen: Chosen
) -> Matter:
    """Do the same inside a domain's transaction, where another act of it finishes a task (提出申请、发文答复)."""
    check_transaction()
    act = acting.on_task("complete", task, by=by, at=at, opinion=opinion, request_key="")
    return acting.carry_out(act, lambda step: acts.Complete(task, step.chosen, step.afresh), fields, dict(chosen))  # type: ignore[arg-type]


@transaction.atomic(durable=True)
def give_back(
    task: int,
    *,
    to: str,
    straight: bool = False,
    by: Person,
    at: datetime,
    reason: str,
    fields: Mapping[str, Any] | None = None,
    request_key: str = "",
) -> Matter:
    """Return a task to an earlier station (退回): what lies between is redone, or it comes straight back (直送).

    `fields` is what the domain's own form asks besides.
    """
    rules.check_reason(reason, "退回")
    act = acting.on_task("return", task, by=by, at=at, opinion=reason, request_key=request_key)
    if act is None:
        return _matter_of(task)
    given = {**(fields or {}), "to": to, "straight": straight}
    return acting.carry_out(act, lambda _: acts.Return(task, to, straight), given, {})


@transaction.atomic(durable=True)
def transfer(task: int, *, to: int, by: Person, at: datetime, reason: str = "", request_key: str = "") -> Matter:
    """Give a task to another holder (转办)."""
    act = acting.on_task("transfer", task, by=by, at=at, opinion=reason, request_key=request_key)
    if act is None:
        return _matter_of(task)
    act.check_offered((to,))
    return acting.carry_out(act, lambda _: acts.Transfer(task, to), {"holder": to}, {})


@transaction.atomic(durable=True)
def add_signers(
    task: int, *, holders: tuple[int, ...], by: Person, at: datetime, reason: str = "", request_key: str = ""
) -> Matter:
    """Ask others to sign at the same station as well (加签); it waits for all of them."""
    if not holders:
        raise Refused("请选择加签人员。", field="people")
    act = acting.on_task("add_signers", task, by=by, at=at, opinion=reason, request_key=request_key)
    if act is None:
        return _matter_of(task)
    act.check_offered(holders)
    return acting.carry_out(act, lambda _: acts.AddSigners(task, holders), {"holders": list(holders)}, {})


@transaction.atomic(durable=True)
def withdraw(task: int, *, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Take back one's finished task while the next has not opened it (撤回). The written opinion stays on the slip."""
    act = acting.on_task("withdraw", task, by=by, at=at, request_key=request_key)
    if act is None:
        return _matter_of(task)
    return acting.carry_out(act, lambda _: acts.Withdraw(task), {}, {})


@transaction.atomic(durable=True)
def remove_signer(task: int, *, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Ask a signer no longer (减签) who has not signed yet: by whoever added them, the registrar or the office head."""
    act = acting.on_task("remove_signer", task, by=by, at=at, request_key=request_key)
    if act is None:
        return _matter_of(task)
    row = act.tasks[task]
    if not (row.is_added and row.given_by == by.ref):
        page.check_may("remove_signer", act.matter, by, at)
    matter = acting.carry_out(act, lambda _: acts.RemoveSigner(task), {"holder": row.holder_id}, {})
    telling.tell(matter, [row.holder_id], f"{row.name}环节已不需要您办理", by=by, at=at, known=act.known)
    return matter


@transaction.atomic(durable=True)
def terminate(
    matter: int, *, by: Person, at: datetime, reason: str, outcome: str = "terminated", request_key: str = ""
) -> Matter:
    """End a matter before its end (终止) with a reason; whatever runs beside it ends as well."""
    rules.check_reason(reason, "终止")
    act = acting.on_matter("terminate", matter, by=by, at=at, opinion=reason, request_key=request_key, asked=outcome)
    if act is None:
        return Matter.objects.get(pk=matter)
    act.task = _ending(act.tasks, org.holders_of(by.pk, at, known=act.known))
    for run in Run.objects.filter(matter=act.matter, role=Run.SIDE, ended_at=None):
        acting.end_run(act.matter, run, outcome, by=by, at=at, known=act.known)
    resting.end_rest(act.matter, by=by, at=at)
    return acting.carry_out(act, lambda _: acts.Terminate(outcome), {"outcome": outcome}, {})


def _ending(tasks: Mapping[int, Task], holders: Collection[int]) -> Task | None:
    """Return the open task on which name and reason of whoever ends a matter stand: their own, or the first."""
    waiting = [task for task in tasks.values() if task.opened_at and task.done_at is None]
    return next((task for task in waiting if task.holder_id in holders), waiting[0] if waiting else None)


def _matter_of(task: int) -> Matter:
    return Matter.objects.get(tasks=task)
