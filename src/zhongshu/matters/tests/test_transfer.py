import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.matters import actions, queries
from zhongshu.notices.models import Notice


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling")


def test_a_chief_gives_the_task_to_a_clerk(cast, document):
    task, clerk = cast.task(document, "handling"), cast.holder(cast.finance_clerk)
    response = cast.post(cast.finance_chief, "transfer", task.pk, people=[clerk], reason="请李雪办理。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    task.refresh_from_db()
    assert (task.outcome, task.opinion, task.done_by) == ("transferred", "请李雪办理。", cast.finance_chief)
    assert cast.task(document, "handling").holder_id == clerk
    assert last_act(document)[0::2] == (
        "matters.transferred",
        last_act(document)[2] | {"station": "handling", "task": task.pk, "holder": clerk},
    )
    assert queries.may_see(cast.finance_clerk, document, cast.at)
    assert Notice.objects.filter(person=cast.finance_clerk, about=document.stream).count() == 1
    assert queries.may_see(cast.finance_chief, document, cast.at), "the chief still sees it"


def test_the_clerk_finishes_and_replies(cast, document):
    task = cast.task(document, "handling")
    actions.transfer(task.pk, to=cast.holder(cast.finance_clerk), by=cast.finance_chief, at=cast.tick())
    cast.complete(document, "handling", by=cast.finance_clerk)
    assert cast.task(document, "reply").holder_id == cast.holder(cast.finance_clerk)


def test_nobody_gets_what_they_have_already(cast):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    task = cast.task(document, "handling", cast.finance_chief)
    with refused("已是环节“承办”的办理人"):
        actions.transfer(task.pk, to=cast.holder(cast.education_chief), by=cast.finance_chief, at=cast.at)


def test_nobody_who_has_left_gets_it(cast, document):
    task, clerk = cast.task(document, "handling"), cast.holder(cast.finance_clerk)
    cast.dismiss(cast.finance_clerk)
    with refused("已离岗"):
        actions.transfer(task.pk, to=clerk, by=cast.finance_chief, at=cast.at)
    with unchanged():
        response = cast.post(cast.finance_chief, "transfer", task.pk, people=[clerk])
    assert "所选人员不存在或已离岗" in response.content.decode()


def test_only_the_holder_transfers_and_only_to_one(cast, document):
    task = cast.task(document, "handling")
    with refused("不在您名下"):
        actions.transfer(task.pk, to=cast.holder(cast.finance_clerk), by=cast.office_head, at=cast.at)
    two = [cast.holder(cast.finance_clerk), cast.holder(cast.reform_clerk)]
    with unchanged():
        response = cast.post(cast.finance_chief, "transfer", task.pk, people=two)
    assert "只能选择一人" in response.content.decode()
    with unchanged():
        assert cast.post(cast.finance_chief, "transfer", task.pk).status_code == 422
