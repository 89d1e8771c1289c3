"""Handing over: all that waits for a leaver goes to somebody else, in one act."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.cast import unchanged

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Draft, HandOver, Matter, Task
from zhongshu.org.actions import units
from zhongshu.trail import queries as trail

EVERYTHING = {"give": ["tasks_incoming", "owned"]}


@pytest.fixture
def waiting(cast):
    """Two documents that wait for the head of finance, who leads the handling."""
    return [cast.walk(cast.document(title=f"通知{n}"), to="handling") for n in (1, 2)]


@pytest.fixture
def head(cast):
    return cast.client(cast.office_head)


def test_all_tasks_of_somebody_here_are_handed_over(cast, head, waiting):
    holder = cast.holder(cast.finance_chief)
    step = head.get(f"/handovers/?person={holder}")
    assert step.headers["Location"] == f"/handovers/{cast.finance_chief.pk}/"
    shown = head.get(step.headers["Location"]).content.decode()
    assert "收文未办任务" in shown
    assert shown.count("通知1") >= 2, "a task, and a matter that they answer for"
    form = EVERYTHING | {"to": [cast.holder(cast.finance_clerk)], "reason": "调动。"}
    response = head.post(step.headers["Location"], form, follow=True)
    assert "已将黄海涛的工作移交给李雪2件。当日可以撤销。" in response.content.decode()
    heir = cast.holder(cast.finance_clerk)
    assert Task.objects.filter(holder=heir, done_at=None).count() == 2
    assert not Task.objects.filter(holder=holder, done_at=None).exists()
    entry = trail.entries("org").last()
    assert (entry.verb, entry.by) == ("matters.tasks_handed_over", cast.office_head.ref)
    assert json.loads(entry.detail)["matters"] == 2
    assert "没有未办工作" in head.get(step.headers["Location"]).content.decode()


def test_somebody_who_has_left_with_work_is_listed(cast, head, waiting):
    cast.dismiss(cast.finance_chief)
    assert "黄海涛" in head.get("/handovers/").content.decode()
    form = EVERYTHING | {"to": [cast.holder(cast.finance_clerk)], "reason": "离岗。"}
    head.post(reverse("handover", args=[cast.finance_chief.pk]), form)
    head.get("/handovers/")  # says what was done
    left = head.get("/handovers/").content.decode().partition("移交在岗人员的工作")[0]
    assert "黄海涛" not in left
    assert Task.objects.filter(holder=cast.holder(cast.finance_clerk), done_at=None).count() == 2


@pytest.mark.parametrize(
    ("to", "reason", "sentence"),
    [
        ("finance_clerk", "", "请填写移交原因。"),
        ("", "调动。", "请选择接收人。"),
        ("finance_chief", "调动。", "移交人和接收人不能是同一人"),
    ],
)
def test_a_handover_that_cannot_be_is_refused(cast, head, waiting, to, reason, sentence):
    chosen = [cast.holder(getattr(cast, to))] if to else []
    with unchanged():
        url = reverse("handover", args=[cast.finance_chief.pk])
        response = head.post(url, EVERYTHING | {"to": chosen, "reason": reason})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_nobody_hands_over_the_work_of_another_organ(cast, head):
    with unchanged():
        assert head.get(reverse("handover", args=[cast.outsider.pk])).status_code == 403


@pytest.mark.parametrize(("kind", "status"), [("dual", 200), ("guidance", 403)])
def test_the_work_of_an_organ_below_is_handed_over_by_the_one_above(cast, head, kind, status):
    with transaction.atomic():
        units.relate(cast.organ, cast.other_organ, kind=kind, on=cast.at.date(), by="system", at=cast.at)
    assert head.get(reverse("handover", args=[cast.outsider.pk])).status_code == status


def test_choosing_nobody_is_said(head):
    assert "请从名单中选择移交人。" in head.get("/handovers/?person=").content.decode()
    assert "请从名单中选择移交人。" in head.get("/handovers/?person=99999").content.decode()


def address(cast, whom="finance_chief"):
    return reverse("handover", args=[getattr(cast, whom).pk])


def test_each_kind_of_thing_may_go_to_somebody_else(cast, head, waiting):
    matters.circulate(
        waiting[0].pk, holders=[cast.holder(cast.finance_chief)], by=cast.registrar, at=cast.tick(), request_key=""
    )
    form = {
        "give": ["tasks_incoming", "copies"],
        "to": [cast.holder(cast.finance_clerk)],
        "to_copies": [cast.holder(cast.reform_clerk)],
        "reason": "轮岗。",
    }
    page = head.post(address(cast), form, follow=True).content.decode()
    assert "李雪2件、孙丽1件" in page
    copy = Task.objects.get(matter=waiting[0], station=None, done_at=None)
    assert copy.holder_id == cast.holder(cast.reform_clerk)
    waiting[0].refresh_from_db()
    assert waiting[0].owner == cast.finance_chief, "what was not ticked stays"
    assert HandOver.objects.count() == 2


def test_what_is_ticked_to_stay_stays(cast, head, waiting):
    form = EVERYTHING | {"to": [cast.holder(cast.finance_clerk)], "reason": "轮岗。", "stay": [waiting[0].pk, "x"]}
    head.post(address(cast), form)
    assert cast.task(waiting[0], "handling").holder_id == cast.holder(cast.finance_chief)
    assert cast.task(waiting[1], "handling").holder_id == cast.holder(cast.finance_clerk)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"give": []}, "请选择要移交的内容。"),
        ({"give": ["tasks_incoming", "nothing"]}, "所选内容有误"),
        ({"to": []}, "请选择接收人。"),
        ({"to": ["999999"]}, "所选人员不存在或已离岗"),
        ({"reason": "长" * 1001}, "最多1000字"),
    ],
)
def test_what_is_not_filled_in_is_said(cast, head, waiting, changed, sentence):
    form = EVERYTHING | {"to": [cast.holder(cast.finance_clerk)], "reason": "轮岗。"} | changed
    with unchanged():
        answer = head.post(address(cast), form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.fixture(params=[False, True], ids=["in order", "straight back"])
def to_come(cast, request):
    """A document that the leader has given back to the proposal: it will come to him again, and he has no task."""
    document = cast.walk(cast.document(title="请示一"), to="instruction")
    number = cast.task(document, "instruction").pk
    way = {"to": "proposal", "straight": request.param}
    matters.give_back(number, **way, by=cast.leader, at=cast.tick(), reason="请核实。")
    return document


def comes_to(document):
    """Who is named for the instruction, beforehand or by a straight return."""
    stations = {station.key: station for station in document.runs.get().stations.all()}
    return stations["instruction"].chosen, stations["proposal"].resume_holders


def test_steps_to_come_are_shown_and_go_along(cast, head, to_come):
    page = head.get(address(cast, "leader")).content.decode()
    assert "后续环节" in page
    assert "请示一" in page
    assert page.count('name="stay"') == 1, "they come there once"
    form = {"give": ["planned"], "to": [cast.holder(cast.second_leader)], "reason": "调动。"}
    page = head.post(address(cast, "leader"), form, follow=True).content.decode()
    assert "轮到时由陈志远办理" in page
    row, heir = HandOver.objects.get(), cast.holder(cast.second_leader)
    assert comes_to(to_come) in (([heir], []), ([heir], [heir]))
    assert trail.entries(to_come.stream).last().verb == "matters.handed_over"
    cast.at = timezone.now()
    cast.complete(to_come, "proposal", by=cast.office_head, chosen={"instruction": (heir,)})
    assert cast.task(to_come, "instruction").holder_id == heir
    assert row.leaver == cast.leader


def test_steps_to_come_go_back(cast, head, to_come):
    before = comes_to(to_come)
    form = {"give": ["planned"], "to": [cast.holder(cast.second_leader)], "reason": "调动。"}
    head.post(address(cast, "leader"), form)
    row = HandOver.objects.get()
    page = head.post(reverse("handover_undoing", args=[row.pk]), follow=True).content.decode()
    assert "已撤销移交，退回周立民1项。" in page
    assert "已退回" in page
    assert comes_to(to_come) == before
    assert trail.entries(to_come.stream).last().verb == "matters.handed_back"


def test_steps_to_come_may_stay(cast, head, to_come):
    before = comes_to(to_come)
    heir = cast.holder(cast.second_leader)
    form = {"give": ["planned"], "to": [heir], "reason": "调动。", "stay": [to_come.pk]}
    with unchanged():
        assert head.post(address(cast, "leader"), form).status_code == 422
    head.post(address(cast, "leader"), form | {"stay": []})
    assert comes_to(to_come) != before


def test_a_leaver_who_is_only_named_for_later_is_listed(cast, head, to_come):
    cast.dismiss(cast.leader)
    assert "周立民" in head.get("/handovers/").content.decode().partition("移交在岗人员的工作")[0]


def test_nothing_goes_to_somebody_who_has_left(cast, head, waiting):
    cast.dismiss(cast.finance_clerk)
    with unchanged():
        answer = head.post(address(cast), EVERYTHING | {"to": [cast.holder(cast.finance_clerk)], "reason": "轮岗。"})
    assert "所选人员不存在或已离岗" in answer.content.decode()


def test_the_checklist_reminds_of_what_does_not_go_along(cast, head, waiting):
    Draft.objects.create(
        task=cast.task(waiting[0], "handling"), person=cast.finance_chief, text="正在写", saved_at=cast.at
    )
    page = head.get(address(cast)).content.decode()
    for words in ("担任的岗位", "县财政局局长", "没有提交的意见草稿", "1份，不随任务移交"):
        assert words in page
    page = head.get(address(cast, "leader")).content.decode()
    for words in ("授予的角色", "县政府领导", "分管的机构", "县财政局"):
        assert words in page


def test_what_the_office_head_may_not_see_is_counted_without_its_title(cast, head):
    telegram = cast.document("telegram", title="应急值守电报")
    Task.objects.filter(matter=telegram, done_at=None).update(holder=cast.holder(cast.finance_chief))
    page = head.get(address(cast)).content.decode()
    assert "电报未办任务" in page
    assert "应急值守电报" not in page


@pytest.fixture
def handed(cast, waiting):
    """A hand-over of today, as the page knows it: by the real clock."""
    (row,) = matters.divide(
        cast.finance_chief,
        shares=[matters.Share(cast.finance_clerk)],
        by=cast.office_head,
        at=timezone.now(),
        reason="轮岗。",
    )
    cast.at = timezone.now()
    return row


def test_a_hand_over_is_undone_and_says_what_did_not_go_back(cast, head, waiting, handed):
    cast.complete(waiting[0], "handling", by=cast.finance_clerk)
    shown = head.get(reverse("handover_record", args=[handed.pk])).content.decode()
    assert "撤销移交" in shown
    assert "当日可撤销" in head.get("/handovers/").content.decode()
    page = head.post(reverse("handover_undoing", args=[handed.pk]), follow=True).content.decode()
    assert "已撤销移交，退回黄海涛3项，另有1项没有退回" in page
    assert "已办，未退回" in page
    assert page.count("已退回") == 3
    assert cast.task(waiting[1], "handling").holder_id == cast.holder(cast.finance_chief)
    entry = trail.entries("org").last()
    assert (entry.verb, entry.by) == ("matters.tasks_handed_back", cast.office_head.ref)
    back = HandOver.objects.get(undoes=handed)
    page = head.get(reverse("handover_record", args=[back.pk])).content.decode()
    assert "查看原移交记录" in page
    assert "撤销移交</button>" not in page


def test_it_is_undone_once(cast, head, handed):
    head.post(reverse("handover_undoing", args=[handed.pk]))
    with unchanged():
        page = head.post(reverse("handover_undoing", args=[handed.pk]), follow=True).content.decode()
    assert "该次移交已经撤销" in page


def test_it_is_not_undone_the_day_after(cast, head, handed):
    HandOver.objects.filter(pk=handed.pk).update(at=handed.at - timedelta(days=1))
    assert "撤销移交</button>" not in head.get(reverse("handover_record", args=[handed.pk])).content.decode()
    with unchanged():
        page = head.post(reverse("handover_undoing", args=[handed.pk]), follow=True).content.decode()
    assert "移交只能在当日撤销" in page


def test_records_of_another_organ_are_not_shown(cast, head):
    row = HandOver.objects.create(
        leaver=cast.outsider, to=cast.finance_clerk, reason="轮岗。", by=cast.office_head, at=cast.at
    )
    assert head.get(reverse("handover_record", args=[row.pk])).status_code == 403
    with unchanged():
        assert head.post(reverse("handover_undoing", args=[row.pk])).status_code == 403
    assert "何远" not in head.get("/handovers/").content.decode()
    assert head.get(reverse("handover_record", args=[10**9])).status_code == 404


def test_many_matters_cost_no_more_questions(cast, head, waiting, django_assert_max_num_queries):
    for _ in range(10):
        cast.walk(cast.document(), to="handling")
    head.get(address(cast))
    with django_assert_max_num_queries(15):
        page = head.get(address(cast)).content.decode()
    assert Matter.objects.filter(owner=cast.finance_chief).count() == 12
    assert page.count('name="stay"') == 24
