"""Workers as real processes (作业进程): one is killed in the middle of a job, many look at one queue."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from zhongshu.jobs import actions
from zhongshu.jobs.actions import leases
from zhongshu.jobs.models import Job
from zhongshu.jobs.tests import samples

WORKER = """
import os, signal, threading, django
from datetime import timedelta
os.environ["DJANGO_SETTINGS_MODULE"] = "zhongshu.config.settings"
django.setup()
from zhongshu.jobs import actions
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
actions.run_worker(stop, lease=timedelta(seconds=1))
"""

pytestmark = pytest.mark.postgresql


@contextmanager
def worker(url: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen([sys.executable, "-c", WORKER], env={**os.environ, "DATABASE_URL": url})
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def test_a_job_whose_worker_was_killed_is_done_again(committed_database, tmp_path):
    with transaction.atomic():
        job = actions.enqueue(samples.hang_once, at=timezone.now(), args=[str(tmp_path)])
    starts = tmp_path / "starts"
    with worker(committed_database) as first:
        wait_until(starts.exists)
        held = Job.objects.get().lease_until
        wait_until(lambda: Job.objects.get().lease_until > held)  # the heartbeat
        first.kill()
    with worker(committed_database) as second:
        wait_until(lambda: Job.objects.get().finished_at is not None)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=10) == 0
    job.refresh_from_db()
    assert (job.result, job.attempts) == ("完成", 2)
    assert len(starts.read_text().split()) == 2


def test_many_workers_share_a_queue_and_no_job_is_taken_twice(committed_database):
    now = timezone.now()
    with transaction.atomic():
        for number in range(40):
            actions.enqueue(samples.add, at=now, args=[number])
    together = threading.Barrier(8)

    def take(name: int) -> list[int]:
        try:
            together.wait()
            until = now + timedelta(minutes=5)
            return [job.pk for _ in range(10) if (job := leases.claim(str(name), until=until, at=now))]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        taken = [pk for part in pool.map(take, range(8)) for pk in part]
    assert len(taken) == len(set(taken)) == 40


def test_one_of_many_workers_starts_a_schedule(committed_database):
    now = timezone.now()
    actions.schedule("add", samples.add, at=now, every_minutes=5)
    together = threading.Barrier(8)

    def look(_: int) -> int:
        try:
            together.wait()
            return actions.start_due(at=now + timedelta(minutes=6))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(look, range(8))) == 1
    assert Job.objects.count() == 1
