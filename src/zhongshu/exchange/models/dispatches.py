"""Tables of what was sent: the dispatch, its files, a change of who may be told."""

import uuid

from django.db import models

from zhongshu.exchange.models.packages import Peer
from zhongshu.files.models import StoredFile
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person, Unit


class Dispatch(models.Model):
    """One sending of a document to some receivers (分发). A later one, such as to who sent it back, is another row.

    matter, sender, by: of a document of this system; one that came in a package has its peer instead. What the
    receivers are told of the document is copied here: it stays what it was when it was sent.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True)
    matter = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="dispatches")
    sender = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, null=True, on_delete=models.PROTECT, related_name="dispatches")
    sender_name = models.CharField(max_length=200)  # 发文机关
    number = models.CharField(max_length=100, blank=True)  # 发文字号
    title = models.CharField(max_length=400)
    genre = models.CharField(max_length=16)
    label = models.CharField(max_length=16)  # 密级标志, one of kit.terms.LABELS
    urgency = models.CharField(max_length=16)  # as in kit.terms.URGENCY, of a telegram its grade
    is_telegram = models.BooleanField(default=False)
    dated = models.DateField(null=True)  # 成文日期
    recipients = models.TextField(blank=True)  # 主送机关 as printed
    copied_to = models.TextField(blank=True)  # 抄送机关 as printed
    answers = models.CharField(max_length=100, blank=True)  # 发文字号 of the document that it replies to
    scope = models.CharField(max_length=200, blank=True)  # 印发传达范围
    note = models.CharField(max_length=400, blank=True)  # 附加说明, for the receivers
    reply_due = models.DateField(null=True)  # by when receivers are asked to answer
    force = models.CharField(max_length=60, blank=True)  # 效力: how its issuer did away with it; else nothing
    force_ends = models.DateField(null=True)  # the first day without it
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sender", "-at", "-id"], name="exchange_dispatch_list")]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def stream(self) -> str:
        """The stream of its trail: that of its matter, or its own when it came from another system."""
        return f"matter:{self.matter_id}" if self.matter_id else f"dispatch:{self.pk}"


class DispatchFile(models.Model):
    """A file that is sent with a dispatch (正式文件、附件)."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="files")
    order = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispatch", "order"], name="exchange_file_once")]

    def __str__(self) -> str:
        return self.name


class ScopeChange(models.Model):
    """A change of who may be told of a document (印发传达范围调整), by its issuer alone."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="scope_changes")
    before = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=200)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.scope
