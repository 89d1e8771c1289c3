"""What comes again (定时作业). Declared by every worker when it starts."""

from datetime import datetime, time

from django.utils import timezone
from django_tasks import task

from zhongshu.documents import jobs as documents
from zhongshu.files import jobs as files
from zhongshu.jobs import actions as jobs
from zhongshu.matters import jobs as matters
from zhongshu.trail import actions as trail


@task()
def checkpoint() -> None:
    """Seal the trail of the day (每日留痕校验点)."""
    trail.checkpoint(by="system", at=timezone.now())


def declare(*, at: datetime) -> None:
    """Declare all scheduled tasks (登记定时作业). Declared again, nothing changes."""
    jobs.schedule("checkpoint", checkpoint, at=at, daily_at=time(0, 30))
    jobs.schedule("documents.collect", documents.collect, at=at, every_minutes=1)
    jobs.schedule("files.sweep", files.sweep, at=at, every_minutes=60)
    jobs.schedule("matters.index", matters.index, at=at, every_minutes=1)
