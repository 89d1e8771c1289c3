"""What is laid beside a draft while it is written (参阅): documents found, earlier ones, and how they are cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zhongshu.documents import rules as incoming
from zhongshu.documents.models import IncomingDocument
from zhongshu.files import queries as files
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment, Link, Matter
from zhongshu.matters.queries import visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import rules
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import draft_files, texts
from zhongshu.outgoing.rules import ceasing, citing, telegrams
from zhongshu.search import queries as finding

WRITTEN_HERE = (rules.OUTGOING, telegrams.TELEGRAM)
KINDS = (incoming.INCOMING, incoming.TELEGRAM, *WRITTEN_HERE)
MOST = 12  # so many of each are offered
LONGEST = 60_000  # characters of what is read beside the draft


@dataclass(frozen=True, slots=True)
class Source:
    """A document to be read beside the draft (参阅公文).

    cited: as a text names it (引文), empty before its issue. force: what is to be said of its end (效力).
    """

    matter: Matter
    number: str
    origin: str
    cited: str
    force: str = ""


def found(
    matter: Matter, person: Person, query: str, at: datetime, *, known: org.Directory | None = None
) -> list[Source]:
    """Return the documents, incoming and outgoing, that a person may see and that have all words of a query.

    The one that is being written is none of them.
    """
    known = known or org.directory()
    met = finding.find(
        query,
        visible=matters.visible_to(person, at, known=known).filter(kind__in=KINDS).exclude(pk=matter.pk),
        few=lambda limit: visible.granted(person, at, limit, known=known),
        best=True,
        size=MOST,
    )
    return _sources([hit.subject for hit in met.hits], at)


def answered(matter: Matter, person: Person, at: datetime, *, known: org.Directory | None = None) -> list[Source]:
    """Return what a document answers (来文), which its text cites first."""
    seen = matters.visible_to(person, at, known=known)
    links = Link.objects.filter(source=matter, relation="reply_to", target__in=seen).order_by("pk")
    return _sources(list(links.values_list("target", flat=True)), at)


def earlier(
    document: OutgoingDocument, person: Person, at: datetime, *, known: org.Directory | None = None
) -> list[Source]:
    """Return earlier documents of the same unit and genre (以往文稿), the newest first."""
    seen = OutgoingDocument.objects.filter(matter__in=visible.listed(person, at, known=known), genre=document.genre)
    same = seen.filter(matter__lead_unit=document.matter.lead_unit_id).exclude(pk=document.pk)
    return _sources(list(same.order_by("-matter__opened_at", "-pk").values_list("pk", flat=True)[:MOST]), at)


def source(person: Person, number: int, at: datetime, *, known: org.Directory | None = None) -> Source | None:
    """Return one that a person may see, or None."""
    seen = matters.visible_to(person, at, known=known).filter(pk=number, kind__in=KINDS)
    return next(iter(_sources(list(seen.values_list("pk", flat=True)), at)), None)


def paragraphs_of(shown: Source) -> list[str]:
    """Return what a document says: the text in force, or of what came in the words of its files (原文)."""
    matter = shown.matter
    if matter.kind in WRITTEN_HERE:
        return draft_files.paragraphs(texts.draft_of(texts.latest(matter.pk)))
    originals = Attachment.objects.filter(matter=matter, role="original", withheld_at=None).order_by("pk")
    read = files.texts(originals.values_list("file", flat=True))
    whole = "\n".join(read[number] for number in originals.values_list("file", flat=True) if number in read)
    return [line.strip() for line in whole[:LONGEST].split("\n") if line.strip()]


def _sources(numbers: Sequence[int], at: datetime) -> list[Source]:
    told = ("incoming_document", "outgoing_document__ended", "lead_unit")
    rows = Matter.objects.select_related(*told).in_bulk(numbers)
    return [_source(rows[number], org.local_day(at)) for number in numbers if number in rows]


def _source(matter: Matter, today: date) -> Source:
    came: IncomingDocument | None = getattr(matter, "incoming_document", None)
    number = came.sender_number if came else matter.number
    unit = matter.lead_unit.short_name if matter.lead_unit else ""
    cited = citing.citation(matter.title, number) if came or number else ""
    return Source(matter, number, came.sender if came else unit, cited, _force(matter, came, today))


def _force(matter: Matter, came: IncomingDocument | None, today: date) -> str:
    """Say how a document lost its force or will, and whether it may still be gone by, or nothing."""
    if came:
        return incoming.say_force(came.force, came.force_ends, today)
    ended = getattr(getattr(matter, "outgoing_document", None), "ended", None)
    return ceasing.say(ended, today) if ended else ""
