import pytest
from django.utils import timezone
from tests.cast import last_act, refused, unchanged, verbs

from zhongshu.documents import actions as documents
from zhongshu.matters import actions
from zhongshu.matters.models import Jump, Station, Task
from zhongshu.notices.models import Notice


@pytest.fixture
def document(cast):
    return cast.walk(cast.document(), to="handling", co_units=(cast.education,))


def ask(cast, document, to="proposal", by=None, **form):
    return cast.post(by or cast.registrar, "jumps", document.pk, **{"to": to, "reason": "交办有误。"} | form)


def settle(cast, jump, by, verdict="approved"):
    return cast.post(by, "jump_settlement", jump.pk, verdict=verdict)


def test_one_asks_with_a_reason_and_a_second_one_confirms(cast, document):
    assert ask(cast, document).headers["Location"] == f"/matters/{document.pk}/"
    jump = Jump.objects.get()
    assert (jump.to, jump.reason, jump.asked_by) == ("proposal", "交办有误。", cast.registrar)
    assert last_act(document) == (
        "matters.jump_asked",
        cast.registrar.ref,
        {"jump": jump.pk, "to": "proposal", "holders": []},
    )
    assert Notice.objects.filter(person=cast.office_head, text__startswith="请确认流程跳转").exists()
    assert cast.task(document, "handling", cast.finance_chief), "nothing has moved yet"
    assert settle(cast, jump, cast.office_head).headers["Location"] == f"/matters/{document.pk}/"
    jump.refresh_from_db()
    assert (jump.verdict, jump.settled_by) == ("approved", cast.office_head)
    assert verbs(document)[-2:] == ["matters.jump_settled", "matters.jumped"]
    assert cast.task(document, "proposal").round == 2
    assert not Task.objects.filter(station__key="handling", done_at=None).exists()
    assert Notice.objects.filter(person=cast.finance_chief, text__startswith="流程已跳转").exists()
    page = cast.client(cast.office_head).get(f"/matters/{document.pk}/").content.decode()
    assert "林晓梅" in page
    assert "交办有误。" in page


def test_forward_what_lies_between_is_skipped_and_nothing_is_issued_twice(cast, document):
    number = document.number
    ask(cast, document, to="closing")
    settle(cast, Jump.objects.get(), cast.office_head)
    assert Station.objects.get(key="reply").skipped_at
    assert cast.task(document, "closing")
    document.refresh_from_db()
    assert document.number == number


def test_whoever_asked_does_not_confirm(cast, document):
    ask(cast, document)
    with unchanged():
        assert settle(cast, Jump.objects.get(), cast.registrar).status_code == 422
    with refused("不能由申请人本人确认"):
        actions.settle_jump(Jump.objects.get().pk, verdict="approved", by=cast.registrar, at=cast.tick())
    settle(cast, Jump.objects.get(), cast.registrar, "withdrawn")
    assert Jump.objects.get().verdict == "withdrawn"


@pytest.mark.parametrize("end", ["terminate", "complete", "quarantine"])
def test_what_nobody_has_decided_lapses_with_the_run(cast, end):
    document = cast.walk(cast.document(), to="closing")
    ask(cast, document)
    jump = Jump.objects.get()
    told = Notice.objects.filter(text__startswith="请确认流程跳转", read_at=None)
    assert told.filter(person=cast.office_head).exists()
    cast.at = timezone.now()
    if end == "terminate":
        cast.post(cast.office_head, "termination", document.pk, reason="不再办理。")
    elif end == "complete":
        cast.complete(document, "closing", by=cast.second_registrar)
    else:
        documents.quarantine(document.pk, by=cast.office_head, at=cast.at)
    jump.refresh_from_db()
    assert (jump.verdict, jump.settled_by) == ("lapsed", None)
    assert "matters.jump_lapsed" in verbs(document)
    assert not told.exists(), "nobody is asked any longer"
    if end != "quarantine":  # else neither of them may know of it any more
        page = cast.client(cast.office_head).get(f"/matters/{document.pk}/").content.decode()
        assert "已失效" in page
        assert "处理跳转申请" not in page
        assert Notice.objects.filter(person=cast.registrar, text__startswith="流程已结束，跳转申请失效").exists()
        with unchanged():
            assert settle(cast, jump, cast.office_head).status_code == 422


def test_nobody_lets_a_jump_lapse_by_hand(cast, document):
    ask(cast, document)
    with refused("请选择确认或者不确认"):
        actions.settle_jump(Jump.objects.get().pk, verdict="lapsed", by=cast.office_head, at=cast.tick())


def test_the_other_registrar_may_confirm_or_not(cast, document):
    ask(cast, document)
    settle(cast, Jump.objects.get(), cast.second_registrar, "rejected")
    assert Jump.objects.get().verdict == "rejected"
    assert cast.task(document, "handling", cast.finance_chief)
    with refused("已经处理，请刷新页面"):
        actions.settle_jump(Jump.objects.get().pk, verdict="approved", by=cast.office_head, at=cast.tick())
    with refused("只有申请人本人可以撤回"):
        actions.settle_jump(Jump.objects.get().pk, verdict="withdrawn", by=cast.office_head, at=cast.tick())


def test_holders_are_named_where_the_route_leaves_them_to_be_chosen(cast):
    document = cast.walk(cast.document(), to="proposal")
    with unchanged():
        assert "请选择环节“批示”的办理人" in ask(cast, document, to="instruction").content.decode()
    ask(cast, document, to="instruction", people=[cast.holder(cast.second_leader)])
    settle(cast, Jump.objects.get(), cast.office_head)
    assert cast.task(document, "instruction", cast.second_leader)


def test_what_cannot_be_done_is_said_when_it_is_asked(cast, document):
    with refused("正在“承办”环节办理，不需要跳转"):
        actions.ask_jump(document.pk, to="handling", reason="试。", by=cast.registrar, at=cast.tick())
    ask(cast, document)
    with refused("已有一项跳转申请等待确认"):
        actions.ask_jump(document.pk, to="review", reason="试。", by=cast.registrar, at=cast.tick())
    with refused("没有该事项的这项操作权限"):
        actions.ask_jump(document.pk, to="review", reason="试。", by=cast.finance_chief, at=cast.tick())


def test_where_the_route_offers_some_a_jump_asks_one_of_them(cast, document):
    outsider = str(cast.holder(cast.finance_clerk))
    with unchanged():
        response = ask(cast, document, to="instruction", people=[outsider])
    assert "不在环节“批示”的可选范围内" in response.content.decode()
    ask(cast, document, to="instruction", people=[str(cast.holder(cast.second_leader))])
    settle(cast, Jump.objects.get(), cast.office_head)
    assert cast.task(document, "instruction", cast.second_leader)
