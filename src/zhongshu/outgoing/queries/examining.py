"""What was examined of a document (合法性审核、公平竞争审查情况), what is to be, and what hints at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from zhongshu.calendars import queries as calendars
from zhongshu.gongwen.draft.model import Draft
from zhongshu.org import queries as org
from zhongshu.outgoing.models import Examination, OutgoingDocument, Version
from zhongshu.outgoing.queries import texts
from zhongshu.outgoing.rules import examining


@dataclass(frozen=True, slots=True)
class Examined:
    """One examination as it is shown. days: working days that it took; note: what is to be said of that."""

    subject: str
    conclusion: str
    by: str
    opinion: str
    began: date
    ended: date
    days: int
    note: str
    order: int
    is_current: bool


def demanded(document: OutgoingDocument) -> list[str]:
    """Return what is to be examined, as its unit said (应审查事项)."""
    said = {examining.FAIR_COMPETITION: document.affects_market, examining.LEGALITY: document.is_normative}
    return [subject for subject, is_demanded in said.items() if is_demanded]


def missing(document: OutgoingDocument, version: Version) -> list[tuple[str, bool]]:
    """Return what no examination stands for under this very substance: (subject, whether an older text passed)."""
    found = []
    for subject in demanded(document):
        last = _standing(document).filter(subject=subject).last()
        passed = last is not None and last.conclusion != examining.FAILED
        if last is None or not passed or texts.substance_of(last.version) != texts.substance_of(version):
            found.append((subject, passed))
    return found


def examined(document: OutgoingDocument, version: Version) -> list[Examined]:
    """Return every examination, the oldest first (审查情况)."""
    substance = texts.substance_of(version)
    return [_shown(one, substance) for one in _standing(document)]


def _standing(document: OutgoingDocument) -> QuerySet[Examination]:
    found = Examination.objects.filter(document=document, task__withdrawn_at=None)
    return found.select_related("task__done_by", "version").order_by("task__done_at", "pk")


def _shown(one: Examination, substance: str) -> Examined:
    began, ended = org.local_day(one.task.opened_at), org.local_day(one.task.done_at)  # type: ignore[arg-type]
    days = calendars.workdays_between(began, ended)
    return Examined(
        subject=dict(examining.SUBJECTS)[one.subject],
        conclusion=dict(examining.CONCLUSIONS)[one.conclusion],
        by=one.task.done_by.name if one.task.done_by else "",
        opinion=one.task.opinion,
        began=began,
        ended=ended,
        days=days,
        note=examining.term(days) if one.subject == examining.LEGALITY else "",
        order=one.version.order,
        is_current=texts.substance_of(one.version) == substance,
    )


def elapsed(opened_at: datetime, at: datetime) -> int:
    """Return how many working days an examination has taken so far (已用工作日)."""
    return calendars.workdays_between(org.local_day(opened_at), org.local_day(at))


def hints(document: OutgoingDocument, draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield what the text looks like and why, where nobody has said so yet: (subject, why)."""
    title, text = draft.title.replace("\n", ""), "\n".join(draft.paragraphs)
    if not document.is_normative and (why := examining.looks_normative(document.genre, title, text)):
        yield examining.LEGALITY, why
    if not document.affects_market and (why := examining.looks_like_market(title, text)):
        yield examining.FAIR_COMPETITION, why


def exemption(document: OutgoingDocument, draft: Draft) -> str:
    """Return as what a document is exempt from legality review, or nothing (不作合法性审核的理由)."""
    return examining.exemption(document.genre, draft.title.replace("\n", ""))
