"""A copy of the organisation in memory (机构人员快照): read in a few queries, kept until the organisation changes.

`Directory` holds all rows of all times. `Day` is what holds on one day of it, indexed for asking.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from zhongshu.org import models
from zhongshu.org.rules.policies import DEFAULT, Policy

R = TypeVar("R")
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Dated:
    """What holds from one day until before another."""

    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """Tell whether it holds on that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class UnitRow(Dated):
    id: int
    code: str
    kind: str
    parent_id: int | None
    organ_id: int | None
    path: str
    name: str
    short_name: str
    number_code: str
    order: int

    @property
    def home_id(self) -> int:
        """The organ that the unit belongs to, itself when it is one (所属机关)."""
        return self.organ_id or self.id

    @property
    def line(self) -> tuple[int, ...]:
        """The unit and those above it up to its organ, nearest first: what is settled above holds below."""
        upward = [int(part) for part in reversed(self.path.split("/")) if part]
        return tuple(upward[: upward.index(self.home_id) + 1])


@dataclass(frozen=True, slots=True)
class NameRow(Dated):
    unit_id: int
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class EdgeRow(Dated):
    upper_id: int
    lower_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class PersonRow(Dated):
    id: int
    code: str
    name: str
    pinyin: str
    staff_type: str
    order: int


@dataclass(frozen=True, slots=True)
class PostRow(Dated):
    id: int
    code: str
    unit_id: int
    name: str
    is_head: bool
    order: int


@dataclass(frozen=True, slots=True)
class AppointmentRow(Dated):
    person_id: int
    post_id: int
    is_main: bool


@dataclass(frozen=True, slots=True)
class RoleRow(Dated):
    holder_id: int
    key: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class ChargeRow(Dated):
    leader_id: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class HolderRow:
    id: int
    person_id: int | None
    post_id: int | None


@dataclass(frozen=True, slots=True)
class DelegationRow:
    principal_id: int
    delegate_id: int
    begins_at: datetime
    ends_at: datetime
    revoked_at: datetime | None

    def runs(self, at: datetime) -> bool:
        """Tell whether the delegate may act at that moment."""
        return self.begins_at <= at < min(self.ends_at, self.revoked_at or self.ends_at)


@dataclass(frozen=True, eq=False)
class Directory:
    """All of the organisation at all times, by id; see `on` for one day of it."""

    number: int | None
    units: dict[int, UnitRow]
    names: dict[int, list[NameRow]]
    edges: list[EdgeRow]
    people: dict[int, PersonRow]
    posts: dict[int, PostRow]
    appointments: list[AppointmentRow]
    roles: list[RoleRow]
    charges: list[ChargeRow]
    delegations: dict[int, list[DelegationRow]]  # by delegate
    holders: dict[int, HolderRow]
    holder_of_person: dict[int, int]
    holder_of_post: dict[int, int]
    policy: Policy

    def on(self, day: date) -> "Day":
        """Return what holds on that day."""
        return _on(self, day)


@dataclass(frozen=True, eq=False)
class Day:
    """The organisation of one day, every list in protocol order (按序).

    children: by unit, the roots by None. posts_of: by person, the main post first. people_in: by post, never empty.
    posts_in: by unit. ranks: every holder behind whom somebody stands, with the place in protocol order, a pool
    standing where its first member stands. roles: holders by key and unit. role_units: units by holder and key.
    leaders: by unit.
    """

    units: dict[int, UnitRow]
    children: dict[int | None, list[UnitRow]]
    people: dict[int, PersonRow]
    posts_of: dict[int, list[PostRow]]
    people_in: dict[int, list[PersonRow]]
    posts_in: dict[int, list[PostRow]]
    ranks: dict[int, tuple[int, int]]
    roles: dict[tuple[str, int], list[int]]
    role_units: dict[tuple[int, str], list[int]]
    leaders: dict[int, list[PersonRow]]


_known: Directory | None = None


def directory() -> Directory:
    """Return the organisation as it stands (机构人员快照): one query for a small row, eleven more after a change."""
    global _known
    number = _number()
    if _known is None or number is None or _known.number != number:
        _known = _load(number)
        while (now := _number()) != _known.number:  # changed while it was being read
            _known = _load(now)
    return _known


def _number() -> int | None:
    # Asked by every page and every act, and written out: the ORM takes longer to put the question.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM org_version ORDER BY id LIMIT 1")
        found = cursor.fetchone()
    return int(found[0]) if found else None


def _load(number: int | None) -> Directory:
    ordered = ("order", "id")
    holders = _rows(HolderRow, models.Holder.objects.all())
    return Directory(
        number,
        units={row.id: row for row in _rows(UnitRow, models.Unit.objects.order_by(*ordered))},
        names=_group(_rows(NameRow, models.UnitName.objects.order_by("id")), lambda row: row.unit_id, _itself),
        edges=_rows(EdgeRow, models.Edge.objects.all()),
        people={row.id: row for row in _rows(PersonRow, models.Person.objects.order_by(*ordered))},
        posts={row.id: row for row in _rows(PostRow, models.Post.objects.order_by(*ordered))},
        appointments=_rows(AppointmentRow, models.Appointment.objects.order_by("-is_main", "post__order", "id")),
        roles=_rows(RoleRow, models.Role.objects.order_by("id")),
        charges=_rows(ChargeRow, models.Charge.objects.order_by("leader__order", "id")),
        delegations=_group(_rows(DelegationRow, models.Delegation.objects.all()), lambda row: row.delegate_id, _itself),
        holders={row.id: row for row in holders},
        holder_of_person={row.person_id: row.id for row in holders if row.person_id},
        holder_of_post={row.post_id: row.id for row in holders if row.post_id},
        policy=_policy(),
    )


def _policy() -> Policy:
    names = [field.name for field in fields(Policy)]
    found = models.SecurityPolicy.objects.order_by("-id").values(*names).first()
    return Policy(**found) if found else DEFAULT


def policy(*, known: Directory | None = None) -> Policy:
    """Return the security policy in force (安全策略)."""
    return (known or directory()).policy


def policy_at_hand() -> Policy:
    """Return the policy as this process last saw it, without a query: every page looks, so it is one request old."""
    return (_known or directory()).policy


# A few days are enough: today, tomorrow at midnight, a day that a page looks back to.
@lru_cache(maxsize=4)
def _on(known: Directory, day: date) -> Day:
    units = {row.id: row for row in known.units.values() if row.holds(day)}
    people = {row.id: row for row in known.people.values() if row.holds(day)}
    posts = {row.id: row for row in known.posts.values() if row.holds(day) and row.unit_id in units}
    held = [row for row in known.appointments if row.holds(day) and row.person_id in people and row.post_id in posts]
    seated = sorted((people[row.person_id].order, row.person_id, row.post_id) for row in held)
    people_in = _group(seated, lambda seat: seat[2], lambda seat: people[seat[1]])
    ranks = _ranks(known, people, people_in)
    roles = [row for row in known.roles if row.holds(day) and row.holder_id in ranks and row.unit_id in units]
    roles.sort(key=lambda row: ranks[row.holder_id])
    charges = [row for row in known.charges if row.holds(day) and row.leader_id in people]
    return Day(
        units,
        children=_group(units.values(), lambda row: row.parent_id, _itself),
        people=people,
        posts_of=_group(held, lambda row: row.person_id, lambda row: posts[row.post_id]),
        people_in=people_in,
        posts_in=_group(posts.values(), lambda row: row.unit_id, _itself),
        ranks=ranks,
        roles=_group(roles, lambda row: (row.key, row.unit_id), lambda row: row.holder_id),
        role_units=_group(roles, lambda row: (row.holder_id, row.key), lambda row: row.unit_id),
        leaders=_group(charges, lambda row: row.unit_id, lambda row: people[row.leader_id]),
    )


def _ranks(
    known: Directory, people: dict[int, PersonRow], people_in: dict[int, list[PersonRow]]
) -> dict[int, tuple[int, int]]:
    own = {known.holder_of_person[person.id]: (person.order, person.id) for person in people.values()}
    pools = {known.holder_of_post[post]: (team[0].order, team[0].id) for post, team in people_in.items()}
    return own | pools


def _rows(row: type[R], found: QuerySet[Any]) -> list[R]:
    """Read the columns that a row names."""
    columns = [field.name for field in fields(row)]  # type: ignore[arg-type]
    return [row(*values) for values in found.values_list(*columns)]


def _group(rows: Iterable[R], key: Callable[[R], K], value: Callable[[R], V]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(value(row))
    return dict(groups)


def _itself(row: R) -> R:
    return row
