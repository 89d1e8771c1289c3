"""Taking back (退回与撤回): to an earlier station, or what one has just done oneself."""

from zhongshu.routes import rules
from zhongshu.routes.acts import Return, Withdraw
from zhongshu.routes.asking import ask, ask_again, call_next, cancel_live, live, open_task
from zhongshu.routes.books import Books, of_round
from zhongshu.routes.changes import Finished, Reopened, Reset, Resuming, Withdrawn
from zhongshu.routes.flow import after, begin, doers
from zhongshu.routes.model import CANCELLED, COMPLETED, IN_ORDER, ONE, RETURNED, Station, World


def give_back(books: Books, act: Return, world: World) -> None:
    """Return to an earlier station (退回)."""
    task = open_task(books, act.task)
    here, target = books.stations[task.station], books.stations.get(act.to)
    between = _between(books, target, here)
    if target is None or not target.ended or not between:
        raise rules.CannotReturn("只能退回到已经办过的前面环节，请重新选择退回环节。")
    books.write(Finished(task.id, RETURNED))
    left = tuple(other.holder for other in cancel_live(books, here))
    for station in [here] if act.straight else between:
        books.write(Reset(station.key))
    begin(books, target, doers(books, target), world, came_from=here.key)
    if act.straight:
        books.write(Resuming(target.key, here.key, (task.holder, *left)))


def _between(books: Books, target: Station | None, here: Station) -> list[Station]:
    """The stations after `target` up to and with `here`; empty when `target` does not lie before it."""
    later = after(books, target) if target else []
    keys = [station.key for station in later]
    return later[: keys.index(here.key) + 1] if here.key in keys else []


def withdraw(books: Books, act: Withdraw, world: World) -> None:
    """Take a finished task back (撤回)."""
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
    ask_again(books, station, task)
    call_next(books, station)


def _take_back_next(books: Books, station: Station) -> None:
    """Undo the beginning of what followed `station`, if nobody there has looked at it."""
    following = next((s for s in books.stations.values() if s.active and s.came_from == station.key), None)
    if following is None:
        raise rules.CannotWithdraw("该件已流转到后面环节，不能撤回。如需更正，请联系现办理人退回。")
    tasks = of_round(books, following)
    if any(task.seen or not task.live for task in tasks):
        raise rules.CannotWithdraw(f"下一环节“{following.step.name}”已经打开或办理该件，不能撤回。请联系其退回。")
    cancel_live(books, following)
    books.write(Reset(following.key))
    books.write(Reopened(station.key))
    if station.step.completion == ONE:  # the others who could have acted may act again
        for task in [t for t in of_round(books, station) if t.outcome == CANCELLED]:
            ask_again(books, station, task)


def _put_back_in_line(books: Books, station: Station) -> None:
    """Where signing goes in turn, whoever had the turn after the withdrawn one waits again."""
    for task in [task for task in live(books, station) if task.open]:
        if task.seen:
            raise rules.CannotWithdraw("下一位办理人已经打开该件，不能撤回。请联系其退回。")
        books.write(Finished(task.id, CANCELLED))
        ask(books, station, task.holder, task.order, added=task.added, now=False)
