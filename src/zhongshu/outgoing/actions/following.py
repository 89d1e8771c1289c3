"""What an issuer does with a document that is out: another scope, an answer that came, the end of its force.

Chasing, taking back and receipts for paper are acts of the exchange itself.
"""

from datetime import date, datetime

from django.db import transaction

from zhongshu.documents import rules as secrecy
from zhongshu.exchange import actions as deliveries
from zhongshu.exchange.models import Dispatch, ScopeChange
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import check_reason, form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.models import Cessation
from zhongshu.outgoing.queries import cessations, dispatching, signing
from zhongshu.outgoing.rules import ceasing
from zhongshu.trail import actions as trail

VERBS = {ceasing.ANNULLED: "outgoing.annulled", ceasing.REPEALED: "outgoing.repealed"}


@transaction.atomic(durable=True)
def change_scope(
    matter: int, *, scope: str, reason: str, by: Person, at: datetime, request_key: str = ""
) -> list[ScopeChange]:
    """Change who may be told of a document that is out (调整印发传达范围), by its issuer's head or office head.

    All its dispatches get the new scope, and their receivers are told. Raises Refused.
    """
    row, request_key = _begin(matter, "scope", by, request_key)
    if spine.by_request(request_key):
        return []
    deliveries.hold(row)
    if not dispatching.decides_scope(by, row, at):
        raise Refused("印发传达范围由本机关主要负责人或者办公室主任决定调整，请报其办理。")
    sent = dispatching.dispatches(row)
    if not sent:
        raise Refused("该件还没有分发，请在分发时填写印发传达范围。")
    scope = text.required_line(scope, 200, "印发传达范围", field="scope")
    if all(one.scope == scope for one in sent):
        raise Refused("印发传达范围没有变化，不需要调整。", field="scope")
    reason = _reason(reason, "调整印发传达范围", scope)
    changes = ScopeChange.objects.bulk_create(
        ScopeChange(dispatch=one, before=one.scope, scope=scope, reason=reason, by=by, at=at) for one in sent
    )
    Dispatch.objects.filter(matter=row).update(scope=scope)
    detail = {"scope": digests.sm3(scope), "reason": digests.sm3(reason)}
    trail.record(row.stream, "outgoing.scope_changed", by=by.ref, at=at, detail=detail)
    deliveries.announce_within(_standing(row), "outgoing.scope_changed", f"印发传达范围调整为“{scope}”", by=by, at=at)
    matters.remember(request_key, row.stream, at=at)
    return changes


@transaction.atomic(durable=True)
def cease(
    matter: int,
    *,
    manner: str,
    effective: date | None,
    ground: str,
    reason: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Cessation:
    """End the force of a document that was issued (撤销、废止), by a registrar, once and for all.

    ground: number of the document that decides it. effective: the first day without force, of what is annulled its own
    date. Receivers are told, and what they registered says it. Raises Refused with the field. 条例 art. 36.
    """
    row, request_key = _begin(matter, "cessation", by, request_key)
    if spine.by_request(request_key):
        return Cessation.objects.get(document=row.pk)
    deliveries.hold(row)
    _check_may_cease(row, by, at)
    ceasing.check_manner(manner)
    dated = signing.dated(queries.document_of(row))
    ceasing.check_effective(manner, effective, dated)
    decides = _ground(row, ground, by, at)
    reason = _reason(reason, dict(ceasing.MANNERS)[manner])
    made = Cessation.objects.create(
        document=queries.document_of(row),
        manner=manner,
        effective=effective if effective and manner == ceasing.REPEALED else dated,
        decided_by=decides,
        reason=reason,
        by=by,
        at=at,
    )
    matters.link(row, decides, "decided_by", by=by, at=at)
    detail = {"effective": made.effective.isoformat(), "ground": decides.pk, "reason": digests.sm3(reason)}
    trail.record(row.stream, VERBS[manner], by=by.ref, at=at, detail=detail)
    deliveries.end_force_within(row, words=ceasing.show(made), ends=made.effective)
    deliveries.announce_within(_standing(row), VERBS[manner], ceasing.show(made), by=by, at=at)
    matters.touch(row, at=at)
    matters.remember(request_key, row.stream, at=at)
    return made


@transaction.atomic(durable=True)
def note_answer(matter: int, *, number: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Note which incoming document answers one of ours (登记复文), by a registrar: both pages lead to each other.

    number: 收文编号 or 来文字号. Raises Refused with the field.
    """
    row, request_key = _begin(matter, "answer", by, request_key)
    if spine.by_request(request_key):
        return row
    _check_registrar(row, by, at)
    found = cessations.named(number, row.organ_id, by, at, incoming=True)
    if found is None:
        raise Refused("没有找到该来文。请填写收文编号或者来文字号，并先办理收文登记。", field="number")
    if not matters.link(found, row, "reply_to", by=by, at=at):
        raise Refused("该来文已经登记为本件的答复，不需要重复登记。", field="number")
    trail.record(row.stream, "outgoing.answer_noted", by=by.ref, at=at, detail={"answer": found.pk})
    matters.remember(request_key, row.stream, at=at)
    return row


def _begin(matter: int, what: str, by: Person, request_key: str) -> tuple[Matter, str]:
    row = Matter.objects.select_for_update().get(pk=matter)
    return row, form_key(request_key, by, what, matter)


def _reason(reason: str, what: str, *more: str) -> str:
    reason = text.clean_line(reason, 400, f"{what}的原因", field="reason")
    check_reason(reason, what)
    secrecy.check_no_secret(reason, *more)
    return reason


def _check_registrar(matter: Matter, by: Person, at: datetime) -> None:
    if not dispatching.keeps(by, matter, at):
        raise Refused("只有发文机关的登记人员可以办理。")


def _check_may_cease(matter: Matter, by: Person, at: datetime) -> None:
    _check_registrar(matter, by, at)
    if matter.closed_at is None or matter.outcome != "completed" or not dispatching.dispatches(matter):
        raise Refused("该件还没有印发。没有印发的文稿不需要撤销或者废止，可以退回修改或者终止。")
    if earlier := cessations.cessation_of(matter):
        raise Refused(f"该件{ceasing.show(earlier)}，不能再次办理。")


def _ground(matter: Matter, number: str, by: Person, at: datetime) -> Matter:
    """Return the document that decides it: issued here, or received and registered."""
    number = text.required_line(number, 100, "依据文件", field="ground")
    found = cessations.named(number, matter.organ_id, by, at)
    if found is None:
        raise Refused(
            "没有找到依据文件。请填写已印发的本机关文件的发文字号，或者已登记来文的收文编号、来文字号。",
            field="ground",
        )
    if found == matter:
        raise Refused("依据文件不能是该件本身，请填写作出决定的文件。", field="ground")
    ended = cessations.cessation_of(found)
    if ended and ceasing.has_ended(ended, org.local_day(at)):
        raise Refused("依据文件本身已经撤销或者废止，请核对。", field="ground")
    return found


def _standing(matter: Matter) -> list[int]:
    return [one.pk for one in dispatching.standing(matter)]
