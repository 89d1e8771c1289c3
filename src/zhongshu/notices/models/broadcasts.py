"""Notices that must be read, and who has read them."""

from django.db import models
from django.db.models import Q

from zhongshu.org.models import Person, Unit


class Broadcast(models.Model):
    """A notice that everybody named must confirm (必达通知). Plain text; its recipients are those of its sending."""

    organ = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField()
    label = models.CharField(max_length=16)
    sender = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_key = models.CharField(max_length=64, null=True, unique=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organ", "-at"], name="notices_broadcast_of_organ")]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The broadcast's stream in the trail."""
        return f"broadcast:{self.pk}"


class Receipt(models.Model):
    """That somebody has read a broadcast (阅知回执), or has yet to. `read_by` is somebody else where a delegate did."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.PROTECT, related_name="receipts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # at the time of sending
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "person"], name="notices_receipt_once"),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
                name="notices_receipt_read_by",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-broadcast"], name="notices_receipt_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_receipt_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.broadcast_id} {self.person_id}"


class Resending(models.Model):
    """That those who had not read were reminded (再次发送): by whom, when, how many people."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.PROTECT, related_name="resendings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    people = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.broadcast_id} {self.at:%Y-%m-%d %H:%M}"
