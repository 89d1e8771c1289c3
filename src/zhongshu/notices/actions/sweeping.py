"""Forgetting messages of long ago (清理消息). Nothing unread or undelivered goes; receipts are evidence and stay."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from zhongshu.notices.models import Delivery, Notice, Posting
from zhongshu.notices.models.outbox import OPEN

KEPT = timedelta(days=365)  # after a message was read
KEPT_SENT = timedelta(days=90)  # after a delivery or an event has left, or was dropped
BATCH = 500


def sweep(*, at: datetime) -> int:
    """Forget, in small batches, what left three months ago and what was read a year ago; return how many rows.

    What failed to leave stays with its message, so that it can be sent again.
    """
    left = Q(sent_at__lt=at - KEPT_SENT) | Q(dropped_at__lt=at - KEPT_SENT)
    waiting = Delivery.objects.filter(OPEN, notice=OuterRef("pk"))
    read = Notice.objects.filter(~Exists(waiting), read_at__lt=at - KEPT)
    return (
        _in_batches(Delivery.objects.filter(left), lambda numbers: Delivery.objects.filter(pk__in=numbers))
        + _in_batches(Posting.objects.filter(left), lambda numbers: Posting.objects.filter(pk__in=numbers))
        + _in_batches(read, _with_deliveries)
    )


def _with_deliveries(numbers: list[int]) -> QuerySet[Notice]:
    Delivery.objects.filter(notice__in=numbers).delete()
    return Notice.objects.filter(pk__in=numbers)


def _in_batches(rows: QuerySet, these: Callable[[list[int]], QuerySet]) -> int:
    """Delete rows a few at a time, each time in a transaction of its own: others write meanwhile."""
    count = 0
    while True:
        with transaction.atomic(durable=True):
            numbers = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            these(numbers).delete()
        count += len(numbers)
        if len(numbers) < BATCH:
            return count
