"""Tables of the store: what is kept, what it says, what is on its way, and what had to be taken out again."""

import uuid

from django.db import models


class StoredFile(models.Model):
    """Bytes kept once (已存文件). The row outlives its bytes when they are expunged: digest and size stay.

    cleared_at: two persons found that it is no secret, whatever mark it seems to bear.
    """

    digest = models.CharField(max_length=64, unique=True)  # SM3
    size = models.BigIntegerField()
    suffix = models.CharField(max_length=8)
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    by = models.CharField(max_length=32)
    cleared_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.digest[:12]}.{self.suffix}"

    @property
    def stream(self) -> str:
        """The stream of its trail."""
        return f"file:{self.pk}"


class FileText(models.Model):
    """What was read out of a stored file (识读结果). Nothing is kept of a file that bears a mark of secrecy.

    layout: [{"width", "height" (mm), "lines": [[text, [left, top, right, bottom] or null, confidence], …]}, …];
    fields: {name: {"value", "confidence", "places": [[page, line], …]}} as `gongwen.read.model.Reading` has them;
    warnings: Chinese sentences. error: the sentence why nothing could be read; then all others are empty.
    """

    stored = models.OneToOneField(StoredFile, primary_key=True, on_delete=models.PROTECT, related_name="reading")
    text = models.TextField(blank=True)
    format = models.CharField(max_length=8, blank=True)
    layout = models.JSONField(default=list)
    fields = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    pictures = models.PositiveSmallIntegerField(default=0)  # pages that can be looked at
    error = models.CharField(max_length=200, blank=True)
    is_secret = models.BooleanField(default=False)
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.stored_id)


class Band(models.Model):
    """A band of the sketch of a text (相近特征, `kit.likeness`): near-equal texts have one in common."""

    text = models.ForeignKey(FileText, on_delete=models.CASCADE, related_name="bands")
    place = models.PositiveSmallIntegerField()
    value = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "place"], name="files_band_once")]
        indexes = [models.Index(fields=["place", "value"], name="files_band_met")]

    def __str__(self) -> str:
        return f"{self.text_id}.{self.place}"


class Upload(models.Model):
    """A file on its way, in pieces (上传). Finished it points to what was stored; forms carry its uuid."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4)
    by = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    stored = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="uploads")

    def __str__(self) -> str:
        return f"{self.uuid} {self.received}/{self.size}"


class Quarantine(models.Model):
    """A stored file found to be secret (隔离): its bytes lie apart until two persons expunge them."""

    stored = models.OneToOneField(StoredFile, primary_key=True, on_delete=models.PROTECT, related_name="quarantine")
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    expunged_at = models.DateTimeField(null=True)
    expunged_by = models.CharField(max_length=32, blank=True)
    expunged_second = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expunged_at=None) | ~models.Q(expunged_by=models.F("expunged_second")),
                name="files_expunged_by_two",
            )
        ]

    def __str__(self) -> str:
        return str(self.stored_id)


class Product(models.Model):
    """A file that was made for one person and for nobody else (成品): a large workbook, a long print.

    recipe: what to make, as the room that makes it wrote it down. Its bytes lie apart from the store, under `key`;
    made or failed once, and swept with them after `expires_at`.
    """

    key = models.UUIDField(default=uuid.uuid4)
    by = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=200)
    recipe = models.JSONField()
    size = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # a sentence
    expires_at = models.DateTimeField(db_index=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_at=None) | models.Q(failed_at=None), name="files_product_made_or_failed"
            )
        ]

    def __str__(self) -> str:
        return self.name
