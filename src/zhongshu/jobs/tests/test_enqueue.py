"""Putting work into the queue (加入作业队列)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from zhongshu.jobs import actions, queries
from zhongshu.jobs.models import Job
from zhongshu.jobs.tests import samples
from zhongshu.trail.rules import OutsideTransaction

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_a_job_is_a_row_with_task_and_arguments():
    job = actions.enqueue(samples.add.using(priority=7), at=NOW, args=[2], kwargs={"right": 3})
    job.refresh_from_db()
    assert job.task == "zhongshu.jobs.tests.samples.add"
    assert job.payload == {"args": [2], "kwargs": {"right": 3}}
    assert (job.priority, job.run_at, job.enqueued_at, job.attempts) == (7, NOW, NOW, 0)
    assert list(queries.unfinished()) == [job]


@pytest.mark.django_db
def test_rolled_back_with_the_act_that_wanted_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.enqueue(samples.add, at=NOW, args=[2])
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_outside_a_transaction_is_a_programming_error():
    with pytest.raises(OutsideTransaction):
        actions.enqueue(samples.add, at=NOW, args=[2])


@pytest.mark.django_db
def test_a_second_job_with_the_same_key_is_not_added_while_the_first_is_unfinished():
    first = actions.enqueue(samples.add, at=NOW, args=[1], unique_key="add:1")
    assert actions.enqueue(samples.add, at=NOW, args=[1], unique_key="add:1") == first
    assert actions.enqueue(samples.add, at=NOW, args=[1], unique_key="add:2") != first
    Job.objects.filter(pk=first.pk).update(finished_at=NOW)
    assert actions.enqueue(samples.add, at=NOW, args=[1], unique_key="add:1") != first


@pytest.mark.django_db
def test_arguments_that_json_cannot_hold_are_an_error_and_nothing_is_added():
    with pytest.raises(TypeError):
        actions.enqueue(samples.add, at=NOW, args=[object()])
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_through_the_django_tasks_api():
    later = NOW + timedelta(days=400)
    result = samples.add.using(run_after=later).enqueue(2, right=3)
    assert (result.status, result.args, result.kwargs) == (TaskResultStatus.READY, [2], {"right": 3})
    assert Job.objects.get().run_at == later
    assert samples.add.get_result(result.id).id == result.id
    with pytest.raises(TaskResultDoesNotExist):
        samples.add.get_result("0")


@pytest.mark.django_db
def test_a_task_may_be_named_by_those_who_stand_below_it():
    with transaction.atomic():
        job = actions.enqueue("zhongshu.jobs.tests.samples.add", at=NOW, args=[1, 2])
        with pytest.raises(ImportError):
            actions.enqueue("zhongshu.jobs.tests.samples.nobody", at=NOW)
    assert job.task == "zhongshu.jobs.tests.samples.add"
