"""Conflicts with documents of superiors (与上级文件不一致): those that were raised, and what they are raised about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from zhongshu.documents import queries as documents
from zhongshu.documents import rules as incoming
from zhongshu.documents.models import IncomingDocument
from zhongshu.org.models import Person
from zhongshu.outgoing.models import Conflict, OutgoingDocument, Version
from zhongshu.outgoing.queries import passages
from zhongshu.outgoing.queries.passages import Found, Paragraph
from zhongshu.outgoing.rules import WRITING
from zhongshu.outgoing.rules.consulting import SUPERIOR

MOST_OFFERED = 8


def of_document(document: OutgoingDocument) -> QuerySet[Conflict]:
    """Return the conflicts that were raised on a document, unanswered ones first."""
    found = Conflict.objects.filter(document=document).select_related("by", "answered_by", "version")
    return found.order_by(F("answered_at").asc(nulls_first=True), "at", "pk")


@dataclass(frozen=True, slots=True)
class Raised:
    """A conflict as it is shown. number: by which it is known on the page; found: its passage, None when it is gone."""

    number: int
    row: Conflict
    found: Found | None


def raised(document: OutgoingDocument, written: Sequence[Paragraph]) -> list[Raised]:
    """Return the conflicts that were raised on a document, with their passages in a text."""
    rows = enumerate(of_document(document), 1)
    return [Raised(number, one, passages.find(written, "", one.quote)) for number, one in rows]


def unanswered(document: OutgoingDocument) -> list[Conflict]:
    """Return those that nobody has answered: the text is not signed before they are (未答复的不一致意见)."""
    return list(of_document(document).filter(answered_at=None))


def revised(conflict: Conflict) -> Version | None:
    """Return the last version that somebody wrote after a conflict was raised, whichever it was raised on (修改)."""
    newer = Version.objects.filter(document=conflict.document_id, at__gt=conflict.at, station__in=WRITING)
    return newer.order_by("order").last()


def offered(person: Person, words: str, at: datetime) -> list[tuple[int, str]]:
    """Return documents that came in here and fit what is looked for, as they are cited (查找上级文件)."""
    if not words.strip():
        return []
    found = documents.register(person, incoming.INCOMING, at, {"q": words.strip()})
    return [
        (one.matter_id, cited(one)) for one in found.exclude(matter__title="").select_related("matter")[:MOST_OFFERED]
    ]


def cited(document: IncomingDocument) -> str:
    """Return a document as it is cited: title first, then its number (引用公文, 条例 art. 19)."""
    number = f"（{document.sender_number}）" if document.sender_number else ""
    return f"《{document.matter.title}》{number}"[:SUPERIOR]
