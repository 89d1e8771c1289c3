"""What a sender does after a document has gone out: chases, takes back, notes what paper has reached (催签、撤回)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count

from zhongshu.exchange import queries, rules
from zhongshu.exchange.actions import announcing, receiving, telling
from zhongshu.exchange.models import Delivery, Recall, Reminder
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.rules import form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.org.rules import SYSTEM
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def record_receipt(delivery: int, *, name: str, on: date, by: Person, at: datetime, request_key: str = "") -> Delivery:
    """Note who signed for paper outside this system, and when (登记签收): by the sender's registrar. Raises Refused."""
    (row,) = queries.locked([delivery])
    request_key = form_key(request_key, by, "record_receipt", delivery)
    if spine.by_request(request_key):
        return row
    _check_sender([row], by, at)
    if row.unit_id is not None:
        raise Refused(f"{row.name}在系统内，由该机关自行签收。未签收的可以催签。")
    name = text.required_line(name, 40, "签收人", field="name")
    today, sent = org.local_day(at), org.local_day(row.dispatch.at)
    if not sent <= on <= today:
        raise Refused("签收日期应在分发之日至今天之间，请核对。", field="on")
    signed_at = at if on == today else max(org.midnight(on), row.dispatch.at)
    receiving.note_receipt(row, name=name, by=by, at=at, signed_at=signed_at)
    matters.remember(request_key, row.dispatch.stream, at=at)
    return row


@transaction.atomic(durable=True)
def remind(deliveries: Sequence[int], *, by: Person, at: datetime, request_key: str = "") -> int:
    """Ask receivers of one document to sign for it (催签), each once a day; return how many were asked.

    Raises Refused where there is nobody to be asked, with the reason why.
    """
    rows = _locked(deliveries)
    request_key = form_key(request_key, by, "remind", *sorted(deliveries))
    if earlier := spine.by_request(request_key):
        return int(earlier.rpartition(":")[2])
    _check_sender(rows, by, at)
    late = _to_be_asked(rows, at)
    for together in telling.by_dispatch(late):
        _remind(together, by=by, at=at)
    matters.remember(request_key, f"reminded:{len(late)}", at=at)
    return len(late)


def _to_be_asked(rows: Sequence[Delivery], at: datetime) -> list[Delivery]:
    """Return those who can be asked and were not today. Raises Refused where none is left."""
    waiting = [row for row in rows if rules.state(row) == rules.WAITING]
    if not waiting:
        raise Refused("所选单位都已签收、退回或者撤回，不需要催签。")
    inside = [row for row in waiting if row.unit_id is not None and row.delivered_at is not None]
    if not inside:
        raise Refused("所选单位不在系统内或者尚未送达，请用电话等方式催签。")
    today = org.midnight(org.local_day(at))
    asked = set(Reminder.objects.filter(delivery__in=inside, at__gte=today).values_list("delivery", flat=True))
    if len(asked) == len(inside):
        raise Refused("今天已经催签过，每天只催签一次。确需联系的，请直接打电话。")
    return [row for row in inside if row.pk not in asked]


def remind_overdue(*, at: datetime) -> int:
    """Ask receivers to sign for what ought to have been signed for by now (逾期催签); return how many were asked.

    Once a day and `rules.MOST_REMINDERS` times at the most; then the sender is told who still has not signed.
    """
    late = queries.overdue(at).order_by("dispatch").values_list("dispatch", flat=True).distinct()
    return sum(_remind_late(dispatch, at=at) for dispatch in late)


@transaction.atomic(durable=True)
def _remind_late(dispatch: int, *, at: datetime) -> int:
    """Ask all who are late with one dispatch. Of two jobs at the same moment one finds them asked already."""
    held = queries.locked(queries.overdue(at).filter(dispatch=dispatch).values_list("pk", flat=True))
    still = set(queries.overdue(at).filter(dispatch=dispatch).values_list("pk", flat=True))
    rows = [row for row in held if row.pk in still]
    if rows:
        _remind(rows, by=None, at=at)
        _tell_in_vain(rows, at)
    return len(rows)


def _tell_in_vain(rows: Sequence[Delivery], at: datetime) -> None:
    """Tell the sender whom the machine has asked for the last time (多次催签未签收)."""
    asked = Reminder.objects.filter(delivery__in=rows, by=None).values_list("delivery").annotate(times=Count("pk"))
    last = {number for number, times in asked if times >= rules.MOST_REMINDERS}
    names = [row.name for row in rows if row.pk in last]
    if names:
        who = "、".join(names[:3]) + (f"等{len(names)}个单位" if len(names) > 3 else "")
        words = f"{who}逾期未签收，已自动催签{rules.MOST_REMINDERS}次，请直接联系：{rows[0].dispatch.title}"
        telling.tell_sender(rows[0].dispatch, words, at=at)


def _remind(rows: Sequence[Delivery], *, by: Person | None, at: datetime) -> None:
    Reminder.objects.bulk_create(Reminder(delivery=row, by=by, at=at) for row in rows)
    dispatch = rows[0].dispatch
    due = min((row.due_at for row in rows if row.due_at), default=None)
    until = f"，签收时限{rules.moment(due)}" if due else ""
    words = telling.titled(f"请尽快签收{until}", dispatch)
    telling.tell_receivers(dispatch, [row.unit_id for row in rows if row.unit_id], words, kind="chase", at=at)
    detail = {"deliveries": [row.pk for row in rows]}
    trail.record(dispatch.stream, "exchange.reminded", by=by.ref if by else SYSTEM, at=at, detail=detail)


@transaction.atomic(durable=True)
def recall(
    deliveries: Sequence[int], *, reason: str, by: Person, at: datetime, request_key: str = ""
) -> list[Delivery]:
    """Take a document back from receivers (撤回) for a reason: who has not signed for it, no longer can.

    Who has signed is told; what to do with the incoming matter is theirs to decide. Raises Refused, and takes
    nothing back, when one of them has been taken back or was sent back already.
    """
    rows = _locked(deliveries)
    request_key = form_key(request_key, by, "recall", *sorted(deliveries))
    if spine.by_request(request_key):
        return rows
    _check_sender(rows, by, at)
    for row in rows:
        _check_recallable(row)
    reason = text.clean_line(reason, 400, "撤回原因", field="reason")
    rules.check_reason(reason, "撤回")
    Recall.objects.bulk_create(Recall(delivery=row, reason=reason, by=by, at=at) for row in rows)
    for together in telling.by_dispatch(rows):
        detail = {"deliveries": [row.pk for row in together], "reason": digests.sm3(reason)}
        trail.record(together[0].dispatch.stream, "exchange.recalled", by=by.ref, at=at, detail=detail)
    announcing.announce_within([row.pk for row in rows], "exchange.recalled", "发文机关已撤回", by=by, at=at)
    matters.remember(request_key, rows[0].dispatch.stream, at=at)
    return rows


def _check_recallable(row: Delivery) -> None:
    if getattr(row, "recall", None):
        raise Refused(f"{row.name}的文件已于{rules.moment(row.recall.at)}撤回，不需要再次撤回。请刷新页面。")
    if rules.state(row) == rules.REJECTED:
        raise Refused(f"{row.name}已将文件退回，不需要撤回。请从所选单位中去掉。")


def _locked(deliveries: Sequence[int]) -> list[Delivery]:
    """Return deliveries of one document as they stand, locked in the order of their numbers. Raises Refused."""
    rows = queries.locked(deliveries)
    if not rows:
        raise Refused("请先选择收文单位。", field="deliveries")
    if len({row.dispatch.matter_id or -row.dispatch_id for row in rows}) > 1:
        raise Refused("请分别办理每一件公文。", field="deliveries")
    return rows


def _check_sender(rows: Sequence[Delivery], by: Person, at: datetime) -> None:
    known = org.directory()
    for dispatch in {row.dispatch_id: row.dispatch for row in rows}.values():
        if not queries.sends(by, dispatch, at, known=known):
            raise Refused("只有发文机关的文书人员可以办理催签、撤回和登记签收。")
