"""Who is who: the holders of a person, the people behind a holder, their names and units."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from zhongshu.org.queries.snapshot import Day, DelegationRow, Directory, directory
from zhongshu.org.queries.units import organs

CONFIDENTIAL = "confidential_registrar"


def local_day(at: datetime) -> date:
    """Return the day of a moment on the office's calendar (本地日期)."""
    return timezone.localdate(at)


def midnight(day: date) -> datetime:
    """Return the moment with which a day begins on the office's calendar (零时)."""
    return timezone.make_aware(datetime.combine(day, time()))


def holder_of(person_id: int, *, known: Directory | None = None) -> int:
    """Return the holder that a person is by themself, also of one who has left. Raises KeyError for nobody."""
    return (known or directory()).holder_of_person[person_id]


def own_holders(person_id: int, at: datetime, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return the holders of a person's own (本人及岗位): the person and the posts held that day; none after leaving."""
    known = known or directory()
    return _own(known, known.on(local_day(at)), person_id)


def principals_of(person_id: int, at: datetime, *, known: Directory | None = None) -> dict[int, int]:
    """Return whose tasks a person may do 代 at that moment (受托代办): {holder id: principal's person id}.

    Only what the principals hold themselves: what was delegated to them is not passed on. Without own holders.
    Nothing of a confidential registrar (机要登记): 机要 work is for those who were given the role.
    """
    known = known or directory()
    today = known.on(local_day(at))
    own = _own(known, today, person_id)
    return {
        holder: row.principal_id
        for row in (_running(known, person_id, at) if own else ())
        if not has_role(row.principal_id, CONFIDENTIAL, at, known=known)
        for holder in _own(known, today, row.principal_id)
        if holder not in own
    }


def holders_of(person_id: int, at: datetime, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return all holders that a person stands for at that moment: own ones first, then those of principals."""
    known = known or directory()
    return (*own_holders(person_id, at, known=known), *principals_of(person_id, at, known=known))


def _own(known: Directory, today: Day, person_id: int) -> tuple[int, ...]:
    if person_id not in today.people:
        return ()
    posts = dict.fromkeys(known.holder_of_post[post.id] for post in today.posts_of.get(person_id, ()))
    return (known.holder_of_person[person_id], *posts)


def _running(known: Directory, person_id: int, at: datetime) -> list[DelegationRow]:
    return [row for row in known.delegations.get(person_id, ()) if row.runs(at)]


def people_of(holder_id: int, day: date, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return the ids of the people behind a holder that day: one, all in a post's pool, or nobody."""
    known = known or directory()
    today, holder = known.on(day), known.holders.get(holder_id)
    if holder is None:
        return ()
    if holder.person_id is not None:
        return (holder.person_id,) if holder.person_id in today.people else ()
    return tuple(person.id for person in today.people_in.get(holder.post_id or 0, ()))


def people_behind(holders: Iterable[int], day: date, *, known: Directory | None = None) -> set[int]:
    """Return the ids of the people behind several holders that day, each once."""
    known = known or directory()
    return {person for holder in holders for person in people_of(holder, day, known=known)}


def holder_name(holder_id: int, *, known: Directory | None = None) -> str:
    """Return a holder as people call it: 王建国, or 县委办公室收文岗 for a pool. Raises KeyError for nobody."""
    known = known or directory()
    holder = known.holders[holder_id]
    if holder.person_id is not None:
        return known.people[holder.person_id].name
    post = known.posts[holder.post_id or 0]
    return known.units[post.unit_id].short_name + post.name


def delegates_of(person_id: int, at: datetime, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return who may act for a person at that moment (受托人); nobody for a confidential registrar (机要登记)."""
    known = known or directory()
    given = (row for taken in known.delegations.values() for row in taken if row.principal_id == person_id)
    people = tuple(dict.fromkeys(row.delegate_id for row in given if row.runs(at)))
    return () if people and has_role(person_id, CONFIDENTIAL, at, known=known) else people


def called(typed: str, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return the people of all times whose name has these characters, or whose pinyin or initials begin so (姓名)."""
    people, spelled = (known or directory()).people.values(), typed.lower()
    return tuple(
        row.id
        for row in people
        if typed in row.name or (spelled.isascii() and any(word.startswith(spelled) for word in row.pinyin.split()))
    )


def unit_of(person_id: int, day: date, *, known: Directory | None = None) -> int | None:
    """Return the id of a person's main unit that day (所在单位): of the main post, else of the first one."""
    posts = (known or directory()).on(day).posts_of.get(person_id)
    return posts[0].unit_id if posts else None


def last_unit_of(person_id: int, day: date, *, known: Directory | None = None) -> int | None:
    """Return the id of a person's main unit that day, or the last one of somebody who has left (离岗前单位)."""
    known = known or directory()
    present = unit_of(person_id, day, known=known)
    if present is not None:
        return present
    held = [row for row in known.appointments if row.person_id == person_id]
    last = max(held, key=lambda row: (row.valid_to or day, row.is_main), default=None)
    return known.posts[last.post_id].unit_id if last else None


def has_role(
    person_id: int, key: str, at: datetime, *, unit: int | None = None, known: Directory | None = None
) -> bool:
    """Tell whether a person has a role (角色) of their own or through a post; for `unit`, also through one above it.

    A delegation passes on tasks, not roles: those are given by the security administrator alone.
    """
    known = known or directory()
    given = known.on(local_day(at)).role_units
    units = {one for holder in own_holders(person_id, at, known=known) for one in given.get((holder, key), ())}
    if unit is None:
        return bool(units)
    row = known.units.get(unit)
    return row is not None and not units.isdisjoint(row.line)


def organs_with_role(person_id: int, roles: Iterable[str], at: datetime, *, known: Directory) -> list[int]:
    """Return the organs in which a person has one of the roles (任职机关), in protocol order."""
    day, wanted = local_day(at), tuple(roles)
    given, own = known.on(day).role_units, own_holders(person_id, at, known=known)
    units = {unit for holder in own for role in wanted for unit in given.get((holder, role), ())}
    # The tree is walked only for whoever has one of them somewhere: most people have none.
    return [organ.id for organ in organs(day, known=known) if organ.id in units] if units else []


def roles_of(person_id: int, at: datetime, *, known: Directory | None = None) -> tuple[str, ...]:
    """Return the keys of all roles that a person has that day, own or through a post."""
    known = known or directory()
    own = set(own_holders(person_id, at, known=known))
    given = known.on(local_day(at)).role_units
    return tuple(dict.fromkeys(key for holder, key in given if holder in own))
