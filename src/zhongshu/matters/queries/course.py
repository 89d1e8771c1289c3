"""What befell the course of a matter beside its steps: rests, jumps, and what runs beside the main run."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from zhongshu.matters import kinds
from zhongshu.matters.models import Jump, Matter, Run, Suspension, Task
from zhongshu.matters.queries.page import Stop, timeline
from zhongshu.org import queries as org
from zhongshu.org.models import Person


@dataclass(frozen=True, slots=True)
class SideRun:
    """A run beside the main one (侧流程) with its stops."""

    run: Run
    stops: list[Stop]

    @property
    def side(self) -> kinds.Side:
        """Which of them it is."""
        return kinds.SIDES[self.run.route_key]

    @property
    def asker(self) -> int:
        """The person who asked."""
        return int(self.run.started_by.partition(":")[2])


def sides(matter: Matter) -> list[SideRun]:
    """Return what runs or ran beside the main run (侧流程), the oldest first."""
    return [SideRun(run, timeline(run)) for run in Run.objects.filter(matter=matter, role=Run.SIDE).order_by("id")]


def suspensions(matter: Matter) -> list[Suspension]:
    """Return when the matter rested and why (暂停情况), the oldest first."""
    return list(Suspension.objects.filter(matter=matter).select_related("by", "resumed_by").order_by("id"))


def jumps(matter: Matter) -> list[Jump]:
    """Return the jumps that were asked for (跳转情况), the oldest first."""
    found = Jump.objects.filter(run__matter=matter).select_related("asked_by", "settled_by")
    return list(found.order_by("id"))


def asked_of(sides: Iterable[SideRun], person: Person, at: datetime, *, known: org.Directory) -> list[Task]:
    """Return the open tasks beside the main run that wait for a person, with their stations."""
    holders = org.holders_of(person.pk, at, known=known)
    tasks = [(task, stop) for side in sides for stop in side.stops for task in stop.tasks]
    found = [(task, stop) for task, stop in tasks if task.opened_at and not task.done_at and task.holder_id in holders]
    for task, stop in found:
        task.station = stop.station
    return [task for task, _ in found]


def removable(stops: Iterable[Stop], person: Person, may_all: bool) -> list[Task]:
    """Return who may be taken off (可减签人员): added by the person, or any with `may_all`; never the last one."""
    live = [[task for task in stop.tasks if not task.done_at] for stop in stops]
    several = [task for tasks in live if len(tasks) > 1 for task in tasks]
    return [task for task in several if may_all or (task.is_added and task.given_by == person.ref)]
