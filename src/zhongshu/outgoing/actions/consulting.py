"""Consulted opinions (征求意见情况): letters that came in, what becomes of each opinion, what waits for that."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from zhongshu.documents import rules as secrecy
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.kinds import Step
from zhongshu.matters.models import Attachment, Task
from zhongshu.matters.rules import OPINION_LIMIT
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import hearing
from zhongshu.outgoing.actions.hearing import Hearing
from zhongshu.outgoing.models import ConsultedOpinion
from zhongshu.outgoing.queries import consulting, parties
from zhongshu.outgoing.queries.consulting import Opinion
from zhongshu.outgoing.rules import consulting as rules
from zhongshu.trail import actions as trail

GOES_ON = ("checking", "review")  # stations behind which the text leaves its unit, or goes to whoever signs


@transaction.atomic(durable=True)
def enter_letter(
    matter: int,
    *,
    organ: str,
    words: str,
    given_on: date | None,
    uploads: Iterable[str] = (),
    by: Person,
    at: datetime,
    request_key: str = "",
) -> None:
    """Enter an opinion that came by letter (登记来函意见), with the letter as evidence. By the side that writes.

    Until the text is signed: what came later could not be decided upon any more, and would wait for ever.
    """
    heard = hearing.begin(matter, request_key, "letter", by=by, at=at)
    if heard.is_done:
        return
    _check_drafter(heard)
    rules.check_unsigned(bool(queries.signatures(heard.document)), "不能再登记来函意见。需要采纳的，请先退回修改")
    organ = text.required_line(organ, 200, "反馈单位", field="organ")
    secrecy.check_no_secret(organ)
    words = hearing.said(words, "反馈意见", most=OPINION_LIMIT)
    day = rules.given_on(given_on, org.local_day(at))
    letter = _letter(heard, uploads)
    made = ConsultedOpinion.objects.create(
        document=heard.document, organ=organ, words=words, letter=letter, given_on=day, by=by, at=at
    )
    hearing.record(heard, "outgoing.letter_entered", opinion=made.pk, words=digests.sm3(words))


def _letter(heard: Hearing, uploads: Iterable[str]) -> Attachment | None:
    uploads = tuple(uploads)
    if len(uploads) > 1:
        raise Refused("一条来函意见只上传一个文件，多页的请合成一个文件。", field="uploads")
    return next(iter(matters.attach_within(heard.matter, uploads, role="evidence", by=heard.by, at=heard.at)), None)


@transaction.atomic(durable=True)
def decide(
    matter: int, *, about: str, verdict: str, reason: str = "", by: Person, at: datetime, request_key: str = ""
) -> None:
    """Say what becomes of an opinion (采纳情况), with the reason where it is not wholly adopted.

    about: the key of a `consulting.Opinion` that was given. Until the text is signed it may be decided again.
    """
    heard = hearing.begin(matter, request_key, "verdict", about, by=by, at=at)
    if heard.is_done:
        return
    _check_drafter(heard)
    rules.check_unsigned(bool(queries.signatures(heard.document)), "采纳情况不能再改")
    reason = hearing.said(reason, "理由", field="reason", required=False)
    rules.check_verdict(verdict, reason)
    given = _given(heard, about)
    made = {"verdict": verdict, "reason": reason, "decided_by": by, "decided_at": at}
    row = _row(heard, given)
    ConsultedOpinion.objects.filter(pk=row.pk).update(**made)
    hearing.record(heard, "outgoing.opinion_decided", opinion=row.pk, verdict=verdict, reason=digests.sm3(reason))
    if given.task:
        hearing.tell(heard, {row.by_id}, f"您反馈的意见已处理（{dict(rules.VERDICTS)[verdict]}）")


def _check_drafter(heard: Hearing) -> None:
    if not parties.is_drafter(heard.matter, heard.by, heard.at):
        raise Refused("征求意见情况由拟稿人和本单位核稿人填写。")


def _given(heard: Hearing, about: str) -> Opinion:
    found = consulting.opinions(heard.matter, heard.at)
    given = next((one for one in found if one.key == about), None)
    if given is None:
        raise Refused("没有这条反馈意见，请刷新页面后重试。")
    if given.state != consulting.GIVEN:
        raise Refused(f"{given.whose}还没有反馈意见，不能填写采纳情况。")
    return given


def _row(heard: Hearing, given: Opinion) -> ConsultedOpinion:
    """Return the row of an opinion; one that was given here gets its own with the first decision."""
    if not given.task:
        return ConsultedOpinion.objects.get(pk=int(given.key.partition("-")[2]))
    task = Task.objects.get(pk=given.task)
    about = {"organ": given.whose, "given_on": given.day, "by": task.done_by, "at": task.done_at}
    return ConsultedOpinion.objects.get_or_create(document=heard.document, task=task, defaults=about)[0]


def check(step: Step) -> None:
    """Refuse to complete a station that sends a text on while an opinion waits to be decided or given (送审核前)."""
    if step.station not in GOES_ON:
        return
    found = consulting.opinions(step.matter, step.at)
    rules.check_decided(consulting.undecided(found))
    rules.check_answered(consulting.waiting(found))


def carry_out(step: Step) -> None:
    """Note with what the text was sent on: how many were asked, and who has not answered in time (逾期未反馈)."""
    if step.station not in GOES_ON:
        return
    if found := consulting.opinions(step.matter, step.at):
        late = [one.task for one in consulting.overdue(found)]
        detail = {"opinions": len(found), "overdue": late}
        trail.record(step.matter.stream, "outgoing.consulting_closed", by=step.by.ref, at=step.at, detail=detail)
