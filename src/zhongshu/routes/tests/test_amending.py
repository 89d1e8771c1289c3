"""Amending what lies ahead of a running slip, and letting it rest."""

import pytest

from zhongshu.routes import rules
from zhongshu.routes.tests.slips import Paper, block, step
from zhongshu.routes.tests.test_advance import refused
from zhongshu.routes.tests.test_blocks import a_block


@pytest.fixture
def paper():
    return Paper(step("a", "1"), step("b", "2"), step("c", "3"), step("d", "4", required=True))


def test_steps_are_added_struck_and_put_in_another_order_as_one_act(paper):
    paper.amend("c", step("x", "5"), "b", "d", struck="b")
    assert list(paper.state) == ["a", "c", "x", "b", "d"]
    assert paper.state["b"] == "struck"
    paper.complete(1, 3)
    assert paper.open == {"x": [5]}
    paper.complete(5)
    assert paper.open == {"d": [4]}


def test_what_was_struck_may_be_put_back(paper):
    paper.amend("b", "c", "d", struck="b c")
    paper.amend("b", "c", "d", struck="c")
    paper.complete(1)
    assert paper.open == {"b": [2]}


def test_a_required_step_is_not_struck(paper):
    with refused(paper, rules.CannotAmend, "环节“环节d”是必经环节"):
        paper.amend("b", "c", "d", struck="d")


@pytest.mark.parametrize("ahead", ["a b c d", "b c", "b b c d", "b c d x"])
def test_what_has_begun_and_what_is_not_seen_as_it_is_are_not_amended(paper, ahead):
    with refused(paper, rules.CannotAmend, "后续环节已有变化，请刷新页面"):
        paper.amend(*ahead.split())


def test_amending_nothing_is_said(paper):
    with refused(paper, rules.CannotAmend, "没有作任何调整"):
        paper.amend("b", "c", "d")


def test_a_new_step_must_hold_together(paper):
    with refused(paper, rules.CannotAmend, "标识重复"):
        paper.amend("b", "c", "d", step("a", "5"))
    with refused(paper, rules.CannotAmend, "完成比例应为1至100"):
        paper.amend("b", "c", "d", step("x", "5", "ratio"))
    with refused(paper, rules.CannotAmend, "已经办完"):
        paper.amend("b", "c", "d", step("x", "5", block="elsewhere"))


def test_whoever_is_named_by_an_earlier_station_stays_behind_it():
    paper = Paper(step("a", "1"), step("b", "2"), step("c", "handler:b"))
    with refused(paper, rules.CannotAmend, "环节“环节c”引用的前面环节不存在"):
        paper.amend("c", "b")
    with refused(paper, rules.CannotAmend, "环节“环节c”引用的前面环节不存在"):
        paper.amend("b", "c", struck="b")
    paper.amend("b", "c", struck="b c")


def test_the_station_to_which_a_straight_return_comes_back_is_not_amended(paper):
    paper.complete(1, 2)
    paper.give_back(3, "a", straight=True)
    with refused(paper, rules.CannotAmend, "已有变化"):
        paper.amend("c", "d", struck="c")
    paper.amend(step("x", "5"), "d")
    paper.complete(1, 3)
    assert paper.open == {"x": [5]}


def test_what_will_be_done_again_may_be_amended(paper):
    paper.complete(1, 2)
    paper.give_back(3, "a")
    paper.amend("b", "c", "d", struck="b")
    paper.complete(1)
    assert paper.open == {"c": [3]}


def test_a_block_moves_as_a_whole():
    inside = block([step("b1", "2"), step("b2", "3")], [step("c1", "4")])
    paper = Paper(step("a", "1"), *inside, step("d", "6"))
    with refused(paper, rules.CannotAmend, "并行办理的环节应当放在一起"):
        paper.amend("b1", "d", "b2", "c1")
    with refused(paper, rules.CannotAmend, "并行办理的环节应当放在一起"):
        paper.amend("b1", "c1", "b2", "d")
    with refused(paper, rules.CannotAmend, "并行办理的环节应当放在一起"):
        paper.amend("b1", "b2", step("x", "5"), "c1", "d")
    paper.amend("d", "b2", "b1", "c1")
    paper.complete(1, 6)
    assert paper.open == {"b2": [3], "c1": [4]}


def test_the_rest_of_a_branch_under_way_may_be_amended():
    paper = a_block()
    paper.complete(1, 4)
    new = step("x", "8", block="both", branch=0)
    paper.amend(new, "b2", "e", "d", struck="b2")
    assert list(paper.state) == ["a", "b1", "x", "b2", "c1", "c2", "e", "d"]
    paper.complete(2)
    assert paper.open == {"x": [8], "c2": [5]}
    paper.complete(8, 5)
    assert paper.open == {"e": [7]}


def test_nothing_is_added_to_a_branch_that_is_done():
    paper = a_block()
    paper.complete(1, 4, 5)
    with refused(paper, rules.CannotAmend, "已经办完"):
        paper.amend("b2", step("x", "8", block="both", branch=1), "d", "e")


# --- resting ---------------------------------------------------------------------------------------------


def test_while_it_rests_only_resuming_handing_over_and_ending_it_are_possible(paper):
    paper.suspend()
    for act in (
        lambda: paper.complete(1),
        lambda: paper.transfer(1, 5),
        lambda: paper.add(1, 5),
        lambda: paper.amend("c", "b", "d"),
        lambda: paper.jump("c"),
        paper.suspend,
    ):
        with refused(paper, rules.Resting, "已暂停办理，恢复办理后才能继续"):
            act()
    paper.hand_over(1, 5)
    paper.resume()
    with refused(paper, rules.Resting, "没有暂停办理，不需要恢复"):
        paper.resume()
    paper.complete(5)
    assert paper.open == {"b": [2]}


def test_what_rests_may_be_ended(paper):
    paper.suspend()
    paper.terminate()
    assert paper.slip.ended == "terminated"
