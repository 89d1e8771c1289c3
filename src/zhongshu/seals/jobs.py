"""Work on seals outside the request: whoever has one is reminded to bring it back."""

from django.utils import timezone
from django_tasks import task

from zhongshu.seals import actions


@task()
def remind() -> int:
    """Remind of seals that are due back (印章归还提醒); return of how many."""
    return actions.remind(at=timezone.now())
