"""Taking back (退回与撤回): to an earlier station, or what one has just done oneself."""

from zhongshu.routes import places, rules
from zhongshu.routes.acts import Return, Withdraw
from zhongshu.routes.asking import ask_again, ask_like, call_next, cancel_live, live, open_task
from zhongshu.routes.books import Books, age, of_round
from zhongshu.routes.changes import Finished, Reopened, Reset, Resuming, Withdrawn
from zhongshu.routes.flow import begin, doers, reset
from zhongshu.routes.model import CANCELLED, COMPLETED, IN_ORDER, ONE, RATIO, RETURNED, Station, Task, World


def give_back(books: Books, act: Return, world: World) -> None:
    """Return to an earlier station (退回): what lies between is redone, or that station alone and straight back."""
    task = open_task(books, act.task)
    here, target = books.stations[task.station], books.stations.get(act.to)
    between = places.between(books, target, here) if target else []
    if target is None or not target.ended or not between:
        raise rules.CannotReturn("只能退回到已经办过的前面环节，请重新选择退回环节。")
    books.write(Finished(task.id, RETURNED))
    left = tuple(other.holder for other in live(books, here))
    for station in [here] if act.straight else between:
        reset(books, station)
    begin(books, target, doers(books, target), world, came_from=here.key)
    if act.straight:
        books.write(Resuming(target.key, here.key, (task.holder, *left)))


def withdraw(books: Books, act: Withdraw, world: World) -> None:
    """Take a finished task back (撤回)."""
    task = books.tasks.get(act.task)
    if task is None or task.outcome != COMPLETED or task.withdrawn:
        raise rules.CannotWithdraw("只有本人已办结提交的任务才能撤回。")
    station = books.stations[task.station]
    if task.round != station.round or not station.begun:
        raise rules.CannotWithdraw("该件已被退回重办，以前的办理意见不能撤回。")
    if station.ended:
        _take_back_next(books, station, task, world)
    books.write(Withdrawn(task.id))
    if station.step.completion == IN_ORDER:
        _put_back_in_line(books, station)
    ask_again(books, station, task)
    call_next(books, station)


def _take_back_next(books: Books, station: Station, task: Task, world: World) -> None:
    """Undo the beginning of whatever followed `station`, if nobody there has looked at it."""
    for following in _following(books, station, task):
        tasks = of_round(books, following)
        if following.ended or not tasks:
            raise rules.CannotWithdraw(_TOO_LATE)
        if any(other.seen or not other.live for other in tasks):
            raise rules.CannotWithdraw(f"下一环节“{following.step.name}”已经打开或办理该件，不能撤回。请联系其退回。")
        cancel_live(books, following)
        books.write(Reset(following.key))
    books.write(Reopened(station.key))
    if station.step.completion in (ONE, RATIO):  # the others who could have acted may act again
        for other in [each for each in of_round(books, station) if each.outcome == CANCELLED]:
            if world.present((other.holder,)):
                ask_again(books, station, other)


def _following(books: Books, station: Station, task: Task) -> list[Station]:
    """What began with the end of a station, or with the end of the block of which it was the last in its branch."""
    later = places.after(books, station)
    if station.step.block:
        later = [*places.later_in_branch(books, station), *places.after_block(books, station)]
    if places.awaited(books) & {each.key for each in later}:
        raise rules.CannotWithdraw(_TOO_LATE)
    before = [station]
    if station.step.block and not _went_on_in_branch(books, station):
        before = places.in_block(books, station)
        if not all(each.passed for each in before):
            return []
    keys = [each.key for each in before]
    found = [each for each in later if each.begun and each.came_from in keys and _is_younger(books, each, task)]
    if not found:
        raise rules.CannotWithdraw(_TOO_LATE)
    return found


def _went_on_in_branch(books: Books, station: Station) -> bool:
    later = places.later_in_branch(books, station)
    return any(each.begun or each.ended for each in later)


def _is_younger(books: Books, station: Station, task: Task) -> bool:
    """Whether the present round of a station began after a task was opened; what an earlier round began stays."""
    return all(age(other) > age(task) for other in of_round(books, station))


_TOO_LATE = "该件已流转到后面环节，不能撤回。如需更正，请联系现办理人退回。"


def _put_back_in_line(books: Books, station: Station) -> None:
    """Where signing goes in turn, whoever had the turn after the withdrawn one waits again."""
    for task in [task for task in live(books, station) if task.open]:
        if task.seen:
            raise rules.CannotWithdraw("下一位办理人已经打开该件，不能撤回。请联系其退回。")
        books.write(Finished(task.id, CANCELLED))
        ask_like(books, station, task, holder=task.holder, now=False)
