from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.calendars.rules.arithmetic import Calendar, Special
from zhongshu.kit.errors import Refused

EMPTY = Calendar({}, {})
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
CALENDARS = st.dictionaries(
    DAYS, st.builds(Special, st.booleans(), st.just("节")), max_size=200
).map(lambda days: Calendar({2026: 1}, days))  # fmt: skip


@given(CALENDARS, DAYS, st.integers(1, 200))
def test_adding_and_counting_agree(calendar, day, count):
    end = calendar.add_workdays(day, count)
    assert calendar.is_workday(end)
    assert calendar.workdays_between(day, end) == count


@given(CALENDARS, DAYS, st.integers(1, 200))
def test_there_and_back(calendar, day, count):
    if calendar.is_workday(day):
        assert calendar.add_workdays(calendar.add_workdays(day, count), -count) == day


@given(CALENDARS, DAYS, st.integers(0, 300), st.integers(0, 300))
def test_spans_add_up(calendar, day, one, two):
    middle, end = day + timedelta(one), day + timedelta(one + two)
    whole = calendar.workdays_between(day, end)
    assert whole == calendar.workdays_between(day, middle) + calendar.workdays_between(middle, end)


def test_backwards_is_negative():
    assert EMPTY.workdays_between(date(2026, 6, 12), date(2026, 6, 8)) == -4
    assert EMPTY.add_workdays(date(2026, 6, 8), -1) == date(2026, 6, 5)


def test_none_is_the_day_itself():
    assert EMPTY.add_workdays(date(2026, 6, 7), 0) == date(2026, 6, 7)


@pytest.mark.parametrize("days", [-1, 3661])
def test_terms_without_reason_are_refused(days):
    with pytest.raises(Refused, match="期限应在0至3660天之间"):
        EMPTY.due(date(2026, 1, 1), days)


def test_years_too_far_apart_are_refused():
    with pytest.raises(Refused, match="期限"):
        EMPTY.workdays_between(date(1, 1, 1), date(9999, 1, 1))
