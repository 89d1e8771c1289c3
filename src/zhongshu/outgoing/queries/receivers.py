"""Who is meant by the lines of a text that say to whom it goes (主送机关、抄送机关): by name, group, or as 各…."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from zhongshu.org import queries as org
from zhongshu.org.models import Unit
from zhongshu.org.queries.snapshot import UnitRow

Members = Sequence[tuple[int | None, str]]  # (organ of this system or None, name)
_SIGNS = re.compile(r"[，、；;,\n](?![^（(]*[）)])")
_CLOSING = "。：: \u3000"
_EVERY = re.compile(r"(?P<whose>.*?)各(?P<sort>.+)")
_VAGUE = ("有关", "相关", "其他")
# What a collective name asks for, and how the names end that it means; what is none of these is a department.
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "乡": ("乡人民政府", "乡"),
    "镇": ("镇人民政府", "镇"),
    "街": ("街道办事处", "街道"),
    "县": ("县人民政府",),
    "市": ("市人民政府",),
    "区": ("区人民政府", "开发区管理委员会"),
}
_PLACES = tuple(ending for endings in _ENDINGS.values() for ending in endings)
_DEPARTMENTS = ("部门", "单位", "机构", "局", "委")
_PARTY = ("党委", "党组", "党工委")  # of them the tree of organs knows none by kind


@dataclass(frozen=True, slots=True)
class Meant:
    """A receiver as a text names it (收文单位).

    role: main or copy. unit: an organ of this system, or None. meant_by: the collective name that it came from; note:
    what is to be known before it is confirmed. is_usable: whether it may get anything as it stands.
    """

    role: str
    name: str
    unit: int | None = None
    meant_by: str = ""
    note: str = ""
    is_usable: bool = True

    @property
    def key(self) -> str:
        """By what the receiver is known in a form: u12 an organ of this system, or n and its name."""
        return f"u{self.unit}" if self.unit else f"n{self.name}"


def split(line: str) -> list[str]:
    """Return the names of a line of receivers; signs within brackets part nothing (各县（市、区）人民政府)."""
    return [name for part in _SIGNS.split(line) if (name := part.strip().strip(_CLOSING))]


class Tree:
    """The organs as they are known on a day, to those who write to them (机构树).

    organ: who writes. groups: its groups of receivers. reached: the organs that sign for documents on this system.
    """

    def __init__(
        self,
        organ: int,
        day: date,
        known: org.Directory,
        groups: Mapping[str, Members],
        reached: Collection[int] | None = None,
    ) -> None:
        self.organ, self.day, self.known, self.groups, self.reached = organ, day, known, groups, reached
        self.units = known.on(day).units

    @cached_property
    def names(self) -> Mapping[str, UnitRow]:
        """The units of the day by full and by short name; an organ before a section."""
        rows = sorted(self.units.values(), key=lambda unit: unit.kind == Unit.ORGAN)
        return {name: unit for unit in rows for name in (unit.short_name, unit.name) if name}

    @cached_property
    def former(self) -> Mapping[str, UnitRow]:
        """The units by each name that they have ever borne, those that are no more among them (曾用名、已撤销)."""
        rows = sorted(self.known.units.values(), key=lambda unit: unit.id in self.units)
        borne = ((row, unit) for unit in rows for row in (*self.known.names.get(unit.id, ()), unit))
        return {name: unit for row, unit in borne for name in (row.short_name, row.name) if name}

    def line(self, text: str, role: str) -> list[Meant]:
        """Return who is meant by a line of receivers, each once, in their order."""
        if whole := self.groups.get(text.strip(_CLOSING)):
            return [self._member(role, one, text) for one in whole]
        found: list[Meant] = []
        every = False  # 各乡镇人民政府、街道办事处: what is said once holds for what follows
        for name in split(text):
            every = "各" in name or (every and name not in self.names and self._is_sort(name))
            found += self._meant(name, role, every)
        return _once(found)

    def named(self, name: str, role: str) -> Meant:
        """Return who bears a name: today, formerly, or nobody of this system."""
        if name in self.names:
            return self._of(self.names[name], role, name)
        if name in self.former:
            unit = self.former[name]
            if unit.id not in self.units:
                return Meant(role, name, unit.id, note="该单位已撤销，请改为现单位", is_usable=False)
            return replace(self._of(unit, role, name), note=f"原名{name}")
        ending = [unit for full, unit in self.names.items() if full.endswith(name) and len(name) > 2]
        return self._of(ending[0], role, name) if len({one.id for one in ending}) == 1 else Meant(role, name)

    def _of(self, unit: UnitRow, role: str, name: str, meant_by: str = "") -> Meant:
        """Whoever has no register here, like an internal unit (内设机构), is given the paper."""
        if unit.kind != Unit.ORGAN:
            return Meant(role, name, None, meant_by, "内设机构，送纸质件")
        if self.reached is not None and unit.id not in self.reached:
            return Meant(role, unit.name, None, meant_by, "没有设置收文登记人员，送纸质件")
        return Meant(role, unit.name, unit.id, meant_by)

    def _meant(self, name: str, role: str, every: bool) -> list[Meant]:
        group = self.groups.get(name) or self.groups.get(name.replace("各", "", 1))
        if group:
            return [self._member(role, one, name) for one in group]
        if any(word in name for word in _VAGUE) and name not in self.names:
            return [Meant(role, name, note="没有写明是哪些单位，请另行选定", is_usable=False)]
        if every and (units := self._collected(name)):
            return [self._of(unit, role, unit.name, name) for unit in units]
        return [self.named(name, role)]

    def _member(self, role: str, member: tuple[int | None, str], group: str) -> Meant:
        unit, name = member
        if unit is None:
            return Meant(role, name, meant_by=group)
        if unit not in self.units:
            return Meant(role, name, unit, group, "该单位已撤销，请改为现单位", is_usable=False)
        return self._of(self.units[unit], role, name, group)

    @staticmethod
    def _is_sort(name: str) -> bool:
        return name.endswith((*_PLACES, *_DEPARTMENTS))

    def _collected(self, name: str) -> list[UnitRow]:
        """Return the organs of a sort below the one that is named, or the nearest above the sender that has such."""
        match = _EVERY.fullmatch(name)
        whose, sort = (match["whose"], match["sort"]) if match else ("", name)
        fits = _fits(sort)
        scopes = [self.names[whose]] if whose in self.names else self._upward()
        for scope in scopes:
            below = self.known.on(self.day).children.get(scope.id, ())
            if found := [one for one in below if one.kind == Unit.ORGAN and one.id != self.organ and fits(one.name)]:
                return found
        return []

    def _upward(self) -> Iterator[UnitRow]:
        unit = self.units.get(self.organ)
        while unit is not None:
            yield unit
            unit = self.units.get(unit.parent_id) if unit.parent_id else None


def _fits(sort: str) -> Callable[[str], bool]:
    """Return what tells whether the name of an organ is of the sort that a collective name asks for."""
    if any(word in sort for word in _PARTY):
        return lambda name: False
    if sort.endswith(_DEPARTMENTS):
        return lambda name: not name.endswith(_PLACES)
    endings = tuple(end for sign, ends in _ENDINGS.items() if sign in sort.replace("人民政府", "") for end in ends)
    return lambda name: bool(endings) and name.endswith(endings)


def recognised(tree: Tree, lines: Iterable[tuple[str, str]]) -> list[Meant]:
    """Return who is meant by lines as (role, text), each once: no copy for who is addressed (收文单位识别)."""
    return _once(one for role, text in lines for one in tree.line(text, role))


def _once(found: Iterable[Meant]) -> list[Meant]:
    kept: dict[str, Meant] = {}
    for one in found:
        kept.setdefault(one.key, one)
    return list(kept.values())
