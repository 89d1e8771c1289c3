"""Reading the queue: what waits, what failed, how far a job is."""

from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.base import TaskError

from zhongshu.jobs.models import Job


def unfinished() -> QuerySet[Job]:
    """Return the jobs that wait or run (未完成作业), in the order of their turn."""
    return Job.objects.filter(finished_at=None, failed_at=None).order_by("-priority", "run_at", "id")


def failed() -> QuerySet[Job]:
    """Return the jobs that were given up (失败作业), the latest first."""
    return Job.objects.filter(failed_at__isnull=False).order_by("-failed_at")


def status(job: Job) -> TaskResultStatus:
    """Return where a job stands (作业状态), told by its times."""
    if job.finished_at:
        return TaskResultStatus.SUCCESSFUL
    if job.failed_at:
        return TaskResultStatus.FAILED
    return TaskResultStatus.RUNNING if job.lease_until else TaskResultStatus.READY


def result(job: Job, *, backend: str = "default") -> TaskResult:
    """Return the job in the shape of the django-tasks API. Raises ImportError when its task no longer exists."""
    path, _, traceback = job.error.partition("\n")
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
        errors=[TaskError(exception_class_path=path, traceback=traceback)] if job.error else [],
        worker_ids=[job.worker] * job.attempts,
    )
    object.__setattr__(shown, "_return_value", job.result)  # the API's own way: the class is frozen
    return shown
