"""Finding people and units by what is typed into a picker (选人选单位)."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from zhongshu.org.queries.snapshot import Day, Directory, PersonRow, UnitRow, directory

NO_MATCH = 9


@dataclass(frozen=True, slots=True)
class Pick:
    """A person as a picker shows them: 王建国 县委办公室 主任."""

    person_id: int
    holder_id: int
    name: str
    unit: str
    post: str


def pick(text: str, day: date, *, limit: int = 20, known: Directory | None = None) -> tuple[Pick, ...]:
    """Find the people of that day by part of the name, pinyin (wangjianguo, wjg), unit or post, the best first.

    Whoever is called so stands before those whose name begins so, then pinyin, then unit and post.
    """
    known = known or directory()
    today, typed = known.on(day), _typed(text)
    if not typed:
        return ()
    ranked = ((_rank(today, person, typed), person.order, person.id) for person in today.people.values())
    best = nsmallest(limit, (entry for entry in ranked if entry[0] < NO_MATCH))
    return tuple(_shown(known, today, today.people[person]) for _, _, person in best)


def units_pick(text: str, day: date, *, limit: int = 20, known: Directory | None = None) -> tuple[UnitRow, ...]:
    """Find the units of that day by part of the name, short name or code, those whose name begins so first."""
    today, typed = (known or directory()).on(day), _typed(text)
    found = [unit for unit in today.units.values() if typed and typed in _words(unit)]
    found.sort(key=lambda unit: not (unit.short_name.startswith(typed) or unit.name.startswith(typed)))
    return tuple(found[:limit])


def _typed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _words(unit: UnitRow) -> str:
    return f"{unit.name} {unit.short_name} {unit.code}".lower()


def _rank(today: Day, person: PersonRow, typed: str) -> int:
    if typed in person.name:
        return 0 if typed == person.name else 1 if person.name.startswith(typed) else 2
    if typed.isascii():
        spelled = person.pinyin.split()
        return 3 if typed in spelled else 4 if any(word.startswith(typed) for word in spelled) else NO_MATCH
    posts = today.posts_of.get(person.id, ())
    return 5 if any(typed in today.units[post.unit_id].name + post.name for post in posts) else NO_MATCH


def _shown(known: Directory, today: Day, person: PersonRow) -> Pick:
    post = next(iter(today.posts_of.get(person.id, ())), None)
    unit = today.units[post.unit_id].short_name if post else ""
    return Pick(person.id, known.holder_of_person[person.id], person.name, unit, post.name if post else "")
