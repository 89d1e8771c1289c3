"""The acts on a task of a running slip: complete, return, withdraw, transfer, add signers, terminate."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions import indexing, opening, passage
from zhongshu.matters.models import Draft, Matter, Run, Station, Task
from zhongshu.matters.queries import page, slips, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts, engine, model
from zhongshu.routes.changes import Change, Closed
from zhongshu.trail import actions as trail

Chosen = Mapping[str, tuple[int, ...]]


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

    The opinion stays for good. Raises Refused when it is not the person's task, has been done, or breaks a rule.
    """
    act = _begin("complete", task, by=by, at=at, opinion=opinion, request_key=request_key)
    if act is None:
        return _matter_of(task)
    return act.carry_out(lambda step: acts.Complete(task, step.chosen, step.afresh), fields or {}, dict(chosen or {}))


@transaction.atomic(durable=True)
def give_back(
    task: int, *, to: str, straight: bool = False, by: Person, at: datetime, reason: str, request_key: str = ""
) -> Matter:
    """Return a task to an earlier station (退回): what lies between is redone, or it comes straight back (直送)."""
    rules.check_reason(reason, "退回")
    act = _begin("return", task, by=by, at=at, opinion=reason, request_key=request_key)
    if act is None:
        return _matter_of(task)
    return act.carry_out(lambda _: acts.Return(task, to, straight), {"to": to, "straight": straight}, {})


@transaction.atomic(durable=True)
def transfer(task: int, *, to: int, by: Person, at: datetime, reason: str = "", request_key: str = "") -> Matter:
    """Give a task to another holder (转办)."""
    act = _begin("transfer", task, by=by, at=at, opinion=reason, request_key=request_key)
    if act is None:
        return _matter_of(task)
    act.check_offered((to,))
    return act.carry_out(lambda _: acts.Transfer(task, to), {"holder": to}, {})


@transaction.atomic(durable=True)
def add_signers(
    task: int, *, holders: tuple[int, ...], by: Person, at: datetime, reason: str = "", request_key: str = ""
) -> Matter:
    """Ask others to sign at the same station as well (加签); it waits for all of them."""
    if not holders:
        raise Refused("请选择加签人员。", field="people")
    act = _begin("add_signers", task, by=by, at=at, opinion=reason, request_key=request_key)
    if act is None:
        return _matter_of(task)
    act.check_offered(holders)
    return act.carry_out(lambda _: acts.AddSigners(task, holders), {"holders": list(holders)}, {})


@transaction.atomic(durable=True)
def withdraw(task: int, *, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Take back one's finished task while the next has not opened it (撤回). The written opinion stays on the slip."""
    act = _begin("withdraw", task, by=by, at=at, request_key=request_key)
    if act is None:
        return _matter_of(task)
    return act.carry_out(lambda _: acts.Withdraw(task), {}, {})


@transaction.atomic(durable=True)
def terminate(
    matter: int, *, by: Person, at: datetime, reason: str, outcome: str = "terminated", request_key: str = ""
) -> Matter:
    """End a matter before its end (终止) with a reason."""
    rules.check_reason(reason, "终止")
    request_key = rules.form_key(request_key, by, "terminate", outcome, matter)
    row = Matter.objects.select_for_update().get(pk=matter)
    if visible.by_request(request_key):
        return row
    rules.check_open(row)
    page.check_may("terminate", row, by, at)
    run = Run.objects.filter(matter=row, role=Run.MAIN, ended_at=None).first()
    if run is None:
        raise Refused("该事项没有正在进行的流程。")
    slip, stations, tasks = slips.load_slip(run, row)
    known = org.directory()
    ending = _ending(tasks, org.holders_of(by.pk, at, known=known))
    act = _Act("terminate", row, run, slip, stations, tasks, ending, None, by, at, reason, request_key, known)
    return act.carry_out(lambda _: acts.Terminate(outcome), {"outcome": outcome}, {})


def _ending(tasks: Mapping[int, Task], holders: Collection[int]) -> Task | None:
    """Return the open task on which name and reason of whoever ends a matter stand: their own, or the first."""
    waiting = [task for task in tasks.values() if task.opened_at and task.done_at is None]
    return next((task for task in waiting if task.holder_id in holders), waiting[0] if waiting else None)


@dataclass
class _Act:
    """One act under the lock of its matter, from the checks to the trail."""

    verb: str
    matter: Matter
    run: Run
    slip: model.Slip
    stations: dict[str, Station]
    tasks: dict[int, Task]
    task: Task | None
    principal: int | None
    by: Person
    at: datetime
    opinion: str
    request_key: str
    known: org.Directory

    def check_offered(self, holders: tuple[int, ...]) -> None:
        """Who takes a task over or signs as well must be one whom the station may have (转办、加签范围)."""
        _check_chosen(self.slip, {self._station_key(): holders}, slips.World(self.matter, self.at, known=self.known))

    def carry_out(
        self, act: Callable[[kinds.Step], acts.Act], fields: Mapping[str, Any], chosen: dict[str, tuple[int, ...]]
    ) -> Matter:
        kind = kinds.get(self.matter.kind)
        station = self._station_key()
        step = kinds.Step(self.verb, self.matter, self.task, station, self.by, self.at, self.opinion, fields, chosen)
        kind.check_step(step)
        kind.on_step(step)
        world = slips.World(self.matter, self.at, known=self.known)
        _check_chosen(self.slip, step.chosen, world)
        changes = engine.advance(self.slip, act(step), world)
        self._sign()
        passage.write(
            self.run,
            self.matter,
            self.slip,
            changes,
            self.stations,
            self.tasks,
            by=self.by,
            at=self.at,
            known=self.known,
        )
        self._ask_signers()
        self._close_if_ended(changes)
        self._record(station, fields)
        indexing.touch(self.matter, at=self.at)
        opening.remember(self.request_key, self.matter.stream, at=self.at)
        return self.matter

    def _station_key(self) -> str:
        return next((key for key, row in self.stations.items() if self.task and row.pk == self.task.station_id), "")

    def _sign(self) -> None:
        """Put name and opinion on the task that is being done; a withdrawal leaves the old signature alone."""
        if self.task is not None and self.verb not in ("withdraw", "add_signers"):
            self.task.done_by_id = self.by.pk
            self.task.on_behalf_of_id = self.principal
            self.task.opinion = self.opinion
            Draft.objects.filter(task=self.task).delete()

    def _ask_signers(self) -> None:
        """Put what is asked of the added signers before them (加签说明)."""
        if self.verb == "add_signers" and self.opinion:
            new = Task.objects.filter(matter=self.matter, is_added=True, given_by=self.by.ref, given_at=self.at)
            new.update(request=self.opinion)

    def _close_if_ended(self, changes: list[Change]) -> None:
        outcome = next((change.outcome for change in changes if isinstance(change, Closed)), "")
        if outcome and self.run.role == Run.MAIN:
            opening.close(self.matter, outcome, by=self.by, at=self.at, known=self.known)

    def _record(self, station: str, fields: Mapping[str, Any]) -> None:
        detail: dict[str, Any] = {"station": station} if station else {}
        if self.task is not None:
            detail["task"] = self.task.pk
        if self.opinion:
            detail["opinion"] = digests.sm3(self.opinion)
        plain = {
            key: value for key, value in fields.items() if key in ("to", "straight", "holder", "holders", "outcome")
        }
        principal = f"person:{self.principal}" if self.principal else ""
        trail.record(
            self.matter.stream,
            f"matters.{VERBS[self.verb]}",
            by=self.by.ref,
            on_behalf_of=principal,
            at=self.at,
            detail=detail | plain,
        )


VERBS = {
    "complete": "completed",
    "return": "returned",
    "transfer": "transferred",
    "add_signers": "signers_added",
    "withdraw": "withdrawn",
    "terminate": "terminated",
}


def _begin(verb: str, number: int, *, by: Person, at: datetime, opinion: str = "", request_key: str) -> _Act | None:
    """Lock the matter of a task and check that the person may act on it; None when this form was carried out before."""
    matter = slips.locked_matter_of(number)
    if matter is None:
        raise Refused("没有找到这项任务，请刷新页面。")
    request_key = rules.form_key(request_key, by, verb, number)
    if visible.by_request(request_key):
        return None
    rules.check_open(matter)
    opinion = text.clean_text(opinion, rules.OPINION_LIMIT, "意见")
    run = slips.run_of(number)
    if run is None:
        raise Refused("传阅件只需阅知，不能这样办理。")
    slip, stations, tasks = slips.load_slip(run, matter)
    task = tasks[number]
    known = org.directory()
    principal = check_holder(task, by, at, known=known) if verb != "withdraw" else _check_own(task, by)
    return _Act(verb, matter, run, slip, stations, tasks, task, principal, by, at, opinion, request_key, known)


def check_holder(task: Task, by: Person, at: datetime, *, known: org.Directory | None = None) -> int | None:
    """Require that the task waits for this person; return for whom a delegate acts, or None."""
    rules.check_task_open(task)
    known = known or org.directory()
    if task.holder_id in org.own_holders(by.pk, at, known=known):
        return None
    principal = org.principals_of(by.pk, at, known=known).get(task.holder_id)
    if principal is None or task.matter.restricted_at is not None:
        raise rules.NotYours("这项任务不在您名下，不能办理。如受委托代办，请确认委托仍在有效期内。")
    return principal


def _check_own(task: Task, by: Person) -> int | None:
    if task.done_by_id != by.pk:
        raise rules.NotYours("只能撤回本人办理提交的任务。")
    return task.on_behalf_of_id


def _check_chosen(slip: model.Slip, chosen: Chosen, world: slips.World) -> None:
    """Whoever is chosen must be among the candidates that the station's rule offers."""
    for station in slip.stations:
        picked = chosen.get(station.key, ())
        offered = world.candidates(station.step.who) if picked else ()
        if station.step.who.rule == "chosen" and offered and not set(picked) <= set(offered):
            raise Refused(f"所选人员不在环节“{station.step.name}”的可选范围内，请重新选择。")


def _matter_of(task: int) -> Matter:
    return Matter.objects.get(tasks=task)
