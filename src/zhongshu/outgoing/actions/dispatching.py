"""Dispatch (分发, 核发: 条例 art. 25 (4)): what was printed goes to its receivers, and again to who wants it again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhongshu.documents import rules as secrecy
from zhongshu.exchange import actions as exchange
from zhongshu.exchange import queries as deliveries
from zhongshu.exchange.models import Dispatch
from zhongshu.exchange.rules import Particulars, Receiver
from zhongshu.files.models import StoredFile
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.kinds import Step
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import end_of_day, form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import answering
from zhongshu.outgoing.queries import cessations, dispatching, signing
from zhongshu.outgoing.rules import ceasing

BEING_PRINTED = "正式文件正在生成，请稍后刷新页面再分发。"
NOT_PRINTED = "还没有生成正式文件，不能分发。请退回印制环节重新印制；仍不能生成的，请联系系统管理员。"
NO_SCOPE = "不发给具体单位的文件，请填写印发传达范围，如“公开发布”。"
NOT_SENT = "该件还没有分发。分发以后才能补发、重发。"


def files(matter: Matter) -> list[tuple[StoredFile, str]]:
    """Return what goes out with a document. Raises Refused as long as it is not printed."""
    if fault := dispatching.sealing_fault(matter):
        raise Refused(f"盖章件没有生成：{fault}处理后由印章保管人重新加盖，再分发。")
    if dispatching.is_being_made(matter):
        raise Refused(BEING_PRINTED)
    found = dispatching.sent_files(matter)
    if not found:
        raise Refused(NOT_PRINTED)
    return found


def carry_out(step: Step) -> None:
    """Send a document to its receivers, or keep how far it is published (分发); what it answers is settled with it.

    Done again after a return, it goes to whoever has not got it; to nobody, where it is out as it stands.
    """
    receivers = step.fields.get("receivers") or ()
    _check_not_there(step.matter, receivers)
    if receivers or not _is_out(step.matter):
        _send(step.matter, step.fields, by=step.by, at=step.at)
        answering.settle_within(step.matter, by=step.by, at=step.at)


def _is_out(matter: Matter) -> bool:
    """Tell whether what is to go out has gone out before (已分发)."""
    sent = dispatching.dispatches(matter)
    return bool(sent) and {file.pk for file, _ in files(matter)} == set(sent[-1].files.values_list("file", flat=True))


def _send(matter: Matter, details: Mapping[str, Any], *, by: Person, at: datetime) -> Dispatch:
    particulars = _particulars(matter, details)
    receivers: Sequence[Receiver] = details.get("receivers") or ()
    sent = files(matter)
    if not receivers and queries.document_of(matter).genre in rules.TO_ALL:
        if not particulars.scope:
            raise Refused(NO_SCOPE, field="scope")
        return exchange.publish_within(matter, particulars=particulars, files=sent, by=by, at=at)
    return exchange.dispatch_within(
        matter, sender=matter.organ, particulars=particulars, files=sent, receivers=receivers, by=by, at=at
    )


def _particulars(matter: Matter, details: Mapping[str, Any]) -> Particulars:
    """Return what receivers are told of a document (公文要素), with what was filled in."""
    document = queries.document_of(matter)
    draft = queries.draft_of(queries.latest(document))
    due: date | None = details.get("due")
    scope = text.clean_line(details.get("scope") or "", 200, "印发传达范围", field="scope")
    note = text.clean_text(details.get("note") or "", 400, "附加说明", field="note")
    secrecy.check_no_secret(scope, note)
    return Particulars(
        title=matter.title,
        genre=document.genre,
        label=matter.label,
        urgency=dispatching.urgency(document),
        number=matter.number,
        sender_name="、".join(draft.issuers)[:200],
        is_telegram=bool(document.telegram_grade),
        dated=signing.dated(document),
        recipients=draft.recipients,
        copied_to=draft.copied_to,
        answers=dispatching.answered(matter),
        scope=scope,
        note=note,
        reply_due=details.get("reply_due"),
        due_at=end_of_day(due) if due else None,
        first_copy=details.get("first_copy"),
    )


@transaction.atomic(durable=True)
def dispatch_again(
    matter: int, *, details: Mapping[str, Any], by: Person, at: datetime, request_key: str = ""
) -> Dispatch:
    """Send a document once more (补发、重发): to new receivers, or to who sent it back or was spared it before.

    details: receivers, due, reply_due, first_copy, note; who may be told stays as it stands (印发传达范围). By a
    registrar of the sender. Raises Refused, so for a receiver where it waits or was signed for.
    """
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = form_key(request_key, by, "dispatch", matter)
    if spine.by_request(request_key):
        return dispatching.dispatches(row)[-1]
    sent = dispatching.dispatches(row)
    if not sent:
        raise Refused(NOT_SENT)
    if not deliveries.sends(by, sent[0], at):
        raise Refused("只有发文机关的登记人员可以补发、重发。")
    check_in_force(row, org.local_day(at))
    _check_not_there(row, details.get("receivers") or ())
    made = _send(row, dict(details) | {"scope": sent[-1].scope}, by=by, at=at)
    if ended := cessations.cessation_of(row):
        exchange.end_force_within(row, words=ceasing.show(ended), ends=ended.effective)
    matters.remember(request_key, row.stream, at=at)
    return made


def check_in_force(matter: Matter, today: date) -> None:
    """Refuse to send what has lost its force by now (已撤销、已废止)."""
    cessation = cessations.cessation_of(matter)
    if cessation and ceasing.has_ended(cessation, today):
        raise Refused(f"该件{ceasing.show(cessation)}，不能再分发。")


def _check_not_there(matter: Matter, receivers: Sequence[Receiver]) -> None:
    """Who has a document, or has it waiting, is not sent it once more: it would be registered twice."""
    have = dispatching.have_it(matter)
    again = [one.name for one in receivers if (one.unit or one.name) in have]
    if again:
        named = "、".join(again[:5]) + (f"等{len(again)}个单位" if len(again) > 5 else "")
        raise Refused(f"{named}已经收到该件或者正待签收，不需要重发。需要换发的，请先撤回。", field="receivers")
