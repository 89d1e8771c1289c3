import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.matters import actions
from zhongshu.matters.models import Station


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="instruction")


@pytest.fixture
def proposed(cast, document):
    """The office head's finished task."""
    return document.tasks.get(station__key="proposal")


def test_withdraw_before_the_next_has_opened_it(cast, document, proposed):
    response = cast.post(cast.office_head, "withdrawal", proposed.pk)
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    proposed.refresh_from_db()
    assert (proposed.outcome, proposed.opinion) == ("completed", "拟请周立民同志阅示。"), "what was written stays"
    assert proposed.withdrawn_at
    assert document.tasks.get(station__key="instruction").outcome == "cancelled"
    again = cast.task(document, "proposal")
    assert (again.holder_id, again.round) == (proposed.holder_id, proposed.round)
    assert Station.objects.get(run__matter=document, key="instruction").begun_at is None
    assert last_act(document)[:2] == ("matters.withdrawn", cast.office_head.ref)
    cast.tick(days=300)
    cast.complete(document, "proposal", by=cast.office_head, opinion="重新拟办。")
    assert cast.task(document, "instruction").holder_id == cast.holder(cast.leader)


def test_no_withdrawal_after_the_next_has_opened_it(cast, document, proposed):
    actions.see(document.pk, by=cast.leader, at=cast.tick())
    with unchanged():
        response = cast.post(cast.office_head, "withdrawal", proposed.pk)
    assert response.status_code == 422
    assert "下一环节“批示”已经打开或办理该件，不能撤回" in response.content.decode()


def test_somebody_else_s_look_does_not_hinder(cast, document, proposed):
    actions.see(document.pk, by=cast.registrar, at=cast.tick())
    actions.withdraw(proposed.pk, by=cast.office_head, at=cast.tick())
    assert cast.task(document, "proposal")


def test_only_whoever_did_it_withdraws_and_only_once(cast, document, proposed):
    with refused("只能撤回本人办理提交的任务"):
        actions.withdraw(proposed.pk, by=cast.registrar, at=cast.at)
    actions.withdraw(proposed.pk, by=cast.office_head, at=cast.tick())
    with refused("已办结提交的任务才能撤回"):
        actions.withdraw(proposed.pk, by=cast.office_head, at=cast.tick())


def test_what_lies_further_back_is_not_withdrawn(cast, document):
    reviewed = document.tasks.get(station__key="review")
    with refused("已流转到后面环节，不能撤回"):
        actions.withdraw(reviewed.pk, by=cast.registrar, at=cast.at)


def test_the_last_task_of_a_closed_matter_is_not_withdrawn(cast):
    document = cast.walk(cast.document(), to="closed")
    with refused("已经办结或终止"):
        actions.withdraw(document.tasks.latest("pk").pk, by=cast.registrar, at=cast.at)
