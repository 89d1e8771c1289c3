"""Whom a station asks (任务): opening tasks, passing them on, and what still waits for somebody."""

from zhongshu.routes import rules
from zhongshu.routes.books import Books, of_round
from zhongshu.routes.changes import Bound, Finished, Opened, Turned
from zhongshu.routes.model import CANCELLED, IN_ORDER, TRANSFERRED, Station, Task, World


def ask(books: Books, station: Station, holder: int, order: int, *, added: bool = False, now: bool = True) -> None:
    """Open a task in the station's present round (下达任务); it waits for its turn unless `now`."""
    books.write(Opened(books.new_task(), station.key, station.round, holder, order, now, added))


def ask_like(books: Books, station: Station, task: Task, *, holder: int, now: bool) -> None:
    """Open a task in the place of another, with the same duty."""
    number = books.new_task()
    books.write(Opened(number, station.key, station.round, holder, task.order, now, task.added, task.bound))


def ask_again(books: Books, station: Station, task: Task) -> None:
    """Open the task anew, unless its holder was asked by another way meanwhile."""
    if not merge(books, station, task, task.holder):
        ask_like(books, station, task, holder=task.holder, now=True)


def merge(books: Books, station: Station, task: Task, to: int) -> bool:
    """Let whoever is asked at the station already take the duty of a task along; tell whether they are (并入)."""
    own = next((other for other in live(books, station) if other.holder == to), None)
    if own and task.must and not own.must:
        books.write(Bound(own.id))
    return own is not None


def call_next(books: Books, station: Station) -> bool:
    """Where signing goes in turn and nobody has the turn, give it to the next (依次); tell whether somebody got it."""
    waiting = live(books, station)
    if station.step.completion != IN_ORDER or not waiting or any(task.open for task in waiting):
        return False
    books.write(Turned(waiting[0].id))
    return True


def pass_on(books: Books, task: Task, to: int) -> None:
    """Put another holder in the same place (转办)."""
    books.write(Finished(task.id, TRANSFERRED))
    ask_like(books, books.stations[task.station], task, holder=to, now=task.open)


def live(books: Books, station: Station) -> list[Task]:
    """Return the tasks of the present round that wait for somebody, now or in turn."""
    return [task for task in of_round(books, station) if task.live]


def cancel_live(books: Books, station: Station) -> list[Task]:
    """Ask nobody at the station any more; return whoever was asked."""
    found = live(books, station)
    for task in found:
        books.write(Finished(task.id, CANCELLED))
    return found


def open_task(books: Books, number: int) -> Task:
    """Return a task that is open now. Raises NotOpen: somebody was quicker."""
    task = books.tasks.get(number)
    if task is None or not task.open:
        raise rules.already_done()
    return task


def check_new(books: Books, station: Station, holder: int, world: World) -> None:
    """Refuse to ask somebody who has left, or who is asked here already."""
    if not world.present((holder,)):
        raise rules.NobodyToAct("所选人员已离岗，请另选。")
    if any(task.holder == holder for task in live(books, station)):
        raise rules.AlreadyThere(f"所选人员已是环节“{station.step.name}”的办理人，请另选。")
