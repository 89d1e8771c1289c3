"""Work of the store that comes again."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from zhongshu.files import actions

ABANDONED = timedelta(days=2)


@task()
def sweep() -> None:
    """Drop old uploads and products, and finish interrupted quarantines (清理过期上传和成品、补齐隔离和清除)."""
    now = timezone.now()
    actions.sweep(before=now - ABANDONED)
    actions.sweep_products(before=now)
    actions.settle()
