"""Whom a rule of a route means on a day (办理人规则): always holders, in protocol order, only those who are there.

`known` is a directory that the caller has already; without it each call costs the one small query of `directory()`.
"""

from datetime import date

from zhongshu.org.queries.snapshot import Directory, directory


def role(key: str, unit_id: int, day: date, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return who has a role for a unit (角色): of the unit itself, else of the nearest unit above it in its organ."""
    known = known or directory()
    today = known.on(day)
    for above in _line(known, unit_id):
        if found := today.roles.get((key, above)):
            return tuple(found)
    return ()


def heads(unit_id: int, day: date, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return who leads a unit (主要负责人): the people in its head posts, else those in its next filled post."""
    known = known or directory()
    today = known.on(day)
    posts = [post for post in today.posts_in.get(unit_id, ()) if post.id in today.people_in]
    chosen = [post for post in posts if post.is_head] or posts[:1]
    people = dict.fromkeys(person.id for post in chosen for person in today.people_in[post.id])
    return tuple(known.holder_of_person[person] for person in people)


def in_charge(unit_id: int, day: date, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return the leaders in charge (分管领导) of a unit, else of the nearest unit above it in its organ."""
    known = known or directory()
    today = known.on(day)
    for above in _line(known, unit_id):
        if found := today.leaders.get(above):
            return tuple(known.holder_of_person[leader.id] for leader in found)
    return ()


def post(code: str, day: date, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return the pool of a post (岗位) by its code; nobody when the post is vacant."""
    known = known or directory()
    pools = (known.holder_of_post[row.id] for row in known.posts.values() if row.code == code)
    return tuple(holder for holder in pools if holder in known.on(day).ranks)


def person_holders(code: str, day: date, *, known: Directory | None = None) -> tuple[int, ...]:
    """Return the holder of a named person (指定人员) by the code; nobody when the person has left."""
    known = known or directory()
    return tuple(known.holder_of_person[row.id] for row in known.on(day).people.values() if row.code == code)


def _line(known: Directory, unit_id: int) -> tuple[int, ...]:
    unit = known.units.get(unit_id)
    return unit.line if unit else ()
