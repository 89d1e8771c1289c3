"""The log of uses (用印登记): every time a seal is put on paper, for whatever domain; and the line that was wrong."""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter
from zhongshu.numbering import actions as numbering
from zhongshu.numbering import queries as series
from zhongshu.numbering.models import Number
from zhongshu.org.models import Person
from zhongshu.seals import queries, rules
from zhongshu.seals.models import Seal, Use
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


def use_within(
    seal: int, what: rules.Sealing, *, matter: Matter, by: Person, at: datetime, sealed_by: Person | None = None
) -> Use:
    """Put a seal on what was approved and enter it into the log (用印登记), inside the caller's transaction.

    `by` is the keeper; `sealed_by` another who sealed, as the borrower did outside. Raises NotInHand for a seal that
    is stopped, on loan or with somebody else, Refused for more copies than were approved and without another as
    witness. The line has the next number of the organ's log; 国发〔1999〕25号 art. 25.
    """
    check_transaction()
    (row,) = queries.locked([seal])
    sealer = sealed_by or by
    rules.check_in_hand(row, by)
    rules.check_sealing(what, sealer, what.approved - _used(row, matter, what.since))
    rules.check_no_secret(what.reason, what.title, what.note, what.sent_to)
    holder = f"{row.stream}/{row.uses.count() + 1}"  # its so-manieth use: the seal is locked
    year = timezone.localtime(at).year
    number = numbering.take(
        series.series(f"organ:{row.organ_id}", rules.SERIES), year=year, holder=holder, by=by.ref, at=at
    )
    use = Use.objects.create(
        organ_id=row.organ_id,
        seal=row,
        matter=matter,
        year=year,
        serial=number.value,
        number=number.text,
        at=at,
        reason=what.reason,
        title=what.title,
        document_number=what.document_number,
        copies=what.copies,
        sent_to=what.sent_to,
        applicant=what.applicant,
        approver=what.approver,
        witness=what.witness,
        sealed_by=sealer,
        is_across=what.is_across,
        note=what.note,
    )
    detail = {"seal": row.pk, "number": number.text, "copies": what.copies, "witness": what.witness.pk}
    trail.record(matter.stream, "seals.used", by=by.ref, at=at, detail=detail)
    return use


def _used(seal: Seal, matter: Matter, since: datetime | None) -> int:
    """Return on how many copies a seal has been put already (已用印份数)."""
    lines = Use.objects.filter(matter=matter, seal=seal, voided_at=None)
    lines = lines.filter(at__gte=since) if since else lines
    return lines.aggregate(sum=Sum("copies"))["sum"] or 0


@transaction.atomic(durable=True)
def void_use(use: int, *, reason: str, by: Person, at: datetime) -> Use:
    """Void a line of the log that was entered wrongly (作废用印登记): line and number keep their place and say why.

    By who sealed, who keeps the seal now, or who keeps the register.
    """
    row = Use.objects.select_for_update(of=("self",)).select_related("seal", "matter").get(pk=use)
    keeping = row.seal.keeping
    own = {row.sealed_by_id, keeping.keeper_id if keeping else 0}
    if by.pk not in own and not queries.keeps(by, row.organ_id, at):
        raise Refused("只有用印人、印章保管人和印章管理人员可以作废用印登记。")
    if row.voided_at is not None:
        raise Refused(f"用印登记{row.number}已经作废。")
    reason = rules.line(reason, 200, "作废原因", field="reason")
    number = Number.objects.get(
        series=series.series(f"organ:{row.organ_id}", rules.SERIES), year=row.year, value=row.serial
    )
    numbering.void(number, reason=reason, by=by.ref, at=at)
    Use.objects.filter(pk=use).update(voided_at=at, voided_by=by, void_reason=reason)
    detail = {"number": row.number, "reason": digests.sm3(reason)}
    trail.record(row.matter.stream, "seals.voided", by=by.ref, at=at, detail=detail)
    row.refresh_from_db()
    return row
