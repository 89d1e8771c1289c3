"""Tasks that come again (定时作业)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from zhongshu.jobs import actions, queries, rules
from zhongshu.jobs.actions import schedules
from zhongshu.jobs.models import Job, Schedule
from zhongshu.jobs.tests import samples

MORNING = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("daily_at", "every_minutes", "expected"),
    [
        (time(10), None, MORNING.replace(hour=10, minute=0)),
        (time(9, 30), None, MORNING + timedelta(days=1)),
        (time(2), None, MORNING.replace(hour=2, minute=0) + timedelta(days=1)),
        (None, 15, MORNING + timedelta(minutes=15)),
    ],
)
def test_the_next_time(daily_at, every_minutes, expected):
    assert rules.next_time(MORNING, daily_at=daily_at, every_minutes=every_minutes) == expected


@pytest.mark.django_db
def test_declared_again_it_keeps_its_next_start_unless_the_times_changed():
    actions.schedule("add", samples.add, at=MORNING, daily_at=time(10))
    actions.schedule("add", samples.add, at=MORNING + timedelta(hours=2), daily_at=time(10))
    assert Schedule.objects.get().next_at == MORNING.replace(hour=10, minute=0)
    actions.schedule("add", samples.add, at=MORNING, every_minutes=5)
    assert Schedule.objects.get().next_at == MORNING + timedelta(minutes=5)


@pytest.mark.django_db
def test_neither_time_nor_interval_is_refused_by_the_database():
    with pytest.raises(IntegrityError):
        actions.schedule("add", samples.add, at=MORNING)
    assert not Schedule.objects.exists()


@pytest.mark.django_db
def test_started_once_across_two_workers_that_saw_it_due():
    actions.schedule("add", samples.add, at=MORNING, every_minutes=5)
    due = Schedule.objects.get()
    later = MORNING + timedelta(minutes=6)
    assert schedules._start(due, later)
    assert not schedules._start(due, later)
    assert Job.objects.count() == 1
    assert Schedule.objects.get().next_at == later + timedelta(minutes=5)


@pytest.mark.django_db
def test_not_started_early_nor_twice_while_its_last_job_is_unfinished():
    actions.schedule("add", samples.add, at=MORNING, every_minutes=5)
    assert actions.start_due(at=MORNING) == 0
    assert actions.start_due(at=MORNING + timedelta(minutes=5)) == 1
    assert actions.start_due(at=MORNING + timedelta(minutes=11)) == 1
    assert queries.unfinished().count() == 1


@pytest.mark.django_db
def test_what_was_done_a_month_ago_is_forgotten_but_for_the_last_of_each_task():
    long_ago, given = MORNING - timedelta(days=31), {"payload": {}, "queue": "default", "run_at": MORNING}
    for task, done in (("a", long_ago), ("a", MORNING), ("b", long_ago), ("b", long_ago), ("c", None)):
        Job.objects.create(task=task, finished_at=done, enqueued_at=long_ago, **given)
    Job.objects.create(task="d", failed_at=long_ago, enqueued_at=long_ago, **given)
    assert actions.sweep(at=MORNING) == 2
    assert sorted(Job.objects.values_list("task", flat=True)) == ["a", "b", "c", "d"]
