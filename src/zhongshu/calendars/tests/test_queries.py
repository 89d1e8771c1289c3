from datetime import date

import pytest

from zhongshu.calendars import queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 2, 14), True), (date(2026, 2, 18), False), (date(2026, 5, 9), True), (date(2026, 1, 5), True)],
)
def test_workdays(day, expected):
    assert queries.is_workday(day) is expected


def test_adding_workdays_across_spring_festival():
    assert queries.add_workdays(date(2026, 2, 13), 1) == date(2026, 2, 14)
    assert queries.add_workdays(date(2026, 2, 14), 1) == date(2026, 2, 24)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_workdays(year):
    assert queries.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


def test_working_weekends():
    days = queries.current().days
    worked = {
        year: [f"{day:%m-%d}" for day in sorted(days) if day.year == year and days[day].is_working]
        for year in (2025, 2026)
    }
    assert worked[2025] == ["01-26", "02-08", "04-27", "09-28", "10-11"]
    assert worked[2026] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_calendar_days_are_days():
    accepted = date(2026, 1, 5)
    due = queries.due(accepted, 60, "day")
    assert (due.day, due.calendar, due.provisional, due.sentence) == (date(2026, 3, 6), "2026.1", False, "")
    assert queries.due(due.day, 30, "day").day == date(2026, 4, 5)
    assert queries.due(due.day, 30, "day", roll=True).day == date(2026, 4, 7)


def test_working_days_across_the_festival():
    assert queries.due(date(2026, 2, 13), 5).day == date(2026, 2, 27)


def test_a_year_without_a_notice_says_so():
    due = queries.due(date(2026, 12, 30), 5)
    assert (due.day, due.calendar, due.provisional) == (date(2027, 1, 6), "2026.1 2027.0", True)
    assert due.sentence == "2027年放假安排尚未导入，暂按周末推算。"


def test_descriptions():
    said = [queries.describe(date(2026, *day)) for day in ((10, 1), (9, 25), (1, 10), (1, 4), (1, 5))]
    assert said == ["国庆节", "中秋节", "周六", "周日（调休上班）", "周一"]


def test_warnings_of_a_form():
    assert queries.warning(date(2026, 10, 1)) == "10月1日是国庆节，不是工作日。"
    assert queries.warning(date(2026, 1, 10)) == "1月10日是周六，不是工作日。"
    assert queries.warning(date(2026, 1, 5)) == ""
    assert queries.warning(date(2027, 1, 2)) == ("1月2日是周六，不是工作日。2027年放假安排尚未导入，暂按周末推算。")


def test_the_calendar_is_read_once(django_assert_num_queries):
    queries.current()
    with django_assert_num_queries(1):
        queries.is_workday(date(2026, 1, 5))
