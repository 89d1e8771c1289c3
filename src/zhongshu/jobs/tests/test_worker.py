"""Doing jobs (执行作业)."""

import threading
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone
from django_tasks import TaskResultStatus

from zhongshu.jobs import actions, queries, rules
from zhongshu.jobs.actions import leases
from zhongshu.jobs.models import Job
from zhongshu.jobs.tests import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def run(stop=None):
    return actions.run_next("甲", stop or threading.Event())


def test_an_empty_queue_gives_nothing():
    assert not run()


def test_a_job_is_done_and_keeps_its_result(now):
    job = actions.enqueue(samples.add, at=now, args=[2], kwargs={"right": 3})
    assert run()
    job.refresh_from_db()
    assert (job.result, job.percent, job.attempts, job.worker, job.lease_until) == (5, 100, 1, "甲", None)
    assert job.finished_at is not None
    assert samples.add.get_result(str(job.pk)).return_value == 5
    assert not run()


def test_the_urgent_one_first_then_the_oldest_and_none_before_its_time(now):
    actions.enqueue(samples.add.using(run_after=now + timedelta(hours=1)), at=now, args=[0])
    second = actions.enqueue(samples.add, at=now, args=[1])
    third = actions.enqueue(samples.add, at=now, args=[2])
    first = actions.enqueue(samples.add.using(priority=50), at=now, args=[3])
    claimed = [leases.claim("甲", until=now + timedelta(minutes=1), at=now) for _ in range(4)]
    assert claimed == [first, second, third, None]
    assert queries.unfinished().count() == 4


def test_two_workers_never_hold_the_same_job(now):
    job = actions.enqueue(samples.add, at=now, args=[1])
    until = now + timedelta(minutes=1)
    assert leases.claim("甲", until=until, at=now) == job
    assert leases.claim("乙", until=until, at=now) is None


def test_a_job_whose_lease_ended_is_taken_over_and_the_first_worker_can_no_longer_touch_it(now):
    job = actions.enqueue(samples.add, at=now, args=[1])
    first = leases.claim("甲", until=now + timedelta(minutes=1), at=now)
    second = leases.claim("乙", until=now + timedelta(minutes=9), at=now + timedelta(minutes=2))
    assert second == job
    assert second.attempts == 2
    assert not leases.extend(first, until=now + timedelta(hours=1))
    assert not leases.report(first, 90, "快好了")
    leases.finish(first, 1, at=now)
    leases.fail(first, ValueError(), at=now)
    leases.release(first)
    job.refresh_from_db()
    assert (job.worker, job.finished_at, job.attempts, job.error) == ("乙", None, 2, "")
    assert leases.extend(second, until=now + timedelta(hours=1))


def test_a_failed_attempt_rests_longer_each_time_until_it_is_given_up(now):
    job = actions.enqueue(samples.break_down, at=now)
    for attempt in range(1, 6):
        before = timezone.now()
        Job.objects.filter(pk=job.pk).update(run_at=before)
        assert run()
        job.refresh_from_db()
        assert job.attempts == attempt
        if attempt < 5:
            assert job.run_at >= before + rules.retry_delay(attempt)
            assert (job.failed_at, job.message) == (None, "处理时出错，稍后自动重试。")
    assert job.failed_at is not None
    assert job.message == "已尝试 5 次，仍未成功。"
    line = samples.break_down.func.__code__.co_firstlineno + 2
    assert job.error == f"builtins.ZeroDivisionError\nzhongshu.jobs.tests.samples:{line}"
    assert list(queries.failed()) == [job]
    assert queries.result(job).errors[0].exception_class is ZeroDivisionError


def test_the_delay_doubles_up_to_an_hour():
    assert [rules.retry_delay(attempt).total_seconds() for attempt in (1, 2, 3, 20)] == [30, 60, 120, 3600]


def test_a_refusal_is_not_tried_again_and_its_sentence_is_shown(now):
    job = actions.enqueue(samples.refuse, at=now)
    run()
    job.refresh_from_db()
    assert job.failed_at is not None
    assert job.message == "文件已被删除，无法排版。"
    assert job.error.startswith("zhongshu.kit.errors.Refused\nzhongshu.jobs.tests.samples:")


def test_of_an_error_elsewhere_it_is_told_where_we_asked_and_never_what_it_said(now):
    job = actions.enqueue(samples.ask_for_nobody, at=now)
    run()
    job.refresh_from_db()
    path, there, here = job.error.split("\n")
    assert path == "zhongshu.jobs.models.Job.DoesNotExist"
    assert there.startswith("django.db.models.query:")
    assert here.startswith("zhongshu.jobs.tests.samples:")
    assert "张三" not in f"{job.error}{job.message}"


def test_what_errors_said_before_is_forgotten(now):
    job = actions.enqueue(samples.add, at=now, args=[1])
    Job.objects.filter(pk=job.pk).update(error="builtins.ValueError\nTraceback …\nValueError: 张三")
    import_module("zhongshu.jobs.migrations.0003_error_without_words").forget(apps, None)
    job.refresh_from_db()
    assert job.error == "builtins.ValueError"


def test_a_job_that_keeps_killing_its_worker_is_given_up(now):
    job = actions.enqueue(samples.add, at=now, args=[1])
    Job.objects.filter(pk=job.pk).update(attempts=5, lease_until=now - timedelta(seconds=1))
    run()
    job.refresh_from_db()
    assert job.failed_at is not None
    assert job.result is None


def test_a_task_that_no_longer_exists_fails_in_the_queue_and_not_in_the_worker(now):
    job = actions.enqueue(samples.add, at=now, args=[1])
    Job.objects.filter(pk=job.pk).update(task="zhongshu.jobs.tests.samples.gone")
    assert run()
    job.refresh_from_db()
    assert "ImportError" in job.error


def test_progress_is_shown_while_a_job_runs(now):
    job = actions.enqueue(samples.count, at=now, args=[4])
    run()
    job.refresh_from_db()
    assert (job.percent, job.message, job.result) == (100, "正在处理第 4 页", "第 1 次")


def test_a_stopping_worker_gives_its_job_back_at_the_next_report(now):
    job = actions.enqueue(samples.stop_midway, at=now)
    run()
    job.refresh_from_db()
    assert (job.lease_until, job.attempts, job.percent, job.message) == (None, 0, 40, "正在处理第 4 页")
    assert queries.status(job) == TaskResultStatus.READY


def test_the_worker_ends_when_it_is_told_to(now):
    stop = threading.Event()
    stop.set()
    actions.enqueue(samples.add, at=now, args=[1])
    actions.run_worker(stop)
    assert queries.unfinished().count() == 1
