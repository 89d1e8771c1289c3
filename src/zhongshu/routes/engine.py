"""`advance`: what follows from an act on a slip (流程推进). Pure: the same slip, act and world, the same changes."""

from collections.abc import Callable, Mapping
from typing import Any

from zhongshu.routes import rules
from zhongshu.routes.acts import (
    Act,
    AddSigners,
    Amend,
    Complete,
    Decline,
    HandOver,
    Jump,
    RemoveSigner,
    Resume,
    Return,
    Start,
    Suspend,
    Terminate,
    Transfer,
    Withdraw,
)
from zhongshu.routes.amending import amend
from zhongshu.routes.asking import ask, call_next, cancel_live, check_new, live, merge, open_task, pass_on
from zhongshu.routes.books import Books
from zhongshu.routes.changes import Change, Chosen, Closed, Finished, Rested, Resuming
from zhongshu.routes.flow import choose, onward, settle
from zhongshu.routes.jumping import jump
from zhongshu.routes.model import COMPLETED, IN_ORDER, REMOVED, TRANSFERRED, Slip, Station, Task, World
from zhongshu.routes.taking_back import give_back, withdraw


def advance(slip: Slip, act: Act, world: World) -> list[Change]:
    """Return the changes that `act` brings about, in order.

    Raises a Refused of `routes.rules` when the act is not possible; then nothing has changed.
    """
    if slip.ended:
        raise rules.AlreadyEnded("该流程已经结束，不能再办理。")
    if slip.resting and not isinstance(act, Resume | HandOver | Terminate):
        raise rules.Resting("该事项已暂停办理，恢复办理后才能继续。")
    books = Books(slip)
    _ACTS[type(act)](books, act, world)
    return books.changes


def _start(books: Books, act: Start, world: World) -> None:
    choose(books, act.chosen)
    onward(books, None, world)


def _complete(books: Books, act: Complete, world: World) -> None:
    task = open_task(books, act.task)
    choose(books, act.chosen)
    if act.afresh and books.stations[task.station].resume_to:
        books.write(Resuming(task.station, "", ()))
    books.write(Finished(task.id, COMPLETED))
    settle(books, books.stations[task.station], world)


def _transfer(books: Books, act: Transfer, world: World) -> None:
    task = open_task(books, act.task)
    check_new(books, books.stations[task.station], act.to, world)
    pass_on(books, task, act.to)


def _add_signers(books: Books, act: AddSigners, world: World) -> None:
    task = open_task(books, act.task)
    station = books.stations[task.station]
    for holder in dict.fromkeys(act.holders):
        check_new(books, station, holder, world)
        ask(books, station, holder, task.order, added=True, now=station.step.completion != IN_ORDER)


def _remove_signer(books: Books, act: RemoveSigner, world: World) -> None:
    task = books.tasks.get(act.task)
    if task is None or not task.live:
        raise rules.CannotRemove("该人员已经办理或已不在办理人之列，请刷新页面查看最新情况。")
    station = books.stations[task.station]
    if len(live(books, station)) == 1:
        raise rules.CannotRemove(f"环节“{station.step.name}”只剩这一位办理人，不能减签。可以转办、退回或者终止。")
    books.write(Finished(task.id, REMOVED))
    settle(books, station, world)


def _suspend(books: Books, act: Suspend, world: World) -> None:
    books.write(Rested(True))


def _resume(books: Books, act: Resume, world: World) -> None:
    if not books.resting:
        raise rules.Resting("该事项没有暂停办理，不需要恢复。请刷新页面查看最新情况。")
    books.write(Rested(False))


def _hand_over(books: Books, act: HandOver, world: World) -> None:
    mine = [task.id for task in books.tasks.values() if task.holder == act.holder]
    for number in [number for number in mine if act.tasks is None or number in act.tasks]:
        task = books.tasks[number]
        if task.live:
            _hand_on(books, task, act.to)
    for station in list(books.stations.values()):
        if act.stations is None or station.key in act.stations:
            _replace_planned(books, station, act.holder, act.to)


def _hand_on(books: Books, task: Task, to: int) -> None:
    """Whoever is there already does not get the task a second time.

    Nobody has done anything: the station does not end by it, even where fewer signers mean that a ratio is reached.
    """
    station = books.stations[task.station]
    if merge(books, station, task, to):
        books.write(Finished(task.id, TRANSFERRED))  # not cancelled: after a withdrawal it would be asked for again
        call_next(books, station)
    else:
        pass_on(books, task, to)


def _replace_planned(books: Books, station: Station, old: int, new: int) -> None:
    if old in station.chosen:
        books.write(Chosen(station.key, _swap(station.chosen, old, new)))
    if old in station.resume_holders:
        books.write(Resuming(station.key, station.resume_to, _swap(station.resume_holders, old, new)))


def _swap(holders: tuple[int, ...], old: int, new: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(new if holder == old else holder for holder in holders))


def _decline(books: Books, act: Decline, world: World) -> None:
    books.write(Finished(open_task(books, act.task).id, COMPLETED))
    _terminate(books, Terminate(act.outcome), world)


def _terminate(books: Books, act: Terminate, world: World) -> None:
    for station in list(books.stations.values()):
        cancel_live(books, station)
    books.write(Closed(act.outcome))


_ACTS: Mapping[type, Callable[[Books, Any, World], None]] = {
    Start: _start,
    Complete: _complete,
    Return: give_back,
    Withdraw: withdraw,
    Transfer: _transfer,
    AddSigners: _add_signers,
    HandOver: _hand_over,
    Terminate: _terminate,
    Decline: _decline,
    RemoveSigner: _remove_signer,
    Suspend: _suspend,
    Resume: _resume,
    Amend: amend,
    Jump: jump,
}
