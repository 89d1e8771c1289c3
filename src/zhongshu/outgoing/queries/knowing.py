"""What the organ's own records say of a draft (已知情况): who stands above whom, whose names and codes are whose."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from zhongshu.gongwen.check.model import Relation, Renamed, World
from zhongshu.gongwen.draft.model import Draft
from zhongshu.matters.models import Matter
from zhongshu.numbering.models import Series
from zhongshu.org import queries as org
from zhongshu.org.models import Edge, Unit
from zhongshu.org.queries.snapshot import UnitRow
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import documents, signing, texts

_BESIDE = {Edge.DUAL: Relation.DUAL, Edge.GUIDANCE: Relation.GUIDANCE}
# 内设机构 are called so. A bureau that an office has entered below its government is a department (部门) of it all the
# same, and the office writes for its organ (条例 art. 17).
_NOT_INTERNAL = re.compile(r"(?:局|委|会|厅|部|院|政府|办公室|办)$")
_BODY = re.compile(r"(?:领导小组|指挥部|联席会议|工作专班)$")  # 议事协调机构
_POST = re.compile(r"(?:长|主任|书记|主席|常委|委员)$")
_NAMED = re.compile(r"《([^《》]{4,200})》")
Units = Mapping[int, UnitRow]


def world(known: org.Directory, today: date) -> World:
    """Return what the organisation knows that day, for the rules that ask for it."""
    units = known.on(today).units
    return World(
        relation=partial(_relation, known, _named(units), today),
        superior={unit.name: units[unit.parent_id].name for unit in units.values() if unit.parent_id in units},
        internal=frozenset(unit.name for unit in units.values() if _is_internal(unit)),
        bodies=frozenset(unit.name for unit in units.values() if _BODY.search(unit.name)),
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


def of_document(document: OutgoingDocument, draft: Draft, at: datetime, *, known: org.Directory | None = None) -> World:
    """Return what is known of one document beside that: its own facts, and whatever its text speaks of."""
    known = known or org.directory()
    day = org.local_day(at)
    return replace(
        world(known, day),
        codes=_codes(draft, known.on(day).units),
        people=_people(draft, known, day),
        texts=dict(_texts(draft, document)),
        signed=signing.days(document, known=known),
        public=document.disclosure == "open",
        important=document.is_important,
    )


def _named(units: Units) -> dict[str, UnitRow]:
    """Return the units by their names, and by short names that no other bears."""
    short = Counter(unit.short_name for unit in units.values())
    called = {unit.short_name: unit for unit in units.values() if unit.short_name and short[unit.short_name] == 1}
    return called | {unit.name: unit for unit in units.values()}


def _is_internal(unit: UnitRow) -> bool:
    return unit.kind == Unit.SECTION and not _NOT_INTERNAL.search(unit.name)


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


def _codes(draft: Draft, units: Units) -> dict[str, frozenset[str]]:
    """Return the 机关代字 that the issuers have opened, by the names of the issuers."""
    issuers = {f"organ:{unit.id}": unit.name for unit in units.values() if unit.name in draft.issuers}
    found: dict[str, frozenset[str]] = {}
    for row in Series.objects.filter(organ__in=issuers, code__startswith=documents.CODE):
        name = issuers[row.organ]
        found[name] = found.get(name, frozenset()) | {row.name}
    return found


def _people(draft: Draft, known: org.Directory, day: date) -> dict[str, str]:
    """Return whom the text names, with their posts in full; nobody whose name another bears as well."""
    today, written = known.on(day), "\n".join(draft.paragraphs)
    namesakes = Counter(person.name for person in today.people.values())
    found = {}
    for person in today.people.values():
        if namesakes[person.name] == 1 and person.name in written:
            posts = [post for post in today.posts_of.get(person.id, ()) if _POST.search(post.name)]
            if posts:
                found[person.name] = "、".join(f"{today.units[post.unit_id].name}{post.name}" for post in posts)
    return found


def _texts(draft: Draft, document: OutgoingDocument) -> Iterator[tuple[str, str]]:
    """Yield title and text of what the organ has published and the draft quotes by its title."""
    if not (titles := set(_NAMED.findall("\n".join(draft.paragraphs)))):
        return
    public = Matter.objects.filter(title__in=titles, organ=document.matter.organ_id, restricted_at=None)
    issued = public.filter(outcome="completed", outgoing_document__disclosure="open").exclude(pk=document.pk)
    for version in texts.latest_of(issued.values("pk")):
        yield version.document.matter.title, "\n".join(texts.draft_of(version).paragraphs)
