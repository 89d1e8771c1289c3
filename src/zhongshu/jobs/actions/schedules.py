"""Tasks that come again."""

from datetime import datetime, time

from django.db import transaction
from django_tasks import DEFAULT_TASK_QUEUE_NAME
from django_tasks.base import Task

from zhongshu.jobs import rules
from zhongshu.jobs.actions import queue
from zhongshu.jobs.models import Schedule


@transaction.atomic(durable=True)
def schedule(
    key: str, task: Task, *, at: datetime, daily_at: time | None = None, every_minutes: int | None = None
) -> Schedule:
    """Let a task without arguments come again (登记定时作业): daily at a time of Asia/Shanghai, or every few minutes.

    Declared again with the same times, the next start stays as it is.
    """
    columns = {"task": task.module_path, "daily_at": daily_at, "every_minutes": every_minutes}
    known = Schedule.objects.filter(key=key, **columns).first()
    if known:
        return known
    next_at = rules.next_time(at, daily_at=daily_at, every_minutes=every_minutes)
    return Schedule.objects.update_or_create(key=key, defaults={"next_at": next_at, **columns})[0]


def start_due(*, at: datetime) -> int:
    """Enqueue each scheduled task whose time has come (启动定时作业); return how many.

    However many workers look, one of them starts it; while its last job is unfinished no second one is added.
    """
    return sum(_start(due, at) for due in Schedule.objects.filter(next_at__lte=at))


def _start(due: Schedule, at: datetime) -> bool:
    following = rules.next_time(at, daily_at=due.daily_at, every_minutes=due.every_minutes)
    with transaction.atomic():
        mine = Schedule.objects.filter(pk=due.pk, next_at=due.next_at).update(next_at=following) == 1
        if mine:
            queue.add(
                due.task,
                f"schedule:{due.key}",
                payload={"args": [], "kwargs": {}},
                queue=DEFAULT_TASK_QUEUE_NAME,
                run_at=at,
                enqueued_at=at,
            )
    return mine
