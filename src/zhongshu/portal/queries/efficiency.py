"""Whose figures somebody may ask for, and what the figures are called (统计范围和名称)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhongshu.matters import kinds
from zhongshu.org import queries as org
from zhongshu.org.models import Person

DAY, HOUR, MINUTE = 86400, 3600, 60
# Who keeps an eye on the whole office sees all of it; who leads a unit, that unit; everybody else, themself.
OVERSEERS = ("office_head", "leader", "supervisor")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person may have figures of: the organ, in words, and the places (person → unit) within it."""

    organ: int
    words: str
    places: Mapping[int, int]
    is_bounded: bool


def scope(person: Person, at: datetime, last: date, *, known: org.Directory) -> Scope | None:
    """Return whose figures a person may ask for (统计范围); `last` is the day on which people count with their units.

    None for somebody who belongs to no unit.
    """
    today = org.local_day(at)
    home = org.unit_of(person.pk, today, known=known)
    if home is None:
        return None
    organ = org.organ_of(home, known=known)
    if any(org.has_role(person.pk, role, at, unit=organ, known=known) for role in OVERSEERS):
        return Scope(organ, known.units[organ].short_name, _places(known, last), False)
    holder = org.holder_of(person.pk, known=known)
    led = {unit for unit, row in known.units.items() if row.home_id == organ and holder in _heads(unit, today, known)}
    if led:
        names = "、".join(known.units[unit].short_name for unit in sorted(led))
        below = {unit for unit in known.units if led & set(known.units[unit].line)}
        return Scope(organ, names, {who: unit for who, unit in _places(known, last).items() if unit in below}, True)
    return Scope(organ, "本人", {person.pk: home}, True)


def _heads(unit: int, day: date, known: org.Directory) -> tuple[int, ...]:
    return org.heads(unit, day, known=known) if unit in known.on(day).units else ()


def _places(known: org.Directory, day: date) -> dict[int, int]:
    """Person → unit on a day; posts, whose tasks nobody has taken yet, as -holder → unit."""
    people = {person: org.unit_of(person, day, known=known) for person in known.people}
    posts = {-row.id: known.posts[row.post_id].unit_id for row in known.holders.values() if row.post_id}
    return {who: unit for who, unit in people.items() if unit} | posts


def named(key: Any, by: str, known: org.Directory) -> str:
    """Return what the group of a key is called (统计对象名称). Raises LookupError or ValueError for none."""
    match by:
        case "person" if key:
            return known.people[key].name if key > 0 else f"{org.holder_name(-key, known=known)}（岗位）"
        case "unit" if key:
            return known.units[key].short_name
        case "kind":
            return next((kind.name for kind in kinds.every() if kind.key == key), "其他")
        case "month":
            year, _, month = str(key).partition("-")
            return f"{year}年{int(month)}月"
        case "step":
            return str(key)
    return "没有现任单位" if by == "unit" else "未确定"


def lasting(seconds: float) -> str:
    """Say in words how long something took (用时): days from one day on, else hours or minutes."""
    if seconds >= DAY:
        return f"{seconds / DAY:.1f}天"
    return f"{seconds / HOUR:.1f}小时" if seconds >= HOUR else f"{max(seconds, 0) / MINUTE:.0f}分钟"
