"""A dry run of a route (试运行): who would get what, and when. It writes nothing and asks the engine itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from zhongshu.calendars import queries as calendars
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import slips
from zhongshu.matters.queries.route_words import Words
from zhongshu.org import queries as org
from zhongshu.routes import acts, books, changes, conditions, engine, model, parse

NOBODY, ANYBODY = -1, -2  # stand for whoever a rule does not name, so that the rest can be seen as well
MOST_ACTS = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dry run starts from (试运行条件): who starts it and when, which units handle it, what the facts are."""

    starter: int
    at: datetime
    lead: int | None = None
    co_units: tuple[int, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duty:
    """What one holder would get (试运行任务): who, on which day, until when; `due` without a term is None."""

    who: str
    begins: date
    due: date | None
    is_nobody: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a dry run (试运行环节): its duties, or why it is passed over; block and branch as in the route."""

    step: model.Step
    duties: tuple[Duty, ...]
    note: str = ""
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of a dry run (试运行结果): the steps in their order, the last day, or why it stops."""

    stops: tuple[Stop, ...]
    ends: date | None
    trouble: str = ""

    @property
    def rows(self) -> list[tuple[str, list[list[Stop]]]]:
        """The steps as the page shows them: a block's name with its branches side by side, nothing and one row else."""
        rows = []
        for block, found in groupby(self.stops, key=lambda stop: stop.step.block):
            inner = list(found)
            branches = [list(one) for _, one in groupby(inner, key=lambda stop: stop.step.branch)] if block else [inner]
            rows.append((inner[0].step.block_name if block else "", branches))
        return rows


class _World(slips.World):
    """The office of today for a matter that is none."""

    def __init__(self, kind: str, organ: int, asked: Asked, known: org.Directory) -> None:
        matter = Matter(kind=kind, organ_id=organ, opened_by_id=asked.starter, lead_unit_id=asked.lead)
        super().__init__(matter, asked.at, known=known)
        self.asked = asked

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.asked.facts

    def holders(self, who: model.Who) -> tuple[int, ...]:
        return super().holders(who) or (NOBODY,)

    def present(self, holders: tuple[int, ...]) -> tuple[int, ...]:
        here = set(super().present(holders)) | {NOBODY, ANYBODY}
        return tuple(holder for holder in holders if holder in here)

    def picked(self, who: model.Who) -> tuple[int, ...]:
        """Return whom somebody would choose: the first who is offered."""
        offered = [holder for rule in who.among for holder in super(_World, self).holders(rule)]
        return (offered[0] if offered else NOBODY if who.among else ANYBODY,)

    def _units(self, which: str) -> Iterable[int]:
        if which == "lead_and_co":
            return dict.fromkeys(filter(None, (self.asked.lead, *self.asked.co_units)))
        return super()._units(which)


def trial(
    definition: Mapping[str, Any], kind: kinds.Kind, organ: int, asked: Asked, *, known: org.Directory | None = None
) -> Trial:
    """Let a route run from its beginning to its end in thought (试运行).

    Everybody acts on the last day of the term, on the same day where there is none.
    """
    known = known or org.directory()
    route = parse.read(definition)
    run = _Run(route, _World(kind.key, organ, asked, known))
    trouble = ""
    try:
        run.go()
    except Refused as refusal:
        trouble = refusal.sentence
    words = Words(kind, organ, org.local_day(asked.at), known=known)
    stops = tuple(_stop(step, run, words, route.steps) for step in route.steps)
    return Trial(stops, None if trouble else run.last, trouble)


class _Run:
    """A slip that is driven to its end; `opened` says since when and until when each task is there."""

    def __init__(self, route: model.Route, world: _World) -> None:
        self.world = world
        self.slip = model.Slip(tuple(model.Station(step) for step in route.steps))
        self.last = world.day
        self.opened: dict[int, tuple[date, date]] = {}
        self.days = {step.key: step.due_days for step in route.steps}
        self.calendar = calendars.current()

    def go(self) -> None:
        """Start, and finish what is due first, until nothing is left."""
        chosen = {s.key: self.world.picked(s.step.who) for s in self.slip.stations if s.step.who.rule == "chosen"}
        self._act(acts.Start(chosen), self.world.day)
        for _ in range(MOST_ACTS):
            waiting = [task for task in self.slip.tasks if task.open and not task.outcome]
            if not waiting:
                return
            first = min(waiting, key=lambda task: (self.opened[task.id][1], -task.id))
            self._act(acts.Complete(first.id), self.opened[first.id][1])

    def _act(self, act: acts.Act, day: date) -> None:
        done = engine.advance(self.slip, act, self.world)
        self.slip = books.apply(self.slip, done)
        self.last = day
        stations = {task.id: task.station for task in self.slip.tasks}
        for change in done:
            if isinstance(change, changes.Turned) or (isinstance(change, changes.Opened) and change.open):
                self.opened[change.task] = (day, self._due(stations[change.task], day))

    def _due(self, station: str, day: date) -> date:
        days = self.days[station]
        return self.calendar.due(day, days).day if days else day


def _stop(step: model.Step, run: _Run, words: Words, steps: Iterable[model.Step]) -> Stop:
    tasks = [task for task in run.slip.tasks if task.station == step.key and task.id in run.opened]
    duties = tuple(_duty(task, step, run, words) for task in tasks)
    failed = [one for one in step.when if not conditions.hold([one], run.world.facts)]
    skipped = f"跳过：不符合条件（{'，且'.join(map(words.condition, failed))}）" if failed and not tasks else ""
    return Stop(step, duties, _note(step, run, words, steps) if tasks else "", skipped)


def _duty(task: model.Task, step: model.Step, run: _Run, words: Words) -> Duty:
    begins, due = run.opened[task.id]
    if task.holder == NOBODY:
        return Duty(f"没有人：{words.who(step.who)}现在没有人，请先设置人员或改选办理人", begins, None, True)
    who = "由上一环节办理人在全部人员中选定" if task.holder == ANYBODY else words.people([task.holder])
    return Duty(who + _unit(task.holder, words), begins, due if step.due_days else None)


def _unit(holder: int, words: Words) -> str:
    person = words.known.holders[holder].person_id if holder > 0 else None
    unit = org.unit_of(person, words.day, known=words.known) if person else None
    return f"（{words.known.units[unit].short_name}）" if unit else ""


def _note(step: model.Step, run: _Run, words: Words, steps: Iterable[model.Step]) -> str:
    """Say what is peculiar: who may be chosen, how many of several are enough."""
    notes = []
    if step.who.rule == "chosen" and step.who.among:
        offered = [holder for rule in step.who.among for holder in run.world.holders(rule) if holder > 0]
        notes.append(f"可选：{words.people(dict.fromkeys(offered))}，此处按选第一人试算" if offered else "")
    if sum(task.station == step.key for task in run.slip.tasks) > 1:
        notes.append({"one": "其中一人办理即可", "all": "全部办理", "in_order": "依次办理"}.get(step.completion, ""))
    if step.completion == model.RATIO:
        notes.append(f"{step.ratio}%的人办理即可")
    return "；".join(filter(None, notes))
