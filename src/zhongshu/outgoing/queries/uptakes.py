"""What documents were taken up by (以文辅政): of one document, of an organ in a year."""

from datetime import datetime

from django.db.models import QuerySet

from zhongshu.matters import queries as matters
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import Uptake


def uptakes(document: int) -> list[Uptake]:
    """Return what took a document up, the last one first (采用情况)."""
    found = Uptake.objects.filter(document=document, withdrawn_at=None).select_related("by", "matter")
    return list(found.order_by("-taken_on", "-pk"))


def taken_up(person: Person, at: datetime, year: int, *, known: org.Directory | None = None) -> QuerySet[Uptake]:
    """Return what a person may see of what was taken up in a year (以文辅政登记)."""
    seen = matters.visible_to(person, at, known=known)
    found = Uptake.objects.filter(document__matter__in=seen, withdrawn_at=None, taken_on__year=year)
    return found.select_related("document__matter__lead_unit", "matter").order_by("-taken_on", "-pk")
