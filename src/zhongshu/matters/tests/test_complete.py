import pytest
from tests.cast import last_act, refused, unchanged, verbs

from zhongshu.kit import digests
from zhongshu.matters import actions, queries
from zhongshu.matters.models import Grant, RequestKey, Task
from zhongshu.notices.models import Notice


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling", co_units=(cast.education,))


def test_a_task_is_completed_on_its_page(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    response = cast.post(cast.finance_chief, "completion", task.pk, opinion="经费已拨付。", request_key="k1")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    task.refresh_from_db()
    assert (task.outcome, task.opinion, task.done_by, task.on_behalf_of) == (
        "completed",
        "经费已拨付。",
        cast.finance_chief,
        None,
    )
    detail = {"station": "handling", "task": task.pk, "held_by": task.holder_id, "opinion": digests.sm3("经费已拨付。")}
    assert last_act(document) == ("matters.completed", cast.finance_chief.ref, detail)
    assert RequestKey.objects.get().result == document.stream


def test_a_key_stands_for_nobody_elses_act_and_for_no_other_form(cast, document):
    lead, other = (
        cast.task(document, "handling", cast.finance_chief),
        cast.task(document, "handling", cast.education_chief),
    )
    cast.post(cast.finance_chief, "completion", lead.pk, opinion="经费已拨付。", request_key="k1")
    cast.post(cast.education_chief, "completion", other.pk, opinion="方案已印发。", request_key="k1")
    other.refresh_from_db()
    assert other.opinion == "方案已印发。"
    registered = cast.document(title="另一件来文", request_key="k1")
    assert registered.title == "另一件来文"


def test_all_who_are_asked_must_finish_before_it_goes_on_and_the_lead_replies(cast, document):
    cast.complete(document, "handling", by=cast.education_chief)
    assert not document.tasks.filter(station__key="reply").exists()
    cast.complete(document, "handling", by=cast.finance_chief)
    assert cast.task(document, "reply").holder_id == cast.holder(cast.finance_chief)


def test_whoever_is_asked_next_is_told_and_may_see_it(cast):
    document = cast.walk(cast.document(title="关于防汛的通知"), to="instruction")
    assert not queries.may_see(cast.second_leader, document, cast.at)
    told = Notice.objects.filter(about=document.stream, person=cast.leader).get()
    assert (told.text, told.link) == ("批示：关于防汛的通知", f"/matters/{document.pk}/")
    assert Grant.objects.filter(matter=document, holder=cast.holder(cast.leader)).exists()


def test_a_form_that_arrives_twice_acts_once(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    form = {"opinion": "已办理。", "request_key": "same"}
    cast.post(cast.finance_chief, "completion", task.pk, **form)
    with unchanged():
        response = cast.post(cast.finance_chief, "completion", task.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"


def test_what_is_refused_is_said_on_the_page(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    with unchanged():
        response = cast.post(cast.finance_chief, "completion", task.pk, opinion="  ")
    assert response.status_code == 422
    assert "请填写办理情况或协办意见。" in response.content.decode()


def test_somebody_else_s_task_is_refused(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    with refused("这项任务不在您名下"):
        actions.complete(task.pk, by=cast.education_chief, at=cast.at, opinion="代为办理。")
    with refused("没有找到这项任务"):
        actions.complete(0, by=cast.education_chief, at=cast.at)


def test_what_has_been_done_is_not_done_again(cast, document):
    task = cast.complete(document, "handling", by=cast.finance_chief)
    with refused("该任务已经办理或已不在您处"):
        actions.complete(task.pk, by=cast.finance_chief, at=cast.tick(), opinion="再办一次。")


def test_an_opinion_that_is_too_long_is_refused(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    with refused("意见"):
        actions.complete(task.pk, by=cast.finance_chief, at=cast.tick(), opinion="办" * 5001)


def test_nobody_outside_the_candidates_can_be_chosen(cast):
    document = cast.walk(cast.document(), to="proposal")
    task = cast.task(document, "proposal")
    with refused("不在环节“批示”的可选范围内"):
        actions.complete(
            task.pk,
            by=cast.office_head,
            at=cast.at,
            opinion="请阅示。",
            chosen={"instruction": (cast.holder(cast.finance_chief),)},
        )


def test_a_closed_matter_takes_no_act(cast):
    document = cast.walk(cast.document(), to="closed")
    assert (document.outcome, document.closed_by) == ("completed", cast.registrar.ref)
    assert not document.tasks.filter(done_at=None).exists()
    assert not document.runs.filter(ended_at=None).exists()
    task = document.tasks.latest("pk")
    with refused("已经办结或终止"):
        actions.complete(task.pk, by=cast.registrar, at=cast.at)


def test_the_trail_tells_the_whole_way(cast):
    document = cast.walk(cast.document(), to="closed")
    way = ["matters.opened", "numbering.taken", "documents.registered", *["matters.completed"] * 3]
    way += ["matters.units_assigned", *["matters.completed"] * 3]
    assert verbs(document) == [*way, "matters.attached", "matters.completed"]


def test_a_clock_set_back_is_refused(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    with refused("系统时间早于已有记录的时间"):
        actions.complete(task.pk, by=cast.finance_chief, at=cast.tick(days=-1), opinion="已办理。")
    assert Task.objects.get(pk=task.pk).done_at is None
