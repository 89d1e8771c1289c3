"""All work of somebody who leaves, in one act. The page stands in the portal; here the door does not matter."""

import pytest
from tests.cast import last_act, refused

from zhongshu.matters import actions, queries
from zhongshu.matters.models import Matter, Task
from zhongshu.matters.tests.drawing import opened
from zhongshu.trail.models import Entry


@pytest.fixture
def hand_over(cast):
    def act(leaver, to):
        return actions.hand_over(leaver, to=to, by=cast.office_head, at=cast.tick(), reason="工作调动。")

    return act


def test_open_tasks_go_to_the_heir(cast, hand_over):
    documents = [cast.walk(cast.document(), to="handling") for _ in range(2)]
    old = cast.task(documents[0], "handling")
    assert hand_over(cast.finance_chief, cast.finance_clerk) == 2
    for document in documents:
        assert cast.task(document, "handling").holder_id == cast.holder(cast.finance_clerk)
        assert queries.may_see(cast.finance_clerk, document, cast.at)
    old.refresh_from_db()
    assert (old.outcome, old.done_by, old.opinion) == ("transferred", None, ""), "the leaver has signed nothing"
    detail = {"from": cast.holder(cast.finance_chief), "to": cast.holder(cast.finance_clerk)}
    assert last_act(documents[0]) == ("matters.handed_over", cast.office_head.ref, detail)
    assert Entry.objects.filter(stream="org").latest("seq").verb == "matters.tasks_handed_over"


def test_an_heir_who_is_asked_already_is_asked_once(cast, hand_over):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    hand_over(cast.finance_chief, cast.education_chief)
    assert cast.task(document, "handling").holder_id == cast.holder(cast.education_chief)
    cast.complete(document, "handling", by=cast.education_chief)
    assert cast.task(document, "reply")


def test_an_heir_who_is_asked_already_must_sign_for_whoever_was_added(cast, hand_over):
    """Where one of several is enough, an added signer is waited for all the same, whoever has it then."""
    who = {"rule": "role", "key": "leader", "unit": "organ"}
    document = opened(cast, 0, {"key": "look", "name": "会商", "kind": "sign", "who": who})
    task = cast.task(document, "look", cast.leader)
    actions.add_signers(task.pk, holders=(cast.holder(cast.finance_clerk),), by=cast.leader, at=cast.tick())
    assert hand_over(cast.finance_clerk, cast.second_leader) == 1
    bound = cast.task(document, "look", cast.second_leader)
    assert (bound.is_added, bound.is_bound) == (False, True)
    actions.complete(task.pk, by=cast.leader, at=cast.tick(), opinion="同意。")
    assert cast.task(document, "look", cast.second_leader), "one was enough, but for the one who was added"
    response = cast.post(cast.second_leader, "completion", bound.pk, opinion="同意。")
    assert response.headers["Location"] == f"/matters/{document.pk}/"
    assert not Task.objects.filter(matter=document, station__key="look", done_at=None).exists()
    assert last_act(document)[0] == "matters.completed"


def test_unread_copies_go_along_but_not_twice(cast, hand_over):
    document = cast.walk(cast.document(), to="handling")
    both = [cast.holder(cast.reform_chief), cast.holder(cast.reform_clerk)]
    actions.circulate(document.pk, holders=both[:1], by=cast.registrar, at=cast.tick())
    hand_over(cast.reform_chief, cast.reform_clerk)
    assert Task.objects.get(matter=document, station=None, done_at=None).holder_id == both[1]
    actions.circulate(document.pk, holders=both[:1], by=cast.registrar, at=cast.tick())
    hand_over(cast.reform_chief, cast.reform_clerk)
    assert Task.objects.get(matter=document, station=None, done_at=None).holder_id == both[1]
    assert [task.holder_id for task in queries.readers(document)] == both[1:]


def test_a_turn_in_the_line_and_a_later_choice_go_along(cast, hand_over):
    document = cast.walk(cast.document(), to="proposal")
    leaders = (cast.holder(cast.leader), cast.holder(cast.second_leader))
    cast.complete(document, "proposal", by=cast.office_head, chosen={"instruction": leaders})
    hand_over(cast.second_leader, cast.office_head)
    waiting = Task.objects.get(matter=document, opened_at=None, done_at=None)
    assert waiting.holder_id == cast.holder(cast.office_head)
    assert document.runs.get().stations.get(key="instruction").chosen == [leaders[0], waiting.holder_id]
    cast.complete(document, "instruction", by=cast.leader)
    assert cast.task(document, "instruction").holder_id == waiting.holder_id


def test_what_somebody_owns_goes_along(cast, hand_over):
    document = cast.walk(cast.document(), to="proposal")
    Matter.objects.filter(pk=document.pk).update(owner=cast.reform_chief)
    assert hand_over(cast.reform_chief, cast.reform_clerk) == 1
    document.refresh_from_db()
    assert document.owner == cast.reform_clerk


def test_the_pool_of_a_post_stays_with_the_post(cast, hand_over):
    document = cast.document()
    with refused("名下没有需要移交的工作"):
        hand_over(cast.registrar, cast.finance_clerk)
    assert cast.task(document, "review").holder_id == cast.holder("registry")


def test_closed_matters_are_left_alone(cast, hand_over):
    document = cast.walk(cast.document(), to="closed")
    before = list(Task.objects.filter(matter=document).values())
    with refused("名下没有需要移交的工作"):
        hand_over(cast.finance_chief, cast.finance_clerk)
    assert list(Task.objects.filter(matter=document).values()) == before


def test_work_of_somebody_who_has_left_can_still_be_handed_over(cast, hand_over):
    document = cast.walk(cast.document(), to="handling")
    cast.dismiss(cast.finance_chief)
    assert hand_over(cast.finance_chief, cast.finance_clerk) == 1
    cast.complete(document, "handling", by=cast.finance_clerk)
    assert cast.task(document, "reply").holder_id == cast.holder(cast.finance_clerk)


def test_not_to_oneself_nor_to_somebody_gone_nor_without_a_reason(cast, hand_over):
    cast.walk(cast.document(), to="handling")
    with refused("不能是同一人"):
        hand_over(cast.finance_chief, cast.finance_chief)
    with refused("请填写移交的原因"):
        actions.hand_over(cast.finance_chief, to=cast.finance_clerk, by=cast.office_head, at=cast.at, reason="")
    cast.dismiss(cast.finance_clerk)
    with refused("李雪已离岗，不能接收移交"):
        hand_over(cast.finance_chief, cast.finance_clerk)
