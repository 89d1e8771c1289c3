"""Jumping to a station off the order of the slip."""

import pytest

from zhongshu.routes import rules
from zhongshu.routes.model import ALL
from zhongshu.routes.tests.slips import Paper, step
from zhongshu.routes.tests.test_advance import refused
from zhongshu.routes.tests.test_blocks import a_block


@pytest.fixture
def paper():
    return Paper(step("a", "12", ALL), step("b", "3"), step("c", "4"), step("d", "5", effects=("number",)))


def test_forward_what_lies_between_is_skipped(paper):
    paper.complete(1)
    paper.jump("c")
    assert paper.open == {"c": [4]}
    assert paper.state == {"a": "skipped", "b": "skipped", "c": "current", "d": "waiting"}
    assert (paper.outcomes(1), paper.outcomes(2)) == (["completed"], ["cancelled"])


def test_back_it_is_done_again_by_whoever_did_it(paper):
    paper.complete(2, 1, 3)
    paper.jump("a")
    assert paper.state == {"a": "current", "b": "waiting", "c": "waiting", "d": "waiting"}
    paper.complete(1, 2)
    assert paper.open == {"b": [3]}


def test_what_was_issued_before_is_not_issued_again():
    paper = Paper(step("a", "1", effects=("number",)), step("b", "2"))
    paper.complete(1)
    paper.jump("a")
    paper.complete(1)
    assert paper.fired == ["number"]


def test_holders_may_be_chosen_and_must_be_where_the_route_asks_for_it():
    paper = Paper(step("a", "1"), step("b", "chosen"))
    with refused(paper, rules.ChooseFirst, "请选择环节“环节b”的办理人"):
        paper.jump("b")
    paper.jump("b", 4, 5)
    assert paper.open == {"b": [4, 5]}


def test_no_jump_to_where_it_is_nor_to_what_is_not_there(paper):
    with refused(paper, rules.CannotJump, "正在“环节a”环节办理"):
        paper.jump("a")
    with refused(paper, rules.CannotJump, "没有这个环节"):
        paper.jump("x")
    paper.amend("b", "c", "d", struck="c")
    with refused(paper, rules.CannotJump, "已撤销"):
        paper.jump("c")


def test_into_a_branch_lets_the_other_branches_begin():
    paper = a_block()
    paper.jump("b2")
    assert paper.open == {"b2": [3], "c1": [4]}
    assert (paper.state["a"], paper.state["b1"]) == ("skipped", "skipped")


def test_within_a_branch_lets_the_other_branches_be():
    paper = a_block()
    paper.complete(1, 2, 4)
    paper.jump("b1")
    assert paper.open == {"b1": [2], "c2": [5]}


def test_back_into_a_branch_leaves_the_other_branches_done():
    paper = a_block()
    paper.complete(1, 2, 3, 4, 5)
    paper.jump("b2")
    assert paper.open == {"b2": [3]}
    paper.complete(3)
    assert paper.open == {"d": [6]}


def test_out_of_a_block_every_branch_is_left():
    paper = a_block()
    paper.complete(1)
    paper.jump("d")
    assert paper.open == {"d": [6]}
    assert paper.state["c1"] == "skipped"


def test_over_a_straight_return_lets_the_branch_begin_again():
    paper = a_block()
    paper.complete(1)
    paper.give_back(2, "a", straight=True)
    paper.complete(4)
    paper.jump("c1")
    assert paper.open == {"c1": [4], "b1": [2]}
    assert paper.state["a"] == "skipped"
