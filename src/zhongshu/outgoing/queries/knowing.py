"""What the organ's own records say of a draft (已知情况): who stands above whom, and how names have changed."""

from datetime import date
from functools import partial

from zhongshu.gongwen.check.model import Relation, Renamed, World
from zhongshu.org import queries as org
from zhongshu.org.models import Edge
from zhongshu.org.queries.snapshot import UnitRow

_BESIDE = {Edge.DUAL: Relation.DUAL, Edge.GUIDANCE: Relation.GUIDANCE}


def world(known: org.Directory, today: date) -> World:
    """Return what the organisation knows that day, for the rules that ask for it."""
    units = known.on(today).units
    above = {unit.name: units[unit.parent_id].name for unit in units.values() if unit.parent_id in units}
    return World(
        relation=partial(_relation, known, {unit.name: unit for unit in units.values()}, today),
        superior=above,
        short_names={unit.name: unit.short_name for unit in units.values() if unit.short_name},
        renamed=tuple(
            Renamed(row.name, units[unit].name, row.valid_to)
            for unit, rows in known.names.items()
            for row in rows
            if unit in units and row.valid_to and row.name != units[unit].name
        ),
        today=today,
    )


def on_day(day: date) -> World:
    """Return what the organisation knows that day."""
    return world(org.directory(), day)


def _relation(known: org.Directory, named: dict[str, UnitRow], today: date, first: str, second: str) -> Relation | None:
    """Return what the second unit is to the first (行文关系); None where one of them is not known here."""
    one, other = named.get(first), named.get(second)
    if not one or not other or one.id == other.id:
        return None
    if one.path.startswith(other.path):
        return Relation.SUPERIOR
    if other.path.startswith(one.path):
        return Relation.SUBORDINATE
    edges = (row for row in known.edges if row.holds(today) and {row.upper_id, row.lower_id} == {one.id, other.id})
    beside = next((_BESIDE[row.kind] for row in edges), None)
    return beside or (Relation.PEER if one.parent_id == other.parent_id else Relation.UNRELATED)
