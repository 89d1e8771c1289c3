"""Who may see what (可见范围): a matter is visible to a person when a grant names one of the person's holders."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from zhongshu.matters.models import Attachment, Grant, Matter, RequestKey, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person

Row = TypeVar("Row", bound=Model)
FEW = 2000  # up to so many visible matters are looked through one by one
GRANTED = "SELECT matter_id FROM matters_grant WHERE holder_id IN ({})"


def visible_to(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Matter]:
    """Return the matters that a person may see at a moment; whose delegate the person is then counts as well."""
    known = known or org.directory()
    own = org.own_holders(person.pk, at, known=known)
    others = tuple(org.principals_of(person.pk, at, known=known))
    if not others:
        return Matter.objects.filter(_granted(own))
    # Need-to-know (知悉范围) names people: it does not pass on with a delegation.
    for_others = Q(_granted(others), restricted_at=None)
    return Matter.objects.filter(Q(_granted(own)) | for_others)


def granted(person: Person, at: datetime, limit: int, *, known: org.Directory | None = None) -> list[int] | None:
    """Return the numbers of whatever a grant names a person for, if they are no more than `limit`, else None.

    A hint where to look: with a delegation there may be more among them than the person may see, never less.
    """
    holders = org.holders_of(person.pk, at, known=known)
    if not holders:
        return []
    statement = GRANTED.format(", ".join(["%s"] * len(holders)))
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} LIMIT 1 OFFSET %s", [*holders, limit])
        if cursor.fetchone():
            return None
        cursor.execute(statement, holders)
        return [row[0] for row in cursor.fetchall()]


def listed(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Matter]:
    """As `visible_to`, for lists (登记簿): of whoever sees little only that is looked through, not all there is."""
    seen, few = visible_to(person, at, known=known), granted(person, at, FEW, known=known)
    return seen if few is None else seen.filter(pk__in=few)


def listed_rows(
    found: QuerySet[Row], person: Person, at: datetime, *, known: org.Directory | None = None
) -> QuerySet[Row]:
    """As `listed`, of rows of a domain that have the number of their matter for a key (登记簿).

    Each row is asked about where it stands: a page of the newest does not look at all there is.
    """
    known = known or org.directory()
    own = Q(_granted(org.own_holders(person.pk, at, known=known)))
    others = tuple(org.principals_of(person.pk, at, known=known))
    found = found.filter(own | Q(_granted(others), matter__restricted_at=None) if others else own)
    few = granted(person, at, FEW, known=known)
    return found if few is None else found.filter(pk__in=few)


def _granted(holders: tuple[int, ...]) -> Exists:
    return Exists(Grant.objects.filter(matter=OuterRef("pk"), holder__in=holders))


def may_see(person: Person, matter: Matter, at: datetime) -> bool:
    """Tell whether one person may see one matter."""
    return visible_to(person, at).filter(pk=matter.pk).exists()


def hearers(matter: Matter, holders: Iterable[int], at: datetime, *, known: org.Directory) -> set[int]:
    """Return the people behind holders who may be told of a matter (可告知人员).

    Of one with a list (知悉范围) only who may know of it: a role in the office is no reason to.
    """
    day = org.local_day(at)
    people = org.people_behind(holders, day, known=known)
    if matter.restricted_at is None:
        return people
    named = set(Grant.objects.filter(matter=matter).values_list("holder", flat=True))
    return {person for person in people if named & set(org.own_holders(person, at, known=known))}


def task_for(person: Person, number: int, at: datetime) -> Task | None:
    """Return a task of a visible matter with its matter and station, or None."""
    return Task.objects.select_related("matter", "station").filter(pk=number, matter__in=visible_to(person, at)).first()


def attachment(person: Person, number: int, at: datetime) -> Attachment | None:
    """Return an attachment of a visible matter with its file, or None. What is in quarantine is not there."""
    return (
        Attachment.objects.select_related("file", "matter")
        .filter(pk=number, withheld_at=None, matter__in=visible_to(person, at))
        .first()
    )


def by_request(key: str) -> str:
    """Return the result of a form that arrived before under the same key, or an empty text."""
    return RequestKey.objects.filter(key=key).values_list("result", flat=True).first() or "" if key else ""
