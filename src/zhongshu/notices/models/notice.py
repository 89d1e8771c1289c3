"""The message on the page."""

from django.db import models
from django.db.models import Q

from zhongshu.org.models import Person


class Notice(models.Model):
    """One message to one person (消息). `about` is the stream it tells of, `link` the page where it can be dealt with.

    `text` is what was true at that moment; it is empty once withheld. `outside` is as much of it as may leave the
    system; empty, and only that there is something is said there.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices", db_index=False)
    kind = models.CharField(max_length=16, default="system")  # see rules.KINDS
    text = models.CharField(max_length=200, blank=True)
    outside = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=200)
    about = models.CharField(max_length=64, db_index=True)
    is_urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_notice_inbox"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notices_notice_unread"),
        ]

    def __str__(self) -> str:
        return self.text
