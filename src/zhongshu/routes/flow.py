"""Moving on (流转): when a station is done, and what begins after it."""

from collections.abc import Mapping

from zhongshu.routes import conditions, places, rules
from zhongshu.routes.asking import ask, call_next, cancel_live, live
from zhongshu.routes.books import Books, of_round
from zhongshu.routes.changes import Begun, Chosen, Closed, Ended, Fired, Reset, Resuming, Skipped
from zhongshu.routes.model import COMPLETED, IN_ORDER, ONE, RATIO, Station, World


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
    """Whether the round is done: who was added must always sign, or has the duty; of `one` and `ratio`, some others."""
    waiting = live(books, station)
    if not waiting or any(task.must for task in waiting) or station.step.completion not in (ONE, RATIO):
        return not waiting
    asked = [task for task in of_round(books, station) if not task.added]
    done = [task for task in asked if task.outcome == COMPLETED]
    # Whoever passed a task on, or is no longer asked, does not count; whoever has it instead does.
    of = len(done) + len([task for task in asked if task.live])
    return len(done) >= (1 if station.step.completion == ONE else -(-of * station.step.ratio // 100))


def onward(books: Books, station: Station | None, world: World) -> None:
    """Begin what comes after `station`: where it resumes to, or the first later station that is due.

    In a parallel block (并行) the rest of its branch; what lies behind the block begins with the end of the last one.
    """
    came_from = station.key if station else ""
    if station and station.resume_to:
        begin(books, books.stations[station.resume_to], station.resume_holders, world, came_from=came_from)
        return
    later = places.after(books, station)
    if station and station.step.block:
        if _on_in_branch(books, places.later_in_branch(books, station), world, came_from):
            return
        if not all(each.passed for each in places.in_block(books, books.stations[station.key])):
            return
        later = places.after_block(books, station)
    for unit in places.units(later):
        if enter(books, unit, world, came_from):
            return
    if not any(each.active for each in books.stations.values()):  # else somebody was sent back to, and is still at it
        books.write(Closed(COMPLETED))


def enter(books: Books, unit: list[Station], world: World, came_from: str) -> bool:
    """Begin the first due station of every branch of a block, or a single station; tell whether anything is under way.

    A branch that is under way already goes on by itself: somebody else has been sent back to before the block.
    """
    went = [_on_in_branch(books, branch, world, came_from) for branch in places.branches(unit)]
    return any(went)


def _on_in_branch(books: Books, line: list[Station], world: World, came_from: str) -> bool:
    """Begin the first station of a line that is due and has not ended; tell whether the line is under way."""
    if any(each.active for each in line):
        return True
    for station in line:
        if station.ended or station.struck:
            continue
        if conditions.hold(station.step.when, world.facts):
            begin(books, station, resolve(books, station, world), world, came_from=came_from)
            return True
        if not station.skipped:
            books.write(Skipped(station.key))
    return False


def begin(books: Books, station: Station, holders: tuple[int, ...], world: World, *, came_from: str) -> None:
    """Begin a round of a station with these holders, or whom its rule means where they have all left."""
    holders = world.present(holders) or world.holders(station.step.who)
    if not holders:
        raise rules.nobody(station.step.name)
    books.write(Begun(station.key, station.round + 1, came_from))
    station = books.stations[station.key]
    for order, holder in enumerate(dict.fromkeys(holders)):
        ask(books, station, holder, order, now=order == 0 or station.step.completion != IN_ORDER)


def resolve(books: Books, station: Station, world: World) -> tuple[int, ...]:
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


def reset(books: Books, station: Station) -> None:
    """Put a station before its beginning again (重置): nobody is asked there, nothing comes back to it."""
    cancel_live(books, station)
    if station.begun or station.ended or station.skipped:
        books.write(Reset(station.key))
    for other in [each for each in books.stations.values() if each.active and each.resume_to == station.key]:
        books.write(Resuming(other.key, "", ()))
