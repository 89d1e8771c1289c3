"""Ratings (评价): who may rate what, what waits to be rated, and what was said."""

from datetime import datetime

from django.db.models import QuerySet

from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.models import Matter, Rating, Task
from zhongshu.matters.queries import visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import COMPLETED, SIGN


def check_may(matter: Matter, person: Person, at: datetime) -> None:
    """Require that the person is served by the closed matter and has not rated it. Raises Refused."""
    if matter.closed_at is None or matter.outcome != COMPLETED:
        raise Refused("事项办结以后才能评价。")
    if at - matter.closed_at > rules.RATE_WITHIN:
        raise Refused(f"办结已超过{rules.RATE_WITHIN.days}天，不能再评价。")
    if not to_rate(person, at).filter(pk=matter.pk).exists():
        rated = Rating.objects.filter(matter=matter, by=person).exists()
        raise Refused("您已经评价过该事项，不能重复评价。" if rated else "只有该事项的服务对象才能评价。")


def to_rate(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Matter]:
    """Return the closed matters that wait for the person's rating (待评价), the latest first.

    Served by a matter is who opened it and whoever instructed on it; nobody rates work that they answer for.
    """
    since, holder = at - rules.RATE_WITHIN, org.holder_of(person.pk, known=known)
    opened = Matter.objects.filter(opened_by=person, closed_at__gte=since).values("pk")
    signed = Task.objects.filter(holder=holder, kind=SIGN, outcome=COMPLETED, withdrawn_at=None, done_at__isnull=False)
    served = opened.union(signed.values("matter"))
    rated = Rating.objects.filter(by=person).values("matter")
    found = visible.visible_to(person, at, known=known).filter(pk__in=served, outcome=COMPLETED, closed_at__gte=since)
    found = found.exclude(pk__in=rated)
    unrated = [kind.key for kind in kinds.every() if "rate" in kind.without]
    found = found.exclude(kind__in=unrated) if unrated else found
    return found.exclude(owner=person).select_related("lead_unit", "owner").order_by("-closed_at", "-id")


def given(matter: Matter) -> QuerySet[Rating]:
    """Return what was said of a matter (评价情况), the oldest first."""
    return Rating.objects.filter(matter=matter).select_related("by").order_by("at")
