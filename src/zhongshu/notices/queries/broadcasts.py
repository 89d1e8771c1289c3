"""Notices that must be read: who may send them, who gets them, who has read them (必达通知)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from zhongshu.notices.models import Broadcast, Receipt
from zhongshu.org import queries as org
from zhongshu.org.models import Person

SENDERS = ("office_head", "registrar")
HEAD = "office_head"


def organs_to_address(person: Person, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return the organs in which a person may send (可发送机关): as head of the office or registrar."""
    return org.organs_with_role(person.pk, SENDERS, at, known=known or org.directory())


def recipients(
    organ: int, *, people: Iterable[int], units: Iterable[int], to_all: bool, day: date
) -> list[tuple[int, int | None]]:
    """Return who gets a notice (接收人员), in protocol order, each with their unit of that day.

    Units count with what is below them, as far as they belong to the organ; so do the people named.
    """
    known = org.directory()
    today = known.on(day)
    own = {unit.id for unit, _ in org.tree(organ, day, known=known)}
    paths = [today.units[unit].path for unit in ([organ] if to_all else units) if unit in own]
    named = set(people)
    found = []
    for person in sorted(today.people.values(), key=lambda row: (row.order, row.id)):
        unit = org.unit_of(person.id, day, known=known)
        seats = {post.unit_id for post in today.posts_of.get(person.id, ())} & own
        if seats and (person.id in named or any(today.units[seat].path.startswith(tuple(paths)) for seat in seats)):
            found.append((person.id, unit))
    return found


def readers_for(person: int, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return for whom a person may confirm (可代阅人员): themself, and those whose delegate they are."""
    known = known or org.directory()
    return [person, *dict.fromkeys(org.principals_of(person, at, known=known).values())]


def waiting(people: Iterable[int]) -> QuerySet[Receipt]:
    """Return the receipts that people have yet to give, the oldest notice first."""
    found = Receipt.objects.filter(person__in=list(people), read_at=None, broadcast__withdrawn_at=None)
    return found.select_related("broadcast__sender", "person").order_by("broadcast", "pk")


def own_receipts(row: Broadcast, people: Iterable[int]) -> QuerySet[Receipt]:
    """Return the receipts of a notice that concern people, by number, with who gave them (本人回执)."""
    found = Receipt.objects.filter(broadcast=row, person__in=list(people))
    return found.select_related("person", "read_by").order_by("person__order", "person")


def visible_to(person: Person, at: datetime) -> QuerySet[Broadcast]:
    """Return the notices that a person may see: got for oneself or a principal, sent, or of one's office."""
    known = org.directory()
    organs = org.organs_with_role(person.pk, (HEAD,), at, known=known)
    got = Receipt.objects.filter(broadcast=OuterRef("pk"), person__in=readers_for(person.pk, at, known=known))
    return Broadcast.objects.filter(Exists(got) | Q(sender=person) | Q(organ__in=organs)).select_related(
        "sender", "organ", "withdrawn_by"
    )


def keeps_broadcast(row: Broadcast, person: Person, at: datetime) -> bool:
    """Tell whether a person sees the receipts and may send again and withdraw: its sender, the heads of the office."""
    return row.sender_id == person.pk or org.has_role(person.pk, HEAD, at, unit=row.organ_id)


def with_counts(found: QuerySet[Broadcast]) -> QuerySet[Broadcast]:
    """Return notices with how many were to read and have read, the latest first."""
    return found.annotate(
        people=Count("receipts"), readings=Count("receipts", filter=Q(receipts__read_at__isnull=False))
    ).order_by("-pk")


@dataclass
class UnitReceipts:
    """The receipts of one unit (按单位的回执)."""

    unit: int | None
    rows: list[Receipt] = field(default_factory=list)
    left: set[int] = field(default_factory=set)  # who has left without reading

    @property
    def total(self) -> int:
        """How many it was sent to."""
        return len(self.rows)

    @property
    def gone(self) -> int:
        """How many have left without reading."""
        return len(self.left)

    @property
    def read(self) -> int:
        """How many have read."""
        return sum(row.read_at is not None for row in self.rows)

    @property
    def unread(self) -> int:
        """How many of those who are still here have not."""
        return self.total - self.read - self.gone


def receipts(row: Broadcast, day: date) -> list[UnitReceipts]:
    """Return who has read and who has not (回执情况) by unit in protocol order; who has left is not waited for."""
    known = org.directory()
    today = known.on(day)
    order = {unit.id: place for place, (unit, _) in enumerate(org.tree(row.organ_id, day, known=known))}
    groups: dict[int | None, UnitReceipts] = {}
    rows = Receipt.objects.filter(broadcast=row).select_related("person", "read_by")
    for one in rows.order_by("person__order", "person"):
        group = groups.setdefault(one.unit_id, UnitReceipts(one.unit_id))
        group.rows.append(one)
        if one.read_at is None and one.person_id not in today.people:
            group.left.add(one.person_id)
    return sorted(groups.values(), key=lambda group: order.get(group.unit or 0, len(order)))
