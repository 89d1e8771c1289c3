"""Work of the organisation that comes again."""

from django.utils import timezone
from django_tasks import task

from zhongshu.org.actions import sessions


@task()
def sweep() -> None:
    """Forget sessions that have run out, and devices of a year ago (清理过期会话)."""
    sessions.sweep(at=timezone.now())
