"""What stations bring about by name (办结动作): the spine's own here, those of a domain in its `Kind.effects`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from zhongshu.calendars import queries as calendars
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions import opening, passage
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.matters.queries import slips
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts, engine, model, places
from zhongshu.routes.changes import Change, Closed, Fired
from zhongshu.trail.rules import check_transaction


def carry_out(name: str, effect: kinds.Effect) -> None:
    """Carry out one effect inside the transaction of the act. Raises Refused for a name that nobody knows."""
    check_transaction()
    known = {**_OWN, **kinds.get(effect.matter.kind).effects}
    if name not in known:
        raise Refused(f"流程中的办结动作“{name}”系统不能执行，请联系流程管理员调整流程。")
    known[name](effect)


def follow(
    changes: Iterable[Change],
    matter: Matter,
    run: Run,
    *,
    by: Person,
    at: datetime,
    known: org.Directory,
    fields: Mapping[str, Any],
) -> None:
    """Do what the changes of a run bring about: its effects by name, and closing the matter with its main run."""
    check_transaction()
    changes = list(changes)
    for fired in [change for change in changes if isinstance(change, Fired)]:
        about = kinds.Effect(matter, run, fired.station, by, at, fields)
        for name in fired.effects:
            carry_out(name, about)
    outcome = next((change.outcome for change in changes if isinstance(change, Closed)), "")
    if outcome and run.role == Run.MAIN:
        opening.close(matter, outcome, by=by, at=at, known=known)


def _set_due(effect: kinds.Effect) -> None:
    """延期: the matter is due on the day asked for, and whatever waits for somebody no earlier.

    Where it has rested since the request and is due even later already, more time is not made less.
    """
    due_at = rules.end_of_day(date.fromisoformat(effect.run.request["until"]))
    if effect.matter.due_at and effect.matter.due_at >= due_at:
        return
    version = calendars.due(org.local_day(effect.at), 0).calendar
    opening.set_due(effect.matter, due_at, version, by=effect.by, at=effect.at)
    waiting = Task.objects.filter(matter=effect.matter, done_at=None, station__run__role=Run.MAIN, due_at__lt=due_at)
    waiting.update(due_at=due_at)


def _report_opinions(effect: kinds.Effect) -> None:
    """征求意见: what was answered goes back to whoever asked, as something to read."""
    holder = org.holder_of(int(effect.run.started_by.partition(":")[2]))
    if not org.people_of(holder, org.local_day(effect.at)):
        return
    copy = Task.objects.create(
        matter=effect.matter,
        name="征求意见结果",
        kind=model.READ,
        holder_id=holder,
        given_by=effect.by.ref,
        given_at=effect.at,
        opened_at=effect.at,
    )
    opening.grant(effect.matter, [holder], reason="reader", at=effect.at)
    passage.announce(effect.matter, [copy], by=effect.by, at=effect.at)


def _take_work_back(effect: kinds.Effect) -> None:
    """退办: the work goes back to the station before, or this one is no longer asked; the reason stands on the task."""
    run = slips.main_run(effect.matter)
    slip, stations, tasks = slips.load_slip(run, effect.matter)
    task = tasks.get(effect.run.request["task"])
    if task is None or task.done_at is not None:
        raise Refused("该项任务已经办理或已转给他人，不需要退办，请选择“不同意”并说明情况。", field="verdict")
    way, by, at = effect.fields["verdict"], effect.by, effect.at
    Run.objects.filter(pk=effect.run.pk).update(request=effect.run.request | {"way": way})
    station = next(key for key, row in stations.items() if row.pk == task.station_id)
    if way == "released":
        act: acts.Act = acts.RemoveSigner(task.pk)
        step = kinds.Step("remove_signer", effect.matter, task, station, by, at)
    else:
        act = acts.Return(task.pk, _station_before(slip, task.pk))
        step = kinds.Step("return", effect.matter, task, station, by, at, effect.run.reason, {"to": act.to})
        task.done_by_id = int(effect.run.started_by.partition(":")[2])
        task.opinion = effect.run.reason
    kind, world = kinds.get(effect.matter.kind), slips.World(effect.matter, at)
    kind.check_step(step)
    kinds.on_step(step)
    changes = engine.advance(slip, act, world)
    passage.write(run, effect.matter, slip, changes, stations, tasks, by=by, at=at, known=world.known)
    follow(changes, effect.matter, run, by=by, at=at, known=world.known, fields={})


def _station_before(slip: model.Slip, task: int) -> str:
    """Return the nearest station that has ended before that of a task (上一环节); an empty key when there is none.

    In a parallel block that is one of the same branch; for the first of its branch, one before the whole block.
    """
    key = next(each.station for each in slip.tasks if each.id == task)
    here = next(station for station in slip.stations if station.key == key)
    before = slip.stations[: slip.stations.index(here)]
    ended = [station for station in reversed(before) if station.ended]
    return next((station.key for station in ended if not station.step.block or places.together(station, here)), "")


_OWN: Mapping[str, Callable[[kinds.Effect], None]] = {
    "set_due": _set_due,
    "report_opinions": _report_opinions,
    "take_work_back": _take_work_back,
}
