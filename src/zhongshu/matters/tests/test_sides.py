"""What runs beside the main run: asking for more time, for opinions, and saying that work is not one's own."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.cast import last_act, refused, unchanged, verbs

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions, kinds, queries
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.matters.rules import end_of_day
from zhongshu.matters.tests.drawing import opened
from zhongshu.notices.models import Notice

DUE, LATER = date(2027, 3, 19), date(2027, 4, 9)


@pytest.fixture
def document(cast):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    Matter.objects.filter(pk=document.pk).update(due_at=end_of_day(DUE))
    document.refresh_from_db()
    return document


def decide(cast, document, station, by, verdict, opinion=""):
    task = cast.task(document, station, by)
    response = cast.post(by, "completion", task.pk, verdict=verdict, opinion=opinion)
    assert response.headers["Location"] == f"/matters/{document.pk}/", response.content.decode()
    return task


# --- 延期 ------------------------------------------------------------------------------------------------


def extend(cast, document, until=LATER, **form):
    return cast.post(cast.finance_chief, "extension", document.pk, until=until, reason="数据尚未报齐。", **form)


def test_the_leader_in_charge_grants_more_time(cast, document):
    response = extend(cast, document)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    run = Run.objects.get(role=Run.SIDE)
    assert (run.route_key, run.reason, run.started_by) == ("extension", "数据尚未报齐。", cast.finance_chief.ref)
    assert run.request == {"until": "2027-04-09", "before": "2027-03-19"}
    assert last_act(document)[:2] == ("matters.extension_asked", cast.finance_chief.ref)
    page = cast.client(cast.leader).get(f"/matters/{document.pk}/").content.decode()
    assert "延期申请" in page
    assert "2027年4月9日" in page
    decide(cast, document, "extension_decision", cast.leader, "approved", "同意。")
    document.refresh_from_db()
    run.refresh_from_db()
    assert document.due_at == end_of_day(LATER)
    assert (run.outcome, run.ended_at is not None) == ("completed", True)
    assert verbs(document)[-2:] == ["matters.due_set", "matters.completed"]
    assert Notice.objects.filter(person=cast.finance_chief, text__startswith="延期申请已获同意").exists()
    cast.tick(days=300)
    cast.complete(document, "handling", by=cast.finance_chief)


def test_a_request_that_is_not_agreed_to_carries_nothing_out(cast, document):
    extend(cast, document)
    task = cast.task(document, "extension_decision")
    with unchanged():
        assert cast.post(cast.leader, "completion", task.pk, verdict="rejected").status_code == 422
        assert cast.post(cast.leader, "completion", task.pk, verdict="perhaps").status_code == 422
    decide(cast, document, "extension_decision", cast.leader, "rejected", "请按期办结。")
    document.refresh_from_db()
    assert document.due_at == end_of_day(DUE)
    assert Run.objects.get(role=Run.SIDE).outcome == "rejected"
    task.refresh_from_db()
    assert (task.outcome, task.opinion) == ("completed", "请按期办结。")
    assert Notice.objects.filter(person=cast.finance_chief, text__startswith="延期申请未获同意").exists()


def test_more_time_is_never_less_where_the_matter_has_rested_meanwhile(cast, document):
    extend(cast, document, until=DUE + timedelta(days=3))
    actions.suspend(document.pk, reason="等待上级答复。", by=cast.office_head, at=cast.tick(days=300))
    actions.resume(document.pk, by=cast.office_head, at=cast.tick(days=30))
    document.refresh_from_db()
    put_off = document.due_at
    assert put_off > end_of_day(DUE + timedelta(days=3))
    task = cast.task(document, "extension_decision", cast.leader)
    actions.complete(task.pk, fields={"verdict": "approved"}, by=cast.leader, at=cast.tick())
    document.refresh_from_db()
    assert document.due_at == put_off


def test_who_is_asked_instead_of_another_has_the_same_term(cast, document):
    actions.consult(
        document.pk,
        holders=[cast.holder(cast.reform_chief)],
        until=LATER,
        question="有何意见？",
        by=cast.finance_chief,
        at=cast.tick(),
    )
    task = cast.task(document, "consultation_opinions", cast.reform_chief)
    actions.transfer(task.pk, to=cast.holder(cast.reform_clerk), by=cast.reform_chief, at=cast.tick(days=2))
    task = cast.task(document, "consultation_opinions", cast.reform_clerk)
    assert task.due_at == end_of_day(LATER)
    actions.hand_over(cast.reform_clerk, to=cast.reform_chief, by=cast.office_head, at=cast.tick(), reason="调动。")
    assert cast.task(document, "consultation_opinions", cast.reform_chief).due_at == end_of_day(LATER)


def test_a_new_deadline_is_later_than_today_and_than_the_present_one(cast, document):
    for until in (DUE, DUE - timedelta(days=3), date(2026, 1, 5)):
        with unchanged():
            response = extend(cast, document, until=until)
        assert "延期后的时限应晚于今天和现在的办理时限" in response.content.decode()


def test_a_mistyped_year_is_asked_about(cast, document):
    with unchanged():
        assert "所选日期过远，请核对年份" in extend(cast, document, until=date(9999, 12, 31)).content.decode()


def test_more_time_is_asked_once_at_a_time_and_where_there_is_a_deadline(cast, document):
    extend(cast, document)
    with unchanged():
        assert "已有一项延期申请正在办理" in extend(cast, document).content.decode()
    other = cast.walk(cast.document(sender_number="国办发〔2026〕9号"), to="handling")
    with refused("没有设定办理时限"):
        actions.ask_extension(other.pk, until=LATER, reason="难。", by=cast.finance_chief, at=cast.tick())


def test_nobody_decides_what_they_asked_themselves(cast, document):
    Matter.objects.filter(pk=document.pk).update(lead_unit=None)
    actions.ask_extension(document.pk, until=LATER, reason="难。", by=cast.finance_chief, at=cast.tick())
    task = cast.task(document, "extension_decision", cast.office_head)
    with refused("不能转给或加签给提出申请的本人"):
        actions.transfer(task.pk, to=cast.holder(cast.finance_chief), by=cast.office_head, at=cast.tick())
    cast.delegate(cast.office_head, cast.finance_chief, until=cast.at + timedelta(days=1))
    with refused("不能审批本人提出的申请"):
        actions.complete(task.pk, fields={"verdict": "approved"}, by=cast.finance_chief, at=cast.tick())


def test_what_is_asked_may_be_taken_back_by_whoever_asked(cast, document):
    extend(cast, document)
    run = Run.objects.get(role=Run.SIDE)
    with unchanged():
        assert cast.post(cast.education_chief, "request_withdrawal", run.pk).status_code == 422
    cast.post(cast.finance_chief, "request_withdrawal", run.pk)
    run.refresh_from_db()
    assert run.outcome == "withdrawn"
    assert not Task.objects.filter(station__run=run, done_at=None).exists()
    assert last_act(document)[0] == "matters.request_withdrawn"
    with refused("已经办结，不能撤回"):
        actions.withdraw_request(run.pk, by=cast.finance_chief, at=cast.tick())


# --- 征求意见 --------------------------------------------------------------------------------------------


def consult(cast, document, people, **form):
    form = {"until": "2027-03-12", "question": "请就拨付方案提出意见。"} | form
    return cast.post(cast.finance_chief, "consultation", document.pk, people=people, **form)


def test_people_and_units_give_their_opinions_and_the_asker_reads_them(cast, document):
    clerk = cast.holder(cast.finance_clerk)
    response = consult(cast, document, [clerk], units=[cast.reform.pk])
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    first = cast.task(document, "consultation_opinions", cast.finance_clerk)
    second = cast.task(document, "consultation_opinions", cast.reform_chief)
    assert first.due_at == end_of_day(date(2027, 3, 12))
    with unchanged():
        assert cast.post(cast.finance_clerk, "completion", first.pk, opinion="").status_code == 422
    cast.post(cast.finance_clerk, "completion", first.pk, opinion="无意见。")
    assert not Task.objects.filter(name="征求意见结果").exists()
    cast.post(cast.reform_chief, "completion", second.pk, opinion="建议分两批拨付。")
    copy = Task.objects.get(name="征求意见结果")
    assert (copy.holder_id, copy.kind, copy.station) == (cast.holder(cast.finance_chief), "read", None)
    page = cast.client(cast.finance_chief).get(f"/matters/{document.pk}/").content.decode()
    assert "建议分两批拨付。" in page
    cast.post(cast.finance_chief, "reading", copy.pk)
    cast.tick(days=300)
    cast.complete(document, "handling", by=cast.finance_chief)


def test_somebody_is_asked_until_a_day_that_is_still_to_come(cast, document):
    clerk = cast.holder(cast.finance_clerk)
    for people, form, sentence in (
        ([], {}, "请选择征求意见的人员或单位"),
        ([cast.holder(cast.finance_chief)], {}, "请选择征求意见的人员或单位"),
        ([clerk], {"until": "2026-01-05"}, "反馈期限不能早于今天"),
        ([clerk], {"question": ""}, "请填写"),
    ):
        with unchanged():
            response = consult(cast, document, people, **form)
        assert (response.status_code, sentence in response.content.decode()) == (422, True)


def test_nobody_who_has_left_is_asked(cast, document):
    cast.dismiss(cast.finance_clerk)
    with refused("所选人员已离岗"):
        actions.consult(
            document.pk,
            holders=[cast.holder(cast.finance_clerk)],
            until=LATER,
            question="请提意见。",
            by=cast.finance_chief,
            at=cast.tick(),
        )


# --- 退办 ------------------------------------------------------------------------------------------------


def refuse(cast, document, by):
    task = cast.task(document, "handling", by)
    response = cast.post(by, "refusal", task.pk, reason="不属于我局职责。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    return task


def test_work_that_is_not_theirs_is_taken_off_them(cast, document):
    task = refuse(cast, document, cast.education_chief)
    decide(cast, document, "refusal_decision", cast.registrar, "released")
    task.refresh_from_db()
    assert task.outcome == "removed"
    assert Run.objects.get(role=Run.SIDE).request == {"task": task.pk, "way": "released"}
    cast.tick(days=300)
    cast.complete(document, "handling", by=cast.finance_chief)
    assert cast.task(document, "reply")


def test_or_goes_back_to_the_station_before_with_the_reason_on_it(cast, document):
    task = refuse(cast, document, cast.education_chief)
    decide(cast, document, "refusal_decision", cast.office_head, "reassigned")
    task.refresh_from_db()
    assert (task.outcome, task.opinion, task.done_by) == ("returned", "不属于我局职责。", cast.education_chief)
    assert cast.task(document, "assignment").round == 2


@pytest.mark.parametrize(("place", "back", "stays"), [("a2", "a1", "current"), ("a1", "review", "waiting")])
def test_in_a_branch_it_goes_back_within_the_branch_or_before_the_block(cast, place, back, stays):
    """Who acts in the other branch is left in peace, unless the block is gone back behind."""
    leader = {"rule": "role", "key": "leader", "unit": "organ"}
    steps = {key: {"key": key, "name": f"会商{key}", "kind": "sign", "who": leader} for key in ("a1", "a2", "b1")}
    branches = [[steps["a1"], steps["a2"]], [steps["b1"]]]
    document = opened(cast, 1, {"block": "both", "name": "并行会商", "branches": branches})
    cast.complete(document, "review", by=cast.registrar)
    if place == "a2":
        cast.complete(document, "a1", by=cast.leader)
    task = cast.task(document, place, cast.leader)
    cast.post(cast.leader, "refusal", task.pk, reason="不属于我分管。")
    decide(cast, document, "refusal_decision", cast.office_head, "reassigned")
    task.refresh_from_db()
    assert (task.outcome, task.opinion) == ("returned", "不属于我分管。")
    assert Task.objects.filter(matter=document, station__key=back, done_at=None, round=2).exists()
    states = {stop.station.key: stop.state for stop in queries.timeline(queries.slip_of(document))}
    assert (states[back], states["b1"]) == ("current", stays)
    assert "matters.refusal_asked" in verbs(document)


def test_or_stays_theirs(cast, document):
    task = refuse(cast, document, cast.education_chief)
    decide(cast, document, "refusal_decision", cast.registrar, "rejected", "按职责分工由你局协办。")
    task.refresh_from_db()
    assert task.done_at is None


def test_the_last_handler_is_not_taken_off(cast):
    document = cast.walk(cast.document(), to="handling")
    refuse(cast, document, cast.finance_chief)
    task = cast.task(document, "refusal_decision", cast.registrar)
    with unchanged():
        response = cast.post(cast.registrar, "completion", task.pk, verdict="released")
    assert "只剩这一位办理人" in response.content.decode()


def test_letting_go_of_the_last_one_that_is_waited_for_ends_the_station_with_all_that_follows(cast):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education, cast.reform))
    stations = document.runs.get().stations
    stations.filter(key="handling").update(completion="ratio", ratio=50)
    stations.filter(key__in=["reply", "circulation", "closing"]).update(struck_at=cast.at)
    cast.complete(document, "handling", by=cast.finance_chief)
    refuse(cast, document, cast.education_chief)
    decide(cast, document, "refusal_decision", cast.registrar, "released")
    document.refresh_from_db()
    assert document.runs.get(role=Run.MAIN).outcome == document.outcome == "completed"
    assert not Task.objects.filter(matter=document, done_at=None).exists()


def test_the_domain_has_its_say_when_work_goes_back(cast, document, monkeypatch):
    heard = []
    kind = kinds.get(document.kind)
    heeding = replace(kind, check_step=lambda step: heard.append((step.verb, step.station, step.number)))
    monkeypatch.setitem(kinds._kinds, document.kind, heeding)
    task = refuse(cast, document, cast.education_chief)
    decide(cast, document, "refusal_decision", cast.registrar, "reassigned")
    assert heard[-1] == ("return", "handling", task.pk)


def test_only_whoever_has_the_work_refuses_it_and_once(cast, document):
    task = refuse(cast, document, cast.education_chief)
    with refused("已经申请退办，请等待答复"):
        actions.ask_refusal(task.pk, reason="不。", by=cast.education_chief, at=cast.tick())
    with refused("不在您名下"):
        actions.ask_refusal(
            cast.task(document, "handling", cast.finance_chief).pk, reason="不。", by=cast.registrar, at=cast.tick()
        )


def test_agreeing_comes_too_late_once_the_work_is_done(cast, document):
    refuse(cast, document, cast.education_chief)
    cast.tick(days=300)
    cast.complete(document, "handling", by=cast.education_chief)
    task = cast.task(document, "refusal_decision", cast.registrar)
    with refused("已经办理或已转给他人，不需要退办"):
        actions.complete(task.pk, fields={"verdict": "released"}, by=cast.registrar, at=cast.tick())


# --- with the main run -----------------------------------------------------------------------------------


def test_nothing_closes_over_an_open_request_but_an_end_ends_it_too(cast, document):
    extend(cast, document)
    cast.tick(days=300)
    cast.complete(document, "handling", by=cast.finance_chief)
    cast.complete(document, "handling", by=cast.education_chief)
    cast.complete(document, "reply", by=cast.finance_chief)
    with pytest.raises(Refused, match="正在进行的延期或征求意见等流程，请先办结"):
        cast.complete(document, "closing", by=cast.registrar)
    actions.terminate(document.pk, by=cast.office_head, at=cast.tick(), reason="不再办理。")
    assert Run.objects.get(role=Run.SIDE).outcome == "terminated"
    assert not Task.objects.filter(matter=document, station__isnull=False, done_at=None).exists()


def test_the_leaver_hands_over_what_waits_beside_the_main_run(cast, document):
    extend(cast, document)
    at = cast.tick(days=300)
    actions.hand_over(cast.leader, to=cast.second_leader, by=cast.office_head, at=at, reason="调动。")
    assert cast.task(document, "extension_decision", cast.second_leader)


def test_marks_of_secrecy_are_refused_in_what_is_asked(cast, document):
    with refused("国家秘密"):
        actions.ask_extension(
            document.pk, until=LATER, reason="见机密★10年的来文。", by=cast.finance_chief, at=cast.tick()
        )


def test_a_decision_goes_back_to_no_station_of_the_main_run(cast, document):
    extend(cast, document)
    task = cast.task(document, "extension_decision")
    with unchanged():
        response = cast.post(cast.leader, "return", task.pk, to="proposal", straight="no", reason="退。")
    assert response.status_code == 422
    assert cast.post(cast.leader, "transfer", task.pk, people=[cast.holder(cast.second_leader)]).status_code == 302
    assert cast.task(document, "extension_decision", cast.second_leader)
