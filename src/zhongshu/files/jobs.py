"""Work of the store that comes again."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from zhongshu.files import actions

ABANDONED = timedelta(days=2)


@task()
def sweep() -> None:
    """Drop uploads untouched for two days and finish interrupted quarantines (清理过期上传、补齐隔离和清除)."""
    actions.sweep(before=timezone.now() - ABANDONED)
    actions.settle()
