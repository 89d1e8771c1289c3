"""印章借用: approved, two persons, a time at which it comes back; while it is out nothing is sealed here."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cast import refused, unchanged, verbs

from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.seals.models import Loan, Use
from zhongshu.seals.tests.desk import LENT


def typed(cast, desk, **changed):
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {
        "seal": desk.main.pk,
        "label": "internal",
        "borrower": cast.holder(cast.finance_clerk),
        "companion": cast.holder(cast.finance_chief),
        "due_day": tomorrow.isoformat(),
        "due_time": "17:30",
        "uploads": cast.upload(cast.finance_clerk, "合同.txt", "正文"),
        "is_full": "on",
        "request_key": "k",
    }
    return LENT | given | changed


@pytest.fixture
def out(desk):
    return desk.hand_out(desk.approve(desk.ask_loan(), leader=True))


def test_a_loan_is_asked_for(cast, desk):
    browser, form = cast.client(cast.finance_clerk), typed(cast, desk)
    answer = browser.post("/seals/loans/application/", form)
    matter = Matter.objects.get(kind="seal_loan")
    assert answer.headers["Location"] == f"/matters/{matter.pk}/"
    loan = matter.seal_loan
    assert (loan.seal, loan.borrower, loan.companion) == (desk.main, cast.finance_clerk, cast.finance_chief)
    assert (loan.place, loan.copies, loan.out_at) == ("清源市水利局", 4, None)
    assert f"{timezone.localtime(matter.due_at):%H:%M}" == "17:30"
    assert "seals.loan_asked" in verbs(matter)
    page = browser.get("/seals/loans/").content.decode()
    assert all(words in page for words in ("清河县人民政府公章", "防汛工程施工合同", "黄海涛同行", "待交出"))
    with unchanged():
        browser.post("/seals/loans/application/", form)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("seal", "", "请选择借用印章"),
        ("companion", "self", "同行人不能是借用人本人"),
        ("due_day", "2026-01-01", "归还时间应晚于现在"),
        ("due_day", "", "请填写归还日期"),
        ("place", "", "请填写使用地点"),
        ("is_full", "", "不得在空白纸张"),
    ],
)
def test_what_is_wrong_is_told_and_changes_nothing(cast, desk, field, value, sentence):
    value = cast.holder(cast.finance_clerk) if value == "self" else value
    form = typed(cast, desk, **{field: value})
    with unchanged():
        answer = cast.client(cast.finance_clerk).post("/seals/loans/application/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_keeper_hands_it_out_and_takes_it_back(cast, desk):
    matter = desk.approve(desk.ask_loan(due=timezone.now() + timedelta(days=1)), leader=True)
    task = cast.task(matter, "handing_out")
    with unchanged():
        page = cast.post(cast.registrar, "completion", task.pk)
    assert "由借用人和同行人确认领取后勾选" in page.content.decode()
    assert cast.post(cast.registrar, "completion", task.pk, is_received="on").status_code == 302
    loan = Loan.objects.get()
    assert loan.is_out
    assert loan.out_by == cast.registrar
    assert "seals.handed_out" in verbs(matter)
    assert "借出" in cast.client(cast.finance_clerk).get("/seals/").content.decode()

    task = cast.task(matter, "taking_back")
    with unchanged():
        page = cast.post(cast.registrar, "completion", task.pk, copies=5, opinion="完好。")
    assert "批准用印4份" in page.content.decode()
    with unchanged():
        page = cast.post(cast.registrar, "completion", task.pk, copies=2, opinion="")
    assert "写明印章是否完好" in page.content.decode()
    assert (
        cast.post(cast.registrar, "completion", task.pk, copies=2, is_across="on", opinion="完好。").status_code == 302
    )
    loan.refresh_from_db()
    assert loan.back_by == cast.registrar
    use = Use.objects.get()
    assert (use.copies, use.sealed_by, use.witness) == (2, cast.finance_clerk, cast.finance_chief)
    assert (use.approver, use.note, use.is_across) == (cast.leader, "借出用印，地点：清源市水利局", True)
    matter.refresh_from_db()
    assert matter.outcome == "completed"
    assert "已归还" in cast.client(cast.finance_clerk).get("/seals/loans/").content.decode()


def test_it_goes_out_once(cast, desk, out):
    second = desk.approve(desk.ask_loan(), leader=True)
    with refused("已由李雪借出，归还登记前不能用印或再次借出"):
        desk.hand_out(second)
    desk.take_back(out)
    desk.hand_out(second)
    assert Loan.objects.filter(back_at=None).get().matter == second


def test_while_it_is_out_the_loan_is_not_over(cast, desk, out):
    done = out.tasks.get(station__key="handing_out", outcome="completed")
    for act in (
        lambda: matters.withdraw(done.pk, by=cast.registrar, at=cast.tick()),
        lambda: matters.terminate(out.pk, by=cast.office_head, at=cast.tick(), reason="不用了。"),
        lambda: matters.suspend(out.pk, by=cast.office_head, at=cast.tick(), reason="等通知。"),
        lambda: matters.give_back(
            cast.task(out, "taking_back").pk, to="handing_out", by=cast.registrar, at=cast.tick(), reason="有误。"
        ),
    ):
        with refused("印章已经借出，请收回并登记后再办理"):
            act()


def test_not_after_it_was_due(cast, desk):
    matter = desk.approve(desk.ask_loan(due=cast.at + timedelta(hours=1)), leader=True)
    cast.tick(hours=2)
    with refused("申请的归还时间已过"):
        desk.hand_out(matter)


def test_what_was_returned_comes_back_with_another_day(cast, desk):
    matter = desk.ask_loan()
    task = cast.task(matter, "unit_review")
    matters.give_back(task.pk, to="application", by=cast.finance_chief, at=cast.tick(), reason="改期。")
    due = cast.at + timedelta(days=3)
    desk.do(matter, "application", cast.finance_clerk, **LENT, due=due, is_full=True)
    assert matter.due_at == due
    assert "seals.mended" in verbs(matter)


def test_more_time_is_asked_for_beside_it(cast, desk, out):
    until = (cast.at + timedelta(days=4)).date()
    matters.ask_extension(out.pk, until=until, reason="对方推迟签约。", by=cast.registrar, at=cast.tick())
    task = out.tasks.get(station__key="extension_decision", done_at=None)
    by = {"by": cast.office_head, "at": cast.tick(), "opinion": "同意。", "fields": {"verdict": "approved"}}
    matters.complete(task.pk, **by)
    out.refresh_from_db()
    assert timezone.localdate(out.due_at - timedelta(minutes=1)) == until
    desk.take_back(out)
    assert out.outcome == "completed"


def test_overdue_shows_where_it_is_looked_for(cast, desk, out):
    Matter.objects.filter(pk=out.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert "超期未还" in cast.client(cast.supervisor).get("/seals/loans/", {"state": "late"}).content.decode()
    assert "借出超期未还" in cast.client(cast.supervisor).get("/seals/").content.decode()
    assert "超期未还" in cast.client(cast.finance_clerk).get(f"/matters/{out.pk}/").content.decode()
    assert "防汛工程施工合同" in cast.client(cast.registrar).get("/desk/todo/").content.decode()


@pytest.mark.parametrize(("state", "count"), [("asked", 1), ("out", 1), ("back", 0), ("late", 0), ("", 2)])
def test_filters_narrow_the_list(cast, desk, out, state, count):
    Matter.objects.filter(pk=out.pk).update(due_at=timezone.now() + timedelta(hours=1))
    desk.ask_loan(desk.contract)
    page = cast.client(cast.supervisor).get("/seals/loans/", {"state": state}).content.decode()
    assert page.count('data-label="用印材料"') == count


def test_loans_cost_the_same_questions_however_many(cast, desk, django_assert_max_num_queries):
    for _ in range(5):
        desk.ask_loan()
    browser = cast.client(cast.finance_clerk)
    browser.get("/seals/loans/")
    with django_assert_max_num_queries(13):
        assert browser.get("/seals/loans/").content.decode().count('data-label="用印材料"') == 5
