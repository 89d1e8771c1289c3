"""The books of one act (账): a slip that can be changed step by step, each change written down."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatchmethod

from zhongshu.routes.changes import (
    Added,
    Begun,
    Bound,
    Change,
    Chosen,
    Closed,
    Ended,
    Finished,
    Fired,
    Opened,
    Ordered,
    Reopened,
    Reset,
    Rested,
    Resuming,
    Skipped,
    Struck,
    Turned,
    Withdrawn,
)
from zhongshu.routes.model import Slip, Station, Task


class Books:
    """A working copy of a slip. `write` applies a change and keeps it in `changes`."""

    def __init__(self, slip: Slip) -> None:
        self.stations = {station.key: station for station in slip.stations}
        self.tasks = {task.id: task for task in slip.tasks}
        self.ended, self.resting = slip.ended, slip.resting
        self.changes: list[Change] = []

    def slip(self) -> Slip:
        """Return the slip as it stands now."""
        return Slip(tuple(self.stations.values()), tuple(self.tasks.values()), self.ended, self.resting)

    def write(self, change: Change) -> None:
        """Apply one change and remember it."""
        self._apply(change)
        self.changes.append(change)

    def new_task(self) -> int:
        """Return a number for a task that the outside has not numbered yet: negative, unique in these books."""
        return min((0, *self.tasks)) - 1

    def _station(self, key: str, **fields: object) -> None:
        self.stations[key] = replace(self.stations[key], **fields)  # type: ignore[arg-type]

    def _task(self, number: int, **fields: object) -> None:
        self.tasks[number] = replace(self.tasks[number], **fields)  # type: ignore[arg-type]

    @singledispatchmethod
    def _apply(self, change: Change) -> None:
        raise TypeError(change)

    @_apply.register
    def _opened(self, change: Opened) -> None:
        self.tasks[change.task] = Task(
            id=change.task,
            station=change.station,
            round=change.round,
            holder=change.holder,
            order=change.order,
            open=change.open,
            added=change.added,
            bound=change.bound,
        )

    @_apply.register
    def _turned(self, change: Turned) -> None:
        self._task(change.task, open=True)

    @_apply.register
    def _bound(self, change: Bound) -> None:
        self._task(change.task, bound=True)

    @_apply.register
    def _finished(self, change: Finished) -> None:
        self._task(change.task, open=False, outcome=change.outcome)

    @_apply.register
    def _withdrawn(self, change: Withdrawn) -> None:
        self._task(change.task, withdrawn=True)

    @_apply.register
    def _begun(self, change: Begun) -> None:
        self._station(
            change.station,
            round=change.round,
            begun=True,
            ended=False,
            skipped=False,
            came_from=change.came_from,
            resume_to="",
            resume_holders=(),
        )

    @_apply.register
    def _resuming(self, change: Resuming) -> None:
        self._station(change.station, resume_to=change.to, resume_holders=change.holders)

    @_apply.register
    def _ended(self, change: Ended) -> None:
        self._station(change.station, ended=True)

    @_apply.register
    def _skipped(self, change: Skipped) -> None:
        self._station(change.station, skipped=True)

    @_apply.register
    def _reset(self, change: Reset) -> None:
        self._station(change.station, begun=False, ended=False, skipped=False, resume_to="", resume_holders=())

    @_apply.register
    def _reopened(self, change: Reopened) -> None:
        self._station(change.station, ended=False)

    @_apply.register
    def _chosen(self, change: Chosen) -> None:
        self._station(change.station, chosen=change.holders)

    @_apply.register
    def _fired(self, change: Fired) -> None:
        self._station(change.station, fired=True)

    @_apply.register
    def _rested(self, change: Rested) -> None:
        self.resting = change.resting

    @_apply.register
    def _added(self, change: Added) -> None:
        self.stations[change.step.key] = Station(change.step)

    @_apply.register
    def _struck(self, change: Struck) -> None:
        self._station(change.station, struck=change.struck)

    @_apply.register
    def _ordered(self, change: Ordered) -> None:
        self.stations = {key: self.stations[key] for key in change.stations}

    @_apply.register
    def _closed(self, change: Closed) -> None:
        self.ended = change.outcome


def apply(slip: Slip, changes: Iterable[Change]) -> Slip:
    """Return the slip after the changes (应用变更)."""
    books = Books(slip)
    for change in changes:
        books.write(change)
    return books.slip()


def of_round(books: Books, station: Station) -> list[Task]:
    """Return the tasks that count in the station's present round, in their order."""
    tasks = (
        task
        for task in books.tasks.values()
        if task.station == station.key and task.round == station.round and not task.withdrawn
    )
    return sorted(tasks, key=lambda task: (task.order, age(task)))


def age(task: Task) -> int:
    """Return what tells older tasks from younger ones: their number, or their place among those without one yet."""
    return task.id if task.id > 0 else 2**62 - task.id
