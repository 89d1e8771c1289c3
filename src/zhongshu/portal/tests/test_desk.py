"""工作台: what waits for whom, in which order, and at what cost."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import client_of

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter, Task
from zhongshu.org import actions as org

QUERIES = 8  # session, account, who is who, counts, rows, filters kept, unread notices; the person may come by itself


def desk(whom, box: str = "", **query) -> str:
    address = f"/desk/{box}/" if box else "/"
    answer = client_of(whom).get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def row(page: str, matter: Matter) -> str:
    """Return the part of the page that is the row of a matter."""
    return next(part for part in page.split('<li class="desk-row')[1:] if f'href="/matters/{matter.pk}/"' in part)


def test_an_empty_desk_says_so(cast):
    assert "没有待办事项" in desk(cast.finance_clerk)
    assert "没有待阅文件" in desk(cast.finance_clerk, "to_read")
    assert "还没有办理过事项" in desk(cast.finance_clerk, "done")
    assert "还没有发起过事项" in desk(cast.finance_clerk, "mine")


def test_a_task_stands_on_the_desk_of_whom_it_waits_for(cast):
    document = cast.document(title="关于防汛备汛工作的通知", urgency="urgent", label="internal")
    page = row(desk(cast.second_registrar), document)
    for words in (
        "加急",
        "关于防汛备汛工作的通知",
        "内部",
        document.number,
        "林晓梅",
        "送来",
        "初审",
        "未打开",
        "未设时限",
    ):
        assert words in page
    assert "关于防汛备汛工作的通知" not in desk(cast.office_head)


def test_what_has_been_opened_is_no_longer_bold(cast):
    document = cast.document()
    assert row(desk(cast.registrar), document).startswith(" is-unread")
    matters.see(document.pk, by=cast.registrar, at=cast.tick())
    page = row(desk(cast.registrar), document)
    assert not page.startswith(" is-unread")
    assert "已打开" in page


def test_urgent_comes_first_then_what_is_due_first(cast):
    plain, late, urgent = cast.document(), cast.document(), cast.document(urgency="extra_urgent")
    Matter.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(days=2))
    page = desk(cast.registrar)
    places = [page.index(f'href="/matters/{one.pk}/"') for one in (urgent, late, plain)]
    assert places == sorted(places)
    assert "超期1件" in page
    assert "已超期2天" in row(page, late)
    assert "is-red" in row(page, late)


def test_the_deadline_of_the_task_goes_before_that_of_the_matter(cast):
    document = cast.document()
    Matter.objects.filter(pk=document.pk).update(due_at=timezone.now() + timedelta(days=30))
    Task.objects.filter(matter=document).update(due_at=timezone.now() + timedelta(days=1))
    assert "还有1天" in row(desk(cast.registrar), document)


def test_a_delegate_sees_for_whom(cast):
    document = cast.walk(cast.document(), to="instruction")
    cast.at = timezone.now() - timedelta(hours=1)
    cast.delegate(cast.leader, cast.second_leader, until=timezone.now() + timedelta(days=1))
    assert "代周立民" in row(desk(cast.second_leader), document)
    assert 'class="behalf"' not in row(desk(cast.leader), document)


def test_finished_tasks_say_what_one_wrote_and_how_it_stands(cast):
    document = cast.walk(cast.document(), to="instruction")
    cast.complete(document, "instruction", by=cast.leader, opinion="请财政局牵头办理。")
    page = row(desk(cast.leader, "done"), document)
    for words in ("批示", "请财政局牵头办理。", "在办"):
        assert words in page
    assert "没有待办事项" in desk(cast.leader)


def test_what_one_has_opened_tells_its_state(cast):
    running, closed = cast.walk(cast.document(), to="handling"), cast.walk(cast.document(), to="closed")
    page = desk(cast.registrar, "mine")
    assert "在办" in row(page, running)
    assert "主办：县财政局" in row(page, running)
    assert "已办结" in row(page, closed)
    assert "还没有发起过事项" in desk(cast.second_registrar, "mine")


def test_copies_to_read_are_counted_apart(cast):
    document = cast.document()
    matters.circulate(
        document.pk, holders=[cast.holder(cast.finance_chief)], by=cast.registrar, at=cast.tick(), request_key="k"
    )
    page = desk(cast.finance_chief, "to_read")
    assert "传阅" in row(page, document)
    assert "没有待办事项" in desk(cast.finance_chief)


@pytest.mark.parametrize("page", ["2", "99", "last", "-1"])
def test_pages_keep_to_what_there_is(cast, page):
    for _ in range(21):
        cast.document()
    shown = desk(cast.registrar, page=page)
    assert "共21件" in shown
    assert shown.count('<li class="desk-row') == (1 if page in ("2", "99", "-1") else 20)


@pytest.mark.parametrize("box", ["", "to_read", "done", "mine"])
def test_twenty_rows_cost_no_more_questions_than_one(cast, box, django_assert_max_num_queries):
    for _ in range(20):
        document = cast.document()
        if box == "done":
            cast.complete(document, "review", by=cast.registrar)
        if box == "to_read":
            holders = [cast.holder(cast.registrar)]
            matters.circulate(document.pk, holders=holders, by=cast.office_head, at=cast.tick(), request_key="")
    browser = client_of(cast.registrar)
    address = f"/desk/{box}/" if box else "/"
    browser.get(address)
    with django_assert_max_num_queries(QUERIES + (box == "done")):  # which records are in doubt
        page = browser.get(address).content.decode()
    assert page.count('<li class="desk-row') == 20


def test_who_no_longer_keeps_the_telegrams_no_longer_reads_their_titles(cast):
    telegram = cast.document("telegram", title="关于应急值守的电报")
    cast.complete(telegram, "review", by=cast.confidential)
    browser = client_of(cast.confidential)
    for box in ("mine", "done"):
        assert "关于应急值守的电报" in browser.get(f"/desk/{box}/").content.decode()
    appointment = cast.confidential.appointments.get()
    with transaction.atomic():
        org.posts.end_appointment(appointment, on=cast.at.date(), by="system", at=cast.at)
    for box in ("mine", "done"):
        assert "关于应急值守的电报" not in browser.get(f"/desk/{box}/").content.decode()


def test_no_such_box(cast):
    assert client_of(cast.registrar).get("/desk/other/").status_code == 404


def test_administrators_have_no_desk(cast):
    assert client_of(cast.sysadmin).get("/desk/todo/").status_code == 403


def test_nobody_sees_a_desk_without_signing_in(client, db):
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
    assert client.get("/desk/done/").headers["Location"] == "/sign-in/?next=/desk/done/"


def test_a_title_is_text_and_no_markup(cast):
    cast.document(title="关于<b>加强</b>管理的通知")
    assert "&lt;b&gt;加强&lt;/b&gt;" in desk(cast.registrar)
