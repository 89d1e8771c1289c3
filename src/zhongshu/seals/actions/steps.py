"""What is special about each station of an application or a loan, whatever the door through which the act came."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.actions import telling
from zhongshu.matters.kinds import Step
from zhongshu.matters.models import Attachment, Matter, Run, Task
from zhongshu.matters.rules import SEALED
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import SIGN
from zhongshu.seals import queries, rules
from zhongshu.seals.actions import applying, lending, uses
from zhongshu.seals.models import Application, Loan, Seal
from zhongshu.trail import actions as trail

BACK = ("return", "jump", "withdraw")  # what would take back that paper was sealed


def check(step: Step) -> None:
    """Check an act on an application or a loan before it is carried out. Raises Refused."""
    rules.check_no_secret(step.opinion)
    if step.verb == "complete":
        _check_not_own(step)
    elif step.verb == "return" and step.fields.get("to") == rules.APPLYING and step.fields.get("straight"):
        raise Refused("退回申请人修改的，改好后须按顺序重新审批，请选择“按顺序重新办理中间环节”。", field="straight")
    elif step.verb in BACK and queries.live_uses(step.matter).exists():
        raise Refused("该件已经用印并登记，不能退回、撤回或跳转。登记有误的，请作废该条用印登记。")
    elif step.verb in (*BACK, "terminate", "suspend") and _is_out(step.matter):
        raise Refused("印章已经借出，请收回并登记后再办理。")


def _is_out(matter: Matter) -> bool:
    return Loan.objects.filter(matter=matter, out_at__isnull=False, back_at=None).exists()


def _check_not_own(step: Step) -> None:
    if step.by.pk == step.matter.opened_by_id and _on_main_run(step).filter(kind=SIGN).exists():
        raise Refused("不能审批本人提出的申请，请转办给其他负责人。")


def carry_out(step: Step) -> None:
    """Write what the domain keeps of an act, inside its transaction and before the slip moves on."""
    if step.verb == "complete" and _on_main_run(step).exists():
        _DEEDS.get(step.station, _name_keepers)(step)


def _on_main_run(step: Step) -> QuerySet[Task]:
    """The task as one of the main run: what runs beside it, such as a request for more time, is none of ours."""
    return Task.objects.filter(pk=step.number, station__run__role=Run.MAIN)


def _name_keepers(step: Step) -> None:
    """Whoever keeps the seals by now puts them on, or hands them out (由当时的保管人办理)."""
    if step.matter.kind == rules.USE:
        asked = list(queries.application_of(step.matter).seals.order_by("pk"))
        step.chosen["sealing"] = keepers(asked, step)
    else:
        step.chosen["handing_out"] = keepers([queries.loan_of(step.matter).seal], step)


def keepers(seals: Iterable[Seal], step: Step) -> tuple[int, ...]:
    """Return the holders that keep the seals (保管人). Raises NotInHand for one whose keeper has left."""
    known, day = org.directory(), org.local_day(step.at)
    found: dict[int, Seal] = {}
    for seal, keeping in [(seal, one) for seal in seals if (one := seal.keeping)]:
        holder = org.holder_of(keeping.keeper_id, known=known)
        rules.check_present(seal, keeping.keeper, bool(org.people_of(holder, day, known=known)))
        found[holder] = seal
    return tuple(found)


# --- 申请 ------------------------------------------------------------------------------------------------


def _apply(step: Step) -> None:
    """What was returned comes back mended; what is asked for the first time is there already."""
    if step.fields:
        is_loan = step.matter.kind == rules.LOAN
        clean = applying.cleaned(step.fields, is_loan=is_loan)
        matters.attach_within(step.matter, step.fields.get("uploads") or (), role=SEALED, by=step.by, at=step.at)
        rules.check_full(step.fields.get("is_full"), _has_text(step.matter))
        _mend(step, clean)
        if is_loan:
            _put_off(step)
    _name_keepers(step)


def _has_text(matter: Matter) -> bool:
    return Attachment.objects.filter(matter=matter, role=SEALED, withheld_at=None).exists()


def _mend(step: Step, clean: dict[str, Any]) -> None:
    title = clean.pop("title")
    Matter.objects.filter(pk=step.matter.pk).update(title=title)
    step.matter.title = title
    table = Loan if step.matter.kind == rules.LOAN else Application
    table.objects.filter(matter=step.matter).update(**clean)
    detail = {"title": digests.sm3(title), "copies": clean["copies"]}
    trail.record(step.matter.stream, "seals.mended", by=step.by.ref, at=step.at, detail=detail)


def _put_off(step: Step) -> None:
    due = step.fields["due"]
    rules.check_due(due, step.at)
    matters.set_due(step.matter, due, applying.version_of(due), by=step.by, at=step.at)


# --- 用印 ------------------------------------------------------------------------------------------------


def _seal(step: Step) -> None:
    """Each keeper seals what is theirs, and it goes into the log."""
    if not step.fields.get("is_checked"):
        raise Refused(f"请核对用印材料与所附文件一致、内容完整后勾选；{rules.BLANK}。", field="is_checked")
    application = queries.application_of(step.matter)
    rules.check_readable(_has_text(step.matter))
    approver = rules.check_approved(queries.approver_of(step.matter))
    mine = _in_my_keeping(application, step.by)
    copies: Mapping[int, int] = step.fields.get("copies") or {}
    for seal in mine:
        if copies.get(seal.pk):
            what = _sealing(step, application, approver, copies[seal.pk])
            uses.use_within(seal.pk, what, matter=step.matter, by=step.by, at=step.at)
    _check_each(step, mine, copies)
    matters.attach_within(step.matter, step.fields.get("uploads") or (), role="evidence", by=step.by, at=step.at)
    applicant, known = applying.holder_of(step.matter.opened_by), org.directory()
    telling.tell(step.matter, [applicant], "已用印，请领取", by=step.by, at=step.at, known=known)


def _in_my_keeping(application: Application, by: Person) -> list[Seal]:
    left = queries.pending(application)
    mine = [seal for seal in left if seal.keeping and seal.keeping.keeper_id == by.pk]
    if left and not mine:
        rules.check_in_hand(queries.locked([left[0].pk])[0], by)
    return mine


def _check_each(step: Step, mine: list[Seal], copies: Mapping[int, int]) -> None:
    """Of a seal that was not put on anything it is said why; nothing at all is no use of seals."""
    if any(not copies.get(seal.pk) for seal in mine) and not step.opinion:
        raise Refused("有印章没有用印的，请在用印情况中说明原因。", field="opinion")
    if not queries.live_uses(step.matter).exists():
        raise Refused("请填写实际用印份数。不需要用印的，请退回申请人，或终止该申请。")


def _sealing(step: Step, application: Application, approver: Person, copies: int) -> rules.Sealing:
    return rules.Sealing(
        reason=application.reason,
        title=step.matter.title,
        document_number=application.document_number,
        copies=copies,
        approved=application.copies,
        sent_to=application.sent_to,
        applicant=step.matter.opened_by,
        approver=approver,
        witness=one(step, "witness", "监印人"),
        is_across=bool(step.fields.get("is_across")),
        note=step.fields.get("note") or "",
    )


def one(step: Step, field: str, title: str) -> Person:
    """Return the person chosen in a field. Raises Refused for none, or for a post."""
    holders = step.fields.get(field) or ()
    person = queries.person_of(holders[0]) if holders else None
    if person is None:
        raise Refused(f"请选择{title}。", field=field)
    return person


# --- 借出、归还 ------------------------------------------------------------------------------------------


def _hand_out(step: Step) -> None:
    rules.check_approved(queries.approver_of(step.matter))
    rules.check_readable(_has_text(step.matter))
    if not step.fields.get("is_received"):
        raise Refused("请当面清点印章，由借用人和同行人确认领取后勾选。", field="is_received")
    if step.matter.due_at is None or step.matter.due_at <= step.at:
        raise Refused("申请的归还时间已过，不能交出印章。请退回申请人重新确定归还时间。")
    lending.hand_out(queries.loan_of(step.matter), by=step.by, at=step.at)


def _take_back(step: Step) -> None:
    """Back in its keeper's hands; what was sealed outside goes into the log."""
    if not step.opinion:
        raise Refused("请填写归还情况，写明印章是否完好。", field="opinion")
    loan = queries.loan_of(step.matter)
    lending.take_back(loan, by=step.by, at=step.at)
    if copies := step.fields.get("copies") or 0:
        what = rules.Sealing(
            reason=loan.reason,
            title=step.matter.title,
            copies=copies,
            approved=loan.copies,
            sent_to=loan.sent_to,
            applicant=step.matter.opened_by,
            approver=rules.check_approved(queries.approver_of(step.matter)),
            witness=loan.companion,
            is_across=bool(step.fields.get("is_across")),
            note=f"借出用印，地点：{loan.place}",
        )
        uses.use_within(loan.seal_id, what, matter=step.matter, by=step.by, at=step.at, sealed_by=loan.borrower)


_DEEDS: Mapping[str, Callable[[Step], None]] = {
    rules.APPLYING: _apply,
    "sealing": _seal,
    "handing_out": _hand_out,
    "taking_back": _take_back,
}
