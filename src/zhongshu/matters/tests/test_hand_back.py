"""A hand-over in shares, and its undoing within the day; the door to both stands in the portal."""

from datetime import timedelta

import pytest
from django.db import transaction
from tests.cast import last_act, refused, verbs

from zhongshu.matters import actions, rules
from zhongshu.matters.models import HandOver, HandOverPiece, Matter, Task
from zhongshu.matters.queries import leaving
from zhongshu.org.actions import people, posts, units
from zhongshu.org.models import Holder
from zhongshu.trail.models import Entry


@pytest.fixture
def divide(cast):
    def act(leaver, *shares, **more):
        return actions.divide(leaver, shares=shares, by=cast.office_head, at=cast.tick(), reason="工作调动。", **more)

    return act


@pytest.fixture
def hand_back(cast):
    def act(row, at=None):
        return actions.hand_back(row.pk, by=cast.office_head, at=at or cast.tick())

    return act


@pytest.mark.parametrize("whom", ["registrar", "finance_chief", "outsider"])
def test_only_their_office_head_hands_over_and_takes_back(cast, divide, whom):
    cast.walk(cast.document(), to="handling")
    by, shares = getattr(cast, whom), [actions.Share(cast.finance_clerk)]
    with refused("只有黄海涛所在机关或其上级机关的办公室主任可以办理移交"):
        actions.divide(cast.finance_chief, shares=shares, by=by, at=cast.tick(), reason="调动。")
    with refused("只有黄海涛所在机关"):
        actions.hand_over(cast.finance_chief, to=cast.finance_clerk, by=by, at=cast.tick(), reason="调动。")
    (row,) = divide(cast.finance_chief, *shares)
    with refused("只有黄海涛所在机关"):
        actions.hand_back(row.pk, by=by, at=cast.tick())


def test_the_office_head_of_another_organ_hands_over_nothing_here(cast):
    cast.walk(cast.document(), to="handling")
    with transaction.atomic():
        holder = Holder.objects.get(person=cast.outsider)
        posts.give_role(holder, "office_head", cast.other_organ, on=cast.at.date(), by="system", at=cast.at)
    with refused("只有黄海涛所在机关"):
        actions.hand_over(cast.finance_chief, to=cast.finance_clerk, by=cast.outsider, at=cast.tick(), reason="调动。")


@pytest.mark.parametrize(("kind", "may"), [("dual", True), ("guidance", False)])
def test_an_organ_stands_below_another_with_its_sections(cast, kind, may):
    given = {"on": cast.at.date(), "by": "system", "at": cast.at}
    with transaction.atomic():
        names = {"name": "白石县人民政府办公室", "short_name": "白石办公室"}
        section = units.create(code="there", kind="section", parent=cast.other_organ, order=0, **names, **given)
        post = posts.create(section, code="there", name="科员", is_head=False, order=0, **given)
        person = people.create(code="there", name="罗明", order=0, **given)
        posts.appoint(person, post, **given)
        units.relate(cast.organ, cast.other_organ, kind=kind, **given)
    assert leaving.may_hand_over(person, cast.office_head, cast.tick()) is may


def parts(row):
    return sorted(row.pieces.values_list("part", flat=True))


def test_each_kind_of_thing_goes_to_its_heir(cast, divide):
    document = cast.walk(cast.document(), to="handling")
    read = cast.document()
    actions.circulate(
        read.pk, holders=[cast.holder(cast.finance_chief)], by=cast.registrar, at=cast.tick(), request_key=""
    )
    Matter.objects.filter(pk=document.pk).update(owner=cast.finance_chief)
    tasks, rest = divide(
        cast.finance_chief,
        actions.Share(cast.finance_clerk, frozenset({"incoming"}), copies=False, owned=False),
        actions.Share(cast.reform_chief, frozenset()),
    )
    assert (parts(tasks), parts(rest)) == (["task"], ["copy", "owner"])
    assert cast.task(document, "handling").holder_id == cast.holder(cast.finance_clerk)
    document.refresh_from_db()
    assert document.owner == cast.reform_chief
    assert Task.objects.get(matter=read, station=None, done_at=None).holder_id == cast.holder(cast.reform_chief)
    assert Entry.objects.filter(stream="org", verb="matters.tasks_handed_over").count() == 2


def test_what_is_to_stay_stays(cast, divide):
    stays, goes = (cast.walk(cast.document(), to="handling") for _ in range(2))
    (row,) = divide(cast.finance_chief, actions.Share(cast.finance_clerk), stay=[stays.pk])
    assert cast.task(stays, "handling").holder_id == cast.holder(cast.finance_chief)
    assert set(row.pieces.values_list("matter", flat=True)) == {goes.pk}
    with refused("名下没有需要移交的工作"):
        divide(cast.finance_chief, actions.Share(cast.finance_clerk), stay=[stays.pk])


def test_what_the_heir_has_not_dealt_with_goes_back(cast, divide, hand_back):
    done, open_one = (cast.walk(cast.document(), to="handling") for _ in range(2))
    (row,) = divide(cast.finance_chief, actions.Share(cast.finance_clerk, owned=False))
    old = cast.task(open_one, "handling")
    cast.complete(done, "handling", by=cast.finance_clerk)
    back = hand_back(row)
    old.refresh_from_db()
    assert (old.outcome, old.done_by) == ("transferred", None)
    assert cast.task(open_one, "handling").holder_id == cast.holder(cast.finance_chief)
    assert (back.leaver, back.to, back.undoes) == (cast.finance_clerk, cast.finance_chief, row)
    assert list(back.pieces.values_list("matter", "part")) == [(open_one.pk, "task")]
    row.refresh_from_db()
    assert (row.undone_by, row.undone_at) == (cast.office_head, back.at)
    detail = {"from": cast.holder(cast.finance_clerk), "to": cast.holder(cast.finance_chief)}
    assert last_act(open_one) == ("matters.handed_back", cast.office_head.ref, detail)
    assert "matters.handed_back" not in verbs(done)
    assert Entry.objects.filter(stream="org").latest("seq").verb == "matters.tasks_handed_back"


def test_copies_ownership_and_later_turns_go_back(cast, divide, hand_back):
    document = cast.walk(cast.document(), to="proposal")
    leaders = (cast.holder(cast.leader), cast.holder(cast.second_leader))
    cast.complete(document, "proposal", by=cast.office_head, chosen={"instruction": leaders})
    actions.circulate(document.pk, holders=leaders[1:], by=cast.registrar, at=cast.tick(), request_key="")
    Matter.objects.filter(pk=document.pk).update(owner=cast.second_leader)
    (row,) = divide(cast.second_leader, actions.Share(cast.office_head))
    assert parts(row) == ["copy", "owner", "task"]
    back = hand_back(row)
    assert document.runs.get().stations.get(key="instruction").chosen == list(leaders)
    document.refresh_from_db()
    assert document.owner == cast.second_leader
    holders = Task.objects.filter(matter=document, done_at=None).values_list("holder", flat=True)
    assert sorted(holders) == sorted([leaders[0], leaders[1], leaders[1]])
    assert parts(back) == parts(row)
    cast.complete(document, "instruction", by=cast.leader)
    assert cast.task(document, "instruction").holder_id == leaders[1]


def test_a_later_step_of_which_the_turn_has_come_stays(cast, divide, hand_back):
    document = cast.walk(cast.document(), to="instruction")
    task = cast.task(document, "instruction")
    actions.give_back(task.pk, to="proposal", straight=True, by=cast.leader, at=cast.tick(), reason="请核实。")
    (row,) = divide(cast.leader, actions.Share(cast.second_leader, owned=False))
    assert list(row.pieces.values_list("part", "stations")) == [("planned", ["proposal", "instruction"])]
    cast.complete(document, "proposal", by=cast.office_head)
    with refused("没有可以退回的工作"):
        hand_back(row)
    assert cast.task(document, "instruction").holder_id == cast.holder(cast.second_leader)


def test_a_later_step_to_which_the_heir_comes_anyway_is_merged(cast, divide, hand_back):
    document = cast.walk(cast.document(), to="proposal")
    both = (cast.holder(cast.leader), cast.holder(cast.second_leader))
    cast.complete(document, "proposal", by=cast.office_head, chosen={"instruction": both})
    task = cast.task(document, "instruction")
    actions.give_back(task.pk, to="proposal", by=cast.leader, at=cast.tick(), reason="请核实。")
    (row,) = divide(cast.leader, actions.Share(cast.second_leader))
    assert parts(row) == [HandOverPiece.MERGED]
    assert document.runs.get().stations.get(key="instruction").chosen == [both[1]]
    with refused("没有可以退回的工作"):
        hand_back(row)


def test_what_the_heir_had_already_stays_with_the_heir(cast, divide, hand_back):
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    (row,) = divide(cast.finance_chief, actions.Share(cast.education_chief, owned=False))
    assert parts(row) == [HandOverPiece.MERGED]
    with refused("没有可以退回的工作"):
        hand_back(row)
    assert cast.task(document, "handling").holder_id == cast.holder(cast.education_chief)


def test_a_task_of_the_heirs_own_is_never_given_away(cast, divide, hand_back):
    """Where the heir signs in the same run by their own right, only what was handed over goes back."""
    document = cast.walk(cast.document(), to="handling", co_units=(cast.education,))
    (row,) = divide(cast.finance_chief, actions.Share(cast.finance_clerk))
    hand_back(row)
    holders = Task.objects.filter(matter=document, done_at=None).values_list("holder", flat=True)
    assert sorted(holders) == sorted([cast.holder(cast.finance_chief), cast.holder(cast.education_chief)])


def test_not_twice_and_not_the_undoing_itself(cast, divide, hand_back):
    cast.walk(cast.document(), to="handling")
    (row,) = divide(cast.finance_chief, actions.Share(cast.finance_clerk))
    back = hand_back(row)
    with refused("已经撤销"):
        hand_back(row)
    with refused("不能再撤销"):
        hand_back(back)
    assert HandOver.objects.count() == 2


def test_not_after_midnight(cast, divide, hand_back):
    cast.walk(cast.document(), to="handling")
    (row,) = divide(cast.finance_chief, actions.Share(cast.finance_clerk))
    midnight = row.at.replace(hour=0, minute=0) + timedelta(days=1)
    with refused("只能在当日撤销"):
        hand_back(row, at=midnight)


def test_nothing_of_a_closed_matter_goes_back(cast, divide, hand_back):
    document = cast.walk(cast.document(), to="handling")
    Matter.objects.filter(pk=document.pk).update(owner=cast.finance_chief)
    (row,) = divide(cast.finance_chief, actions.Share(cast.finance_clerk))
    actions.terminate(document.pk, by=cast.office_head, at=cast.tick(), reason="不再办理。")
    with refused("没有可以退回的工作"):
        hand_back(row)


def test_the_finished_opinions_of_the_heir_stay(cast, divide, hand_back):
    documents = [cast.walk(cast.document(), to="handling") for _ in range(2)]
    (row,) = divide(cast.finance_chief, actions.Share(cast.finance_clerk))
    task = cast.complete(documents[0], "handling", by=cast.finance_clerk, opinion="已拨付。")
    hand_back(row)
    task.refresh_from_db()
    assert (task.outcome, task.opinion, task.done_by) == ("completed", "已拨付。", cast.finance_clerk)


def test_heirs_who_cannot_be_are_refused_before_anything_moves(cast, divide):
    cast.walk(cast.document(), to="handling")
    with refused("不能是同一人"):
        divide(
            cast.finance_chief,
            actions.Share(cast.finance_clerk, copies=False),
            actions.Share(cast.finance_chief, frozenset()),
        )
    cast.dismiss(cast.reform_chief)
    with refused("吴国强已离岗"):
        divide(cast.finance_chief, actions.Share(cast.reform_chief))


def test_a_copy_that_is_read_meanwhile_stays_read(cast, divide, hand_back, monkeypatch):
    document = cast.document()
    actions.circulate(document.pk, holders=[cast.holder(cast.reform_chief)], by=cast.registrar, at=cast.tick())
    (row,) = divide(cast.reform_chief, actions.Share(cast.reform_clerk))
    copy = Task.objects.get(matter=document, station=None, done_at=None)
    actions.tick_read(copy.pk, opinion="已阅。", by=cast.reform_clerk, at=cast.tick())
    monkeypatch.setattr(rules, "is_untouched", lambda piece, heir: True)  # as it was before the lock
    with refused("没有可以退回的工作"):
        hand_back(row)
    copy.refresh_from_db()
    assert (copy.outcome, copy.opinion) == ("completed", "已阅。")
