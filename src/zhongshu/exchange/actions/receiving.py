"""What a receiver does with a document (签收、退文): signed for it is an incoming matter, sent back it says why."""

from datetime import datetime
from typing import Any

from django.db import transaction

from zhongshu.documents.actions import registration
from zhongshu.exchange import queries, rules
from zhongshu.exchange.actions import packing, telling
from zhongshu.exchange.models import Delivery, Dispatch, Receipt, Rejection
from zhongshu.files import queries as files
from zhongshu.files.models import StoredFile
from zhongshu.kit import digests, terms, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import form_key
from zhongshu.org.models import Person
from zhongshu.org.rules import SYSTEM
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


@transaction.atomic(durable=True)
def sign(delivery: int, *, by: Person, at: datetime, confirmed: bool = False, request_key: str = "") -> Matter:
    """Sign for a document (签收): it enters the register of its receiver with its files and is on its way to 初审.

    `confirmed` registers a number that is there already. Raises Refused with the field, SecretFound.
    条例 art. 24 (1) and (2).
    """
    (row,) = queries.locked([delivery])
    request_key = form_key(request_key, by, "sign_delivery", delivery)
    if row.matter and spine.by_request(request_key):
        return row.matter
    check_signer(row, by, at)
    rules.check_waiting(row)
    matter = _registered(row, confirmed, by, at)
    Delivery.objects.filter(pk=row.pk).update(matter=matter)
    trail.record(matter.stream, "exchange.signed", by=by.ref, at=at, detail={"delivery": row.pk} | _ended(row))
    note_receipt(row, name=by.name, by=by, at=at)
    matters.remember(request_key, matter.stream, at=at)
    return matter


def _registered(row: Delivery, confirmed: bool, by: Person, at: datetime) -> Matter:
    """Enter what was sent into the register of the receiver, with the very files (登记)."""
    assert row.unit_id is not None  # noqa: S101 - only organs of this system sign here
    dispatch = row.dispatch
    details = _details(row) | {"signed_for_by": by.name, "confirmed": confirmed}
    kind = rules.kind_of(dispatch)
    label = rules.label_of(dispatch)
    matter = registration.enter(kind=kind, organ=row.unit_id, label=label, details=details, by=by, at=at)
    matters.attach_files(matter, _files(dispatch), role="original", by=by, at=at)
    if dispatch.force:
        registration.note_force([matter.pk], dispatch.force, dispatch.force_ends)
    registration.send_off(matter, by=by, at=at)
    _link_answered(matter, dispatch.answers, by, at)
    return matter


def _ended(row: Delivery) -> dict[str, str]:
    """Return for the trail from when on the document has no force, where its sender did away with it before."""
    ends = row.dispatch.force_ends
    return {"force_ends": ends.isoformat()} if ends else {}


def _files(dispatch: Dispatch) -> list[tuple[StoredFile, str]]:
    """Return what was sent, with the names that it bears. Raises Refused for what lies in quarantine since."""
    sent = list(dispatch.files.select_related("file").order_by("order"))
    if any(files.is_withheld(each.file) for each in sent):
        raise Refused("该件的文件已按保密要求隔离，不能签收。请与发文机关联系，按保密规定处理。")
    return [(each.file, each.name) for each in sent]


def _details(row: Delivery) -> dict[str, Any]:
    """Return what the register wants known, as the sender has it."""
    dispatch = row.dispatch
    return {
        "title": dispatch.title,
        "sender": dispatch.sender_name,
        "sender_number": dispatch.number,
        "genre": dispatch.genre if dispatch.genre in dict(terms.GENRES) else "other",
        "dated": dispatch.dated,
        "urgency": dispatch.urgency,
        "recipients": rules.shortened(dispatch.recipients),
        "copies": row.copies,
        "copy_number": rules.copy_number(row),
        "note": rules.shortened(_note(row)),
    }


def _note(row: Delivery) -> str:
    """Say what the register has no column for (备注): copy numbers, when an answer is due, who may be told."""
    due = row.dispatch.reply_due
    said = (
        "抄送件" if row.role == rules.COPY else "",
        f"交换包由{signer}签名发送" if (signer := rules.signed_by(row.dispatch)) else "",
        f"份号{rules.copy_numbers(row)}" if row.copies > 1 and row.first_copy else "",
        f"来文要求于{due.year}年{due.month}月{due.day}日前答复" if due else "",
        f"印发传达范围：{row.dispatch.scope}" if row.dispatch.scope else "",
        row.dispatch.note,
    )
    return "；".join(filter(None, said))


def _link_answered(matter: Matter, answers: str, by: Person, at: datetime) -> None:
    """Relate an answer to what the receiver had sent out under that number (本件所答复), as the signer may see it."""
    if not answers:
        return
    sent = spine.visible_to(by, at).filter(organ=matter.organ_id, number=answers, dispatches__isnull=False)
    if asked := sent.order_by("pk").first():
        matters.link(matter, asked, "reply_to", by=by, at=at)


@transaction.atomic(durable=True)
def reject(delivery: int, *, cause: str, reason: str, by: Person, at: datetime, request_key: str = "") -> Delivery:
    """Send a document back to its sender (退文) for one of the causes of 初审, and say why (条例 art. 24 (3))."""
    (row,) = queries.locked([delivery])
    request_key = form_key(request_key, by, "reject_delivery", delivery)
    if spine.by_request(request_key):
        return row
    check_signer(row, by, at)
    rules.check_waiting(row)
    words = rules.check_cause(cause)
    reason = text.clean_line(reason, 300, "退文说明", field="reason")
    rules.check_reason(reason, "退文")
    note_rejection(row, reason=f"{words}：{reason}", name=by.name, by=by, at=at)
    matters.remember(request_key, row.dispatch.stream, at=at)
    return row


def note_receipt(
    row: Delivery, *, name: str, by: Person | None, at: datetime, signed_at: datetime | None = None
) -> None:
    """Note that a receiver has signed (签收回执), within the caller's transaction, and tell the sender.

    signed_at: when, if that is not now. Raises Refused for what has been settled otherwise.
    """
    check_transaction()
    rules.check_waiting(row)
    Receipt.objects.create(delivery=row, name=name, by=by, at=signed_at or at)
    _settled(row, "exchange.signed", by, at)
    if words := _signed_words(row):
        telling.tell_sender(row.dispatch, f"{words}：{row.dispatch.title}", by=by, at=at)


def _signed_words(row: Delivery) -> str:
    """Return what the sender is told of a receipt: of whoever is outside each, of organs here that none is waited for.

    Where five hundred sign, nobody reads five hundred messages; who has signed stands on the page of receipts.
    """
    matter = row.dispatch.matter
    found = queries.counts(matter, unit__isnull=False) if matter and row.unit_id else {}
    if found.get(rules.WAITING):
        return ""
    if sum(found.values()) < 2:
        return f"{row.name}已签收"
    returned = f"，退回{found[rules.REJECTED]}个" if found[rules.REJECTED] else ""
    return f"收文单位签收完毕（已签收{found[rules.SIGNED]}个{returned}）"


def note_rejection(
    row: Delivery, *, reason: str, name: str, by: Person | None, at: datetime, rejected_at: datetime | None = None
) -> None:
    """Note that a receiver has sent a document back (退文), within the caller's transaction, and tell the sender."""
    check_transaction()
    rules.check_returnable(row)
    Rejection.objects.create(delivery=row, reason=reason[:400], name=name, by=by, at=rejected_at or at)
    _settled(row, "exchange.rejected", by, at, reason=digests.sm3(reason))
    telling.tell_sender(row.dispatch, f"{row.name}退回：{row.dispatch.title}", by=by, at=at)


def _settled(row: Delivery, verb: str, by: Person | None, at: datetime, **detail: Any) -> None:
    about = {"delivery": row.pk, "unit": row.unit_id} | detail
    trail.record(row.dispatch.stream, verb, by=by.ref if by else SYSTEM, at=at, detail=about)
    packing.answer(row, at=at)


def check_signer(row: Delivery, by: Person, at: datetime) -> None:
    """Only who keeps the register of the receiver signs for it or sends it back."""
    if not queries.signs(by, row, at):
        who = "机要登记人员" if row.dispatch.is_telegram else "收文登记人员"
        raise Refused(f"只有{row.name}的{who}可以办理签收、退文。")
