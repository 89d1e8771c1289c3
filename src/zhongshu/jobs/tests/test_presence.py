"""Processes are known to be alive, and jobs carry the number of the request that asked for them."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from zhongshu.jobs import actions, queries
from zhongshu.jobs.actions import presence
from zhongshu.jobs.models import Job, Process
from zhongshu.jobs.tests import samples
from zhongshu.jobs.tests.test_processes import wait_until, worker
from zhongshu.kit import tracing


@pytest.mark.postgresql
def test_a_worker_is_known_while_it_lives(committed_database):
    with worker(committed_database) as process:
        wait_until(lambda: Process.objects.filter(kind="worker", pid=process.pid).exists())
        assert queries.processes(timezone.now()).get().pid == process.pid
        process.terminate()
        assert process.wait(timeout=20) == 0
    assert not Process.objects.exists()


@pytest.mark.django_db
def test_who_says_nothing_for_a_minute_is_gone_and_comes_back_by_a_word():
    now = timezone.now()
    mine = Process(kind="web", host="甲", pid=7, begun_at=now, seen_at=now)
    presence._say(mine)
    assert queries.processes(now + timedelta(seconds=59)).count() == 1
    assert queries.processes(now + timedelta(seconds=70)).count() == 0
    Process.objects.all().delete()  # the database was put back to yesterday
    presence._say(mine)
    assert queries.processes(now).get().host == "甲"
    presence._leave(mine)
    assert not Process.objects.exists()


@pytest.mark.django_db
def test_a_job_carries_the_number_of_its_request():
    with tracing.under("req-12345678"), transaction.atomic():
        actions.enqueue(samples.name_request, at=timezone.now())
    assert Job.objects.get().request == "req-12345678"
    assert actions.run_next("worker", threading.Event())
    assert (Job.objects.get().result, tracing.current()) == ("req-12345678", "")


@pytest.mark.django_db
def test_what_was_done_by_hand_is_noted():
    now = timezone.now()
    with transaction.atomic():
        actions.note(samples.add, {"size": 1}, at=now)
    found = queries.last_done(samples.add.module_path)
    assert (found.result, found.finished_at) == ({"size": 1}, now)
    assert queries.last_failed(samples.add.module_path) is None
    assert not queries.waiting(now).exists()
