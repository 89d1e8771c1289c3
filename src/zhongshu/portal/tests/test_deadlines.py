"""时限日历: a month of what is due, with days off, and the list of each day."""

from datetime import datetime

import pytest
from django.utils import timezone
from tests.cast import HERE, client_of

from zhongshu.matters.models import Matter, Task


def shown(whom, **query):
    return client_of(whom).get("/deadlines/", query).content.decode()


@pytest.fixture
def due(cast):
    """A document that waits for the head of finance and is due on 20 November 2026."""
    document = cast.walk(cast.document(title="关于冬储的通知"), to="handling")
    at = datetime(2026, 11, 20, 23, 59, 59, tzinfo=HERE)
    Matter.objects.filter(pk=document.pk).update(due_at=at)
    return document


def cell(page, day):
    """Return the cell of a day."""
    return next(part for part in page.split("<td") if f"?day={day}" in part)


def test_what_is_due_stands_on_its_day(cast, due):
    page = shown(cast.finance_chief, month="2026-11")
    assert "2026年11月" in page
    assert "关于冬储的通知" in cell(page, "2026-11-20")
    assert "关于冬储的通知" not in cell(page, "2026-11-19")
    assert "本月有1件到期" in page
    assert "本月没有到期的事项" in shown(cast.finance_chief, month="2026-12")


def test_each_day_leads_to_its_list(cast, due):
    page = shown(cast.finance_chief, day="2026-11-20")
    assert "关于冬储的通知" in page
    assert "承办" in page
    assert "这一天没有到期的事项" in shown(cast.finance_chief, day="2026-11-21")


def test_whoever_opened_it_sees_it_once_and_others_not(cast, due):
    assert "本人负责的事项" in shown(cast.registrar, day="2026-11-20")
    assert "没有到期" in shown(cast.education_chief, day="2026-11-20")
    both = shown(cast.finance_chief, day="2026-11-20")
    assert both.count('class="desk-row"') == 1, "owner and handler at once"


def test_the_deadline_of_the_task_has_its_own_day(cast, due):
    Task.objects.filter(matter=due, done_at=None).update(due_at=datetime(2026, 11, 18, 23, 59, 59, tzinfo=HERE))
    page = shown(cast.finance_chief, month="2026-11")
    assert "关于冬储的通知" in cell(page, "2026-11-18")
    assert "关于冬储的通知" in cell(page, "2026-11-20"), "the matter that they answer for"


def test_closed_and_resting_matters_are_not_due(cast, due):
    Matter.objects.filter(pk=due.pk).update(suspended_at=timezone.now())
    assert "没有到期" in shown(cast.finance_chief, day="2026-11-20")
    Matter.objects.filter(pk=due.pk).update(suspended_at=None, closed_at=timezone.now(), outcome="terminated")
    assert "没有到期" in shown(cast.registrar, day="2026-11-20")


def test_days_off_and_working_weekends_are_marked(cast):
    page = shown(cast.registrar, month="2026-10")
    assert "is-rest" in cell(page, "2026-10-01")
    assert "国庆节" in cell(page, "2026-10-01")
    assert "is-special" in cell(page, "2026-10-10")
    assert "is-rest" not in cell(page, "2026-10-10")
    assert "is-rest" in cell(page, "2026-10-11")
    assert "is-rest" not in cell(page, "2026-10-12")


@pytest.mark.parametrize("query", [{"month": "x"}, {"month": "2026-13"}, {"day": "2026-02-30"}, {"month": "9999-99"}])
def test_nonsense_shows_this_month(cast, query):
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月" in shown(cast.registrar, **query)


@pytest.mark.parametrize("month", ["1901-01", "2098-12", "0001-01", "9999-12"])
def test_the_edges_of_time_are_no_fault(cast, month):
    assert client_of(cast.registrar).get("/deadlines/", {"month": month}).status_code == 200


def test_a_day_with_much_leads_on(cast):
    at = datetime(2026, 11, 20, 23, 59, 59, tzinfo=HERE)
    for number in range(5):
        document = cast.document(title=f"通知{number}")
        Matter.objects.filter(pk=document.pk).update(due_at=at)
    found = cell(shown(cast.registrar, month="2026-11"), "2026-11-20")
    assert "还有2件" in found
    assert found.count("month-due") == 3


def test_a_month_costs_as_many_questions_as_a_day(cast, django_assert_max_num_queries):
    for number in range(20):
        document = cast.document()
        at = datetime(2026, 11, 1 + number, 23, 59, 59, tzinfo=HERE)
        Matter.objects.filter(pk=document.pk).update(due_at=at)
    browser = client_of(cast.registrar)
    browser.get("/deadlines/")
    with django_assert_max_num_queries(8):
        browser.get("/deadlines/", {"month": "2026-11"})
