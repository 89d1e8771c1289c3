"""What is kept beside the slip: files, reminders, unfinished opinions, forms that came in (材料、催办、草稿)."""

from django.db import models

from zhongshu.files.models import StoredFile
from zhongshu.matters.models.matter import Matter
from zhongshu.matters.models.slip import Task
from zhongshu.org.models import Person


class Attachment(models.Model):
    """A stored file in a role on a matter (附件): original 原文, evidence 佐证, reply 答复, other 其他."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="attachments")
    role = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    version = models.IntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withheld_at = models.DateTimeField(null=True, blank=True)  # in quarantine: neither name nor bytes are shown

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "file", "role"], name="matters_attachment_once")]

    def __str__(self) -> str:
        return self.name


class Original(models.Model):
    """An original handed out without a watermark (领取原件), because that would harm it: to whom, when, and why."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="originals")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attachment_id} {self.at:%Y-%m-%d}"


class Chase(models.Model):
    """A reminder to whoever holds a task (催办), in a mode, with the answer."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="chases")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="chases")
    mode = models.CharField(max_length=16)  # see rules.CHASE_MODES
    text = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.matter_id} {self.at:%Y-%m-%d}"


class Draft(models.Model):
    """An opinion that somebody is writing (意见草稿), kept so that no lost network takes it away."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "person"], name="matters_draft_once")]

    def __str__(self) -> str:
        return f"{self.task_id} {self.person_id}"


class RequestKey(models.Model):
    """A form that has been carried out (请求凭证): its second arrival finds the result of the first."""

    key = models.CharField(max_length=64, primary_key=True)
    result = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
