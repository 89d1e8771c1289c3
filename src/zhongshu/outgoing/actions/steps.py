"""What is special about each station of an outgoing document, whatever the door through which the act came."""

from collections.abc import Callable, Iterable, Mapping

from zhongshu.documents import rules as secrecy
from zhongshu.documents.actions import registration
from zhongshu.gongwen.check.model import Finding
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters.kinds import Step
from zhongshu.org import queries as org
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.actions import (
    agreeing,
    conflicts,
    consulting,
    dispatching,
    examining,
    joint,
    lapses,
    numbers,
    printing,
    returning,
    sealing,
)
from zhongshu.outgoing.models import OutgoingDocument, Review, Signature, Version, Waiver
from zhongshu.outgoing.queries import enclosed, gate, signing
from zhongshu.outgoing.rules import telegrams
from zhongshu.outgoing.rules.agreeing import check_consent
from zhongshu.trail import actions as trail

MOST_NAMED = 3


def check(step: Step) -> None:
    """Check an act on an outgoing document before it is carried out. Raises Refused."""
    secrecy.check_no_secret(step.opinion, *(one for one in step.fields.values() if isinstance(one, str)))
    if step.verb == "complete":
        consulting.check(step)
        _CHECKS.get(step.station, _accept)(step)
    elif step.verb == "return":
        returning.check(step)


def carry_out(step: Step) -> None:
    """Write what the domain keeps of an act, inside its transaction and before the slip moves on."""
    if step.verb == "complete":
        _DEEDS.get(step.station, _accept)(step)
        consulting.carry_out(step)
    elif step.verb == "return":
        returning.carry_out(step)
        examining.fail(step)
    elif step.verb == "terminate":
        registration.void_number(step.matter, reason=step.opinion, by=step.by, at=step.at)


def _accept(step: Step) -> None:
    """Nothing special here."""


def _current(step: Step) -> tuple[OutgoingDocument, Version]:
    document = queries.document_of(step.matter)
    return document, queries.latest(document)


def _no_work_left(step: Step, document: OutgoingDocument) -> None:
    """Refuse to go on over changes that somebody has written and not handed in: they would be lost without a word."""
    if queries.working_copy(document, step.by):
        raise Refused("您对文稿的修改还没有提交。请先打开文稿提交修改，或者放弃修改，再办理本环节。")


# --- 拟稿 核稿 会签 --------------------------------------------------------------------------------------


def _check_written(step: Step) -> None:
    document, version = _current(step)
    _no_work_left(step, document)
    rules.check_ready(queries.draft_of(version), document.genre)
    if document.telegram_grade:
        telegrams.check_unsealed(queries.draft_of(version))
    enclosed.check(step.matter, queries.draft_of(version))


def _check_checking(step: Step) -> None:
    _check_written(step)
    agreeing.check_asked(step)
    examining.check_said(step)


def _checking(step: Step) -> None:
    agreeing.ask(step)
    examining.say(step)
    lapses.count(step)


def _check_countersign(step: Step) -> None:
    _check_written(step)
    agreeing.check(step)


def _check_examination(step: Step) -> None:
    _check_written(step)
    agreeing.check_agreed(step)
    examining.check(step)


# --- 审核 ------------------------------------------------------------------------------------------------


def _check_review(step: Step) -> None:
    rules.check_points(step.fields)
    document, version = _current(step)
    _check_written(step)
    agreeing.check_agreed(step)
    examining.check_examined(document, version)
    joint.check_chosen(step)
    heads = org.heads(step.matter.organ_id, org.local_day(step.at))
    needs_head = document.is_important or queries.draft_of(version).direction == "up"
    rules.check_signers(step.chosen.get("sign_off", ()), heads, needs_head=needs_head)


def _named(found: list[Finding]) -> str:
    words = "；".join(one.message for one in found[:MOST_NAMED])
    return words + (" 等" if len(found) > MOST_NAMED else "")


def _review(step: Step) -> None:
    """Keep the answers, and of what the gate still finds that it was let pass and why; without a reason it is not."""
    document, version = _current(step)
    found = queries.findings(queries.draft_of(version), step.at, document=document)
    consent = text.clean_line(step.fields.get("consent") or "", 300, "同意依据", field="consent")
    check_consent(gate.needs_consent(found), consent)
    found = gate.to_waive(found, consent)
    _check_may_waive(step, found)
    reason = text.clean_text(step.fields.get("reason") or "", 500, "放行理由", field="reason") if found else ""
    if found and not reason:
        raise Refused(
            f"文稿还有{len(found)}处问题（{_named(found)}）。请改正，或者写明予以放行的理由。", field="reason"
        )
    answers = {key: bool(step.fields[key]) for key, _ in rules.REVIEW_POINTS}
    review = Review.objects.create(
        task_id=step.number, document=document, version=version, reason=reason, consent=consent, **answers
    )
    Waiver.objects.bulk_create(
        Waiver(review=review, rule=one.rule.id, severity=one.severity.name.lower(), words=one.message, wrong=one.wrong)
        for one in found
    )
    _record_review(step, review, [one.rule.id for one in found])


def _record_review(step: Step, review: Review, waived: list[str]) -> None:
    """Put on the trail what was let pass, by rule, and the digests of why: the year answers for it by name."""
    said = {name: digests.sm3(words) for name in ("reason", "consent") if (words := getattr(review, name))}
    detail = {"task": step.number, "version": review.version.order, "waived": waived} | said
    trail.record(step.matter.stream, "outgoing.reviewed", by=step.by.ref, at=step.at, detail=detail)


def _check_may_waive(step: Step, found: list[Finding]) -> None:
    """What must be mended is let pass by the head of the office alone, in person (放行): a task may be passed on."""
    is_head = org.has_role(step.by.pk, "office_head", step.at, unit=step.matter.organ_id)
    if (errors := queries.errors(found)) and not is_head:
        raise Refused(
            f"文稿还有{len(errors)}处应当改正的问题（{_named(errors)}），只有办公室主任本人可以放行。"
            "请改正，或者转办给办公室主任。"
        )


# --- 签发 ------------------------------------------------------------------------------------------------


def _check_sign_off(step: Step) -> None:
    """No mistake that must be mended is signed, and those who sign one text sign the same (条例 art. 22)."""
    conflicts.check(step)
    document, version = _current(step)
    _no_work_left(step, document)
    agreeing.check_agreed(step)
    examining.check_examined(document, version)
    here = [one for one in queries.signatures(document) if one.task.station.key == step.station]  # type: ignore[union-attr]
    _check_alike(here, version)
    found = queries.findings(queries.draft_of(version), step.at, document=document)
    if open_ones := queries.not_waived(found, document):
        raise Refused(
            f"文稿还有{len(open_ones)}处应当改正的问题（{_named(open_ones)}），不能签发。"
            "请改正，或者退回审核环节由办公室写明理由。"
        )


def _sign_off(step: Step) -> None:
    joint.ask_others(step)
    _sign(step)


def _sign(step: Step) -> None:
    document, version = _current(step)
    Signature.objects.create(task_id=step.number, document=document, version=version)
    detail = {"version": version.order, "substance": queries.substance_of(version)}
    trail.record(step.matter.stream, "outgoing.signed", by=step.by.ref, at=step.at, detail=detail)


def check_as_signed(step: Step) -> None:
    """Refuse to go on with a text that is not the one that was signed (签发后改动)."""
    conflicts.check(step)
    document, version = _current(step)
    signed = queries.signatures(document)
    if not signed:
        raise Refused("文稿还没有签发，请退回签发环节办理。")
    _check_alike(signed, version)
    _check_head_signed(document, version, signed)
    enclosed.check(step.matter, queries.draft_of(version))
    if step.station != signing.JOINT:
        joint.check_all_signed(document, version)


def _check_head_signed(document: OutgoingDocument, version: Version, signed: Iterable[Signature]) -> None:
    """Hold 条例 art. 22 whatever became of the head's task: passed on, struck off, or the text turned upward since."""
    if document.is_important or queries.draft_of(version).direction == "up":
        days = {(one.task.holder_id, org.local_day(one.task.done_at)) for one in signed if one.task.done_at}
        organ = document.matter.organ_id
        rules.check_head_signed(any(holder in org.heads(organ, day) for holder, day in days))


def _check_alike(signed: Iterable[Signature], version: Version) -> None:
    """Reckoned anew from the texts themselves: what a row says of its text may have been changed with it."""
    substance = queries.substance_of(version)
    for one in signed:
        whose = one.task.done_by.name if one.task.done_by else ""
        rules.check_signed_alike(queries.substance_of(one.version) == substance, whose)


# --- 编号 ------------------------------------------------------------------------------------------------


def _check_numbering(step: Step) -> None:
    check_as_signed(step)
    numbers.check(step)


def _print(step: Step) -> None:
    sealing.settle(step)
    printing.order(step)


_CHECKS: Mapping[str, Callable[[Step], None]] = {
    "drafting": _check_written,
    "checking": _check_checking,
    "countersign": _check_countersign,
    "fair_competition": _check_examination,
    "legality": _check_examination,
    "review": _check_review,
    "sign_off": _check_sign_off,
    "joint": check_as_signed,
    "recheck": check_as_signed,
    "numbering": _check_numbering,
    "printing": check_as_signed,
    "sealing": check_as_signed,
    "dispatch": check_as_signed,
}
_DEEDS: Mapping[str, Callable[[Step], None]] = {
    "drafting": lapses.count,
    "checking": _checking,
    "countersign": agreeing.carry_out,
    "fair_competition": examining.carry_out,
    "legality": examining.carry_out,
    "review": _review,
    "sign_off": _sign_off,
    "joint": _sign,
    "numbering": numbers.carry_out,
    "printing": _print,
    "sealing": sealing.put_on,
    "dispatch": dispatching.carry_out,
}
