"""Moving on (流转): when a station is done, and what begins after it."""

from collections.abc import Mapping

from zhongshu.routes import conditions, rules
from zhongshu.routes.asking import ask, call_next, cancel_live, live
from zhongshu.routes.books import Books, of_round
from zhongshu.routes.changes import Begun, Chosen, Closed, Ended, Fired, Skipped
from zhongshu.routes.model import COMPLETED, IN_ORDER, ONE, Station, World


def choose(books: Books, chosen: Mapping[str, tuple[int, ...]]) -> None:
    """Note whom somebody has picked for later stations (选定办理人)."""
    for key, holders in chosen.items():
        if key not in books.stations:
            raise rules.ChooseFirst("所选环节不在该流程中，请刷新页面后重新选择。")
        if holders:
            books.write(Chosen(key, tuple(dict.fromkeys(holders))))


def settle(books: Books, station: Station, world: World) -> None:
    """After a task has ended: call the next in turn, or end the station and move on."""
    if not call_next(books, station) and _is_complete(books, station):
        cancel_live(books, station)
        books.write(Ended(station.key))
        if station.step.effects and not station.fired:
            books.write(Fired(station.key, station.step.effects))
        onward(books, station, world)


def _is_complete(books: Books, station: Station) -> bool:
    """Whether the round is done: whoever was added must always sign; of `one`, one of the others is enough."""
    waiting = live(books, station)
    if station.step.completion == ONE and not any(task.added for task in waiting):
        return any(task.outcome == COMPLETED for task in of_round(books, station))
    return not waiting


def onward(books: Books, station: Station | None, world: World) -> None:
    """Begin what comes after `station`: where it resumes to, or the first later station that is due."""
    came_from = station.key if station else ""
    if station and station.resume_to:
        begin(books, books.stations[station.resume_to], station.resume_holders, world, came_from=came_from)
        return
    for later in after(books, station):
        if later.ended:
            continue
        if conditions.hold(later.step.when, world.facts):
            begin(books, later, _holders(books, later, world), world, came_from=came_from)
            return
        if not later.skipped:
            books.write(Skipped(later.key))
    books.write(Closed(COMPLETED))


def begin(books: Books, station: Station, holders: tuple[int, ...], world: World, *, came_from: str) -> None:
    """Begin a round of a station with these holders, or whom its rule means where they have all left."""
    holders = world.present(holders) or world.holders(station.step.who)
    if not holders:
        raise rules.nobody(station.step.name)
    books.write(Begun(station.key, station.round + 1, came_from))
    station = books.stations[station.key]
    for order, holder in enumerate(dict.fromkeys(holders)):
        ask(books, station, holder, order, now=order == 0 or station.step.completion != IN_ORDER)


def _holders(books: Books, station: Station, world: World) -> tuple[int, ...]:
    """Resolve who acts at a station that begins."""
    who = station.step.who
    if station.chosen:
        return station.chosen
    if who.rule == "chosen":
        raise rules.choose(station.step.name)
    if who.rule == "handler":
        return doers(books, books.stations[who.key])[:1]
    return world.holders(who)


def doers(books: Books, station: Station) -> tuple[int, ...]:
    """The holders who finished the station's last round, in order: the lead comes first."""
    return tuple(task.holder for task in of_round(books, station) if task.outcome == COMPLETED)


def after(books: Books, station: Station | None) -> list[Station]:
    """Return the stations that stand after one, or all of them."""
    stations = list(books.stations.values())
    return stations[stations.index(books.stations[station.key]) + 1 :] if station else stations
