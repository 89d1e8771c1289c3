"""What the matter page, the list of versions and the printed slip show of an outgoing document (发文信息)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from zhongshu.kit import terms
from zhongshu.matters.kinds import Paper
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import rules
from zhongshu.outgoing.models import OutgoingDocument, Version
from zhongshu.outgoing.queries import dispatching, documents, gate, heard, passing, texts
from zhongshu.outgoing.rules import pieces
from zhongshu.seals import queries as seals

TITLES = {
    "checking": "核稿意见",
    "countersign": "会签意见",
    "fair_competition": "公平竞争审查意见",
    "legality": "合法性审核意见",
    "review": "审核意见",
    "sign_off": "签发意见",
    "joint": "联合会签意见",
    "recheck": "复核",
}


def part(matter: Matter, person: Person) -> Mapping[str, Any]:
    """Return what the matter page shows of the document itself.

    version, draft: the one in force, or the one that the person is consulted about; heard: see `heard.part`.
    writes: whether the person may change the text now; unsent: what they have written and not handed in; signed: the
    signatures that stand; passed: what the last review let pass; impressions: the electronic seals on it;
    sealing_fault: why they could not be set.
    """
    document, now = OutgoingDocument.objects.get(matter=matter), timezone.now()
    writes = texts.writing_task(matter, person, now) is not None
    said = heard.part(matter, document, person, now)
    latest = texts.latest(document)
    version = latest if writes or not said["asked"] else said["asked"]
    review, impressions = gate.last_review(document), seals.impressions(matter)
    return {
        "document": document,
        "genre": terms.show(pieces.NAMES, document.genre),
        "direction": "" if pieces.is_piece(document.genre) else dict(rules.DIRECTIONS)[document.direction],
        "may_be_issued": _may_be_issued(matter, document),
        "disclosure": dict(rules.DISCLOSURES)[document.disclosure],
        "grade": dict(terms.TELEGRAM_GRADES).get(document.telegram_grade, ""),
        "version": version,
        "draft": texts.draft_of(version),
        "latest": latest,
        "heard": said,
        "writes": writes,
        "unsent": texts.working_copy(document, person),
        "signed": texts.signatures(document),
        "review": review,
        **dispatching.part(matter, org.local_day(now)),
        "passed": list(review.waivers.all()) if review else [],
        "impressions": impressions,
        "sealing_fault": dispatching.sealing_fault(matter, impressions),
        "gate": passing.part(matter, document, person, now),
    }


def _may_be_issued(matter: Matter, document: OutgoingDocument) -> bool:
    """Tell whether a piece was approved and is for all to know (以通知印发)."""
    is_done = pieces.is_piece(document.genre) and matter.outcome == "completed"
    return is_done and matter.restricted_at is None


def versions(document: OutgoingDocument) -> QuerySet[Version]:
    """Return the versions of a document, the last one first (文稿版本)."""
    return Version.objects.filter(document=document).select_related("by").order_by("-order")


def organ_kept_by(person: Person, at: datetime, *, known: org.Directory | None = None) -> int | None:
    """Return the organ whose numbers a registrar keeps (发文字号管理), or None for whoever is none."""
    known = known or org.directory()
    organ = seals.organ_of(person, at, known=known)
    return organ if organ and org.has_role(person.pk, "registrar", at, unit=organ, known=known) else None


def paper(matter: Matter) -> Paper:
    """Return what the drafting slip says (发文稿纸): the parts of the document, opinions under their names."""
    document = documents.document_of(matter)
    draft = texts.draft_of(texts.latest(document))
    rows = (
        ("发文字号", matter.number),
        ("文种", terms.show(pieces.NAMES, document.genre)),
        ("行文方向", "" if pieces.is_piece(document.genre) else dict(rules.DIRECTIONS)[document.direction]),
        ("公开属性", dict(rules.DISCLOSURES)[document.disclosure]),
        ("拟稿人", matter.opened_by.name),
        ("主送机关", draft.recipients),
        ("抄送机关", draft.copied_to),
        ("附件", "；".join(one.title for one in draft.attachments)),
        ("印数", draft.copies),
    )
    return Paper("发文稿纸", rows, TITLES, heard.on_slip(document, timezone.now()), received="拟稿日期")
