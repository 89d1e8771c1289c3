"""Whom somebody has to choose for what comes next (选定下一环节办理人), whatever the domain and the route."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from zhongshu.matters.models import Station, Task
from zhongshu.matters.queries.page import Stop
from zhongshu.matters.queries.slips import World
from zhongshu.org import queries as org
from zhongshu.routes import conditions, model, parse


def to_choose(task: Task, stops: Iterable[Any], world: World) -> list[tuple[Station, tuple[int, ...]]]:
    """Return the stations that may come next and whose handlers are still to be chosen, with the candidates of each.

    None of them stand for anybody. What the facts rule out today is offered as well: this very step may change them.
    """
    stations = [stop.station for stop in stops if stop.station.struck_at is None]
    here = next((one for one in stations if one.pk == task.station_id), None)
    if here is None or not any(map(_is_open, stations)):
        return []

    def holds(station: Station) -> bool:
        return conditions.hold((model.Condition(**one) for one in station.conditions), world.facts)

    found = filter(_is_open, _following(stations[stations.index(here) + 1 :], here, holds))
    return [(one, world.candidates(parse.who(one.who))) for one in found]


def whose_next_is_open(tasks: Iterable[Task], at: datetime, *, known: org.Directory) -> dict[int, str]:
    """Return, by number, why tasks are not done together with others: somebody is to be chosen for what comes next.

    One question for all of them.
    """
    waiting = [task for task in tasks if task.station and task.done_at is None]
    rows = Station.objects.filter(run__in={task.station.run_id for task in waiting if task.station}).order_by("order")
    stops: dict[int, list[Stop]] = {}
    for row in rows:
        stops.setdefault(row.run_id, []).append(Stop(row))
    found = {}
    for task in waiting:
        world = World(task.matter, at, known=known)
        if open_ones := to_choose(task, stops[task.station.run_id], world):  # type: ignore[union-attr]
            found[task.pk] = f"须选定下一环节“{open_ones[0][0].name}”由谁办理，请打开后单独办理。"
    return found


def _is_open(station: Station) -> bool:
    return station.who.get("rule") == "chosen" and not station.chosen and station.begun_at is None


def _following(later: list[Station], here: Station, holds: Callable[[Station], bool]) -> Iterator[Station]:
    """Walk on from a station, through the rest of its branch and then what follows, up to what is due for certain."""
    branch = [one for one in later if here.block and (one.block, one.branch) == (here.block, here.branch)]
    reached = _reached(branch, holds)
    yield from reached
    if any(map(holds, reached)):
        return
    outside = [one for one in later if not here.block or one.block != here.block]
    for block, found in groupby(outside, key=lambda one: one.block):
        rows = [list(row) for _, row in groupby(found, key=lambda one: one.branch)] if block else [list(found)]
        reached = [one for row in rows for one in _reached(row, holds)]
        yield from reached
        if any(map(holds, reached)):
            return


def _reached(row: list[Station], holds: Callable[[Station], bool]) -> list[Station]:
    """Return the stations of a row up to the first that is due."""
    due = next((place for place, one in enumerate(row) if holds(one)), len(row))
    return row[: due + 1]
