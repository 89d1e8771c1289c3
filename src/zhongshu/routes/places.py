"""How the stations of a slip lie to one another (环节位置): in one line, or in a branch of a parallel block (并行).

Nothing here changes anything. A line is what follows one another: the slip outside blocks, or one branch.
"""

from collections.abc import Iterable
from itertools import groupby

from zhongshu.routes.books import Books
from zhongshu.routes.model import Station

Branch = list[Station]


def after(books: Books, station: Station | None) -> list[Station]:
    """Return the stations that stand after one, or all of them."""
    stations = list(books.stations.values())
    return stations[[each.key for each in stations].index(station.key) + 1 :] if station else stations


def together(one: Station, other: Station) -> bool:
    """Tell whether both stand in the same branch, or both in the same block and not in another's branch."""
    return one.step.block == other.step.block and one.step.branch == other.step.branch


def in_block(books: Books, station: Station) -> list[Station]:
    """Return the stations of the parallel block in which a station stands; none for one outside."""
    block = station.step.block
    return [each for each in books.stations.values() if block and each.step.block == block]


def branches(stations: Iterable[Station]) -> list[Branch]:
    """Take the stations of one block apart into its branches."""
    return [list(branch) for _, branch in groupby(stations, key=lambda each: each.step.branch)]


def units(stations: Iterable[Station]) -> list[list[Station]]:
    """Return what follows one another outside: single stations, and whole blocks."""
    return [list(stood) for _, stood in groupby(stations, key=lambda each: each.step.block or each.key)]


def later_in_branch(books: Books, station: Station) -> list[Station]:
    """Return what follows a station within its own branch."""
    return [each for each in after(books, station) if together(each, station)]


def after_block(books: Books, station: Station) -> list[Station]:
    """Return what follows the block in which a station stands."""
    return [each for each in after(books, station) if each.step.block != station.step.block]


def between(books: Books, target: Station, here: Station) -> list[Station]:
    """Return what has to be done again when `here` is returned to `target` (须重办的环节), with `here` itself.

    That is what lies between; of a block that contains `here` alone the whole of it, of one that contains `target`
    alone the rest of its branch. Empty when `target` does not lie before it, or in another branch of the same block.
    """
    if target.step.block and target.step.block == here.step.block:
        later = later_in_branch(books, target)
        return later[: _place(later, here) + 1]
    later = (
        [*later_in_branch(books, target), *after_block(books, target)] if target.step.block else after(books, target)
    )
    place = max((_place(later, each) for each in in_block(books, here) or [here]), default=-1)
    return later[: place + 1] if _place(later, here) >= 0 else []


def _place(stations: list[Station], one: Station) -> int:
    return next((place for place, each in enumerate(stations) if each.key == one.key), -1)


def awaited(books: Books) -> set[str]:
    """Return the stations to which a straight return (直送) will come back."""
    return {each.resume_to for each in books.stations.values() if each.active and each.resume_to}


def ahead(books: Books) -> list[Station]:
    """Return what has not begun and lies ahead (后续环节): this is what may be amended.

    In a block that is under way, the rest of each branch that is not done.
    """
    fixed = {each.key for each in books.stations.values() if each.begun or each.ended} | awaited(books)
    stood = units(books.stations.values())
    last = max((place for place, unit in enumerate(stood) if any(each.key in fixed for each in unit)), default=-1)
    found = [each for unit in stood[last + 1 :] for each in unit]
    if last < 0 or not stood[last][0].step.block:
        return found
    rest = [each for branch in branches(stood[last]) for each in _rest_of(branch, fixed)]
    return rest + found


def _rest_of(branch: Branch, fixed: set[str]) -> Branch:
    """What of a branch comes after whatever has begun in it; nothing of one that is done."""
    if all(each.passed for each in branch):
        return []
    last = max((place for place, each in enumerate(branch) if each.key in fixed), default=-1)
    return branch[last + 1 :]
