"""Reading the queue: what waits, what failed, how far a job is."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.base import TaskError

from zhongshu.jobs.models import Job, Process, Schedule

SILENT = timedelta(seconds=60)  # a process that has said nothing for so long is gone
LATE = timedelta(minutes=5)  # a worker looks at the scheduled jobs every few seconds


def unfinished() -> QuerySet[Job]:
    """Return the jobs that wait or run (未完成作业), in the order of their turn."""
    return Job.objects.filter(finished_at=None, failed_at=None).order_by("-priority", "run_at", "id")


def failed() -> QuerySet[Job]:
    """Return the jobs that were given up (失败作业), the latest first."""
    return Job.objects.filter(failed_at__isnull=False).order_by("-failed_at")


def waiting(at: datetime) -> QuerySet[Job]:
    """Return the jobs whose turn has come and that nobody has in hand (等待作业), the oldest first."""
    return Job.objects.filter(finished_at=None, failed_at=None, lease_until=None, run_at__lte=at).order_by("run_at")


def last_done(task: str) -> Job | None:
    """Return the latest job of a task, by its dotted name, that succeeded (最近一次成功)."""
    return Job.objects.filter(task=task, finished_at__isnull=False).order_by("-finished_at").first()


def last_failed(task: str) -> Job | None:
    """Return the latest job of a task, by its dotted name, that was given up (最近一次失败)."""
    return Job.objects.filter(task=task, failed_at__isnull=False).order_by("-failed_at").first()


def late(at: datetime) -> QuerySet[Schedule]:
    """Return the schedules that nobody has started in time (未按时启动的定时作业)."""
    return Schedule.objects.filter(next_at__lt=at - LATE)


def processes(at: datetime) -> QuerySet[Process]:
    """Return the processes that are alive (运行中的进程), web processes and workers of all hosts."""
    return Process.objects.filter(seen_at__gt=at - SILENT).order_by("kind", "host", "pid")


def status(job: Job) -> TaskResultStatus:
    """Return where a job stands (作业状态), told by its times."""
    if job.finished_at:
        return TaskResultStatus.SUCCESSFUL
    if job.failed_at:
        return TaskResultStatus.FAILED
    return TaskResultStatus.RUNNING if job.lease_until else TaskResultStatus.READY


def result(job: Job, *, backend: str = "default") -> TaskResult:
    """Return the job in the shape of the django-tasks API. Raises ImportError when its task no longer exists."""
    path, _, place = job.error.partition("\n")
    shown: TaskResult = TaskResult(
        task=import_string(job.task),
        id=str(job.pk),
        status=status(job),
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at or job.failed_at,
        last_attempted_at=job.started_at,
        args=job.payload["args"],
        kwargs=job.payload["kwargs"],
        backend=backend,
        errors=[TaskError(exception_class_path=path, traceback=place)] if job.error else [],
        worker_ids=[job.worker] * job.attempts,
    )
    object.__setattr__(shown, "_return_value", job.result)  # the API's own way: the class is frozen
    return shown
