"""Units: organs, their trees, names of the day, who stands above whom."""

from datetime import date

from zhongshu.org.models import Edge, Unit
from zhongshu.org.queries.snapshot import Day, Directory, UnitRow, directory


def organs(day: date, *, known: Directory | None = None) -> tuple[UnitRow, ...]:
    """Return the organs (机关) of that day in protocol order, an upper one before those below it."""
    today = (known or directory()).on(day)
    return tuple(unit for unit, _ in _below(today, None, 0) if unit.kind == Unit.ORGAN)


def tree(organ_id: int, day: date, *, known: Directory | None = None) -> tuple[tuple[UnitRow, int], ...]:
    """Return an organ and its internal units (机构树) as (unit, depth), in the order in which they are shown.

    Lower organs are not part of it.
    """
    today = (known or directory()).on(day)
    root = today.units.get(organ_id)
    if root is None:
        return ()
    return ((root, 0), *(pair for pair in _below(today, organ_id, 1) if pair[0].home_id == organ_id))


def _below(today: Day, unit_id: int | None, depth: int) -> list[tuple[UnitRow, int]]:
    found: list[tuple[UnitRow, int]] = []
    for unit in today.children.get(unit_id, ()):
        found += [(unit, depth), *_below(today, unit.id, depth + 1)]
    return found


def handling_units(organ_id: int, day: date, *, known: Directory | None = None) -> list[tuple[int, str]]:
    """Return the units that an organ may give work to (可承办单位): its own and the organs below, (id, short name)."""
    return [(unit.id, unit.short_name) for unit, _ in _below((known or directory()).on(day), organ_id, 1)]


def unit_name(unit_id: int, day: date, *, known: Directory | None = None) -> str:
    """Return the name that a unit bore on that day (单位名称); before its first name that one, later the last."""
    names = (known or directory()).names[unit_id]
    begun = [row for row in names if row.valid_from <= day and row.valid_from != row.valid_to]
    return (begun[-1] if begun else names[0]).name


def organ_of(unit_id: int, *, known: Directory | None = None) -> int:
    """Return the id of the organ that a unit belongs to (所属机关), of an organ itself."""
    return (known or directory()).units[unit_id].home_id


def is_subordinate(lower_id: int, upper_id: int, day: date, *, known: Directory | None = None) -> bool:
    """Tell whether a unit stands below another that day (隶属关系): in the tree, or by dual leadership (双重领导).

    Professional guidance (业务指导) is no subordination.
    """
    known = known or directory()
    lower, upper = known.units[lower_id], known.units[upper_id]
    if lower_id != upper_id and lower.path.startswith(upper.path):
        return True
    return any(
        row.kind == Edge.DUAL and row.lower_id == lower_id and row.upper_id == upper_id and row.holds(day)
        for row in known.edges
    )
