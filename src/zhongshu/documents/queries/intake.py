"""Reading what waits to be registered (待登记): what the machine read, what is doubtful, what is there already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from zhongshu.documents import rules
from zhongshu.documents.models import Arrival, Intake
from zhongshu.documents.queries import incoming
from zhongshu.documents.queries.likenesses import Likeness, likenesses
from zhongshu.documents.queries.readings import confidence, details, reading
from zhongshu.files.models import FileText
from zhongshu.jobs import queries as jobs
from zhongshu.jobs.models import Job
from zhongshu.org.models import Person

SETTLED = ("matter", "set_aside_at", "found_at", "unpacked_at")
IN_HAND = Q(**dict.fromkeys(SETTLED))
WITHHELD = Q(found_at__isnull=False, second_at=None)
BULKY = ("text", "layout", "warnings")  # of what was read, not needed for a list


@dataclass(slots=True)
class Row:
    """A file of a batch as its page shows it (收件明细).

    state: refused waiting reading failed unreadable read unpacked registered set_aside withheld. fields: value and
    confidence by name of what was read; doubts: names of the needed fields that must be looked at; likes: what is
    there already, None while nobody has looked; job: how far the reading is.
    """

    arrival: Arrival
    state: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    likes: list[Likeness] | None = None
    job: Job | None = None

    @property
    def details(self) -> dict[str, Any]:
        """What was read as the registration has it."""
        return details(self.arrival)

    @property
    def grades(self) -> dict[str, str]:
        """How far each field may be trusted: sure, check or missing, by the names of the registration's fields."""
        found = {field: confidence(self.fields, name) for name, field in rules.READ_AS.items()}
        return {field: rules.grade(confidence) for field, confidence in found.items()}

    @property
    def is_blank(self) -> bool:
        """Whether it was read and nothing that a registration needs was found: no document, or not in Chinese."""
        return self.state == "read" and all(self.grades[rules.READ_AS[name]] == "missing" for name in rules.NEEDED)

    @property
    def reading(self) -> FileText | None:
        """What was read of it, once it has been."""
        return reading(self.arrival)

    @property
    def error(self) -> str:
        """Why it could not be taken in, or not be read."""
        return self.arrival.error or getattr(self.reading, "error", "")

    @property
    def is_held(self) -> bool:
        """Whether its bytes lie in quarantine: an archive does when one of its members is secret."""
        return hasattr(self.arrival.file, "quarantine")

    @property
    def is_sure(self) -> bool:
        """Whether it may be registered without being looked at (无疑义)."""
        return self.state == "read" and not self.doubts and self.likes == []


def intakes(person: Person, kind: str, organ: int, at: datetime) -> QuerySet[Intake]:
    """Return the batches of a register that the person keeps (收件批次), newest first.

    With the numbers of its files: `files`, `waits` in hand, `held` in quarantine, `lost` that could not be taken in.
    """
    if not incoming.keeps(person, kind, organ, at):
        return Intake.objects.none()
    counted = Intake.objects.filter(organ=organ, kind=kind).annotate(
        files=_count(),
        waits=_count(IN_HAND, file__isnull=False),
        held=_count(WITHHELD),
        lost=_count(file=None),
    )
    return counted.select_related("by").order_by("-at", "-pk")


def _count(*conditions: Q, **wanted: Any) -> Coalesce:
    """Count the files of each batch that is shown, not of all that there are."""
    found = Arrival.objects.filter(*conditions, intake=OuterRef("pk"), **wanted).order_by().values("intake")
    return Coalesce(Subquery(found.annotate(count=Count("pk")).values("count")), 0)


def intake_for(person: Person, number: int, at: datetime) -> Intake | None:
    """Return a batch of a register that the person keeps, or None."""
    found = Intake.objects.filter(pk=number).select_related("by").first()
    return found if found and incoming.keeps(person, found.kind, found.organ_id, at) else None


def arrival_for(person: Person, number: int, at: datetime) -> Arrival | None:
    """Return a file that waits in a register that the person keeps, or None; of what is withheld nobody sees more."""
    rows = Arrival.objects.select_related("intake", "archive", "file__reading", "matter")
    found = rows.filter(pk=number, file__isnull=False, found_at=None).first()
    return found if found and incoming.keeps(person, found.intake.kind, found.intake.organ_id, at) else None


def batch_of(person: Person, arrival: int, at: datetime) -> Intake | None:
    """Return the batch that a file came in with, whatever became of the file, if the person keeps its register."""
    found = Arrival.objects.filter(pk=arrival).first()
    return intake_for(person, found.intake_id, at) if found else None


def next_in_hand(arrival: Arrival) -> Arrival | None:
    """Return what of the same batch is to be registered next (下一件): the one after it, else the first, or None."""
    others = arrival.intake.arrivals.filter(IN_HAND, file__isnull=False).exclude(pk=arrival.pk)
    others = others.exclude(file__suffix="zip").order_by("pk")
    return others.filter(pk__gt=arrival.pk).first() or others.first()


def withheld(person: Person, organ: int, at: datetime) -> QuerySet[Arrival]:
    """Return what lies in quarantine until two persons have judged it (待处理隔离件)."""
    if not incoming.keeps(person, rules.PAPER_CARD, organ, at):
        return Arrival.objects.none()
    own = Exists(Intake.objects.filter(pk=OuterRef("intake"), organ=organ))  # joined, SQLite would begin with them all
    waiting = Arrival.objects.filter(WITHHELD, own)
    return waiting.select_related("intake__by", "first_by").order_by("-found_at", "-pk")


def rows(intake: Intake) -> list[Row]:
    """Return the files of a batch in the order in which they came, each with what was read; `compare` looks further."""
    known = intake.arrivals.select_related("intake", "archive", "file__reading", "file__quarantine", "matter").defer(
        *(f"file__reading__{name}" for name in BULKY)
    )
    found = list(known.order_by("pk"))
    found.sort(key=lambda each: (each.archive_id or each.pk, each.archive_id is not None, each.place, each.pk))
    running = _jobs(found)
    return [_row(each, running.get(rules.job_key(each.pk))) for each in found]


def compare(rows: Sequence[Row], person: Person, at: datetime) -> None:
    """Say of each file of a batch that was read what is like it (查重): of a large batch this takes a while."""
    arrivals = _read(rows)
    likes = likenesses(person, arrivals, arrivals, at)
    for row in rows:
        row.likes = likes.get(row.arrival.pk, [])


def row(arrival: Arrival, person: Person, at: datetime) -> Row:
    """Return one file as `rows` does, with what is like it, of its own batch too."""
    made = _row(arrival, _jobs([arrival]).get(rules.job_key(arrival.pk)))
    batch = _read(rows(arrival.intake)) if made.state == "read" else []
    made.likes = likenesses(person, _read([made]), batch, at).get(arrival.pk, [])
    return made


def _read(rows: Iterable[Row]) -> list[Arrival]:
    return [row.arrival for row in rows if row.state == "read"]


def sure(person: Person, intake: int, at: datetime) -> list[Arrival]:
    """Return the files of a batch that may be registered without being looked at (无疑义件)."""
    found = intake_for(person, intake, at)
    batch = rows(found) if found else []
    compare(batch, person, at)
    return [row.arrival for row in batch if row.is_sure]


def _jobs(arrivals: Iterable[Arrival]) -> dict[str | None, Job]:
    keys = [rules.job_key(each.pk) for each in arrivals if reading(each) is None]
    return {job.unique_key: job for job in jobs.unfinished().filter(unique_key__in=keys)} if keys else {}


def _row(arrival: Arrival, job: Job | None) -> Row:
    text = reading(arrival)
    made = Row(arrival, _state(arrival, text, job), job=job)
    if text and not text.error:
        made.fields = text.fields
        made.doubts = tuple(name for name in rules.NEEDED if confidence(text.fields, name) < rules.SURE)
    return made


def _state(arrival: Arrival, text: FileText | None, job: Job | None) -> str:
    for state, is_so in (
        ("withheld", arrival.found_at),
        ("registered", arrival.matter_id),
        ("set_aside", arrival.set_aside_at),
        ("refused", arrival.error),
        ("unpacked", arrival.unpacked_at),
    ):
        if is_so:
            return state
    if text:
        return "unreadable" if text.error else "read"
    if arrival.archive and arrival.archive.unpacked_at is None:
        return "waiting"  # its reading begins when all of the archive is out
    if job is None:
        return "failed"
    return "reading" if job.lease_until else "waiting"
