"""`advance`: what follows from an act on a slip (流程推进). Pure: the same slip, act and world, the same changes."""

from collections.abc import Callable, Mapping
from typing import Any

from zhongshu.routes import conditions, rules
from zhongshu.routes.acts import Act, AddSigners, Complete, HandOver, Return, Start, Terminate, Transfer, Withdraw
from zhongshu.routes.books import Books, of_round
from zhongshu.routes.changes import (
    Begun,
    Change,
    Chosen,
    Closed,
    Ended,
    Finished,
    Fired,
    Opened,
    Reopened,
    Reset,
    Resuming,
    Skipped,
    Turned,
    Withdrawn,
)
from zhongshu.routes.model import CANCELLED, COMPLETED, IN_ORDER, ONE, RETURNED, TRANSFERRED, Slip, Station, Task, World


def advance(slip: Slip, act: Act, world: World) -> list[Change]:
    """Return the changes that `act` brings about, in order.

    Raises a Refused of `routes.rules` when the act is not possible; then nothing has changed.
    """
    if slip.ended:
        raise rules.AlreadyEnded("该流程已经结束，不能再办理。")
    books = Books(slip)
    _ACTS[type(act)](books, act, world)
    return books.changes


# --- the acts --------------------------------------------------------------------------------------------


def _start(books: Books, act: Start, world: World) -> None:
    _choose(books, act.chosen)
    _onward(books, None, world)


def _complete(books: Books, act: Complete, world: World) -> None:
    task = _open_task(books, act.task)
    _choose(books, act.chosen)
    if act.afresh and books.stations[task.station].resume_to:
        books.write(Resuming(task.station, "", ()))
    books.write(Finished(task.id, COMPLETED))
    _settle(books, books.stations[task.station], world)


def _return(books: Books, act: Return, world: World) -> None:
    task = _open_task(books, act.task)
    here, target = books.stations[task.station], books.stations.get(act.to)
    between = _between(books, target, here)
    if target is None or not target.ended or not between:
        raise rules.CannotReturn("只能退回到已经办过的前面环节，请重新选择退回环节。")
    books.write(Finished(task.id, RETURNED))
    left = tuple(other.holder for other in _cancel_live(books, here))
    for station in [here] if act.straight else between:
        books.write(Reset(station.key))
    _begin(books, target, _doers(books, target), world, came_from=here.key)
    if act.straight:
        books.write(Resuming(target.key, here.key, (task.holder, *left)))


def _withdraw(books: Books, act: Withdraw, world: World) -> None:
    task = books.tasks.get(act.task)
    if task is None or task.outcome != COMPLETED or task.withdrawn:
        raise rules.CannotWithdraw("只有本人已办结提交的任务才能撤回。")
    station = books.stations[task.station]
    if task.round != station.round or not station.begun:
        raise rules.CannotWithdraw("该件已被退回重办，以前的办理意见不能撤回。")
    if station.ended:
        _take_back_next(books, station)
    books.write(Withdrawn(task.id))
    if station.step.completion == IN_ORDER:
        _put_back_in_line(books, station)
    _ask_again(books, station, task)


def _transfer(books: Books, act: Transfer, world: World) -> None:
    task = _open_task(books, act.task)
    _check_new(books, books.stations[task.station], act.to, world)
    _pass_on(books, task, act.to)


def _add_signers(books: Books, act: AddSigners, world: World) -> None:
    task = _open_task(books, act.task)
    station = books.stations[task.station]
    for holder in dict.fromkeys(act.holders):
        _check_new(books, station, holder, world)
        _open(books, station, holder, task.order, added=True, now=station.step.completion != IN_ORDER)


def _hand_over(books: Books, act: HandOver, world: World) -> None:
    for task in [task for task in books.tasks.values() if task.live and task.holder == act.holder]:
        if any(other.holder == act.to for other in _live(books, books.stations[task.station])):
            books.write(Finished(task.id, CANCELLED))
            _settle(books, books.stations[task.station], world)
        else:
            _pass_on(books, task, act.to)
    for station in list(books.stations.values()):
        _replace_planned(books, station, act.holder, act.to)


def _terminate(books: Books, act: Terminate, world: World) -> None:
    for station in list(books.stations.values()):
        _cancel_live(books, station)
    books.write(Closed(act.outcome))


_ACTS: Mapping[type, Callable[[Books, Any, World], None]] = {
    Start: _start,
    Complete: _complete,
    Return: _return,
    Withdraw: _withdraw,
    Transfer: _transfer,
    AddSigners: _add_signers,
    HandOver: _hand_over,
    Terminate: _terminate,
}


# --- moving on -------------------------------------------------------------------------------------------


def _settle(books: Books, station: Station, world: World) -> None:
    """After a task has ended: call the next in turn, or end the station and move on."""
    live = _live(books, station)
    if station.step.completion == IN_ORDER and live and not any(task.open for task in live):
        books.write(Turned(live[0].id))
    elif _is_complete(books, station):
        _cancel_live(books, station)
        books.write(Ended(station.key))
        if station.step.effects and not station.fired:
            books.write(Fired(station.key, station.step.effects))
        _onward(books, station, world)


def _is_complete(books: Books, station: Station) -> bool:
    """Whether the round is done: whoever was added must always sign; of `one`, one of the others is enough."""
    live = _live(books, station)
    if station.step.completion == ONE and not any(task.added for task in live):
        return any(task.outcome == COMPLETED for task in of_round(books, station))
    return not live


def _onward(books: Books, station: Station | None, world: World) -> None:
    """Begin what comes after `station`: where it resumes to, or the first later station that is due."""
    came_from = station.key if station else ""
    if station and station.resume_to:
        _begin(books, books.stations[station.resume_to], station.resume_holders, world, came_from=came_from)
        return
    for later in _after(books, station):
        if later.ended:
            continue
        if conditions.hold(later.step.when, world.facts):
            _begin(books, later, _holders(books, later, world), world, came_from=came_from)
            return
        if not later.skipped:
            books.write(Skipped(later.key))
    books.write(Closed(COMPLETED))


def _begin(books: Books, station: Station, holders: tuple[int, ...], world: World, *, came_from: str) -> None:
    holders = world.present(holders) or world.holders(station.step.who)
    if not holders:
        raise rules.nobody(station.step.name)
    books.write(Begun(station.key, station.round + 1, came_from))
    station = books.stations[station.key]
    for order, holder in enumerate(dict.fromkeys(holders)):
        _open(books, station, holder, order, now=order == 0 or station.step.completion != IN_ORDER)


def _holders(books: Books, station: Station, world: World) -> tuple[int, ...]:
    """Resolve who acts at a station that begins."""
    who = station.step.who
    if station.chosen:
        return station.chosen
    if who.rule == "chosen":
        raise rules.choose(station.step.name)
    if who.rule == "handler":
        return _doers(books, books.stations[who.key])[:1]
    return world.holders(who)


def _doers(books: Books, station: Station) -> tuple[int, ...]:
    """The holders who finished the station's last round, in order: the lead comes first."""
    return tuple(task.holder for task in of_round(books, station) if task.outcome == COMPLETED)


# --- taking back -----------------------------------------------------------------------------------------


def _take_back_next(books: Books, station: Station) -> None:
    """Undo the beginning of what followed `station`, if nobody there has looked at it."""
    following = next((s for s in books.stations.values() if s.active and s.came_from == station.key), None)
    if following is None:
        raise rules.CannotWithdraw("该件已流转到后面环节，不能撤回。如需更正，请联系现办理人退回。")
    tasks = of_round(books, following)
    if any(task.seen or not task.live for task in tasks):
        raise rules.CannotWithdraw(f"下一环节“{following.step.name}”已经打开或办理该件，不能撤回。请联系其退回。")
    _cancel_live(books, following)
    books.write(Reset(following.key))
    books.write(Reopened(station.key))
    if station.step.completion == ONE:  # the others who could have acted may act again
        for task in [t for t in of_round(books, station) if t.outcome == CANCELLED]:
            _ask_again(books, station, task)


def _put_back_in_line(books: Books, station: Station) -> None:
    """Where signing goes in turn, whoever had the turn after the withdrawn one waits again."""
    for task in [task for task in _live(books, station) if task.open]:
        if task.seen:
            raise rules.CannotWithdraw("下一位办理人已经打开该件，不能撤回。请联系其退回。")
        books.write(Finished(task.id, CANCELLED))
        _open(books, station, task.holder, task.order, added=task.added, now=False)


def _ask_again(books: Books, station: Station, task: Task) -> None:
    """Open the task anew, unless its holder was asked by another way meanwhile."""
    if all(other.holder != task.holder for other in _live(books, station)):
        _open(books, station, task.holder, task.order, added=task.added)


# --- small hands -----------------------------------------------------------------------------------------


def _choose(books: Books, chosen: Mapping[str, tuple[int, ...]]) -> None:
    for key, holders in chosen.items():
        if key not in books.stations:
            raise rules.ChooseFirst("所选环节不在该流程中，请刷新页面后重新选择。")
        if holders:
            books.write(Chosen(key, tuple(dict.fromkeys(holders))))


def _open(books: Books, station: Station, holder: int, order: int, *, added: bool = False, now: bool = True) -> None:
    books.write(Opened(books.new_task(), station.key, station.round, holder, order, now, added))


def _pass_on(books: Books, task: Task, to: int) -> None:
    books.write(Finished(task.id, TRANSFERRED))
    _open(books, books.stations[task.station], to, task.order, added=task.added, now=task.open)


def _open_task(books: Books, number: int) -> Task:
    task = books.tasks.get(number)
    if task is None or not task.open:
        raise rules.already_done()
    return task


def _live(books: Books, station: Station) -> list[Task]:
    return [task for task in of_round(books, station) if task.live]


def _cancel_live(books: Books, station: Station) -> list[Task]:
    live = _live(books, station)
    for task in live:
        books.write(Finished(task.id, CANCELLED))
    return live


def _check_new(books: Books, station: Station, holder: int, world: World) -> None:
    if not world.present((holder,)):
        raise rules.NobodyToAct("所选人员已离岗，请另选。")
    if any(task.holder == holder for task in _live(books, station)):
        raise rules.AlreadyThere(f"所选人员已是环节“{station.step.name}”的办理人，请另选。")


def _replace_planned(books: Books, station: Station, old: int, new: int) -> None:
    if old in station.chosen:
        books.write(Chosen(station.key, _swap(station.chosen, old, new)))
    if old in station.resume_holders:
        books.write(Resuming(station.key, station.resume_to, _swap(station.resume_holders, old, new)))


def _swap(holders: tuple[int, ...], old: int, new: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(new if holder == old else holder for holder in holders))


def _after(books: Books, station: Station | None) -> list[Station]:
    stations = list(books.stations.values())
    return stations[stations.index(books.stations[station.key]) + 1 :] if station else stations


def _between(books: Books, target: Station | None, here: Station) -> list[Station]:
    """The stations after `target` up to and with `here`; empty when `target` does not lie before it."""
    later = _after(books, target) if target else []
    keys = [station.key for station in later]
    return later[: keys.index(here.key) + 1] if here.key in keys else []
