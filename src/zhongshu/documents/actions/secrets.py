"""State secrets (涉密不上网): refusals, tracking cards of papers, and what turns out to be secret afterwards.

保密法 (2024) arts. 26–31, 实施条例 art. 61.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.documents import queries, rules
from zhongshu.documents.models import (
    Alternative,
    Arrival,
    Dissent,
    IncomingDocument,
    PaperCard,
    SecretFinding,
    WithheldFile,
)
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.files.models import StoredFile
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Attachment, Chase, Draft, Matter, Run, Task
from zhongshu.matters.rules import form_key
from zhongshu.notices import actions as notices
from zhongshu.numbering import actions as numbering
from zhongshu.numbering import queries as series
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

WITHHELD_NAME, RELEASED_NAME = "（已隔离）", "解除隔离的文件"


@transaction.atomic(durable=True)
def note_refusal(*, by: Person | None, at: datetime) -> None:
    """Log that something secret was refused (拒录留痕), without a word of what it was; by nobody in the folder."""
    trail.record("settings", "documents.secret_refused", by=by.ref if by else "system", at=at)


@transaction.atomic(durable=True)
def card(
    *, organ: int, sender_code: str, copy_number: str, copies: int, by: Person, at: datetime, request_key: str = ""
) -> Matter:
    """Open the tracking card of a paper that must not be stored here (办理纸质件跟踪卡)."""
    request_key = form_key(request_key, by, "card")
    if earlier := matters.claim(request_key, at=at):
        return Matter.objects.get(pk=earlier.removeprefix("matter:"))
    if not queries.keeps(by, rules.PAPER_CARD, organ, at):
        raise Refused("只有机要登记人员可以办理纸质件跟踪卡。")
    matter = open_card(organ, sender_code, copy_number, copies, by, at)
    matters.remember(request_key, matter.stream, at=at)
    return matter


def open_card(organ: int, sender_code: str, copy_number: str, copies: int, by: Person, at: datetime) -> Matter:
    """Open a tracking card within the caller's transaction."""
    check_transaction()
    sender_code = text.required_line(sender_code, 20, "来文单位代号", field="sender_code")
    rules.check_copy_number(copy_number)
    matter = matters.open_matter(kind=rules.PAPER_CARD, organ=organ, title="", by=by, at=at)
    number = numbering.take(
        series.series(f"organ:{organ}", rules.SERIES[rules.PAPER_CARD]),
        year=timezone.localtime(at).year,
        holder=matter.stream,
        by=by.ref,
        at=at,
    )
    matters.number(matter, number.text)
    PaperCard.objects.create(matter=matter, sender_code=sender_code, copy_number=copy_number, copies=copies)
    trail.record(matter.stream, "documents.card_opened", by=by.ref, at=at, detail={"number": number.text})
    return matter


@transaction.atomic(durable=True)
def return_paper(matter: int, *, by: Person, at: datetime) -> Matter:
    """Note that the paper went back to its sender (清退); the card is closed."""
    return _end_card(matter, "returned_at", "documents.paper_returned", "returned", by, at)


@transaction.atomic(durable=True)
def destroy_paper(matter: int, *, by: Person, at: datetime) -> Matter:
    """Note that the paper was destroyed (销毁); the card is closed."""
    return _end_card(matter, "destroyed_at", "documents.paper_destroyed", "completed", by, at)


def _end_card(matter: int, column: str, verb: str, outcome: str, by: Person, at: datetime) -> Matter:
    row = Matter.objects.select_for_update().get(pk=matter)
    if not queries.keeps(by, rules.PAPER_CARD, row.organ_id, at):
        raise Refused("只有机要登记人员可以登记清退、销毁。")
    if not PaperCard.objects.filter(matter=row, returned_at=None, destroyed_at=None).update(**{column: at}):
        raise Refused("该件已登记清退或销毁。")
    matters.close(row, outcome, by=by, at=at)
    trail.record(row.stream, verb, by=by.ref, at=at)
    return row


@transaction.atomic(durable=True)
def quarantine(matter: int, *, by: Person, at: datetime) -> SecretFinding:
    """Put a document that bears a mark of secrecy into quarantine (涉密隔离), at once, by anyone who sees it.

    Title, remark and file names are withheld, the files leave the store, its passage ends, and only the
    confidential registrars still see the matter. To be reported within 24 hours (实施条例 art. 61).
    """
    row = Matter.objects.select_for_update().get(pk=matter)
    if SecretFinding.objects.filter(document_id=row.pk).exists():
        raise Refused("该件已在隔离中。")
    return quarantine_within(row, by=by, at=at)


def quarantine_within(row: Matter, *, by: Person, at: datetime) -> SecretFinding:
    """Do the same within the caller's transaction, as when the machine finds the mark (识读发现)."""
    check_transaction()
    document = queries.document_of(row)
    finding = SecretFinding.objects.create(document=document, found_by=by, found_at=at)
    for file in _files(row):
        WithheldFile.objects.create(finding=finding, file=file)
        files.quarantine(file, by=by.ref, at=at)
    # The same bytes may hang on another matter too: there they are just as secret.
    same = WithheldFile.objects.filter(finding=finding).values("file")
    Attachment.objects.filter(file__in=same).update(withheld_at=at, name=WITHHELD_NAME)
    Arrival.objects.filter(file__in=same).update(name=WITHHELD_NAME)
    Arrival.objects.filter(file__in=same, matter=None, found_at=None).update(found_at=at)
    sharing = Attachment.objects.filter(file__in=same).values_list("matter_id", flat=True)
    matters.hide([row.pk, *sharing], at=at)
    trail.record(row.stream, "documents.quarantined", by=by.ref, at=at, detail={"title": digests.sm3(row.title)})
    _withhold(row, document, by, at)
    return finding


def _files(row: Matter) -> list[StoredFile]:
    """The files of a matter, and the archives in which they came (收件压缩包)."""
    own = StoredFile.objects.filter(pk__in=Attachment.objects.filter(matter=row).values("file"))
    packed = StoredFile.objects.filter(arrivals__members__file__in=own)
    return list((own | StoredFile.objects.filter(pk__in=packed)).order_by("pk"))


def _withhold(matter: Matter, document: IncomingDocument, by: Person, at: datetime) -> None:
    Matter.objects.filter(pk=matter.pk).update(title="", source_quote="")
    matter.title = ""
    IncomingDocument.objects.filter(pk=document.pk).update(
        note="", sender_number="", number_key="", recipients="", attachment_titles=""
    )
    Draft.objects.filter(task__matter=matter).delete()
    # Whoever may no longer see it must not be left with a task that they cannot open.
    Task.objects.filter(matter=matter, done_at=None).update(done_at=at, outcome="cancelled")
    Run.objects.filter(matter=matter, ended_at=None).update(ended_at=at, outcome="quarantined")
    notices.withhold(matter.stream, at=at)
    matter.grants.all().delete()
    keepers = org.role(rules.KEEPERS[rules.PAPER_CARD], matter.organ_id, org.local_day(at))
    matters.restrict(matter, keepers, by=by, at=at)
    if matter.closed_at is None:
        matters.close(matter, "quarantined", by=by, at=at)
    notices.tell(
        sorted(org.people_behind(keepers, org.local_day(at))),
        text=f"{matter.number}发现国家秘密标志，已隔离。请在24小时内按规定报告保密行政管理部门。",
        link=f"/matters/{matter.pk}/",
        about=matter.stream,
        at=at,
        urgent=True,
    )


@transaction.atomic(durable=True)
def settle(
    matter: int, *, verdict: str, by: Person, at: datetime, sender_code: str = "", copy_number: str = ""
) -> SecretFinding:
    """Say what becomes of a quarantined document (隔离件处理): expunge or release; the second who agrees does it.

    Expunged, digests in the trail and a tracking card of the paper remain. Released, its files can be registered
    anew; the matter stays closed, for its title is gone. Raises Refused when the two do not agree.
    """
    row = Matter.objects.select_for_update().get(pk=matter)
    if not queries.keeps(by, rules.PAPER_CARD, row.organ_id, at):
        raise Refused("只有机要登记人员可以处理隔离件。")
    finding = SecretFinding.objects.select_for_update(of=("self",)).filter(document_id=row.pk).first()
    if finding is None or finding.second_at:
        raise Refused("该件不在隔离中，或已经处理完毕。")
    is_first = finding.first_by_id in (None, by.pk)
    rules.check_verdict(verdict, is_first=is_first, said=finding.verdict if finding.first_by_id else "")
    if is_first:
        SecretFinding.objects.filter(pk=finding.pk).update(verdict=verdict, first_by=by, first_at=at)
        trail.record(row.stream, "documents.verdict_given", by=by.ref, at=at)
    else:
        SecretFinding.objects.filter(pk=finding.pk).update(second_by=by, second_at=at)
        _carry_out(row, finding, sender_code, copy_number, by, at)
    finding.refresh_from_db()
    return finding


def _carry_out(
    row: Matter, finding: SecretFinding, sender_code: str, copy_number: str, by: Person, at: datetime
) -> None:
    if finding.verdict == rules.RELEASE:
        _release(row, finding, by, at)
    else:
        _expunge(row, finding, sender_code, copy_number, by, at)


def _release(row: Matter, finding: SecretFinding, by: Person, at: datetime) -> None:
    first: Any = finding.first_by  # the caller has seen to it
    for withheld in finding.files.select_related("file"):
        if not store.is_withheld(withheld.file):  # two have released it where it came in
            continue
        files.release(withheld.file, by=first.ref, second=by.ref, at=at)
        Attachment.objects.filter(file=withheld.file).update(
            withheld_at=None, name=f"{RELEASED_NAME}.{withheld.file.suffix}"
        )
    trail.record(row.stream, "documents.released", by=by.ref, at=at, detail={"first": first.pk})


def _blank(row: Matter, at: datetime) -> None:
    """Blank whatever people wrote about it: an opinion on a secret may tell it. The digests stay in the trail."""
    Task.objects.filter(matter=row).update(opinion="", request="")
    Chase.objects.filter(matter=row).update(text="", answer="")
    Alternative.objects.filter(document_id=row.pk).update(text="")
    Dissent.objects.filter(document_id=row.pk).update(text="")
    notices.withhold(row.stream, at=at)


def _expunge(row: Matter, finding: SecretFinding, sender_code: str, copy_number: str, by: Person, at: datetime) -> None:
    first: Any = finding.first_by  # the caller has seen to it
    for withheld in finding.files.select_related("file"):
        files.expunge(withheld.file, by=first.ref, second=by.ref, at=at)
    Matter.objects.filter(pk=row.pk).update(outcome="expunged")
    trail.record(row.stream, "documents.expunged", by=by.ref, at=at, detail={"first": first.pk})
    _blank(row, at)
    document = queries.document_of(row)
    made = open_card(row.organ_id, sender_code or "待补", copy_number, document.copies, by, at)
    matters.link(row, made, "tracked_by", by=by, at=at)
