import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.kit import digests
from zhongshu.matters import actions
from zhongshu.matters.models import Chase
from zhongshu.notices.models import Notice


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling", co_units=(cast.education,))


@pytest.fixture
def chase(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    actions.chase(document.pk, tasks=[task.pk], mode="phone", words="请报进展。", by=cast.registrar, at=cast.tick())
    return Chase.objects.get()


def test_holders_are_reminded_and_told_at_once(cast, document):
    tasks = [cast.task(document, "handling", each).pk for each in (cast.finance_chief, cast.education_chief)]
    form = {"tasks": tasks, "mode": "on_site", "words": "请于周五前办结。", "request_key": "k"}
    response = cast.post(cast.registrar, "chases", document.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    assert [(row.task_id, row.mode, row.text, row.by) for row in Chase.objects.order_by("task")] == [
        (task, "on_site", "请于周五前办结。", cast.registrar) for task in tasks
    ]
    told = Notice.objects.get(person=cast.education_chief, text__startswith="催办：")
    assert told.is_urgent
    assert "请于周五前办结。" in told.text
    detail = {"tasks": tasks, "mode": "on_site", "text": digests.sm3("请于周五前办结。")}
    assert last_act(document) == ("matters.chased", cast.registrar.ref, detail)
    with unchanged():
        cast.post(cast.registrar, "chases", document.pk, **form)


def test_the_supervisor_may_remind_a_handler_may_not(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    given = {"tasks": [task.pk], "mode": "message", "words": "", "at": cast.tick()}
    actions.chase(document.pk, by=cast.supervisor, **given)
    assert Chase.objects.get().text == "请抓紧办理，并反馈进展。"
    with refused("没有该事项的这项操作权限"):
        actions.chase(document.pk, by=cast.education_chief, **given)


def test_who_has_finished_is_not_reminded(cast, document):
    task = cast.complete(document, "handling", by=cast.finance_chief)
    with refused("已办理的任务无需催办"):
        actions.chase(document.pk, tasks=[task.pk], mode="message", words="", by=cast.registrar, at=cast.at)
    with unchanged():
        response = cast.post(cast.registrar, "chases", document.pk, tasks=[task.pk], mode="message")
    assert response.status_code == 422


def test_the_way_of_reminding_is_chosen_from_the_list(cast, document):
    task = cast.task(document, "handling", cast.finance_chief)
    with refused("请选择催办方式"):
        actions.chase(document.pk, tasks=[task.pk], mode="shout", words="", by=cast.registrar, at=cast.at)


def test_the_answer_is_kept_and_whoever_asked_is_told(cast, document, chase):
    response = cast.post(cast.finance_chief, "answer", chase.pk, words="已完成八成。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    chase.refresh_from_db()
    assert (chase.answer, chase.answered_by) == ("已完成八成。", cast.finance_chief)
    assert Notice.objects.filter(person=cast.registrar, text__contains="已完成八成。").count() == 1
    detail = {"chase": chase.pk, "answer": digests.sm3("已完成八成。")}
    assert last_act(document) == ("matters.chase_answered", cast.finance_chief.ref, detail)


def test_one_answers_once_for_oneself_and_not_with_nothing(cast, document, chase):
    with refused("请填写办理进展"):
        actions.answer(chase.pk, words=" ", by=cast.finance_chief, at=cast.at)
    with refused("不在您名下"):
        actions.answer(chase.pk, words="代答。", by=cast.education_chief, at=cast.at)
    with unchanged():
        assert cast.post(cast.outsider, "answer", chase.pk, words="代答。").status_code == 404
    actions.answer(chase.pk, words="已完成八成。", by=cast.finance_chief, at=cast.tick())
    with refused("已经反馈"):
        actions.answer(chase.pk, words="又答。", by=cast.finance_chief, at=cast.tick())


def test_one_may_answer_after_having_finished(cast, document, chase):
    cast.complete(document, "handling", by=cast.finance_chief)
    with refused("只能由被催办人反馈"):
        actions.answer(chase.pk, words="代答。", by=cast.education_chief, at=cast.at)
    actions.answer(chase.pk, words="已办结。", by=cast.finance_chief, at=cast.tick())
    assert Chase.objects.get().answer == "已办结。"


def test_whoever_took_the_work_over_may_answer(cast, document, chase):
    actions.hand_over(cast.finance_chief, to=cast.finance_clerk, by=cast.office_head, at=cast.tick(), reason="调离")
    actions.answer(chase.pk, words="已接手，正在办理。", by=cast.finance_clerk, at=cast.tick())
    assert Chase.objects.get().answered_by == cast.finance_clerk
