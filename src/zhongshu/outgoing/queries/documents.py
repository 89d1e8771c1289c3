"""Reading outgoing documents: the register (发文登记簿), one document, the numbers of an organ."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhongshu.gongwen import numbers
from zhongshu.kit import terms
from zhongshu.matters import queries as matters
from zhongshu.matters.kinds import Searched
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import visible
from zhongshu.numbering.models import Number, Series
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import texts
from zhongshu.outgoing.rules import pieces

CODE = "outgoing:"  # before the 机关代字 in the code of its series


def visible_to(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[OutgoingDocument]:
    """Return the outgoing documents that a person may see."""
    return OutgoingDocument.objects.filter(matter__in=matters.visible_to(person, at, known=known))


def document_of(matter: Matter) -> OutgoingDocument:
    """Return the document of a matter that was found visible."""
    return OutgoingDocument.objects.get(matter=matter)


def register(
    person: Person, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[OutgoingDocument]:
    """Return the register, newest first, narrowed by what is wanted: q (title, number), year, genre, state, unit."""
    found = visible.listed_rows(OutgoingDocument.objects.all(), person, at, known=known)
    found = found.select_related("matter__lead_unit", "matter__opened_by", "ended")
    if wanted.get("q"):
        words = wanted["q"]
        found = found.filter(Q(matter__title__icontains=words) | Q(matter__number__icontains=numbers.normalise(words)))
    for name in ("year", "genre"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    if wanted.get("unit"):
        found = found.filter(matter__lead_unit=wanted["unit"])
    return _in_state(found, wanted.get("state", ""), org.local_day(at)).order_by("-pk")


def _in_state(found: QuerySet[OutgoingDocument], state: str, today: date) -> QuerySet[OutgoingDocument]:
    match state:
        case "open":
            return found.filter(matter__closed_at=None)
        case "numbered":
            return found.exclude(matter__number="")
        case "closed":
            return found.filter(matter__closed_at__isnull=False)
        case "annulled" | "repealed":
            return found.filter(ended__manner=state, ended__effective__lte=today)
    return found


def years(at: datetime) -> list[int]:
    """Return the years in which documents were begun, this year first: by the first of them, without looking at all."""
    first, this = OutgoingDocument.objects.order_by("pk").values_list("year", flat=True).first(), org.local_day(at).year
    return list(range(this, min(first or this, this) - 1, -1))


def codes(organ: int) -> QuerySet[Series]:
    """Return the series of document numbers of an organ (发文字号), one for each 机关代字."""
    return Series.objects.filter(organ=f"organ:{organ}", code__startswith=CODE).order_by("id")


def taken(matter: Matter) -> Number | None:
    """Return the document number that a matter has, kept over every return (已编文号)."""
    held = Number.objects.filter(holder=matter.stream, voided_at=None, series__code__startswith=CODE)
    return held.select_related("series").first()


def searchable(matter: Matter) -> Searched:
    """Return what a document is found by beside its title: genre and the whole text."""
    from zhongshu.gongwen.check import drafts

    document = document_of(matter)
    written = drafts.of_draft(texts.draft_of(texts.latest(document)))
    text = "\n".join(paragraph.text for paragraph in written.paragraphs)
    return Searched((("文种", terms.show(pieces.NAMES, document.genre)), ("正文", text)))
