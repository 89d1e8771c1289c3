"""Reading what waits to be registered (待登记): what the machine read, what is doubtful, what is there already."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhongshu.documents import rules
from zhongshu.documents.models import Arrival, IncomingDocument, Intake
from zhongshu.documents.queries import incoming
from zhongshu.files import queries as files
from zhongshu.files.models import FileText
from zhongshu.gongwen import numbers
from zhongshu.jobs import queries as jobs
from zhongshu.jobs.models import Job
from zhongshu.kit import terms
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment
from zhongshu.org.models import Person

SETTLED = ("matter", "set_aside_at", "found_at", "unpacked_at")
IN_HAND = Q(**dict.fromkeys(SETTLED))
GENRES = {chinese: key for key, chinese in terms.GENRES}
BULKY = ("text", "layout", "warnings")  # of what was read, not needed for a list
GRADES = {chinese: key for key, chinese in (*terms.URGENCY, *terms.TELEGRAM_GRADES)}


@dataclass(frozen=True, slots=True)
class Likeness:
    """Something that is there already (疑似重复): how it is the same, and as what it was registered, if it was."""

    reason: str
    number: str = ""
    matter: int = 0


@dataclass(slots=True)
class Row:
    """A file of a batch as its page shows it (收件明细).

    state: refused waiting reading failed unreadable read unpacked registered set_aside withheld. fields: value and
    confidence by name of what was read; doubts: names of the needed fields that must be looked at; job: how far the
    reading is.
    """

    arrival: Arrival
    state: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    likes: list[Likeness] = field(default_factory=list)
    job: Job | None = None

    @property
    def details(self) -> dict[str, Any]:
        """What was read as the registration has it."""
        return details(self.arrival)

    @property
    def grades(self) -> dict[str, str]:
        """How far each field may be trusted: sure, check or missing, by the names of the registration's fields."""
        found = {field: _confidence(self.fields, name) for name, field in rules.READ_AS.items()}
        return {field: rules.grade(confidence) for field, confidence in found.items()}

    @property
    def is_blank(self) -> bool:
        """Whether it was read and nothing that a registration needs was found: no document, or not in Chinese."""
        return self.state == "read" and all(self.grades[rules.READ_AS[name]] == "missing" for name in rules.NEEDED)

    @property
    def reading(self) -> FileText | None:
        """What was read of it, once it has been."""
        return _reading(self.arrival)

    @property
    def error(self) -> str:
        """Why it could not be taken in, or not be read."""
        return self.arrival.error or getattr(self.reading, "error", "")

    @property
    def is_sure(self) -> bool:
        """Whether it may be registered without being looked at (无疑义)."""
        return self.state == "read" and not self.doubts and not self.likes


def intakes(person: Person, kind: str, organ: int, at: datetime) -> QuerySet[Intake]:
    """Return the batches of a register that the person keeps (收件批次), newest first.

    With the numbers of its files: `files`, `waits` in hand, `held` in quarantine, `lost` that could not be taken in.
    """
    if not incoming.keeps(person, kind, organ, at):
        return Intake.objects.none()
    in_hand = Q(**{f"arrivals__{name}": None for name in SETTLED})
    counted = Intake.objects.filter(organ=organ, kind=kind).annotate(
        files=Count("arrivals"),
        waits=Count("arrivals", filter=in_hand & Q(arrivals__file__isnull=False)),
        held=Count("arrivals", filter=Q(arrivals__found_at__isnull=False, arrivals__second_at=None)),
        lost=Count("arrivals", filter=Q(arrivals__file=None)),
    )
    return counted.select_related("by").order_by("-at", "-pk")


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


def copy_of(person: Person, arrival: Arrival, at: datetime) -> Attachment | None:
    """Return the same bytes on a matter that the person may see (文件完全相同), or None."""
    return _visible_copies(person, [arrival.file_id] if arrival.file_id else [], at).first()


def withheld(person: Person, organ: int, at: datetime) -> QuerySet[Arrival]:
    """Return what lies in quarantine until two persons have judged it (待处理隔离件)."""
    if not incoming.keeps(person, rules.PAPER_CARD, organ, at):
        return Arrival.objects.none()
    waiting = Arrival.objects.filter(intake__organ=organ, found_at__isnull=False, second_at=None)
    return waiting.select_related("intake__by", "first_by").order_by("-found_at", "-pk")


def rows(intake: Intake, person: Person, at: datetime) -> list[Row]:
    """Return the files of a batch in the order in which they came, each with what was read and what is like it."""
    known = intake.arrivals.select_related("intake", "archive", "file__reading", "matter").defer(
        *(f"file__reading__{name}" for name in BULKY)
    )
    found = list(known.order_by("pk"))
    found.sort(key=lambda each: (each.archive_id or each.pk, each.archive_id is not None, each.place, each.pk))
    running = _jobs(found)
    made = [_row(each, running.get(rules.job_key(each.pk))) for each in found]
    likes = likenesses(person, [row.arrival for row in made if row.state == "read"], at)
    for row in made:
        row.likes = likes.get(row.arrival.pk, [])
    return made


def row(arrival: Arrival, person: Person, at: datetime) -> Row:
    """Return one file as `rows` does, with what else of its batch is like it."""
    made = _row(arrival, _jobs([arrival]).get(rules.job_key(arrival.pk)))
    if made.state == "read":
        made.likes = next(each.likes for each in rows(arrival.intake, person, at) if each.arrival == arrival)
    return made


def sure(person: Person, intake: int, at: datetime) -> list[Arrival]:
    """Return the files of a batch that may be registered without being looked at (无疑义件)."""
    found = intake_for(person, intake, at)
    return [row.arrival for row in rows(found, person, at) if row.is_sure] if found else []


def _jobs(arrivals: Iterable[Arrival]) -> dict[str | None, Job]:
    keys = [rules.job_key(each.pk) for each in arrivals if _reading(each) is None]
    return {job.unique_key: job for job in jobs.unfinished().filter(unique_key__in=keys)} if keys else {}


def _reading(arrival: Arrival) -> FileText | None:
    return getattr(arrival.file, "reading", None)


def _row(arrival: Arrival, job: Job | None) -> Row:
    text = _reading(arrival)
    made = Row(arrival, _state(arrival, text, job), job=job)
    if text and not text.error:
        made.fields = text.fields
        made.doubts = tuple(name for name in rules.NEEDED if _confidence(text.fields, name) < rules.SURE)
    return made


def _confidence(fields: Mapping[str, Any], name: str) -> float:
    found = fields.get(name) or {}
    return float(found.get("confidence") or 0) if found.get("value") else 0.0


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


def details(arrival: Arrival) -> dict[str, Any]:
    """Return what was read as the registration form has it (登记要素): empty where nothing was found."""
    text = _reading(arrival)
    fields = {name: found["value"] for name, found in (text.fields if text else {}).items() if found["value"]}
    return {
        "title": (fields.get("title") or "")[:200],
        "sender": "、".join(fields.get("issuers") or [])[:200],
        "sender_number": (fields.get("doc_number") or "")[:100],
        "genre": GENRES.get(fields["genre"], "other") if fields.get("genre") else "",
        "dated": date.fromisoformat(fields["date"]) if fields.get("date") else None,
        "recipients": "，".join(fields.get("recipients") or [])[:400],
        "attachment_titles": "\n".join(fields.get("attachments") or [])[:2000],
        "urgency": _grade(fields.get("urgency") or "", arrival.intake.kind),
        "copies": 1,
        "copy_number": "",
        "note": "",
    }


def _grade(found: str, kind: str) -> str:
    grades = terms.TELEGRAM_GRADES if kind == rules.TELEGRAM else terms.URGENCY
    plain = "routine" if kind == rules.TELEGRAM else "none"
    return GRADES[found] if found in {words for _, words in grades} else plain


def likenesses(person: Person, arrivals: Sequence[Arrival], at: datetime) -> dict[int, list[Likeness]]:
    """Return what is there already of each file (查重): {arrival number: likenesses}, the surest first.

    By number and issuer, by the same bytes, and by nearly the same text; among what the person may see.
    """
    found: dict[int, list[Likeness]] = {}
    for look in (_by_number, _by_bytes, _by_text):
        for number, like in look(person, arrivals, at):
            if like.matter not in {each.matter for each in found.get(number, ()) if each.matter}:
                found.setdefault(number, []).append(like)
    return found


def _by_number(person: Person, arrivals: Sequence[Arrival], at: datetime) -> Iterable[tuple[int, Likeness]]:
    keys: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        if key := numbers.number_key(details(arrival)["sender_number"]):
            keys.setdefault(key, []).append(arrival)
    same = incoming.visible_to(person, at).filter(number_key__in=list(keys)).exclude(matter__outcome="voided")
    for document in same.select_related("matter").order_by("pk"):
        for arrival in keys[document.number_key]:
            yield arrival.pk, Likeness(_number_words(document, arrival), document.matter.number, document.pk)
    for waiting in keys.values():
        for arrival in waiting[1:]:
            yield arrival.pk, Likeness("与本批另一文件字号相同")


def _number_words(document: IncomingDocument, arrival: Arrival) -> str:
    same = document.sender == details(arrival)["sender"]
    return "字号和来文单位相同" if same else "字号相同，来文单位不同"


def _by_bytes(person: Person, arrivals: Sequence[Arrival], at: datetime) -> Iterable[tuple[int, Likeness]]:
    wanted: dict[int | None, list[Arrival]] = {}
    for arrival in arrivals:
        wanted.setdefault(arrival.file_id, []).append(arrival)
    for kept in _visible_copies(person, [number for number in wanted if number], at):
        for arrival in wanted[kept.file_id]:
            if arrival.matter_id != kept.matter_id:
                yield arrival.pk, Likeness("文件完全相同", kept.matter.number, kept.matter_id)
    for same in wanted.values():
        for arrival in same[1:]:
            yield arrival.pk, Likeness("与本批另一文件完全相同")


def _by_text(person: Person, arrivals: Sequence[Arrival], at: datetime) -> Iterable[tuple[int, Likeness]]:
    alike = files.alike([text for arrival in arrivals if (text := _reading(arrival))])
    others = {other for shares in alike.values() for other in shares}
    kept = {each.file_id: each for each in _visible_copies(person, others, at)}
    waiting = {each.file_id: each for each in arrivals}
    for arrival in arrivals:
        for other, share in alike.get(arrival.file_id or 0, {}).items():
            words = f"内容相近（{share:.0%}）"
            if other in kept:
                yield arrival.pk, Likeness(words, kept[other].matter.number, kept[other].matter_id)
            elif other in waiting and waiting[other].pk < arrival.pk:
                yield arrival.pk, Likeness(f"与本批“{waiting[other].name}”{words}")


def _visible_copies(person: Person, numbers: Iterable[int], at: datetime) -> QuerySet[Attachment]:
    seen = Attachment.objects.filter(file__in=list(numbers), matter__in=matters.visible_to(person, at))
    return seen.filter(withheld_at=None).exclude(matter__outcome="voided").select_related("matter").order_by("pk")
