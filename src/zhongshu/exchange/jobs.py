"""Work of the exchange outside the request: documents are delivered, and whoever does not sign is reminded."""

from django.utils import timezone
from django_tasks import task

from zhongshu.exchange import actions


@task()
def deliver(dispatch: int) -> int:
    """Let the receivers find a document (送达公文); return at how many it is new."""
    return actions.deliver(dispatch, at=timezone.now())


@task()
def remind() -> int:
    """Remind of what ought to have been signed for (催签逾期公文); return of how many."""
    return actions.remind_overdue(at=timezone.now())
