"""Who has which duty, and what still waits for somebody who leaves."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries.planned import planned, planned_holders
from zhongshu.org import queries as org
from zhongshu.org.models import Charge, Delegation, Person, Role


def _running(day: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=day)


def roles(day: date) -> QuerySet[Role]:
    """Return the roles given (角色) that are not over, by role and unit."""
    found = Role.objects.filter(_running(day)).select_related("holder__person", "holder__post__unit", "unit")
    return found.order_by("key", "unit__path", "id")


def charges(day: date) -> QuerySet[Charge]:
    """Return the leaders in charge (分管领导) who are so or will be, with their units."""
    found = Charge.objects.filter(_running(day)).select_related("leader", "unit")
    return found.order_by("leader__order", "leader", "unit__path")


def delegations(at: datetime) -> QuerySet[Delegation]:
    """Return all delegations (委托) that run or will run, the one that ends first on top."""
    found = Delegation.objects.filter(revoked_at=None, ends_at__gt=at).select_related("principal", "delegate")
    return found.order_by("ends_at", "id")


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What waits for a person (未办工作): tasks to do, copies to read, later steps, matters owned."""

    tasks: int
    copies: int
    planned: int
    owned: int


def open_work(person: Person) -> OpenWork:
    """Count what waits for a person by themself; what waits for a post goes on with whoever holds it."""
    holder = org.holder_of(person.pk)
    waiting = Task.objects.filter(holder=holder, done_at=None)
    counted = waiting.aggregate(copies=Count("id", filter=Q(station=None)), every=Count("id"))
    owned = Matter.objects.filter(owner=person, closed_at=None).count()
    return OpenWork(counted["every"] - counted["copies"], counted["copies"], len(planned(holder)), owned)


def leavers(day: date) -> QuerySet[Person]:
    """Return the people who have left (已离岗) and for whom something still waits, the latest first."""
    waiting = Task.objects.filter(done_at=None, holder__person__valid_to__lte=day).values("holder__person")
    owning = Matter.objects.filter(closed_at=None, owner__valid_to__lte=day).values("owner")
    left = Person.objects.filter(
        Q(pk__in=waiting) | Q(pk__in=owning) | Q(holder__in=planned_holders()), valid_to__lte=day
    )
    return left.select_related("holder").order_by("-valid_to", "order", "id")
