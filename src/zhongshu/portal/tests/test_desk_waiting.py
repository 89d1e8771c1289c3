"""我在等谁、我委托的、已暂停: what is in other hands, and what rests."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import client_of

from zhongshu.matters import actions
from zhongshu.matters.models import Matter, Task
from zhongshu.portal.tests.test_desk_filters import titles


def page(whom, box, **query):
    return client_of(whom).get(f"/desk/{box}/", query).content.decode()


def test_whoever_opened_a_matter_waits_for_its_present_holder(cast):
    document = cast.walk(cast.document(title="关于春灌的通知"), to="handling")
    Task.objects.filter(matter=document, done_at=None).update(opened_at=timezone.now() - timedelta(days=3))
    shown = page(cast.registrar, "waiting")
    for words in ("关于春灌的通知", "黄海涛", "承办", "已等3天", "未打开", f'href="/matters/{document.pk}/#chase"'):
        assert words in shown
    assert titles(cast.registrar, "waiting", **{"from": "黄海涛"}) == ["关于春灌的通知"]
    assert titles(cast.registrar, "waiting", **{"from": "李雪"}) == []


def test_whoever_handed_it_on_waits_too_but_may_not_chase(cast):
    document = cast.walk(cast.document(title="关于春灌的通知"), to="instruction")
    cast.complete(document, "instruction", by=cast.leader)
    shown = page(cast.leader, "waiting")
    assert "关于春灌的通知" in shown
    assert "县政府办公室收文岗" in shown
    assert "#chase" not in shown
    cast.complete(document, "assignment", by=cast.registrar)
    assert titles(cast.leader, "waiting") == [], "it is the registrar who handed it on"


def test_nobody_waits_for_themself_nor_for_readers_nor_for_what_is_closed(cast):
    own = cast.document()
    assert titles(cast.registrar, "waiting") == []
    actions.circulate(own.pk, holders=[cast.holder(cast.leader)], by=cast.registrar, at=cast.tick(), request_key="")
    assert titles(cast.registrar, "waiting") == []
    cast.walk(cast.document(), to="closed")
    assert titles(cast.registrar, "waiting") == []
    assert "没有在等他人办理的事项" in page(cast.registrar, "waiting")


def test_what_one_no_longer_sees_is_not_waited_for(cast):
    document = cast.walk(cast.document(title="限制知悉的通知"), to="instruction")
    cast.complete(document, "instruction", by=cast.leader)
    assert titles(cast.leader, "waiting") == ["限制知悉的通知"]
    document.grants.filter(holder=cast.holder(cast.leader)).delete()
    assert titles(cast.leader, "waiting") == []


@pytest.fixture
def delegated(cast):
    """A document that waits for the leader, who lets the second leader act."""
    document = cast.walk(cast.document(title="关于防汛的通知"), to="instruction")
    cast.at = timezone.now() - timedelta(hours=1)
    cast.delegate(cast.leader, cast.second_leader, until=timezone.now() + timedelta(days=1))
    return document


def test_what_delegates_may_do_is_listed_while_the_delegation_runs(cast, delegated):
    shown = page(cast.leader, "delegated")
    assert "您现在委托陈志远代办" in shown
    assert "可由陈志远代办" in shown
    assert "我委托的" in page(cast.leader, "todo")
    assert titles(cast.second_leader, "delegated") == []
    assert "我委托的" not in page(cast.second_leader, "todo")


def test_what_delegates_have_done_stays_listed(cast, delegated):
    cast.complete(delegated, "instruction", by=cast.second_leader, opinion="同意拟办意见。")
    shown = page(cast.leader, "delegated")
    for words in ("关于防汛的通知", "陈志远代办", "同意拟办意见。", "在办"):
        assert words in shown
    assert titles(cast.leader, "delegated", q="别的") == []


def test_without_a_delegation_nothing_open_is_in_other_hands(cast):
    cast.walk(cast.document(), to="instruction")
    assert titles(cast.leader, "delegated") == []


def test_what_rests_stands_in_a_list_of_its_own(cast):
    document = cast.document(title="暂停的通知")
    assert "已暂停" not in page(cast.registrar, "todo")
    Matter.objects.filter(pk=document.pk).update(suspended_at=timezone.now())
    assert titles(cast.registrar, "todo") == []
    assert titles(cast.registrar, "todo", q="暂停") == []
    assert "已暂停" in page(cast.registrar, "todo")
    shown = page(cast.registrar, "suspended")
    assert "暂停的通知" in shown
    assert "data-tick" not in shown


@pytest.mark.parametrize("box", ["waiting", "delegated", "suspended"])
def test_twenty_rows_cost_no_more_questions_than_one(cast, box, django_assert_max_num_queries):
    for _ in range(20):
        document = cast.document()
        cast.complete(document, "review", by=cast.registrar)
        if box != "waiting":
            cast.complete(document, "proposal", by=cast.office_head)
    whom = cast.registrar if box == "waiting" else cast.leader
    if box == "suspended":
        Matter.objects.update(suspended_at=timezone.now())
    if box == "delegated":
        cast.at = timezone.now() - timedelta(hours=1)
        cast.delegate(cast.leader, cast.second_leader, until=timezone.now() + timedelta(days=1))
    browser = client_of(whom)
    browser.get(f"/desk/{box}/")
    with django_assert_max_num_queries(9):
        shown = browser.get(f"/desk/{box}/").content.decode()
    assert shown.count('<li class="desk-row') == 20
