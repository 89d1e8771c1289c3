"""Examinations before the review (合法性审核、公平竞争审查): whether there is to be one, and how it ended."""

from zhongshu.kit import text
from zhongshu.matters.kinds import Step
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import Examination, OutgoingDocument, Version
from zhongshu.outgoing.queries import examining as examined
from zhongshu.outgoing.rules import examining
from zhongshu.trail import actions as trail

STATIONS = tuple(subject for subject, _ in examining.SUBJECTS)


def check_said(step: Step) -> None:
    """Check what the unit's head says is to be examined (核稿): no more than may be, no less without a reason."""
    document = queries.document_of(step.matter)
    draft = queries.draft_of(queries.latest(document))
    said = _said(step, document)
    examining.check_normative(said["is_normative"], examined.exemption(document, draft))
    document.is_normative, document.affects_market = said["is_normative"], said["affects_market"]
    examining.check_declined(examined.hints(document, draft), step.opinion.strip())


def say(step: Step) -> None:
    """Keep what is to be examined; that something is stands on the trail."""
    document = queries.document_of(step.matter)
    said = _said(step, document)
    if said != {"is_normative": document.is_normative, "affects_market": document.affects_market}:
        OutgoingDocument.objects.filter(pk=document.pk).update(**said)
        trail.record(step.matter.stream, "outgoing.examination_settled", by=step.by.ref, at=step.at, detail=said)


def _said(step: Step, document: OutgoingDocument) -> dict[str, bool]:
    """What is not asked stays as it was said before."""
    before = {"is_normative": document.is_normative, "affects_market": document.affects_market}
    return {name: bool(step.fields.get(name, was)) for name, was in before.items()}


def check(step: Step) -> None:
    """Refuse an examination without a conclusion, and one whose conclusion does not go with what was done."""
    document = queries.document_of(step.matter)
    changed = Version.objects.filter(document=document, station=step.station, at__gte=step.task.opened_at)  # type: ignore[union-attr]
    opinion = text.clean_text(step.opinion, 2000, "审查意见")
    examining.check_conclusion(step.fields.get("conclusion"), opinion, has_changed=changed.exists())


def carry_out(step: Step) -> None:
    """Keep how an examination ended, and of which version (审查结论)."""
    _keep(step, step.fields["conclusion"])


def fail(step: Step) -> None:
    """Keep that an examination ended by sending the text back (审查不通过)."""
    if step.station in STATIONS:
        _keep(step, examining.FAILED)


def _keep(step: Step, conclusion: str) -> None:
    document = queries.document_of(step.matter)
    version = queries.latest(document)
    Examination.objects.create(
        task_id=step.number, document=document, version=version, subject=step.station, conclusion=conclusion
    )
    detail = {"subject": step.station, "conclusion": conclusion, "version": version.order}
    trail.record(step.matter.stream, "outgoing.examined", by=step.by.ref, at=step.at, detail=detail)


def check_examined(document: OutgoingDocument, version: Version) -> None:
    """Refuse to review or sign what was not examined as it stands. Raises Refused."""
    examining.check_examined(examined.missing(document, version))
