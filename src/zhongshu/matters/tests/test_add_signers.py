import pytest
from tests.cast import last_act, refused, unchanged

from zhongshu.matters import actions
from zhongshu.matters.models import Task


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="instruction")


def test_a_leader_asks_another_to_sign_as_well(cast, document):
    task, other = cast.task(document, "instruction"), cast.holder(cast.second_leader)
    response = cast.post(cast.leader, "signers", task.pk, people=[other], reason="请志远同志一并阅示。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    added = Task.objects.get(matter=document, holder=other)
    assert (added.is_added, added.opened_at, added.given_by) == (True, None, cast.leader.ref), "after the leader's turn"
    assert added.request == "请志远同志一并阅示。"
    task.refresh_from_db()
    assert (task.outcome, task.done_by) == ("", None), "the leader has yet to sign"
    verb, by, detail = last_act(document)
    assert (verb, by, detail["holders"]) == ("matters.signers_added", cast.leader.ref, [other])


def test_it_waits_for_whoever_was_added(cast, document):
    task = cast.task(document, "instruction")
    actions.add_signers(task.pk, holders=(cast.holder(cast.second_leader),), by=cast.leader, at=cast.tick())
    cast.complete(document, "instruction", by=cast.leader)
    assert not document.tasks.filter(station__key="assignment").exists()
    cast.complete(document, "instruction", by=cast.second_leader)
    assert cast.task(document, "assignment")


def test_nobody_twice_nobody_gone_and_not_nobody(cast, document):
    task = cast.task(document, "instruction")
    with refused("请选择加签人员"):
        actions.add_signers(task.pk, holders=(), by=cast.leader, at=cast.at)
    with refused("已是环节“批示”的办理人"):
        actions.add_signers(task.pk, holders=(cast.holder(cast.leader),), by=cast.leader, at=cast.at)
    with unchanged():
        assert cast.post(cast.leader, "signers", task.pk).status_code == 422
    with refused("不在环节“批示”的可选范围内"):
        actions.add_signers(task.pk, holders=(cast.holder(cast.reform_chief),), by=cast.leader, at=cast.at)
    handling = cast.task(cast.walk(cast.document(), to="handling"), "handling")
    cast.dismiss(cast.reform_chief)
    with refused("已离岗"):
        actions.add_signers(handling.pk, holders=(cast.holder(cast.reform_chief),), by=cast.finance_chief, at=cast.at)


def test_only_the_holder_adds(cast, document):
    task = cast.task(document, "instruction")
    with refused("不在您名下"):
        actions.add_signers(task.pk, holders=(cast.holder(cast.second_leader),), by=cast.office_head, at=cast.at)
