"""Each act on a slip and each of its edges, as an example to read."""

from contextlib import contextmanager

import pytest

from zhongshu.kit.errors import Refused
from zhongshu.routes import rules
from zhongshu.routes.acts import Complete, Decline, RemoveSigner, Start
from zhongshu.routes.model import ALL, IN_ORDER, ONE, RATIO
from zhongshu.routes.tests.slips import Paper, step


@contextmanager
def refused(paper, error: type[Refused], words: str = "。"):
    before = paper.slip
    with pytest.raises(error, match=words):
        yield
    assert paper.slip == before


# --- completing ------------------------------------------------------------------------------------------


def test_of_one_the_first_to_act_moves_it_on_and_the_others_are_no_longer_asked():
    paper = Paper(step("a", "12", ONE), step("b", "3"))
    paper.complete(2)
    assert paper.open == {"b": [3]}
    assert paper.outcomes(1) == ["cancelled"]


def test_all_waits_for_every_signer():
    paper = Paper(step("a", "123", ALL), step("b", "4"))
    paper.complete(3, 1)
    assert paper.open == {"a": [2]}
    paper.complete(2)
    assert paper.open == {"b": [4]}


def test_in_order_asks_one_after_the_other():
    paper = Paper(step("a", "213", IN_ORDER), step("b", "4"))
    turns = []
    while "a" in paper.open:
        turns.append(paper.open["a"])
        paper.complete(*paper.open["a"])
    assert turns == [[2], [1], [3]]
    assert paper.open == {"b": [4]}


def test_the_slip_closes_after_the_last_station_and_takes_no_further_act():
    paper = Paper(step("a", "1"))
    finished = paper.task(1).id
    paper.complete(1)
    assert paper.slip.ended == "completed"
    with refused(paper, rules.AlreadyEnded, "流程已经结束"):
        paper.act(Complete(finished))


def test_a_task_is_done_once_and_not_before_its_turn():
    paper = Paper(step("a", "12", IN_ORDER), step("b", "3"))
    waiting = next(task for task in paper.slip.tasks if task.holder == 2)
    with refused(paper, rules.NotOpen, "已经办理或已不在您处"):
        paper.act(Complete(waiting.id))
    first = paper.task(1).id
    paper.complete(1)
    with refused(paper, rules.NotOpen):
        paper.act(Complete(first))
    with refused(paper, rules.NotOpen):
        paper.act(Complete(99))


def test_a_station_whose_conditions_do_not_hold_is_skipped():
    steps = (step("a", "1"), step("b", "2", when=[("kind", "is", "办件")]), step("c", "3"))
    paper = Paper(*steps, kind="阅件")
    paper.complete(1)
    assert paper.state == {"a": "done", "b": "skipped", "c": "current"}
    assert Paper(*steps, kind="办件").state["b"] == "waiting"


@pytest.mark.parametrize(
    ("op", "value", "fact", "holds"),
    [
        ("is", 3, 3, True),
        ("is_not", 3, 3, False),
        ("in", [1, 2], 2, True),
        ("not_in", [1, 2], 2, False),
        ("over", 3, 3, False),
        ("at_least", 3, 3, True),
        ("under", 3, 2, True),
        ("at_most", 3, 4, False),
        ("over", 3, None, False),
        ("at_most", 3, None, False),
    ],
)
def test_conditions_compare_a_fact_with_a_value(op, value, fact, holds):
    paper = Paper(step("a", "1", when=[("amount", op, value)]), step("b", "2"), amount=fact)
    assert ("a" in paper.open) is holds


def test_effects_fire_once_even_when_the_station_is_done_again_after_a_return():
    paper = Paper(step("a", "1", effects=("number",)), step("b", "2"))
    paper.complete(1)
    paper.give_back(2, "a")
    paper.complete(1)
    assert paper.fired == ["number"]
    assert paper.open == {"b": [2]}


# --- who acts --------------------------------------------------------------------------------------------


def test_who_is_chosen_earlier_acts_in_the_order_of_the_choice():
    paper = Paper(step("a", "1"), step("b", "chosen", IN_ORDER))
    with refused(paper, rules.ChooseFirst, "请选择环节“环节b”的办理人"):
        paper.complete(1)
    paper.complete(1, b=(5, 4, 5))
    assert paper.open == {"b": [5]}
    paper.complete(5, 4)
    assert paper.slip.ended


def test_a_station_that_is_not_on_the_slip_cannot_be_chosen_for():
    paper = Paper(step("a", "1"), step("b", "2"))
    with refused(paper, rules.ChooseFirst, "不在该流程中"):
        paper.complete(1, elsewhere=(3,))


def test_a_start_may_choose_as_well():
    assert Paper(step("a", "chosen"), start=Start({"a": (4,)})).open == {"a": [4]}


def test_handler_is_whoever_did_an_earlier_station_first():
    paper = Paper(step("a", "21", ALL), step("b", "handler:a"))
    paper.complete(1, 2)
    assert paper.open == {"b": [2]}


def test_nobody_to_act_is_said_with_the_name_of_the_station():
    paper = Paper(step("a", "1"), step("b", "2"))
    paper.world.gone.add(2)
    with refused(paper, rules.NobodyToAct, "环节“环节b”目前没有可办理的人员"):
        paper.complete(1)


def test_somebody_chosen_who_has_left_is_not_asked():
    paper = Paper(step("a", "1"), step("b", "chosen", ALL))
    paper.world.gone.add(4)
    paper.complete(1, b=(4, 5))
    assert paper.open == {"b": [5]}


def test_work_returned_to_somebody_who_has_left_goes_to_whom_the_rule_means_today():
    paper = Paper(step("a", "12"), step("b", "3"))
    paper.complete(1)
    paper.world.gone.add(1)
    paper.give_back(3, "a")
    assert paper.open == {"a": [2]}


# --- returning -------------------------------------------------------------------------------------------


def test_return_has_what_lies_between_done_again():
    paper = Paper(step("a", "1"), step("b", "2"), step("c", "3"))
    paper.complete(1, 2)
    paper.give_back(3, "a")
    assert paper.open == {"a": [1]}
    assert paper.state == {"a": "current", "b": "waiting", "c": "waiting"}
    paper.complete(1, 2)
    assert paper.open == {"c": [3]}
    assert [station.round for station in paper.slip.stations] == [2, 2, 2]
    assert paper.outcomes(3) == ["returned", ""]


def test_straight_return_comes_back_to_whoever_returned_it():
    paper = Paper(step("a", "1"), step("b", "2"), step("c", "34"))
    paper.complete(1, 2)
    paper.give_back(4, "a", straight=True)
    assert paper.open == {"a": [1]}
    assert paper.state["b"] == "done"
    paper.complete(1)
    assert set(paper.open["c"]) == {3, 4}
    assert paper.outcomes(2) == ["completed"], "what lies between is not done again"


def test_straight_return_of_one_branch_asks_that_branch_and_those_not_yet_done():
    paper = Paper(step("a", "1"), step("b", "234", ALL), step("c", "5"))
    paper.complete(1, 2)
    paper.give_back(3, "a", straight=True)
    paper.complete(1)
    assert sorted(paper.open["b"]) == [3, 4], "2 has given an opinion already"
    assert paper.outcomes(2) == ["completed"], "which is not lost"
    paper.complete(3, 4)
    assert paper.open == {"c": [5]}


def test_a_straight_return_holds_once():
    paper = Paper(step("a", "1"), step("b", "2"), step("c", "3"))
    paper.complete(1, 2)
    paper.give_back(3, "a", straight=True)
    paper.complete(1)
    paper.give_back(3, "a")
    paper.complete(1)
    assert paper.open == {"b": [2]}


def test_return_goes_to_whoever_did_the_work_not_to_all_who_might_have():
    paper = Paper(step("a", "123"), step("b", "4"))
    paper.complete(2)
    paper.give_back(4, "a")
    assert paper.open == {"a": [2]}


@pytest.mark.parametrize("to", ["b", "c", "d", "nowhere"])
def test_only_an_earlier_station_that_was_done_can_be_returned_to(to):
    paper = Paper(step("a", "1"), step("b", "2", when=[("long", "is", True)]), step("c", "3"), step("d", "4"))
    paper.complete(1)
    with refused(paper, rules.CannotReturn, "只能退回到已经办过的前面环节"):
        paper.give_back(3, to)


# --- withdrawing -----------------------------------------------------------------------------------------


def test_withdraw_before_the_next_has_opened_it():
    paper = Paper(step("a", "1"), step("b", "2"))
    paper.complete(1)
    paper.withdraw(1)
    assert paper.open == {"a": [1]}
    assert paper.state == {"a": "current", "b": "waiting"}
    assert paper.done(1).withdrawn
    assert paper.outcomes(2) == ["cancelled"]
    paper.complete(1)
    assert paper.open == {"b": [2]}


def test_no_withdrawal_after_the_next_has_opened_it():
    paper = Paper(step("a", "1"), step("b", "2"))
    paper.complete(1)
    paper.see(2)
    with refused(paper, rules.CannotWithdraw, "“环节b”已经打开"):
        paper.withdraw(1)


def test_no_withdrawal_after_the_next_has_acted():
    paper = Paper(step("a", "1"), step("b", "23", ALL), step("c", "4"))
    paper.complete(1, 2)
    with refused(paper, rules.CannotWithdraw, "已经打开或办理"):
        paper.withdraw(1)
    paper.complete(3)
    with refused(paper, rules.CannotWithdraw, "已流转到后面环节"):
        paper.withdraw(1)


def test_withdraw_where_all_sign_while_the_others_have_not_finished():
    paper = Paper(step("a", "12", ALL), step("b", "3"))
    paper.complete(1)
    paper.withdraw(1)
    assert sorted(paper.open["a"]) == [1, 2]


def test_withdraw_where_one_is_enough_asks_the_others_again():
    paper = Paper(step("a", "12", ONE), step("b", "3"))
    paper.complete(1)
    paper.withdraw(1)
    assert sorted(paper.open["a"]) == [1, 2]


def test_withdraw_in_turn_sends_the_one_after_back_into_the_line():
    paper = Paper(step("a", "123", IN_ORDER), step("b", "4"))
    paper.complete(1)
    paper.withdraw(1)
    assert paper.open == {"a": [1]}
    paper.complete(1)
    assert paper.open == {"a": [2]}


def test_no_withdrawal_in_turn_once_the_one_after_has_opened_it():
    paper = Paper(step("a", "12", IN_ORDER), step("b", "3"))
    paper.complete(1)
    paper.see(2)
    with refused(paper, rules.CannotWithdraw, "下一位办理人已经打开"):
        paper.withdraw(1)


def test_withdrawing_in_turn_from_somebody_who_has_the_turn_again_leaves_them_the_turn():
    paper = Paper(step("a", "12", IN_ORDER), step("b", "3"))
    paper.complete(1)
    paper.transfer(2, 1)
    paper.withdraw(1)
    assert paper.open == {"a": [1]}


def test_nothing_is_withdrawn_twice_nor_what_a_return_has_overtaken():
    paper = Paper(step("a", "1"), step("b", "2"))
    paper.complete(1)
    paper.give_back(2, "a")
    with refused(paper, rules.CannotWithdraw, "已被退回重办"):
        paper.withdraw(1)
    paper.complete(1)
    paper.withdraw(1)
    with refused(paper, rules.CannotWithdraw, "已办结提交的任务"):
        paper.withdraw(1)


# --- others ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("completion", [ONE, ALL, IN_ORDER])
def test_transfer_puts_another_in_the_same_place(completion):
    paper = Paper(step("a", "12", completion), step("b", "3"))
    paper.transfer(1, 5)
    assert 5 in paper.open["a"]
    assert paper.outcomes(1) == ["transferred"]
    assert [task.order for task in paper.slip.tasks if task.holder in (1, 5)] == [0, 0]


def test_nobody_is_asked_twice_at_one_station():
    paper = Paper(step("a", "12", ALL), step("b", "3"))
    for act in (lambda: paper.transfer(1, 2), lambda: paper.add(1, 2), lambda: paper.transfer(1, 1)):
        with refused(paper, rules.AlreadyThere, "已是环节“环节a”的办理人"):
            act()


@pytest.mark.parametrize("act", ["transfer", "add"])
def test_nobody_who_has_left_is_asked(act):
    paper = Paper(step("a", "1"), step("b", "3"))
    paper.world.gone.add(5)
    with refused(paper, rules.NobodyToAct, "所选人员已离岗"):
        getattr(paper, act)(1, 5)


@pytest.mark.parametrize("completion", [ONE, ALL])
def test_added_signers_must_sign_too_where_all_are_asked_at_once(completion):
    paper = Paper(step("a", "1", completion), step("b", "3"))
    paper.add(1, 4, 5)
    paper.complete(1)
    assert sorted(paper.open["a"]) == [4, 5]
    paper.complete(4, 5)
    assert paper.open == {"b": [3]}


def test_whoever_takes_over_from_an_added_signer_must_sign_too():
    paper = Paper(step("a", "1"), step("b", "3"))
    paper.add(1, 4)
    paper.transfer(4, 5)
    paper.complete(1)
    assert paper.open == {"a": [5]}


@pytest.mark.parametrize("completion", [ONE, RATIO])
def test_the_duty_of_an_added_signer_comes_to_whoever_is_asked_already(completion):
    paper = Paper(step("a", "123", completion, ratio=30 if completion == RATIO else 0), step("b", "5"))
    paper.add(1, 4)
    paper.hand_over(4, 2)
    paper.complete(1)
    assert paper.open["a"].count(2) == 1, "what the added signer was asked for is still to come"
    paper.complete(2)
    assert paper.open == {"b": [5]}


def test_whoever_has_both_duties_fulfils_them_with_one_signature_and_may_pass_them_on():
    paper = Paper(step("a", "12"), step("b", "5"))
    paper.add(1, 4)
    paper.hand_over(4, 2)
    paper.transfer(2, 3)
    paper.complete(3)
    assert paper.open == {"b": [5]}
    paper.withdraw(3)
    paper.complete(1)
    assert paper.open == {"a": [3]}, "also after a withdrawal"


def test_added_signers_come_right_after_whoever_added_them_where_signing_goes_in_turn():
    paper = Paper(step("a", "12", IN_ORDER), step("b", "3"))
    paper.add(1, 4)
    turns = []
    while "a" in paper.open:
        turns += paper.open["a"]
        paper.complete(*paper.open["a"])
    assert turns == [1, 4, 2]


def test_hand_over_moves_open_waiting_and_planned_work():
    paper = Paper(step("a", "1"), step("b", "21", IN_ORDER), step("c", "chosen"))
    paper.complete(1, c=(1, 4))
    paper.hand_over(1, 5)
    assert paper.open == {"b": [2]}, "who waited still waits"
    paper.complete(2)
    assert paper.open == {"b": [5]}
    paper.complete(5)
    assert paper.open == {"c": [5, 4]}


def test_some_of_it_may_be_handed_over_and_the_rest_stays():
    paper = Paper(step("a", "12", ALL), step("b", "chosen"), start=Start({"b": (1,)}))
    mine, theirs = paper.slip.tasks
    paper.hand_over(1, 5, tasks=frozenset({theirs.id}), stations=frozenset({"b"}))
    assert paper.open == {"a": [1, 2]}, "somebody else's task is not theirs to give"
    assert paper.slip.stations[1].chosen == (5,)
    paper.hand_over(1, 5, tasks=frozenset({mine.id}), stations=frozenset())
    assert sorted(paper.open["a"]) == [2, 5]


def test_hand_over_to_somebody_who_is_there_already_leaves_one_task():
    paper = Paper(step("a", "12", ALL), step("b", "3"))
    paper.hand_over(1, 2)
    assert paper.open == {"a": [2]}
    assert paper.outcomes(1) == ["transferred"]
    paper.complete(2)
    assert paper.open == {"b": [3]}


def test_hand_over_does_not_move_the_slip_on_where_fewer_signers_would_be_enough():
    paper = Paper(step("a", "123", RATIO, ratio=50, effects=("number",)), step("b", "4"))
    paper.complete(3)
    paper.hand_over(1, 2)
    assert (paper.open, paper.fired) == ({"a": [2]}, []), "one of two has signed, but nobody has acted"
    paper.complete(2)
    assert (paper.open, paper.fired) == ({"b": [4]}, ["number"])


def test_hand_over_while_it_rests_moves_nothing_on():
    paper = Paper(step("a", "123", RATIO, ratio=50), step("b", "4"))
    paper.complete(3)
    paper.suspend()
    paper.hand_over(1, 2)
    assert paper.open == {"a": [2]}


def test_withdrawing_asks_nobody_who_has_handed_over_and_left():
    paper = Paper(step("a", "123", ONE), step("b", "4"))
    paper.hand_over(1, 2)
    paper.world.gone.add(1)
    paper.complete(3)
    paper.withdraw(3)
    assert sorted(paper.open["a"]) == [2, 3]


def test_hand_over_in_turn_to_somebody_who_waits_already_gives_them_the_turn():
    paper = Paper(step("a", "12", IN_ORDER), step("b", "3"))
    paper.hand_over(1, 2)
    assert paper.open == {"a": [2]}


def test_hand_over_reaches_a_straight_return():
    paper = Paper(step("a", "1"), step("b", "2"))
    paper.complete(1)
    paper.give_back(2, "a", straight=True)
    paper.hand_over(2, 5)
    paper.complete(1)
    assert paper.open == {"b": [5]}


def test_terminate_ends_it_for_everybody():
    paper = Paper(step("a", "12", ALL), step("b", "3"))
    paper.complete(1)
    paper.terminate("voided")
    assert paper.slip.ended == "voided"
    assert paper.open == {}
    assert (paper.outcomes(1), paper.outcomes(2)) == (["completed"], ["cancelled"])


# --- how many are enough, and who is asked no longer ------------------------------------------------------


def test_of_a_ratio_enough_move_it_on_and_the_others_are_no_longer_asked():
    paper = Paper(step("a", "12345", RATIO, ratio=50), step("b", "6"))
    paper.complete(1, 2)
    assert paper.open["a"] == [3, 4, 5]
    paper.complete(5)
    assert paper.open == {"b": [6]}
    assert paper.outcomes(3) == ["cancelled"]


def test_whoever_passes_a_task_on_counts_once_among_those_asked():
    paper = Paper(step("a", "123", RATIO, ratio=67), step("b", "6"))
    paper.transfer(1, 4)
    paper.complete(4, 2)
    assert paper.open == {"a": [3]}, "67 per cent of three are three"
    paper.complete(3)
    assert paper.open == {"b": [6]}


def test_added_signers_must_sign_whatever_the_ratio_is():
    paper = Paper(step("a", "12", RATIO, ratio=50), step("b", "6"))
    paper.add(1, 4)
    paper.complete(1, 2)
    assert paper.open == {"a": [4]}
    paper.complete(4)
    assert paper.open == {"b": [6]}


def test_withdrawing_where_a_ratio_was_reached_asks_the_others_again():
    paper = Paper(step("a", "123", RATIO, ratio=60), step("b", "6"))
    paper.complete(1, 2)
    paper.withdraw(2)
    assert sorted(paper.open["a"]) == [2, 3]
    paper.complete(3)
    assert paper.open == {"b": [6]}


def test_an_added_signer_may_be_taken_off_again():
    paper = Paper(step("a", "1"), step("b", "3"))
    paper.add(1, 4, 5)
    paper.remove(4)
    paper.complete(1)
    assert paper.open == {"a": [5]}
    assert paper.outcomes(4) == ["removed"]


def test_taking_off_whoever_has_the_turn_gives_it_to_the_next():
    paper = Paper(step("a", "123", IN_ORDER), step("b", "4"))
    paper.remove(1)
    assert paper.open == {"a": [2]}
    paper.remove(3)
    paper.complete(2)
    assert paper.open == {"b": [4]}


def test_taking_somebody_off_may_make_the_ratio_enough():
    paper = Paper(step("a", "1234", RATIO, ratio=50), step("b", "6"))
    paper.complete(1)
    paper.remove(2)
    assert sorted(paper.open["a"]) == [3, 4], "half of three are two"
    paper.remove(3)
    assert paper.open == {"b": [6]}, "half of two is one"


def test_the_last_one_stays_and_who_has_signed_as_well():
    paper = Paper(step("a", "12", ALL), step("b", "4"))
    signed = paper.task(1)
    paper.complete(1)
    with refused(paper, rules.CannotRemove, "只剩这一位办理人"):
        paper.remove(2)
    with refused(paper, rules.CannotRemove, "已经办理或已不在办理人之列"):
        paper.act(RemoveSigner(signed.id))


def test_declining_ends_it_and_carries_nothing_out():
    paper = Paper(step("a", "12", ALL, effects=("number",)), step("b", "3"))
    paper.act(Decline(paper.task(1).id, "rejected"))
    assert (paper.slip.ended, paper.open, paper.fired) == ("rejected", {}, [])
    assert (paper.outcomes(1), paper.outcomes(2)) == (["completed"], ["cancelled"])
