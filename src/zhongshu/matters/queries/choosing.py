"""Whom somebody has to choose for what comes next (选定下一环节办理人), whatever the domain and the route."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from zhongshu.matters.models import Station, Task
from zhongshu.matters.queries.slips import World
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
