"""What is to leave the system, written in the transaction of what it tells of."""

from django.db import models
from django.db.models import Q

from zhongshu.notices.models.channels import Channel, Webhook
from zhongshu.notices.models.notice import Notice

OPEN = Q(sent_at=None, failed_at=None, dropped_at=None)


class Outgoing(models.Model):
    """One thing to be sent (外发): waiting until `due_at`, sent, failed for good, or dropped as there is no need.

    `reason` is why the last attempt failed, in words, or why it was dropped.
    """

    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Delivery(Outgoing):
    """A message on its way to a person by a channel (外发消息). `due_at` is empty until the sender has seen it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    manner = models.CharField(max_length=16)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="notices_delivery_once")]
        indexes = [
            models.Index(fields=["channel", "due_at"], condition=OPEN, name="notices_delivery_open"),
            models.Index(fields=["channel", "sent_at"], name="notices_delivery_sent"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="notices_delivery_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.channel_id}"


class Posting(Outgoing):
    """An event on its way to another system (事件推送). `body` is the very text that is signed and sent."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="postings", db_index=False)
    event = models.CharField(max_length=32)
    about = models.CharField(max_length=64, db_index=True)
    body = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["webhook", "due_at"], condition=OPEN, name="notices_posting_open"),
            models.Index(fields=["webhook", "sent_at"], name="notices_posting_sent"),
            models.Index(fields=["webhook", "id"], name="notices_posting_webhook"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="notices_posting_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.webhook_id}"
