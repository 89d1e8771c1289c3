"""批量阅知、批量办理: what was ticked is shown first, then each is done by itself, and the page reports on each."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import client_of, last_act, unchanged, verbs

from zhongshu.matters import actions
from zhongshu.matters.models import Matter, Task
from zhongshu.matters.tests.drawing import opened

BULK = "/desk/bulk/"


@pytest.fixture
def for_leader(cast):
    """Three documents that wait for the leader's instruction."""
    return [cast.walk(cast.document(title=f"关于工作{n}的通知"), to="instruction") for n in (1, 2, 3)]


@pytest.fixture
def copies(cast):
    """Two documents that the leader is to read."""
    made = [cast.document(title=f"阅件{n}") for n in (1, 2)]
    for one in made:
        actions.circulate(one.pk, holders=[cast.holder(cast.leader)], by=cast.registrar, at=cast.tick(), request_key="")
    return made


def waiting(document, station="instruction"):
    """Return the number of the open task of a station, or of the unread copy."""
    where = {"station__key": station} if station else {"station": None}
    return Task.objects.get(matter=document, done_at=None, **where).pk


def test_many_are_shown_first_and_then_signed_each_by_itself(cast, for_leader):
    browser, numbers = client_of(cast.leader), [waiting(one) for one in for_leader]
    with unchanged():
        page = browser.get(BULK, {"task": numbers}).content.decode()
    assert "收文·批示（3件）" in page
    assert "全部签批" in page
    assert all(f"关于工作{n}的通知" in page for n in (1, 2, 3))
    page = browser.post(BULK, {"task": numbers, "opinion": "同意。", "request_key": "k"}).content.decode()
    assert "已办3件" in page
    for number, document in zip(numbers, for_leader, strict=True):
        task = Task.objects.get(pk=number)
        assert (task.outcome, task.opinion, task.done_by) == ("completed", "同意。", cast.leader)
        verb, by, detail = last_act(document)
        assert (verb, by, detail["task"]) == ("matters.completed", cast.leader.ref, number)
    assert "没有待办事项" in browser.get("/").content.decode()


def test_copies_are_read_together(cast, copies):
    numbers = [waiting(one, None) for one in copies]
    browser = client_of(cast.leader)
    assert "全部标为已阅" in browser.get(BULK, {"task": numbers}).content.decode()
    assert "已办2件" in browser.post(BULK, {"task": numbers, "request_key": "k"}).content.decode()
    assert all(last_act(one)[0] == "matters.read" for one in copies)
    assert "没有待阅文件" in browser.get("/desk/to_read/").content.decode()


def test_what_somebody_took_meanwhile_is_reported_and_the_rest_is_done(cast, for_leader):
    numbers = [waiting(one) for one in for_leader]
    cast.complete(for_leader[1], "instruction", by=cast.leader)
    actions.transfer(numbers[2], to=cast.holder(cast.second_leader), by=cast.leader, at=cast.tick(), request_key="")
    form = {"task": numbers, "opinion": "同意。", "request_key": "k"}
    page = client_of(cast.leader).post(BULK, form).content.decode()
    assert "已办1件，未办2件。" in page
    assert "该任务已经办理或已不在您处" in page
    assert verbs(for_leader[0])[-1] == "matters.completed"


def test_the_same_form_twice_does_nothing_twice(cast, for_leader):
    form = {"task": [waiting(one) for one in for_leader], "opinion": "同意。", "request_key": "k"}
    browser = client_of(cast.leader)
    browser.post(BULK, form)
    with unchanged():
        page = browser.post(BULK, form).content.decode()
    assert "已办3件" in page


def test_nobody_does_what_is_not_theirs(cast, for_leader):
    form = {"task": [waiting(one) for one in for_leader], "opinion": "同意。"}
    for whom, sentence in ((cast.registrar, "不在您名下"), (cast.outsider, "另有3件已不在您处")):
        with unchanged():
            page = client_of(whom).post(BULK, form).content.decode()
        assert "已办0件，未办3件。" in page
        assert sentence in page
    assert "关于工作1的通知" not in client_of(cast.outsider).post(BULK, form).content.decode()


def test_a_delegate_signs_in_the_name_of_the_principal(cast, for_leader):
    cast.at = timezone.now() - timedelta(hours=1)
    cast.delegate(cast.leader, cast.second_leader, until=timezone.now() + timedelta(days=1))
    form = {"task": [waiting(for_leader[0])], "opinion": "同意。"}
    assert "已办1件" in client_of(cast.second_leader).post(BULK, form).content.decode()
    task = Task.objects.get(matter=for_leader[0], station__key="instruction")
    assert (task.done_by, task.on_behalf_of) == (cast.second_leader, cast.leader)


@pytest.mark.parametrize("method", ["get", "post"])
def test_not_more_than_a_hundred(cast, for_leader, method):
    numbers = [waiting(for_leader[0]), *range(10**6, 10**6 + 100)]
    with unchanged():
        answer = getattr(client_of(cast.leader), method)(BULK, {"task": numbers, "opinion": "同意。"})
    assert answer.status_code == 422
    assert "一次最多办理100件，您选了101件" in answer.content.decode()


@pytest.mark.parametrize("ticked", [{}, {"task": ["x", "", "-1", "1e9", "9" * 30]}])
def test_nothing_or_nonsense_ticked(cast, ticked):
    browser = client_of(cast.leader)
    assert "没有选中可以办理的事项" in browser.get(BULK, ticked).content.decode()
    with unchanged():
        assert "已办0件" in browser.post(BULK, ticked).content.decode()


def test_what_is_not_alike_is_done_apart(cast, for_leader, copies):
    numbers = [waiting(for_leader[0]), waiting(copies[0], None)]
    with unchanged():
        answer = client_of(cast.leader).post(BULK, {"task": numbers, "opinion": "同意。"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请分开办理" in page
    assert page.count("只办这1件") == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"urgency": 3}, "该件为特提件"), ({"restricted_at": "2026-03-02T00:00:00Z"}, "该件限定了知悉范围")],
)
def test_what_must_be_read_by_itself_is_not_offered_and_is_refused(cast, for_leader, changed, sentence):
    Matter.objects.filter(pk=for_leader[0].pk).update(**changed)
    browser, number = client_of(cast.leader), waiting(for_leader[0])
    assert f'value="{number}" form="bulk"' not in browser.get("/").content.decode()
    assert f'value="{waiting(for_leader[1])}" form="bulk"' in browser.get("/").content.decode()
    with unchanged():
        page = browser.post(BULK, {"task": [number], "opinion": "同意。"}).content.decode()
    assert sentence in page
    (result,) = actions.do_each([number], by=cast.leader, at=cast.tick(), opinion="同意。")
    assert sentence in result.refusal, "no door goes round it"


def test_what_asks_for_more_than_an_opinion_is_done_by_itself(cast):
    document = cast.document()
    browser = client_of(cast.registrar)
    assert "data-tick" not in browser.get("/").content.decode()
    with unchanged():
        page = browser.post(BULK, {"task": [waiting(document, "review")], "opinion": "同意。"}).content.decode()
    assert "除意见外还须填写其他内容" in page


def test_where_the_leader_must_choose_each_is_opened(cast):
    document = cast.walk(cast.document(), to="proposal")
    fields = {"asks_decision": True, "alternatives": ("甲方案", "乙方案")}
    cast.complete(document, "proposal", by=cast.office_head, **fields)
    with unchanged():
        page = client_of(cast.leader).post(BULK, {"task": [waiting(document)], "opinion": "同意。"}).content.decode()
    assert "除意见外还须填写其他内容" in page


def test_where_somebody_is_to_be_chosen_for_what_comes_next_each_is_opened(cast):
    """It is said beside the row before anything is done, and neither the page nor the action does it."""
    offered = [{"rule": "role", "key": "leader", "unit": "organ"}]
    step = {"key": "second", "name": "会商", "kind": "sign", "who": {"rule": "chosen", "among": offered}}
    document = cast.walk(opened(cast, 3, step), to="instruction")
    browser, number = client_of(cast.leader), waiting(document)
    sentence = "须选定下一环节“会商”由谁办理，请打开后单独办理。"
    with unchanged():
        page = browser.get(BULK, {"task": [number]}).content.decode()
        assert "不能一并办理（1件）" in page
        assert sentence in page
        assert sentence in browser.post(BULK, {"task": [number], "opinion": "同意。"}).content.decode()
        (result,) = actions.do_each([number], by=cast.leader, at=cast.tick(), opinion="同意。")
    assert result.refusal == sentence
    form = {"opinion": "同意。", "choose_second": [cast.holder(cast.second_leader)]}
    cast.post(cast.leader, "completion", number, **form)
    assert last_act(document)[0] == "matters.completed"
    assert Task.objects.filter(matter=document, station__key="second", done_at=None).exists()


def test_what_each_must_account_for_is_forbidden_by_its_kind(cast):
    document = cast.walk(cast.document(), to="handling")
    browser = client_of(cast.finance_chief)
    assert "data-tick" not in browser.get("/").content.decode()
    with unchanged():
        form = {"task": [waiting(document, "handling")], "opinion": "已办。"}
        page = browser.post(BULK, form).content.decode()
    assert "该环节须逐件说明情况" in page


def test_an_opinion_that_is_too_long_does_nothing(cast, for_leader):
    with unchanged():
        form = {"task": [waiting(one) for one in for_leader], "opinion": "长" * 5001}
        answer = client_of(cast.leader).post(BULK, form)
    assert answer.status_code == 422
    assert "最多5000字" in answer.content.decode()


def test_a_hundred_stand_on_one_page_for_whoever_ticks_many(cast):
    for _ in range(21):
        cast.walk(cast.document(), to="instruction")
    browser = client_of(cast.leader)
    assert "每页显示100件" in browser.get("/").content.decode()
    assert browser.get("/desk/todo/?size=100").content.decode().count("data-tick>") == 21
    assert browser.get("/desk/todo/?size=5000").content.decode().count("data-tick>") == 20


def test_the_detail_of_the_trail_holds_no_words(cast, for_leader):
    browser = client_of(cast.leader)
    browser.post(BULK, {"task": [waiting(for_leader[0])], "opinion": "同意此件。"})
    assert "同意" not in json.dumps(last_act(for_leader[0])[2], ensure_ascii=False)
    assert reverse("bulk") == BULK
