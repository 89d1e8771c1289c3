"""Amending a running slip (调整后续环节): what has not begun may be added to, struck off and put in another order."""

from collections.abc import Sequence
from itertools import groupby

from zhongshu.routes import faults, places, rules
from zhongshu.routes.acts import Amend
from zhongshu.routes.books import Books
from zhongshu.routes.changes import Added, Chosen, Ordered, Struck
from zhongshu.routes.model import Station, Step, World


def amend(books: Books, act: Amend, world: World) -> None:
    """Change what lies ahead, all at once (调整)."""
    lying = places.ahead(books)
    new = [each for each in act.ahead if isinstance(each, Step)]
    _check_known(lying, act)
    _check_new(books, new, lying)
    for station in lying:
        if station.key in act.struck and station.step.required and not station.struck:
            raise rules.CannotAmend(f"环节“{station.step.name}”是必经环节，不能撤销。")
    for step in new:
        _add(books, step, act.chosen.get(step.key, ()), world)
    for station in lying:
        if station.struck != (station.key in act.struck):
            books.write(Struck(station.key, not station.struck))
    order = _order(books, act, {each.key for each in lying} | {each.key for each in new})
    if order != list(books.stations):
        books.write(Ordered(tuple(order)))
    if not books.changes:
        raise rules.CannotAmend("没有作任何调整。")
    _check_whole(books, {each.key for each in new})


def _add(books: Books, step: Step, chosen: tuple[int, ...], world: World) -> None:
    books.write(Added(step))
    if world.present(chosen) != chosen:
        raise rules.NobodyToAct(f"为环节“{step.name}”选定的人员已离岗，请另选。")
    if chosen:
        books.write(Chosen(step.key, chosen))


def _check_known(lying: Sequence[Station], act: Amend) -> None:
    """What lies ahead must be what was seen: a slip moves on, and somebody else may amend it as well."""
    named = [each for each in act.ahead if isinstance(each, str)]
    if sorted(named) != sorted(each.key for each in lying) or not act.struck <= set(named):
        raise rules.CannotAmend("后续环节已有变化，请刷新页面后重新调整。")


def _check_new(books: Books, new: Sequence[Step], lying: Sequence[Station]) -> None:
    """A new step stands outside blocks, or in a branch of one that is not done yet."""
    keys = [step.key for step in new]
    if len(set(keys)) < len(keys) or set(keys) & set(books.stations):
        raise rules.CannotAmend("新增环节的标识重复，请刷新页面后重新调整。")
    ahead = {each.step.block for each in lying}
    started = [each for each in books.stations.values() if each.step.block and not each.passed]
    places_open = {(each.step.block, each.step.branch) for each in started if each.step.block in ahead}
    if any(step.block and (step.block, step.branch) not in places_open for step in new):
        raise rules.CannotAmend("新增环节所在的并行分支已经办完，请改放在其他位置。")


def _order(books: Books, act: Amend, moving: set[str]) -> list[str]:
    """Return the whole new order: what stays, in a block under way the rest of each branch after it, then all else."""
    wanted = [each.key if isinstance(each, Step) else each for each in act.ahead]
    stay = [key for key in books.stations if key not in moving]
    block = books.stations[stay[-1]].step.block if stay else ""
    inner = [key for key in [*stay, *wanted] if block and books.stations[key].step.block == block]
    inner.sort(key=lambda key: books.stations[key].step.branch)
    outer = [key for key in wanted if key not in inner]
    return [*(key for key in stay if key not in inner), *inner, *outer]


def _check_whole(books: Books, new: set[str]) -> None:
    """Blocks stand together, and whoever is named by an earlier station still comes after it."""
    steps = [each.step for each in books.stations.values()]
    blocks = [block for block, _ in groupby(step.block for step in steps) if block]
    branches = [place for place, _ in groupby((step.block, step.branch) for step in steps) if place[0]]
    if len(set(blocks)) < len(blocks) or len(set(branches)) < len(branches):
        raise rules.CannotAmend("并行办理的环节应当放在一起，整体移动。")
    kept = [each.step for each in books.stations.values() if not each.struck]
    found = [fault for step in kept if step.key in new for fault in faults.of_step(step)]
    found += [fault for place, step in enumerate(kept) for fault in faults.of_place(step, kept[:place])]
    if found:
        raise rules.CannotAmend("不能这样调整：" + "；".join(found) + "。")
