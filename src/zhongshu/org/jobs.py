"""Work of the organisation that comes again."""

from django.utils import timezone
from django_tasks import task

from zhongshu.org.actions import importing, security, sessions


@task()
def sweep() -> None:
    """Forget sessions that have run out, old devices, notes and workbooks (清理过期会话和工作簿)."""
    sessions.sweep(at=timezone.now())
    security.forget(at=timezone.now())
    importing.sweep(at=timezone.now())
