"""Work of the queue itself that comes again."""

from django.utils import timezone
from django_tasks import task

from zhongshu.jobs import actions


@task()
def sweep() -> int:
    """Forget what was done long ago (清理已完成作业); return how many jobs."""
    return actions.sweep(at=timezone.now())
