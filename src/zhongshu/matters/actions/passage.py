"""From the engine's changes to rows: what differs between the slip before and after is written, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

from zhongshu.calendars import queries as calendars
from zhongshu.matters import rules
from zhongshu.matters.actions import events, telling
from zhongshu.matters.models import Grant, Matter, Run, Station, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import books, changes, model


def write(
    run: Run,
    matter: Matter,
    before: model.Slip,
    changes: Sequence[changes.Change],
    stations: dict[str, Station],
    tasks: dict[int, Task],
    *,
    by: Person,
    at: datetime,
    known: org.Directory,
) -> list[Task]:
    """Carry the changes into the rows of a run; return the tasks that were opened.

    Grants and notices of whoever is named go with it, and the run and its matter close when the slip has ended.
    """
    after = books.apply(before, changes)
    _write_stations(run, before, after, stations, at)
    old_tasks = {task.id: task for task in before.tasks}
    for task in after.tasks:
        if task.id > 0 and task != old_tasks[task.id]:
            _write_task(tasks[task.id], old_tasks[task.id], task, at)
    passed_on = _passed_on(old_tasks, after.tasks, tasks)
    fresh = [
        _new_task(matter, stations[task.station], task, by, at, passed_on.get((task.station, task.order)))
        for task in after.tasks
        if task.id < 0
    ]
    Task.objects.bulk_create(fresh)
    turned = [tasks[t.id] for t in after.tasks if t.id > 0 and t.open and not old_tasks[t.id].open]
    opened = [task for task in fresh if task.opened_at and not task.done_at] + turned
    _let_see(matter, fresh, at)
    events.emit_each("task.completed", matter, _completed(old_tasks, after.tasks, tasks), at=at, known=known)
    announce(matter, opened, by=by, at=at, known=known)
    if after.ended:
        Run.objects.filter(pk=run.pk).update(ended_at=at, outcome=after.ended)
    return opened


def _completed(before: dict[int, model.Task], after: Iterable[model.Task], rows: dict[int, Task]) -> list[Task]:
    """Return the tasks that this passage completes; what was transferred or cancelled is not among them."""
    return [rows[t.id] for t in after if t.id > 0 and t.outcome == model.COMPLETED and not before[t.id].outcome]


def _passed_on(
    before: dict[int, model.Task], after: Iterable[model.Task], rows: dict[int, Task]
) -> dict[tuple[str, int], Task]:
    """Return the tasks that are given to others (转办、移交), by station and place: the new ones have their terms."""
    gone = [t for t in after if t.id > 0 and t.outcome == model.TRANSFERRED and not before[t.id].outcome]
    return {(t.station, t.order): rows[t.id] for t in gone}


def _write_stations(run: Run, before: model.Slip, after: model.Slip, rows: dict[str, Station], at: datetime) -> None:
    """Write what differs of each station, and its place; what is new on the slip becomes a row."""
    old = {station.key: (order, station) for order, station in enumerate(before.stations)}
    for order, new in enumerate(after.stations):
        if new.key not in old:
            rows[new.key] = station_row(run, order, new.step, added_at=at)
            rows[new.key].chosen = list(new.chosen)
            rows[new.key].save(force_insert=True)
        elif old[new.key] != (order, new):
            _write_station(rows[new.key], old[new.key][1], new, order, at)


def station_row(run: Run, order: int, step: model.Step, **fields: Any) -> Station:
    """Return a step as a station of a run that has not begun; not saved yet."""
    return Station(
        run=run,
        key=step.key,
        name=step.name,
        kind=step.kind,
        order=order,
        who=asdict(step.who),
        completion=step.completion,
        ratio=step.ratio,
        block=step.block,
        block_name=step.block_name,
        branch=step.branch,
        is_required=step.required,
        conditions=[asdict(condition) for condition in step.when],
        due_days=step.due_days,
        effects=list(step.effects),
        **fields,
    )


def _write_station(row: Station, old: model.Station, new: model.Station, order: int, at: datetime) -> None:
    fields: dict[str, Any] = {
        "order": order,
        "struck_at": (row.struck_at or at) if new.struck else None,
        "round": new.round,
        "came_from": new.came_from,
        "chosen": list(new.chosen),
        "resume_to": new.resume_to,
        "resume_holders": list(new.resume_holders),
        "fired_at": at if new.fired and not old.fired else row.fired_at,
        "skipped_at": (row.skipped_at or at) if new.skipped else None,
        "ended_at": (row.ended_at or at) if new.ended else None,
        "begun_at": None,
    }
    if new.begun:
        fields["begun_at"] = at if new.round != old.round else row.begun_at
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    Station.objects.filter(pk=row.pk).update(**changed)


def _write_task(row: Task, old: model.Task, new: model.Task, at: datetime) -> None:
    fields: dict[str, Any] = {}
    if new.open and not old.open:
        fields |= {"opened_at": at, "due_at": _due(row.station, at)}
    if new.bound and not old.bound:
        fields |= {"is_bound": True}
    if new.outcome and not old.outcome:
        fields |= {"outcome": new.outcome, "done_at": at}
        fields |= {name: getattr(row, name) for name in ("done_by_id", "on_behalf_of_id", "opinion")}
    if new.withdrawn and not old.withdrawn:
        fields |= {"withdrawn_at": at}
    Task.objects.filter(pk=row.pk).update(**fields)
    for name, value in fields.items():
        setattr(row, name, value)


def _new_task(
    matter: Matter, station: Station, task: model.Task, by: Person, at: datetime, former: Task | None
) -> Task:
    due_at = former.due_at if former else _due(station, at)
    return Task(
        matter=matter,
        station=station,
        name=station.name,
        kind=station.kind,
        holder_id=task.holder,
        round=task.round,
        order=task.order,
        is_added=task.added,
        is_bound=task.bound,
        given_by=by.ref,
        given_at=at,
        opened_at=at if task.open or task.outcome else None,
        due_at=due_at if task.open else None,
        outcome=task.outcome,
        done_at=at if task.outcome else None,
    )


def _due(station: Station | None, at: datetime) -> datetime | None:
    """The step's own deadline in working days, where the route gives it one."""
    if station is None or station.due_days is None:
        return None
    return rules.end_of_day(calendars.due(org.local_day(at), station.due_days).day)


def _let_see(matter: Matter, tasks: Iterable[Task], at: datetime) -> None:
    """Whoever is named may see the matter; who sees it already keeps the older grant."""
    Grant.objects.bulk_create(
        (Grant(matter=matter, holder_id=task.holder_id, reason="task", since=at) for task in tasks),
        ignore_conflicts=True,
    )


def announce(
    matter: Matter, tasks: Iterable[Task], *, by: Person, at: datetime, known: org.Directory | None = None
) -> None:
    """Tell everybody behind the holders that something waits for them, except the one who acted; and other systems."""
    tasks = list(tasks)
    day, known = org.local_day(at), known or org.directory()
    people_of = partial(org.people_of, day=day, known=known)
    for name in dict.fromkeys(task.name for task in tasks):
        people = {p for task in tasks if task.name == name for p in people_of(task.holder_id)} - {by.pk}
        if people:
            is_read = all(task.kind == model.READ for task in tasks if task.name == name)
            telling.send(
                matter,
                people,
                f"{name}：{matter.title or matter.number}",
                kind="reading" if is_read else "task",
                at=at,
                urgent=matter.urgency >= rules.URGENCY_RANK["extra_urgent"],
                known=known,
            )
    events.emit_each("task.opened", matter, tasks, at=at, known=known)
