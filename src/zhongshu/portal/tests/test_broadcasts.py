"""Notices that must be read (必达通知): sent, confirmed, sent again, withdrawn."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import refused, unchanged

from zhongshu.notices import actions, queries
from zhongshu.notices.models import Broadcast, Notice, Receipt, Resending
from zhongshu.trail.models import Entry

FORM = {
    "title": "关于停电的通知",
    "words": "周六八时至十二时停电。\n请提前关闭电脑。",
    "label": "internal",
    "scope": "some",
}


def send(cast, people=(), *, by=None, at=None, **changes):
    given = {"organ": cast.organ.pk, "title": "关于停电的通知", "words": "周六停电。", "label": "internal"}
    numbers = [person.pk for person in people]
    return actions.broadcast(
        **given | changes, people=numbers, by=by or cast.registrar, at=at or timezone.now() - timedelta(hours=1)
    )


def last(row):
    entry = Entry.objects.filter(stream=row.stream).latest("seq")
    return entry.verb, entry.by, json.loads(entry.detail)


def waiting(page):
    return page.content.decode().count("查看并确认")


def test_it_goes_to_units_with_what_is_below_and_to_people_once_each(cast):
    browser = cast.client(cast.registrar)
    assert "接收范围" in browser.get("/broadcasts/new/").content.decode()
    form = FORM | {"organ": cast.organ.pk, "units": [cast.finance.pk], "people": [cast.holder(cast.finance_clerk)]}
    answer = browser.post("/broadcasts/new/", form | {"request_key": "一"})
    row = Broadcast.objects.get()
    assert answer.headers["Location"] == f"/broadcasts/{row.pk}/"
    assert {one.person for one in row.receipts.all()} == {cast.finance_chief, cast.finance_clerk}
    assert {one.unit for one in row.receipts.all()} == {cast.finance}
    told = Notice.objects.filter(kind="broadcast")
    assert {(one.person, one.text, one.outside) for one in told} == {
        (cast.finance_chief, "必达通知：关于停电的通知", ""),
        (cast.finance_clerk, "必达通知：关于停电的通知", ""),
    }
    verb, by, detail = last(row)
    assert (verb, by, detail["people"]) == ("notices.broadcast_sent", cast.registrar.ref, 2)
    with unchanged():
        assert browser.post("/broadcasts/new/", form | {"request_key": "一"}).status_code == 302


def test_it_goes_to_the_whole_organ_and_to_no_other(cast):
    cast.client(cast.office_head).post("/broadcasts/new/", FORM | {"organ": cast.organ.pk, "scope": "all"})
    people = set(Receipt.objects.values_list("person", flat=True))
    assert cast.outsider.pk not in people
    assert len(people) == 14


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "没有可送达的人员"),
        ({"title": " "}, "请填写标题"),
        ({"words": "秘密★1年"}, "国家秘密标志"),
        ({"label": "secret"}, "所选内容有误"),
    ],
)
def test_what_goes_to_nobody_or_must_not_be_said_is_refused(cast, changes, sentence):
    form = FORM | {"organ": cast.organ.pk} | changes
    if changes:
        form["units"] = [cast.finance.pk]
    browser = cast.client(cast.registrar)
    with unchanged():
        answer = browser.post("/broadcasts/new/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_who_has_no_such_role_may_not_send(cast):
    with refused("办公室主任和收文登记人员"):
        send(cast, [cast.finance_clerk], by=cast.finance_chief)
    with refused("没有可送达的人员"):
        send(cast, [cast.outsider])


def test_it_stands_on_the_desk_until_it_is_confirmed(cast):
    row = send(cast, [cast.finance_clerk])
    browser = cast.client(cast.finance_clerk)
    assert waiting(browser.get("/")) == 1
    assert "周六停电" in browser.get(f"/broadcasts/{row.pk}/").content.decode()
    assert waiting(browser.get("/")) == 1
    assert browser.post(f"/broadcasts/{row.pk}/receipt/").status_code == 302
    receipt = Receipt.objects.get()
    assert receipt.read_by == cast.finance_clerk
    assert receipt.read_at is not None
    assert last(row)[:2] == ("notices.broadcast_read", cast.finance_clerk.ref)
    assert waiting(browser.get("/")) == 0
    assert not Notice.objects.filter(kind="broadcast", read_at=None).exists()
    with unchanged():
        assert browser.post(f"/broadcasts/{row.pk}/receipt/").status_code == 302


def test_a_delegate_confirms_for_the_principal_and_it_is_noted(cast):
    cast.at = timezone.now() - timedelta(hours=2)
    cast.delegate(cast.finance_chief, cast.finance_clerk, until=timezone.now() + timedelta(days=1))
    row = send(cast, [cast.finance_chief])
    browser = cast.client(cast.finance_clerk)
    assert "代黄海涛" in browser.get("/").content.decode()
    browser.post(f"/broadcasts/{row.pk}/receipt/")
    assert (Receipt.objects.get().person, Receipt.objects.get().read_by) == (cast.finance_chief, cast.finance_clerk)
    assert "李雪代阅" in cast.client(cast.office_head).get(f"/broadcasts/{row.pk}/").content.decode()
    assert "由李雪" in cast.client(cast.finance_chief).get(f"/broadcasts/{row.pk}/").content.decode()


def test_receipts_are_counted_exactly_and_who_has_left_does_not_block(cast):
    people = (cast.finance_chief, cast.finance_clerk, cast.education_chief, cast.education_clerk)
    row = send(cast, people)
    actions.confirm(row.pk, by=cast.finance_chief, at=timezone.now())
    cast.at = timezone.now()
    cast.dismiss(cast.education_clerk)
    groups = queries.receipts(row, timezone.localdate())
    found = [(group.unit, group.total, group.read, group.unread, group.gone) for group in groups]
    assert found == [(cast.finance.pk, 2, 1, 1, 0), (cast.education.pk, 2, 0, 1, 1)]
    shown = cast.client(cast.registrar).get(f"/broadcasts/{row.pk}/").content.decode()
    assert "共4人，已阅1人，<b>未阅2人</b>，未阅即离岗1人" in shown


def test_it_is_sent_again_as_urgent_to_who_has_not_read_but_not_too_often(cast):
    row = send(cast, (cast.finance_chief, cast.finance_clerk))
    actions.confirm(row.pk, by=cast.finance_chief, at=timezone.now())
    browser = cast.client(cast.registrar)
    assert browser.post(f"/broadcasts/{row.pk}/resending/").status_code == 302
    again = Notice.objects.filter(kind="broadcast").latest("pk")
    assert (again.person, again.is_urgent) == (cast.finance_clerk, True)
    assert (Resending.objects.get().by, Resending.objects.get().people) == (cast.registrar, 1)
    assert last(row)[0] == "notices.broadcast_resent"
    with unchanged():
        answer = browser.post(f"/broadcasts/{row.pk}/resending/")
    assert answer.status_code == 422
    assert "请在30分钟后再次发送" in answer.content.decode()
    actions.confirm(row.pk, by=cast.finance_clerk, at=timezone.now())
    with refused("都已阅读"):
        actions.resend_broadcast(row.pk, by=cast.registrar, at=timezone.now() + timedelta(hours=1))


def test_withdrawn_it_says_why_and_cannot_be_confirmed(cast):
    row = send(cast, (cast.finance_chief, cast.finance_clerk))
    browser = cast.client(cast.office_head)
    with unchanged():
        assert browser.post(f"/broadcasts/{row.pk}/withdrawal/", {"reason": " "}).status_code == 422
    browser.post(f"/broadcasts/{row.pk}/withdrawal/", {"reason": "停电时间有变。"})
    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawn_reason) == (cast.office_head, "停电时间有变。")
    assert last(row)[0] == "notices.broadcast_withdrawn"
    reader = cast.client(cast.finance_clerk)
    assert waiting(reader.get("/")) == 0
    assert "停电时间有变。" in reader.get(f"/broadcasts/{row.pk}/").content.decode()
    with unchanged():
        answer = reader.post(f"/broadcasts/{row.pk}/receipt/")
    assert "该通知已撤回，无须确认" in answer.content.decode()
    with unchanged():
        assert "不能再办理" in browser.post(f"/broadcasts/{row.pk}/resending/").content.decode()


def test_only_sender_and_heads_of_the_office_see_receipts_and_nobody_else_the_notice(cast):
    row = send(cast, [cast.finance_clerk])
    for who, status in ((cast.finance_clerk, 200), (cast.leader, 404), (cast.second_registrar, 404)):
        answer = cast.client(who).get(f"/broadcasts/{row.pk}/")
        assert answer.status_code == status
        assert "回执情况" not in answer.content.decode()
    with refused("只有发送人和本机关办公室主任"):
        actions.resend_broadcast(row.pk, by=cast.finance_clerk, at=timezone.now())
    with refused("没有发送给您"):
        actions.confirm(row.pk, by=cast.office_head, at=timezone.now())


def test_the_desk_asks_once_more_only_where_something_waits(cast, django_assert_max_num_queries):
    browser = cast.client(cast.finance_clerk)
    browser.get("/")
    with django_assert_max_num_queries(50) as nothing:
        browser.get("/")
    send(cast, [cast.finance_clerk])
    with django_assert_max_num_queries(len(nothing) + 1):
        browser.get("/")
