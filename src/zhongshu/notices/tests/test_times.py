"""When a message leaves (发送时间)."""

from datetime import datetime, time, timedelta

import pytest
from tests.cast import HERE

from zhongshu.notices.rules import times
from zhongshu.notices.tests.conftest import here

USUAL = times.Quiet()


def leaves(day, clock, manner="at_once", quiet=USUAL, is_pressing=False):
    at = datetime.combine(datetime(2026, 3, day, tzinfo=HERE).date(), time.fromisoformat(clock), HERE)
    found = times.leaves_at(
        at, manner=manner, is_pressing=is_pressing, quiet=quiet, is_workday=lambda one: one.weekday() < 5
    )
    return here(found)


NEVER = times.Quiet(None, None)
LATE = times.Quiet(time(20), time(9))
NOON = times.Quiet(time(12), time(14, 30))
RESTING = times.Quiet(rests_on_holidays=True)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (leaves(2, "09:00"), "03-02 09:00"),
        (leaves(2, "22:00"), "03-03 07:00"),
        (leaves(3, "03:00"), "03-03 07:00"),
        (leaves(2, "23:00", quiet=NEVER), "03-02 23:00"),
        (leaves(2, "23:00", is_pressing=True), "03-02 23:00"),
        (leaves(2, "08:30", "digest"), "03-02 08:30"),
        (leaves(2, "08:31", "digest"), "03-02 14:00"),
        (leaves(2, "15:00", "digest"), "03-03 08:30"),
        (leaves(2, "23:00", "digest", LATE), "03-03 09:00"),
        (leaves(2, "13:00", quiet=NOON), "03-02 14:30"),
        (leaves(2, "13:00", "digest", NOON), "03-02 14:30"),
        (leaves(7, "10:00", quiet=RESTING), "03-09 08:30"),
        (leaves(7, "10:00", quiet=RESTING, is_pressing=True), "03-07 10:00"),
        (leaves(6, "15:00", "digest", RESTING), "03-09 08:30"),
        (leaves(6, "22:30", quiet=RESTING), "03-09 08:30"),
        (leaves(2, "10:00", quiet=times.Quiet(time(8), time(8))), "03-02 10:00"),
    ],
)
def test_a_message_leaves_when_its_owner_wants_it(found, expected):
    assert found == expected


def test_pauses_grow_up_to_an_hour():
    assert [times.pause(n).total_seconds() / 60 for n in (1, 2, 3, 8, 50)] == [1, 2, 4, 60, 60]
    minutes = timedelta(minutes=1)
    assert [times.rest(n * minutes) / minutes for n in (0, 5, 100)] == [1, 5, 60]
