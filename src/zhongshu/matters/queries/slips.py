"""From rows to a slip, and what the engine may ask of the office on the day of the act."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import connection

from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds
from zhongshu.matters.models import CoUnit, Matter, Run, Station, Task
from zhongshu.org import queries as org
from zhongshu.routes import books, model, parse, places

# Written out, because building them anew cost each step more than running them.
_LOCKED = "SELECT m.* FROM matters_matter m WHERE m.id = (SELECT matter_id FROM matters_task WHERE id = %s)"
_RUN = (
    "SELECT r.* FROM matters_run r JOIN matters_station s ON s.run_id = r.id "
    "JOIN matters_task t ON t.station_id = s.id WHERE t.id = %s"
)
_STATIONS = 'SELECT * FROM matters_station WHERE run_id = %s ORDER BY "order"'
_TASKS = "SELECT * FROM matters_task WHERE matter_id = %s AND station_id IS NOT NULL ORDER BY id"


def locked_matter_of(task: int) -> Matter | None:
    """Return the matter of a task, locked until the transaction ends, or None."""
    return next(iter(Matter.objects.raw(_LOCKED + _lock(), [task])), None)


def _lock() -> str:
    """On SQLite the act has locked everything already."""
    return " FOR UPDATE" if connection.features.has_select_for_update else ""


def run_of(task: int) -> Run | None:
    """Return the run that a task belongs to; None for a circulated copy."""
    return next(iter(Run.objects.raw(_RUN, [task])), None)


def main_run(matter: Matter) -> Run:
    """Return the open main run of a matter. Raises Refused when there is none."""
    run = Run.objects.filter(matter=matter, role=Run.MAIN, ended_at=None).first()
    if run is None:
        raise Refused("该事项没有正在进行的流程。")
    return run


def load_slip(run: Run, matter: Matter) -> tuple[model.Slip, dict[str, Station], dict[int, Task]]:
    """Read a run of a matter as the engine's slip, with the rows by station key and task number.

    The tasks are locked: whether somebody has opened one must not change before a withdrawal has been decided.
    """
    stations = {row.key: row for row in Station.objects.raw(_STATIONS, [run.pk])}
    keys = {row.pk: key for key, row in stations.items()}
    tasks = {row.pk: row for row in Task.objects.raw(_TASKS + _lock(), [run.matter_id]) if row.station_id in keys}
    slip = model.Slip(
        stations=tuple(map(station, stations.values())),
        tasks=tuple(task(row, keys[row.station_id or 0]) for row in tasks.values()),
        ended=run.outcome,
        resting=matter.suspended_at is not None,
    )
    return slip, stations, tasks


def outlook(slip: model.Slip) -> str:
    """Return a digest of what lies ahead (后续环节) as somebody sees it who wants to amend it."""
    lying = places.ahead(books.Books(slip))
    return digests.sm3("\x1f".join(f"{each.key}:{each.struck}" for each in lying))


def station(row: Station) -> model.Station:
    """Return a station row as the engine's value."""
    step = model.Step(
        key=row.key,
        name=row.name,
        kind=row.kind,
        who=parse.who(row.who),
        completion=row.completion,
        when=tuple(model.Condition(**condition) for condition in row.conditions),
        due_days=row.due_days,
        effects=tuple(row.effects),
        ratio=row.ratio,
        block=row.block,
        block_name=row.block_name,
        branch=row.branch,
        required=row.is_required,
    )
    return model.Station(
        step=step,
        round=row.round,
        begun=row.begun_at is not None,
        ended=row.ended_at is not None,
        skipped=row.skipped_at is not None,
        fired=row.fired_at is not None,
        came_from=row.came_from,
        chosen=tuple(row.chosen),
        resume_to=row.resume_to,
        resume_holders=tuple(row.resume_holders),
        struck=row.struck_at is not None,
    )


def task(row: Task, key: str) -> model.Task:
    """Return a task row as the engine's value."""
    return model.Task(
        id=row.pk,
        station=key,
        round=row.round,
        holder=row.holder_id,
        order=row.order,
        open=row.opened_at is not None and row.done_at is None,
        outcome=row.outcome,
        added=row.is_added,
        bound=row.is_bound,
        seen=row.seen_at is not None,
        withdrawn=row.withdrawn_at is not None,
    )


class World:
    """The office as the engine sees it for one act (当日组织情况). Implements `routes.model.World`."""

    def __init__(self, matter: Matter, at: datetime, *, known: org.Directory | None = None) -> None:
        self.matter = matter
        self.day = org.local_day(at)
        self.known = known or org.directory()

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What conditions may look at, asked of the domain when the first condition is met."""
        return kinds.get(self.matter.kind).facts(self.matter, self.day)

    def holders(self, who: model.Who) -> tuple[int, ...]:
        """Resolve a who-rule on this day; `chosen` and `handler` mean nobody by themselves."""
        match who.rule:
            case "role":
                return self._of_units(
                    who.unit or "organ", lambda unit: org.role(who.key, unit, self.day, known=self.known)
                )
            case "head":
                return self._of_units(who.unit, lambda unit: org.heads(unit, self.day, known=self.known))
            case "in_charge":
                return self._of_units(who.unit, lambda unit: org.in_charge(unit, self.day, known=self.known))
            case "post":
                return org.post(who.key, self.day, known=self.known)
            case "person":
                return org.person_holders(who.key, self.day, known=self.known)
            case "initiator":
                return (org.holder_of(self.matter.opened_by_id, known=self.known),)
        return ()

    def present(self, holders: tuple[int, ...]) -> tuple[int, ...]:
        """Leave out holders behind whom nobody stands any more."""
        return tuple(holder for holder in holders if org.people_of(holder, self.day, known=self.known))

    def candidates(self, who: model.Who) -> tuple[int, ...]:
        """Return whom a `chosen` rule offers; empty when anybody may be chosen."""
        return _once(holder for rule in who.among for holder in self.holders(rule))

    def _of_units(self, which: str, ask: Any) -> tuple[int, ...]:
        return _once(holder for unit in self._units(which) for holder in ask(unit))

    def _units(self, which: str) -> Iterable[int]:
        if which == "initiator":
            return filter(None, (org.unit_of(self.matter.opened_by_id, self.day, known=self.known),))
        if which == "organ":
            return (self.matter.organ_id,)
        lead = [self.matter.lead_unit_id] if self.matter.lead_unit_id else []
        if which == "lead":
            return lead
        return [*lead, *CoUnit.objects.filter(matter=self.matter).order_by("order").values_list("unit_id", flat=True)]


def _once(holders: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(holders))
