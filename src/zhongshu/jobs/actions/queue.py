"""Putting work into the queue."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from zhongshu.jobs.models import Job
from zhongshu.kit import tracing
from zhongshu.trail.rules import check_transaction

KEPT = timedelta(days=30)  # how long it is known what was done: some tasks come every minute


def enqueue(
    task: Task | str,
    *,
    at: datetime,
    args: Sequence[Any] = (),
    kwargs: dict[str, Any] | None = None,
    unique_key: str | None = None,
) -> Job:
    """Put a task into the queue (加入作业队列) as a row of the caller's transaction: rolled back, it never was.

    `task` may be its dotted name, since an app's actions stand below its jobs. Arguments are what JSON can hold.
    With a `unique_key` whose job is still unfinished, that one is returned and nothing is added. Priority and
    earliest start are the task's own: `task.using(priority=5, run_after=…)`.
    """
    task = import_string(task) if isinstance(task, str) else task
    payload = {"args": normalize_json(args), "kwargs": normalize_json(kwargs or {})}
    return add(
        task.module_path,
        unique_key,
        payload=payload,
        queue=task.queue_name,
        priority=task.priority,
        run_at=task.run_after or at,
        enqueued_at=at,
    )


def add(path: str, unique_key: str | None, **columns: Any) -> Job:
    """Add the row of a job, or find the unfinished one with the same key."""
    check_transaction()
    columns |= {"task": path, "request": tracing.current()}
    if unique_key is None:
        return Job.objects.create(**columns)
    return Job.objects.get_or_create(unique_key=unique_key, finished_at=None, failed_at=None, defaults=columns)[0]


def enqueue_each(task: Task | str, *, at: datetime, args: Mapping[str, Sequence[Any]]) -> None:
    """Put one task into the queue for each of many (成批加入作业队列): its arguments by unique key, as in `enqueue`."""
    check_transaction()
    task = import_string(task) if isinstance(task, str) else task
    waiting = Job.objects.filter(unique_key__in=list(args), finished_at=None, failed_at=None)
    known = set(waiting.values_list("unique_key", flat=True))
    columns: dict[str, Any] = {"task": task.module_path, "request": tracing.current(), "queue": task.queue_name}
    columns |= {"priority": task.priority, "run_at": task.run_after or at, "enqueued_at": at}
    fresh = [
        Job(unique_key=key, payload={"args": normalize_json(each), "kwargs": {}}, **columns)
        for key, each in args.items()
        if key not in known
    ]
    Job.objects.bulk_create(fresh, ignore_conflicts=True)  # of two that add the same at once one row stays


def note(task: Task, result: Any, *, at: datetime) -> Job:
    """Enter a task that somebody has done by hand (补记作业), so that it stands among those done on schedule."""
    check_transaction()
    return Job.objects.create(
        task=task.module_path,
        payload={"args": [], "kwargs": {}},
        queue=task.queue_name,
        run_at=at,
        enqueued_at=at,
        started_at=at,
        finished_at=at,
        percent=100,
        result=normalize_json(result),
    )


def sweep(*, at: datetime) -> int:
    """Forget what was done a month ago (清理已完成作业), but for the last of each task; return how many.

    What failed stays until somebody has looked at it.
    """
    done = Job.objects.filter(finished_at__isnull=False)
    last = done.values("task").annotate(last=Max("pk")).values_list("last", flat=True)
    return done.filter(finished_at__lt=at - KEPT).exclude(pk__in=list(last)).delete()[0]
