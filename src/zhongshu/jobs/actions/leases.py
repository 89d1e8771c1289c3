"""Taking a job and giving it back. Each is one conditional statement, so that of two workers one succeeds."""

from datetime import datetime
from traceback import walk_tb
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django_tasks.utils import get_module_path

from zhongshu.jobs import rules
from zhongshu.jobs.models import Job
from zhongshu.kit.errors import Refused

OURS = "zhongshu."
CLAIM = """
    UPDATE jobs_job
    SET lease_until = %s, worker = %s, attempts = attempts + 1, started_at = COALESCE(started_at, %s)
    WHERE id = (
        SELECT id FROM jobs_job
        WHERE finished_at IS NULL AND failed_at IS NULL AND run_at <= %s AND (lease_until IS NULL OR lease_until <= %s)
        ORDER BY priority DESC, run_at, id LIMIT 1 {skip_locked}
    ) RETURNING id
"""


def claim(worker: str, *, until: datetime, at: datetime) -> Job | None:
    """Take the next job whose turn it is under a lease (领取作业), or None. A job whose lease ended is taken again."""
    skip_locked = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    lease, now = map(connection.ops.adapt_datetimefield_value, (until, at))
    with connection.cursor() as cursor:
        cursor.execute(CLAIM.format(skip_locked=skip_locked), [lease, worker, now, now, now])
        taken = cursor.fetchall()  # to the end: SQLite holds its write lock until then
    return Job.objects.get(pk=taken[0][0]) if taken else None


def extend(job: Job, *, until: datetime) -> bool:
    """Move the lease on (续租). False when the job is no longer this worker's."""
    return _held(job).update(lease_until=until) == 1


def report(job: Job, percent: int, message: str) -> bool:
    """Show how far the job is (作业进度), 0 to 100 and a Chinese sentence. False when it is no longer this worker's."""
    return _held(job).update(percent=percent, message=message) == 1


def finish(job: Job, result: Any, *, at: datetime) -> None:
    """Close the job with its result (作业完成), unless another worker has taken it over."""
    _held(job).update(finished_at=at, lease_until=None, percent=100, error="", result=result)


def release(job: Job) -> None:
    """Put the job back as if it had not been tried (退回作业): the worker stops."""
    _held(job).update(lease_until=None, attempts=F("attempts") - 1)


def fail(job: Job, error: BaseException, *, at: datetime) -> None:
    """Let the job rest and try again, or give it up (作业失败): after its last attempt, at once when refused."""
    refused = isinstance(error, Refused)
    text = _told(error)
    if refused or job.attempts >= job.max_attempts:
        message = error.sentence if isinstance(error, Refused) else f"已尝试 {job.attempts} 次，仍未成功。"
        _held(job).update(failed_at=at, lease_until=None, message=message[:200], error=text)
    else:
        again = at + rules.retry_delay(job.attempts)
        _held(job).update(run_at=again, lease_until=None, message="处理时出错，稍后自动重试。", error=text)


def _told(error: BaseException) -> str:
    """Return of which class an error was and, after a line break, where it happened, the nearest first.

    Not what it said: that may quote a row, and so a person or a document. Of a refusal its sentence is shown.
    """
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(error.__traceback__)]
    ours = [frame for frame in frames if frame[0].startswith(OURS)]
    nearest = dict.fromkeys([*frames[-1:], *ours[-1:]])
    return "\n".join([get_module_path(type(error)), *(f"{module}:{line}" for module, line in nearest)])


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(
        pk=job.pk, worker=job.worker, attempts=job.attempts, finished_at=None, failed_at=None, lease_until__isnull=False
    )
