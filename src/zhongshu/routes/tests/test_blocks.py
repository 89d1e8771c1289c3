"""Parallel blocks (并行): branches go on by themselves, and what lies behind them waits for the last."""

import pytest

from zhongshu.routes import rules
from zhongshu.routes.model import ALL
from zhongshu.routes.tests.slips import Paper, block, step
from zhongshu.routes.tests.test_advance import refused


def a_block(**facts):
    """a · (b1 b2 | c1 c2) · d · e, with holders 1 · (2 3 | 4 5) · 6 · 7."""
    inside = block([step("b1", "2"), step("b2", "3")], [step("c1", "4"), step("c2", "5")])
    return Paper(step("a", "1"), *inside, step("d", "6"), step("e", "7"), **facts)


def test_every_branch_begins_and_goes_on_by_itself_and_the_slip_after_the_last():
    paper = a_block()
    paper.complete(1)
    assert paper.open == {"b1": [2], "c1": [4]}
    paper.complete(2)
    assert paper.open == {"b2": [3], "c1": [4]}
    paper.complete(3)
    assert paper.open == {"c1": [4]}
    paper.complete(4, 5)
    assert paper.open == {"d": [6]}
    paper.complete(6, 7)
    assert paper.slip.ended == "completed"


def test_a_block_may_be_the_first_thing_and_the_last():
    paper = Paper(*block([step("a", "1")], [step("b", "2")]))
    assert paper.open == {"a": [1], "b": [2]}
    paper.complete(2, 1)
    assert paper.slip.ended == "completed"


def test_a_branch_whose_steps_are_all_ruled_out_counts_as_done():
    never = [("long", "is", True)]
    inside = block([step("b", "2")], [step("c", "3", when=never), step("d", "4", when=never)])
    paper = Paper(step("a", "1"), *inside, step("e", "5"))
    paper.complete(1)
    assert paper.open == {"b": [2]}
    assert paper.state["c"] == paper.state["d"] == "skipped"
    paper.complete(2)
    assert paper.open == {"e": [5]}


def test_a_block_of_which_everything_is_ruled_out_is_passed():
    never = [("long", "is", True)]
    paper = Paper(step("a", "1"), *block([step("b", "2", when=never)], [step("c", "3", when=never)]), step("d", "4"))
    paper.complete(1)
    assert paper.open == {"d": [4]}


def test_one_block_may_follow_another():
    paper = Paper(
        *block([step("a", "1")], [step("b", "2")], key="first"),
        *block([step("c", "3")], [step("d", "4")], key="second"),
    )
    paper.complete(1, 2)
    assert paper.open == {"c": [3], "d": [4]}


def test_nobody_to_act_in_one_branch_is_said_with_its_name_and_nothing_begins():
    paper = a_block()
    paper.world.gone.add(4)
    with refused(paper, rules.NobodyToAct, "环节“环节c1”目前没有可办理的人员"):
        paper.complete(1)


# --- returning -------------------------------------------------------------------------------------------


def test_return_inside_a_branch_redoes_that_branch_alone():
    paper = a_block()
    paper.complete(1, 2, 4)
    paper.give_back(3, "b1")
    assert paper.open == {"b1": [2], "c2": [5]}
    assert paper.state["c1"] == "done"
    paper.complete(2, 3, 5)
    assert paper.open == {"d": [6]}


def test_return_from_a_branch_to_before_the_block_resets_the_whole_block_and_loses_no_opinion():
    paper = a_block()
    paper.complete(1, 4)
    paper.give_back(2, "a")
    assert paper.open == {"a": [1]}
    assert [paper.state[key] for key in ("b1", "b2", "c1", "c2")] == ["waiting"] * 4
    assert (paper.outcomes(4), paper.outcomes(5)) == (["completed"], ["cancelled"])
    paper.complete(1)
    assert paper.open == {"b1": [2], "c1": [4]}


def test_a_straight_return_from_a_branch_lets_the_others_go_on():
    paper = a_block()
    paper.complete(1, 2)
    paper.give_back(3, "a", straight=True)
    assert paper.open == {"a": [1], "c1": [4]}
    paper.complete(4, 5)
    assert paper.open == {"a": [1]}, "the block is not done while one branch waits"
    paper.complete(1)
    assert paper.open == {"b2": [3]}
    paper.complete(3)
    assert paper.open == {"d": [6]}


def test_two_branches_may_be_returned_straight_to_different_stations():
    paper = Paper(step("z", "7"), step("a", "1"), *block([step("b", "2")], [step("c", "3")]), step("d", "4"))
    paper.complete(7, 1)
    paper.give_back(2, "a", straight=True)
    with refused(paper, rules.CannotReturn):
        paper.give_back(3, "a", straight=True)
    paper.give_back(3, "z", straight=True)
    assert paper.open == {"a": [1], "z": [7]}
    paper.complete(1)
    assert paper.open == {"z": [7], "b": [2]}
    paper.complete(2, 7)
    assert paper.open == {"c": [3]}
    paper.complete(3)
    assert paper.open == {"d": [4]}


def test_return_from_after_the_block_into_one_branch_redoes_its_rest_and_what_lies_behind():
    paper = a_block()
    paper.complete(1, 2, 3, 4, 5, 6)
    paper.give_back(7, "b1")
    assert paper.open == {"b1": [2]}
    assert [paper.state[key] for key in ("b2", "c1", "c2", "d", "e")] == [
        "waiting",
        "done",
        "done",
        "waiting",
        "waiting",
    ]
    paper.complete(2, 3)
    assert paper.open == {"d": [6]}
    assert paper.outcomes(5) == ["completed"], "the other branch is not asked again"


def test_a_straight_return_into_a_branch_comes_straight_back():
    paper = a_block()
    paper.complete(1, 2, 3, 4, 5)
    paper.give_back(6, "b1", straight=True)
    paper.complete(2)
    assert paper.open == {"d": [6]}


def test_return_across_a_whole_block_redoes_it():
    paper = a_block()
    paper.complete(1, 2, 3, 4, 5, 6)
    paper.give_back(7, "a")
    paper.complete(1)
    assert paper.open == {"b1": [2], "c1": [4]}


def test_nobody_returns_to_another_branch():
    paper = a_block()
    paper.complete(1, 4)
    with refused(paper, rules.CannotReturn):
        paper.give_back(2, "c1")


# --- withdrawing -----------------------------------------------------------------------------------------


def test_withdraw_before_the_block_takes_every_branch_back():
    paper = a_block()
    paper.complete(1)
    paper.withdraw(1)
    assert paper.open == {"a": [1]}
    assert paper.outcomes(4) == ["cancelled"]


@pytest.mark.parametrize("look", ["see", "complete"])
def test_no_withdrawal_once_somebody_in_any_branch_has_looked(look):
    paper = a_block()
    paper.complete(1)
    getattr(paper, look)(4)
    with refused(paper, rules.CannotWithdraw):
        paper.withdraw(1)


def test_withdraw_at_the_end_of_a_branch_while_the_others_are_under_way():
    paper = a_block()
    paper.complete(1, 2, 3)
    paper.withdraw(3)
    assert paper.open == {"b2": [3], "c1": [4]}
    paper.complete(4, 5)
    assert paper.open == {"b2": [3]}


def test_withdraw_takes_back_what_followed_the_block_though_another_branch_ended_it():
    paper = a_block()
    paper.complete(1, 2, 3, 4, 5)
    assert paper.open == {"d": [6]}
    paper.withdraw(3)
    assert paper.open == {"b2": [3]}
    paper.complete(3)
    paper.see(6)
    with refused(paper, rules.CannotWithdraw, "“环节d”已经打开"):
        paper.withdraw(5)


def test_withdraw_in_the_middle_of_a_branch_looks_at_that_branch():
    paper = a_block()
    paper.complete(1, 2, 3)
    with refused(paper, rules.CannotWithdraw, "已流转到后面环节"):
        paper.withdraw(2)
    paper.complete(4)
    paper.withdraw(4)
    assert paper.open == {"c1": [4]}


def test_no_withdrawal_behind_which_a_straight_return_is_waited_for():
    paper = a_block()
    paper.complete(1, 2, 3, 4, 5)
    paper.give_back(6, "b2", straight=True)
    with refused(paper, rules.CannotWithdraw, "已流转到后面环节"):
        paper.withdraw(5)


# --- others ----------------------------------------------------------------------------------------------


def test_hand_over_reaches_every_branch():
    paper = Paper(*block([step("a", "1")], [step("b", "1", ALL)]))
    paper.hand_over(1, 5)
    assert paper.open == {"a": [5], "b": [5]}


def test_terminate_ends_every_branch():
    paper = a_block()
    paper.complete(1)
    paper.terminate()
    assert paper.open == {}
