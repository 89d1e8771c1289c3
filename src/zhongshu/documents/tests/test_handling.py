"""承办: what the lead has done and the co-units think; all of it before the lead replies."""

import pytest
from tests.cast import refused, unchanged

from zhongshu.matters import actions as matters


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling", co_units=(cast.education, cast.reform))


def test_every_unit_has_its_say_before_the_lead_replies(cast, document):
    cast.complete(document, "handling", by=cast.reform_chief, opinion="无不同意见。")
    cast.complete(document, "handling", by=cast.finance_chief, opinion="已拨付。")
    assert not document.tasks.filter(station__key="reply").exists()
    response = cast.post(
        cast.education_chief, "completion", cast.task(document, "handling").pk, opinion="建议三月底前完成。"
    )
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    opinions = document.tasks.filter(station__key="handling").order_by("order").values_list("opinion", flat=True)
    assert list(opinions) == ["已拨付。", "建议三月底前完成。", "无不同意见。"]
    assert cast.task(document, "reply").holder_id == cast.holder(cast.finance_chief), "the lead, who was not the last"


def test_an_opinion_is_required(cast, document):
    task = cast.task(document, "handling", cast.reform_chief)
    with unchanged():
        response = cast.post(cast.reform_chief, "completion", task.pk, opinion="")
    assert "请填写办理情况或协办意见。" in response.content.decode()


def test_the_slip_shows_who_has_not_had_their_say(cast, document):
    cast.complete(document, "handling", by=cast.reform_chief, opinion="无不同意见。")
    page = cast.client(cast.finance_chief).get(f"/matters/{document.pk}/").content.decode()
    for words in ("无不同意见。", "吴国强", "黄海涛", "赵文斌"):
        assert words in page


def test_a_chief_has_a_clerk_do_it(cast, document):
    task = cast.task(document, "handling", cast.education_chief)
    matters.transfer(task.pk, to=cast.holder(cast.education_clerk), by=cast.education_chief, at=cast.tick())
    with refused("已经办理或已不在您处"):
        matters.complete(task.pk, by=cast.education_chief, at=cast.at, opinion="已办理。")
    done = cast.complete(document, "handling", by=cast.education_clerk, opinion="已办理。")
    assert done.done_by == cast.education_clerk


def test_a_co_unit_returns_it_and_the_others_opinions_stay(cast, document):
    kept = cast.complete(document, "handling", by=cast.finance_chief, opinion="已拨付。")
    task = cast.task(document, "handling", cast.education_chief)
    matters.give_back(
        task.pk, to="assignment", straight=True, by=cast.education_chief, at=cast.tick(), reason="请明确时限。"
    )
    cast.complete(document, "assignment", by=cast.registrar, co_units=(cast.education.pk, cast.reform.pk))
    kept.refresh_from_db()
    assert kept.opinion == "已拨付。"
    waiting = document.tasks.filter(station__key="handling", done_at=None)
    assert {task.holder_id for task in waiting} == {
        cast.holder(cast.education_chief),
        cast.holder(cast.reform_chief),
    }
