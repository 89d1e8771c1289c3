"""Work of the organisation that comes again."""

from django.utils import timezone
from django_tasks import task

from zhongshu.org.actions import security, sessions


@task()
def sweep() -> None:
    """Forget sessions that have run out, devices of a year ago, and what was noted an hour long (清理过期会话)."""
    sessions.sweep(at=timezone.now())
    security.forget(at=timezone.now())
