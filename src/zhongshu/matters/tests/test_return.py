import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.kit import digests
from zhongshu.matters import actions


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling", co_units=(cast.education,))


def test_a_return_has_what_lies_between_done_again(cast, document):
    task = cast.task(document, "handling", cast.education_chief)
    form = {"to": "proposal", "straight": "no", "reason": "不属于我局职责。"}
    response = cast.post(cast.education_chief, "return", task.pk, **form)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    task.refresh_from_db()
    assert (task.outcome, task.opinion, task.done_by) == ("returned", "不属于我局职责。", cast.education_chief)
    other = document.tasks.get(station__key="handling", holder=cast.holder(cast.finance_chief))
    assert (other.outcome, other.done_by) == ("cancelled", None)
    again = cast.task(document, "proposal")
    assert (again.round, again.holder_id) == (2, cast.holder(cast.office_head))
    opinion = digests.sm3("不属于我局职责。")
    detail = {"station": "handling", "task": task.pk, "held_by": task.holder_id, "opinion": opinion}
    assert last_act(document) == (
        "matters.returned",
        cast.education_chief.ref,
        detail | {"to": "proposal", "straight": False},
    )
    cast.tick(days=300)
    cast.complete(document, "proposal", by=cast.office_head)
    assert cast.task(document, "instruction").round == 2


def test_a_straight_return_comes_back_to_the_branch_and_keeps_the_other_opinion(cast, document):
    kept = cast.complete(document, "handling", by=cast.finance_chief, opinion="财政局意见。")
    task = cast.task(document, "handling", cast.education_chief)
    actions.give_back(
        task.pk, to="assignment", straight=True, by=cast.education_chief, at=cast.tick(), reason="时限过短。"
    )
    cast.complete(document, "assignment", by=cast.registrar, co_units=(cast.education.pk,))
    waiting = document.tasks.get(station__key="handling", done_at=None)
    assert (waiting.holder_id, waiting.round) == (cast.holder(cast.education_chief), 2)
    kept.refresh_from_db()
    assert (kept.outcome, kept.opinion, kept.round) == ("completed", "财政局意见。", 1)


def test_the_number_is_not_issued_again(cast, document):
    number = document.number
    task = cast.task(document, "handling", cast.education_chief)
    actions.give_back(task.pk, to="review", by=cast.education_chief, at=cast.tick(), reason="来文有误。")
    cast.walk(document, to="closed")
    assert document.number == number
    assert cast.document().number == "清政办收〔2026〕2号"


def test_only_stations_that_were_done_are_offered(cast, document):
    task = cast.task(document, "handling", cast.education_chief)
    with unchanged():
        response = cast.post(cast.education_chief, "return", task.pk, to="reply", straight="no", reason="退。")
    assert response.status_code == 422
    with refused("只能退回到已经办过的前面环节"):
        actions.give_back(task.pk, to="reply", by=cast.education_chief, at=cast.at, reason="退。")


def test_a_return_without_a_reason_is_refused(cast, document):
    task = cast.task(document, "handling", cast.education_chief)
    with refused("请填写退回的原因"):
        actions.give_back(task.pk, to="review", by=cast.education_chief, at=cast.at, reason=" ")
    with unchanged():
        response = cast.post(cast.education_chief, "return", task.pk, to="review", straight="no", reason="")
    assert "请填写退回原因。" in response.content.decode()


def test_only_the_holder_returns(cast, document):
    task = cast.task(document, "handling", cast.education_chief)
    with refused("不在您名下"):
        actions.give_back(task.pk, to="review", by=cast.registrar, at=cast.at, reason="退。")


def test_work_returned_to_somebody_who_has_left_goes_to_whoever_has_the_post_now(cast, document):
    cast.dismiss(cast.office_head)
    cast.tick()
    task = cast.task(document, "handling", cast.education_chief)
    with refused("环节“拟办”目前没有可办理的人员"):
        actions.give_back(task.pk, to="proposal", by=cast.education_chief, at=cast.at, reason="重拟。")
