"""Going off the order of the slip (流程跳转): to any station, forward or back."""

from zhongshu.routes import places, rules
from zhongshu.routes.acts import Jump
from zhongshu.routes.asking import cancel_live
from zhongshu.routes.books import Books
from zhongshu.routes.changes import Reset, Skipped
from zhongshu.routes.flow import begin, doers, enter, reset, resolve
from zhongshu.routes.model import Station, World


def jump(books: Books, act: Jump, world: World) -> None:
    """Let the slip stand at a station (跳转): what lies before it is passed over, what lies behind it is to come again.

    In a parallel block the other branches go on, or begin when the block was not under way.
    """
    target = books.stations.get(act.to)
    if target is None or target.struck:
        raise rules.CannotJump("没有这个环节，或者该环节已撤销，请刷新页面后重新选择。")
    if target.active:
        raise rules.CannotJump(f"该件正在“{target.step.name}”环节办理，不需要跳转。")
    came_from = next((each.key for each in books.stations.values() if each.active), "")
    again, beside, behind = doers(books, target), _beside(books, target), _behind(books, target)
    stay = {each.key for each in (target, *behind, *beside)}
    for station in [each for each in books.stations.values() if each.key not in stay]:
        _pass_over(books, station)
    for station in [target, *behind]:
        reset(books, station)
    begin(books, target, act.chosen or again or resolve(books, target, world), world, came_from=came_from)
    for branch in places.branches(books.stations[each.key] for each in beside):
        if not all(each.passed for each in branch):
            enter(books, branch, world, came_from)


def _behind(books: Books, target: Station) -> list[Station]:
    if not target.step.block:
        return places.after(books, target)
    return [*places.later_in_branch(books, target), *places.after_block(books, target)]


def _beside(books: Books, target: Station) -> list[Station]:
    """The other branches of the block in which the target stands."""
    return [each for each in places.in_block(books, target) if not places.together(each, target)]


def _pass_over(books: Books, station: Station) -> None:
    """Skip what has not ended; whoever was asked there is asked no longer."""
    if station.passed:
        return
    cancel_live(books, station)
    if station.begun:
        books.write(Reset(station.key))
    books.write(Skipped(station.key))
