"""What is special about each station of an incoming document, whatever the door through which the act came."""

from collections.abc import Callable, Mapping
from datetime import date

from zhongshu.calendars import queries as calendars
from zhongshu.documents import queries, rules
from zhongshu.documents.actions.registration import void_number
from zhongshu.documents.models import Alternative, Choice, IncomingDocument, Review, SecretFinding
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.actions import telling
from zhongshu.matters.kinds import Step
from zhongshu.matters.models import Attachment, Matter, Station
from zhongshu.matters.rules import end_of_day
from zhongshu.org import queries as org

EVIDENCE = ("evidence", "reply")


def check(step: Step) -> None:
    """Check an act on an incoming document before it is carried out. Raises Refused."""
    rules.check_no_secret(step.opinion)
    if step.verb == "complete":
        _CHECKS.get(step.station, _accept)(step)
    elif step.verb == "terminate" and step.fields.get("outcome") == "returned":
        _check_at_review(step.matter)
    elif step.verb in ("circulate", "attach"):
        rules.check_not_held(SecretFinding.objects.filter(document=step.matter.pk).exists())


def carry_out(step: Step) -> None:
    """Write what the domain keeps of an act, inside its transaction and before the slip moves on."""
    if step.verb == "complete":
        _DEEDS.get(step.station, _accept)(step)
    elif step.verb == "terminate" and step.fields.get("outcome") == "voided":
        void_number(step.matter, reason=step.opinion, by=step.by, at=step.at)


def _accept(step: Step) -> None:
    """Nothing special here."""


# --- 初审 ------------------------------------------------------------------------------------------------


def _check_review(step: Step) -> None:
    rules.check_review(step.fields)
    if step.fields.get("handling_type") not in ("for_action", "for_information"):
        raise Refused("请确定该件为办件还是阅件。", field="handling_type")


def _review(step: Step) -> None:
    document = queries.document_of(step.matter)
    answers = {key: bool(step.fields[key]) for key, _ in rules.REVIEW_QUESTIONS}
    Review.objects.create(document=document, task_id=step.number, **answers)
    IncomingDocument.objects.filter(pk=document.pk).update(handling_type=step.fields["handling_type"])


def _check_at_review(matter: Matter) -> None:
    if not Station.objects.filter(run__matter=matter, key="review", begun_at__isnull=False, ended_at=None).exists():
        raise Refused("只有初审环节可以退文；已进入办理的，请退回初审环节后再办理退文。")


# --- 拟办 批示 -------------------------------------------------------------------------------------------


def _check_proposal(step: Step) -> None:
    alternatives = _alternatives(step)
    rules.check_no_secret(*alternatives)
    rules.check_alternatives(bool(step.fields.get("asks_decision")), alternatives)
    if not step.opinion and not alternatives:
        raise Refused("请填写拟办意见。", field="opinion")
    if not step.chosen.get("instruction"):
        raise Refused("请选择批示领导。", field="leaders")
    due: date | None = step.fields.get("due")
    if due:
        rules.check_deadline("none", due, org.local_day(step.at))
        _check_workday(step, due)


def _propose(step: Step) -> None:
    document = queries.document_of(step.matter)
    Alternative.objects.bulk_create(
        Alternative(document=document, task_id=step.number, order=order, text=words)
        for order, words in enumerate(_alternatives(step))
    )
    _set_units_and_due(step)


def _alternatives(step: Step) -> list[str]:
    given = step.fields.get("alternatives") or ()
    return [words for words in (text.clean_text(item, 1000, "备选方案") for item in given) if words]


def _check_instruction(step: Step) -> None:
    """圈阅 or a bare signature counts as consent (条例 art. 22), but not where there is something to choose."""
    alternatives = list(queries.offered_alternatives(step.matter).values_list("pk", flat=True))
    chosen = step.fields.get("alternative")
    if chosen and chosen not in alternatives:
        raise Refused("所选方案不在本次拟办的备选方案中，请刷新后重新选择。", field="alternative")
    if alternatives and not chosen and not step.opinion:
        raise Refused("请选定一个备选方案，或写明批示意见。", field="alternative")


def _instruct(step: Step) -> None:
    if chosen := step.fields.get("alternative"):
        Choice.objects.create(task_id=step.number, alternative_id=chosen)
    known = org.directory()
    keepers = org.role(rules.KEEPERS[step.matter.kind], step.matter.organ_id, org.local_day(step.at), known=known)
    people = spine.hearers(step.matter, keepers, step.at, known=known) - {step.by.pk}
    said = f"已批示：{step.matter.title}"
    telling.send(step.matter, people, step.by.name + said, outside=said, kind="result", at=step.at, known=known)


# --- 交办 承办 -------------------------------------------------------------------------------------------


def _check_assignment(step: Step) -> None:
    lead, co_units = step.fields.get("lead_unit"), list(step.fields.get("co_units") or ())
    if lead is None:
        words = "两个以上单位共同办理的，须明确一个主办单位。" if co_units else "请确定主办单位。"
        raise Refused(words, field="lead_unit")
    for unit in (lead, *co_units):
        _check_somebody_there(unit, org.local_day(step.at))
    document = queries.document_of(step.matter)
    due: date | None = step.fields.get("due")
    rules.check_deadline(document.urgency, due, org.local_day(step.at))
    if due:
        _check_workday(step, due)


def _check_somebody_there(unit: int, day: date) -> None:
    """Of several units one without anybody would be passed over in silence, were it even the lead unit."""
    if not org.heads(unit, day):
        raise Refused(f"{org.unit_name(unit, day)}目前没有在岗人员，不能承办，请另选单位。", field="lead_unit")


def _check_workday(step: Step, due: date) -> None:
    """A deadline on a day of rest is asked about once; whoever insists may keep it."""
    calendar = calendars.current()
    if not calendar.is_workday(due) and not step.fields.get("keep_due"):
        better = calendar.add_workdays(due, 1)
        raise Refused(
            f"{due.month}月{due.day}日是{calendar.describe(due)}，不是工作日。建议改为{better.month}月{better.day}日；"
            "确需按该日办结的，请勾选“仍按该日”。",
            field="due",
        )


def _assign(step: Step) -> None:
    _set_units_and_due(step)


def _set_units_and_due(step: Step) -> None:
    fields = step.fields
    co_units = fields.get("co_units") or ()
    step.afresh = matters.assign_units(
        step.matter, lead=fields.get("lead_unit"), co_units=co_units, by=step.by, at=step.at
    )
    if due := fields.get("due"):
        # Reckoned from the day itself: nothing but the version in force that day is wanted.
        version = calendars.due(due, 0, "day").calendar
        matters.set_due(step.matter, end_of_day(due), version, by=step.by, at=step.at)


def _check_handling(step: Step) -> None:
    if not step.opinion:
        raise Refused("请填写办理情况或协办意见。", field="opinion")


# --- 传阅 答复 办结 --------------------------------------------------------------------------------------


def _check_circulation(step: Step) -> None:
    if not step.fields.get("readers"):
        raise Refused("请选择传阅人员。", field="readers")


def _circulate(step: Step) -> None:
    """Done again after a return or withdrawal, the copies that are still unread stand."""
    unread = {copy.holder_id for copy in spine.readers(step.matter) if copy.done_at is None}
    if new := [reader for reader in step.fields["readers"] if reader not in unread]:
        matters.circulate_within(step.matter, new, by=step.by, at=step.at, field="readers")


def _check_reply(step: Step) -> None:
    if not step.opinion:
        raise Refused("请填写答复内容。", field="opinion")


def _reply(step: Step) -> None:
    matters.attach_within(step.matter, step.fields.get("uploads") or (), role="reply", by=step.by, at=step.at)


def _close(step: Step) -> None:
    """The result of what was to be acted on has its evidence; the check comes after the files of this very form."""
    matters.attach_within(step.matter, step.fields.get("uploads") or (), role="evidence", by=step.by, at=step.at)
    if not step.opinion:
        raise Refused("请填写办理结果。", field="opinion")
    document = queries.document_of(step.matter)
    has_evidence = Attachment.objects.filter(matter=step.matter, role__in=EVIDENCE).exists()
    if document.handling_type == "for_action" and not has_evidence:
        raise Refused("办结须附办理结果的佐证材料（答复件、照片、凭证等），请上传。", field="uploads")


_CHECKS: Mapping[str, Callable[[Step], None]] = {
    "review": _check_review,
    "proposal": _check_proposal,
    "instruction": _check_instruction,
    "assignment": _check_assignment,
    "handling": _check_handling,
    "circulation": _check_circulation,
    "reply": _check_reply,
}
_DEEDS: Mapping[str, Callable[[Step], None]] = {
    "review": _review,
    "proposal": _propose,
    "instruction": _instruct,
    "assignment": _assign,
    "circulation": _circulate,
    "reply": _reply,
    "closing": _close,
}
