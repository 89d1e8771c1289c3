"""One act on a slip (一次办理): the lock of its matter, the checks, the engine, the rows, the effects and the trail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions import effects, indexing, opening, passage, telling
from zhongshu.matters.models import Draft, Matter, Run, Station, Task
from zhongshu.matters.queries import page, slips, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts, engine, model
from zhongshu.routes.changes import Change, Closed
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

Chosen = Mapping[str, tuple[int, ...]]
# What of the fields of an act stands in the trail: numbers and keys, no text.
RECORDED = ("to", "straight", "cause", "holder", "holders", "outcome", "verdict", "added", "struck", "jump")


@dataclass
class Act:
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
        if self.run.role == Run.SIDE and set(holders) & set(_asker(self.run, self.at, self.known)):
            raise Refused("不能转给或加签给提出申请的本人，请另选。", field="people")
        self.check_chosen({self._station_key(): holders})

    def check_chosen(self, chosen: Chosen) -> None:
        """Whoever is chosen must be among the candidates that the station's rule offers (可选范围)."""
        world = slips.World(self.matter, self.at, known=self.known)
        for station in self.slip.stations:
            picked = chosen.get(station.key, ())
            offered = world.candidates(station.step.who) if picked else ()
            if station.step.who.rule == "chosen" and offered and not set(picked) <= set(offered):
                raise Refused(f"所选人员不在环节“{station.step.name}”的可选范围内，请重新选择。")

    def carry_out(
        self, act: Callable[[kinds.Step], acts.Act], fields: Mapping[str, Any], chosen: dict[str, tuple[int, ...]]
    ) -> Matter:
        kind = kinds.get(self.matter.kind)
        station = self._station_key()
        step = kinds.Step(self.verb, self.matter, self.task, station, self.by, self.at, self.opinion, fields, chosen)
        if self.run.role == Run.SIDE:
            self._check_answer(station, fields)
        kind.check_step(step)
        kinds.on_step(step)
        self.check_chosen(step.chosen)
        world = slips.World(self.matter, self.at, known=self.known)
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
        effects.follow(changes, self.matter, self.run, by=self.by, at=self.at, known=self.known, fields=fields)
        self._tell_if_ended(changes)
        self._record(station, fields)
        indexing.touch(self.matter, at=self.at)
        opening.remember(self.request_key, self.matter.stream, at=self.at)
        return self.matter

    def _station_key(self) -> str:
        return next((key for key, row in self.stations.items() if self.task and row.pk == self.task.station_id), "")

    @property
    def _signed(self) -> Task | None:
        """The task that ends with somebody's name under it; a withdrawal leaves the old signature alone."""
        return None if self.verb in ("withdraw", "add_signers", "remove_signer") else self.task

    def _sign(self) -> None:
        """Put name and opinion on the task that is being done."""
        if task := self._signed:
            task.done_by_id = self.by.pk
            task.on_behalf_of_id = self.principal
            task.opinion = self.opinion
            Draft.objects.filter(task=task).delete()

    def _ask_signers(self) -> None:
        """Put what is asked of the added signers before them (加签说明)."""
        if self.verb == "add_signers" and self.opinion:
            new = Task.objects.filter(matter=self.matter, is_added=True, given_by=self.by.ref, given_at=self.at)
            new.update(request=self.opinion)

    def _check_answer(self, station: str, fields: Mapping[str, Any]) -> None:
        """Whoever asked does not decide, a request is decided one way or the other, and an opinion has words."""
        if self.verb != "complete":
            return
        rules.check_answer(station, fields.get("verdict"), self.opinion)
        if self.by.ref == self.run.started_by and station in rules.VERDICTS:
            raise rules.NotYours("不能审批本人提出的申请，请由其他人员办理。")

    def _tell_if_ended(self, changes: list[Change]) -> None:
        outcome = next((change.outcome for change in changes if isinstance(change, Closed)), "")
        if outcome and self.run.role == Run.SIDE:
            self._tell_asker(outcome)

    def _tell_asker(self, outcome: str) -> None:
        side = kinds.SIDES[self.run.route_key]
        words = {rules.REJECTED: "未获同意", "completed": side.done}.get(outcome, "已结束")
        asker = _asker(self.run, self.at, self.known)
        telling.tell(self.matter, asker, f"{side.name}{words}", by=self.by, at=self.at, known=self.known)

    def _record(self, station: str, fields: Mapping[str, Any]) -> None:
        detail: dict[str, Any] = {"station": station} if station else {}
        if self.task is not None:
            detail["task"] = self.task.pk
        if self._signed is not None:
            detail["held_by"] = self._signed.holder_id
        if self.opinion:
            detail["opinion"] = digests.sm3(self.opinion)
        plain = {key: value for key, value in fields.items() if key in RECORDED}
        principal = f"person:{self.principal}" if self.principal else ""
        trail.record(
            self.matter.stream,
            f"matters.{VERBS[self.verb]}",
            by=self.by.ref,
            on_behalf_of=principal,
            at=self.at,
            detail=detail | plain,
        )


def carry_out(
    act: Act,
    wanted: Callable[[kinds.Step], acts.Act],
    fields: Mapping[str, Any] | None = None,
    chosen: dict[str, tuple[int, ...]] | None = None,
) -> Matter:
    """Carry out what somebody wants of a slip (办理), the domain's rules heard; return the matter."""
    return act.carry_out(wanted, fields or {}, chosen or {})


VERBS = {
    "complete": "completed",
    "return": "returned",
    "transfer": "transferred",
    "add_signers": "signers_added",
    "withdraw": "withdrawn",
    "terminate": "terminated",
    "remove_signer": "signer_removed",
    "suspend": "suspended",
    "resume": "resumed",
    "amend": "amended",
    "jump": "jumped",
}


def on_task(verb: str, number: int, *, by: Person, at: datetime, opinion: str = "", request_key: str) -> Act | None:
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
    if verb == "remove_signer":
        principal = None
    else:
        principal = check_holder(task, by, at, known=known) if verb != "withdraw" else _check_own(task, by)
    return Act(verb, matter, run, slip, stations, tasks, task, principal, by, at, opinion, request_key, known)


def on_matter(
    verb: str,
    number: int,
    *,
    by: Person,
    at: datetime,
    opinion: str = "",
    request_key: str = "",
    asked: object = "",
) -> Act | None:
    """Lock a matter and check that the person may do this to its slip; None when this form was carried out before."""
    matter = Matter.objects.select_for_update().get(pk=number)
    request_key = rules.form_key(request_key, by, verb, asked, number)
    if visible.by_request(request_key):
        return None
    rules.check_open(matter)
    page.check_may(verb, matter, by, at)
    opinion = text.clean_text(opinion, rules.OPINION_LIMIT, "原因")
    run = slips.main_run(matter)
    slip, stations, tasks = slips.load_slip(run, matter)
    return Act(verb, matter, run, slip, stations, tasks, None, None, by, at, opinion, request_key, org.directory())


def end_run(matter: Matter, run: Run, outcome: str, *, by: Person, at: datetime, known: org.Directory) -> None:
    """End a run before its end, whoever it waits for (结束流程). Within the caller's transaction and lock."""
    check_transaction()
    slip, stations, tasks = slips.load_slip(run, matter)
    changes = engine.advance(slip, acts.Terminate(outcome), slips.World(matter, at, known=known))
    passage.write(run, matter, slip, changes, stations, tasks, by=by, at=at, known=known)


def _asker(run: Run, at: datetime, known: org.Directory) -> tuple[int, ...]:
    """Return the holders of whoever asked for a side run."""
    return org.own_holders(int(run.started_by.partition(":")[2]), at, known=known)


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
