"""The worker: takes one job after another until it is told to stop."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone
from django_tasks import TaskContext
from django_tasks.utils import get_random_id, normalize_json

from zhongshu.jobs import queries, rules
from zhongshu.jobs.actions import leases, presence, schedules
from zhongshu.jobs.models import Job
from zhongshu.kit import tracing

LEASE = timedelta(seconds=60)
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 2.0  # seconds between two looks into an empty queue

logger = logging.getLogger(__name__)


class Interrupted(Exception):
    """Every attempt ended with the death of its worker: the job itself is suspected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(TaskContext):
    """What a task declared with `takes_context=True` receives first: its result so far, and how to report."""

    job: Job
    stop: threading.Event

    def report(self, percent: int, message: str) -> None:
        """Show the progress (作业进度): 0 to 100, and a Chinese sentence.

        Raises Released when the worker is stopping or the job was taken over: let it pass, the job runs again.
        """
        if self.stop.is_set() or not leases.report(self.job, percent, message):
            raise rules.Released


def run_worker(stop: threading.Event, *, lease: timedelta = LEASE) -> None:
    """Do jobs and start scheduled ones until `stop` is set (作业进程).

    A job in hand is finished, or given back at its next progress report. When the process dies instead, the
    job is done again by whoever finds its lease ended.
    """
    worker, pause = f"{socket.gethostname()[:24]}:{os.getpid()}:{get_random_id()[:8]}", SHORTEST_PAUSE
    with presence.present("worker"):
        while not stop.is_set():
            busy = _look(worker, stop, lease)
            pause = SHORTEST_PAUSE if busy else min(pause * 1.5, LONGEST_PAUSE)
            if not busy:
                stop.wait(pause)


def _look(worker: str, stop: threading.Event, lease: timedelta) -> bool:
    try:
        close_old_connections()
        schedules.start_due(at=timezone.now())
        return run_next(worker, stop, lease=lease)
    except DatabaseError:
        logger.exception("数据库暂时不可用，作业进程稍后重试。")
        return False


def run_next(worker: str, stop: threading.Event, *, lease: timedelta = LEASE) -> bool:
    """Do the job whose turn it is (执行下一个作业). False when there is none."""
    now = timezone.now()
    job = leases.claim(worker, until=now + lease, at=now)
    if job is None:
        return False
    if job.attempts > job.max_attempts:
        leases.fail(job, Interrupted(), at=now)
        return True
    with tracing.under(job.request), _heartbeat(job, lease):
        _run(job, stop)
    return True


def _run(job: Job, stop: threading.Event) -> None:
    try:
        shown = queries.result(job)
        context = [Context(task_result=shown, job=job, stop=stop)] if shown.task.takes_context else []
        result = normalize_json(shown.task.call(*context, *shown.args, **shown.kwargs))
    except rules.Released:
        leases.release(job)
    except Exception as error:
        logger.warning("作业 %s 第 %s 次执行失败。", job, job.attempts, exc_info=True)
        leases.fail(job, error, at=timezone.now())
    else:
        leases.finish(job, result, at=timezone.now())


@contextmanager
def _heartbeat(job: Job, lease: timedelta) -> Iterator[None]:
    """Keep the lease alive from a thread of its own while the job runs."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(lease.total_seconds() / 3):
            try:
                if not leases.extend(job, until=timezone.now() + lease):
                    break
            except DatabaseError:
                logger.warning("作业 %s 未能续租，稍后再试。", job)
        connections.close_all()

    thread = threading.Thread(target=beat, name=f"heartbeat-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
