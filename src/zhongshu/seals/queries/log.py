"""The log of uses (用印登记簿): complete for who keeps it or the seal; what a matter hides is hidden here too."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value

from zhongshu.matters import queries as matters
from zhongshu.matters.queries import visible
from zhongshu.matters.rules import WITHHELD, end_of_day
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.seals import rules
from zhongshu.seals.models import Keeping, Use

TOLD = ("seal", "matter", "applicant", "approver", "witness", "sealed_by", "voided_by")


def _visible(person: Person, at: datetime, known: org.Directory) -> QuerySet[Use]:
    """Return the lines that a person sees, each with `is_shown`: whether the person may see of what it tells."""
    organs = org.organs_with_role(person.pk, rules.READERS, at, known=known)
    kept = list(Keeping.objects.filter(keeper=person, until=None).values_list("seal", flat=True))
    own = Q(matter__in=visible.listed(person, at, known=known))
    if not organs and not kept:
        return Use.objects.filter(own).annotate(is_shown=Value(True, output_field=BooleanField()))
    is_shown = Exists(matters.visible_to(person, at, known=known).filter(pk=OuterRef("matter")))
    return Use.objects.filter(Q(organ__in=organs) | Q(seal__in=kept) | own).annotate(is_shown=is_shown)


def log(
    person: Person, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[Use]:
    """Return the log, newest first. wanted: q (title, number, reason, receiver, own number), year, seal, first and last
    day, state (live | voided)."""
    found = _visible(person, at, known or org.directory())
    if wanted.get("q"):
        found = found.filter(_matching(wanted["q"]))
    for name in ("year", "seal"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    if wanted.get("first"):
        found = found.filter(at__gt=end_of_day(wanted["first"] - timedelta(days=1)))
    if wanted.get("last"):
        found = found.filter(at__lte=end_of_day(wanted["last"]))
    if wanted.get("state"):
        found = found.filter(voided_at__isnull=wanted["state"] == "live")
    return found.select_related(*TOLD).order_by("-at", "-id")


def _matching(words: str) -> Q:
    """What is hidden is not found by its words either."""
    said = Q(title__icontains=words) | Q(document_number__icontains=words)
    said |= Q(reason__icontains=words) | Q(sent_to__icontains=words)
    return Q(number__icontains=words) | said & Q(("is_shown", True))


def years(person: Person, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return the years of the log, the newest first."""
    found = _visible(person, at, known or org.directory())
    return list(found.order_by("-year").values_list("year", flat=True).distinct())


def use_for(person: Person, number: int, at: datetime) -> Use | None:
    """Return a line of the log that the person may read in full, or None."""
    return _visible(person, at, org.directory()).filter(Q(("is_shown", True)), pk=number).select_related(*TOLD).first()


__all__ = ["WITHHELD", "log", "use_for", "years"]
