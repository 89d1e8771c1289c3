"""What runs beside the main run (侧流程): 延期 extension, 征求意见 consultation, 退办 refusal."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions import acting, indexing, opening
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.matters.queries import page, slips, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def ask_extension(matter: int, *, until: date, reason: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Ask for a later deadline (申请延期); the leader in charge of the lead unit decides, else the office head."""
    rules.check_reason(reason, "延期")
    asked = _begin("extension", matter, reason, by, at, request_key, until)
    if asked is None:
        return Matter.objects.get(pk=matter)
    row, key, reason = asked
    if row.due_at is None:
        raise Refused("该事项没有设定办理时限，不需要申请延期。", field="until")
    if until <= max(org.local_day(row.due_at), org.local_day(at)):
        raise Refused("延期后的时限应晚于今天和现在的办理时限，请重新选择日期。", field="until")
    rules.check_year(until, org.local_day(at))
    _check_only_one(row, "extension", "延期申请")
    known, day = org.directory(), org.local_day(at)
    leaders = org.in_charge(row.lead_unit_id, day, known=known) if row.lead_unit_id else ()
    heads = org.role("office_head", row.organ_id, day, known=known)
    deciders = _deciders(row, [leaders, heads], by, at, known)
    before = org.local_day(row.due_at).isoformat()
    _start(row, "extension", deciders, reason, {"until": until.isoformat(), "before": before}, key, by, at)
    return row


@transaction.atomic(durable=True)
def consult(
    matter: int,
    *,
    holders: Iterable[int],
    units: Iterable[int] = (),
    until: date,
    question: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Matter:
    """Ask people, and the heads of units, for their opinions until a day (征求意见); all of them are waited for."""
    if not text.visible(question).strip():
        raise Refused("请填写征求意见的内容。", field="question")
    asked = _begin("consultation", matter, question, by, at, request_key, until)
    if asked is None:
        return Matter.objects.get(pk=matter)
    row, key, question = asked
    if until < org.local_day(at):
        raise Refused("反馈期限不能早于今天，请重新选择日期。", field="until")
    rules.check_year(until, org.local_day(at))
    known, day = org.directory(), org.local_day(at)
    heads = [holder for unit in units for holder in org.heads(unit, day, known=known)]
    people = [one for one in dict.fromkeys([*holders, *heads]) if one not in org.own_holders(by.pk, at, known=known)]
    if not people:
        raise Refused("请选择征求意见的人员或单位。", field="people")
    if not all(org.people_of(holder, day, known=known) for holder in people):
        raise Refused("所选人员已离岗，请另选。", field="people")
    run = _start(row, "consultation", people, question, {"until": until.isoformat()}, key, by, at)
    Task.objects.filter(station__run=run).update(due_at=rules.end_of_day(until))
    return row


@transaction.atomic(durable=True)
def ask_refusal(task: int, *, reason: str, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Say that work is not one's own (申请退办), with the reason; the registrar or the office head decides."""
    rules.check_reason(reason, "退办")
    row = Task.objects.select_related("station__run").get(pk=task)
    asked = _begin("refusal", row.matter_id, reason, by, at, request_key, task)
    if asked is None:
        return Matter.objects.get(pk=row.matter_id)
    matter, key, reason = asked
    row.refresh_from_db()
    acting.check_holder(row, by, at)
    if row.station is None or row.station.run.role != Run.MAIN:
        raise Refused("只有主流程中的办理任务可以申请退办。")
    if Run.objects.filter(matter=matter, route_key="refusal", ended_at=None, request__task=task).exists():
        raise Refused("这项任务已经申请退办，请等待答复。")
    known, day = org.directory(), org.local_day(at)
    roles = dict.fromkeys(filter(None, (kinds.get(matter.kind).registrars, "office_head")))
    keepers = [holder for role in roles for holder in org.role(role, matter.organ_id, day, known=known)]
    deciders = _deciders(matter, [keepers], by, at, known)
    _start(matter, "refusal", deciders, reason, {"task": task}, key, by, at)
    return matter


@transaction.atomic(durable=True)
def withdraw_request(run: int, *, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Take back what one has asked for, or end a consultation before all have answered (撤回申请)."""
    row = Run.objects.get(pk=run, role=Run.SIDE)
    matter = Matter.objects.select_for_update().get(pk=row.matter_id)
    request_key = rules.form_key(request_key, by, "withdraw_request", run)
    if visible.by_request(request_key):
        return matter
    rules.check_open(matter)
    row.refresh_from_db()
    if row.started_by != by.ref:
        raise rules.NotYours("只能撤回本人提出的申请。")
    if row.ended_at is not None:
        raise Refused("该申请已经办结，不能撤回。")
    acting.end_run(matter, row, "withdrawn", by=by, at=at, known=org.directory())
    detail = {"side": row.route_key, "run": run}
    trail.record(matter.stream, "matters.request_withdrawn", by=by.ref, at=at, detail=detail)
    opening.remember(request_key, matter.stream, at=at)
    return matter


def _begin(
    side: str, number: int, reason: str, by: Person, at: datetime, request_key: str, asked: object
) -> tuple[Matter, str, str] | None:
    """Lock the matter and check that this may be asked; None when the form was carried out before."""
    matter = Matter.objects.select_for_update().get(pk=number)
    request_key = rules.form_key(request_key, by, side, asked, number)
    if visible.by_request(request_key):
        return None
    rules.check_open(matter)
    page.check_may(side, matter, by, at)
    slips.main_run(matter)
    reason = text.clean_text(reason, rules.OPINION_LIMIT, "说明")
    opening.ask_domain(side, matter, by=by, at=at, opinion=reason)
    return matter, request_key, reason


def _check_only_one(matter: Matter, side: str, name: str) -> None:
    if Run.objects.filter(matter=matter, route_key=side, role=Run.SIDE, ended_at=None).exists():
        raise Refused(f"该事项已有一项{name}正在办理，请等待答复。")


def _deciders(
    matter: Matter, groups: Iterable[Iterable[int]], by: Person, at: datetime, known: org.Directory
) -> list[int]:
    """Return the first group in which there is somebody else than the one who asks, and who may know of the matter."""
    own = set(org.own_holders(by.pk, at, known=known))
    for group in groups:
        others = [holder for holder in dict.fromkeys(group) if holder not in own]
        if found := [one for one in others if visible.hearers(matter, [one], at, known=known)]:
            return found
    if matter.restricted_at is not None:
        raise Refused("该件限定了知悉范围，其中没有可以审批的人员，请先由登记人员将审批人员列入知悉范围。")
    raise Refused("目前没有可以审批的人员，请先由管理员设置分管领导或办公室主任。")


def _start(
    matter: Matter,
    side: str,
    deciders: Iterable[int],
    reason: str,
    request: dict[str, Any],
    request_key: str,
    by: Person,
    at: datetime,
) -> Run:
    route = kinds.SIDES[side].loaded_route
    chosen = {route.steps[0].key: tuple(deciders)}
    about = {"role": Run.SIDE, "reason": reason, "request": request}
    run = opening.start_run(matter, route, by=by, at=at, chosen=chosen, **about)
    trail.record(matter.stream, ASKED[side], by=by.ref, at=at, detail={"side": side, "run": run.pk})
    indexing.touch(matter, at=at)
    opening.remember(request_key, matter.stream, at=at)
    return run


ASKED = {
    "extension": "matters.extension_asked",
    "consultation": "matters.consulted",
    "refusal": "matters.refusal_asked",
}
