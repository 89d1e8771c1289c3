"""Tables of the trail: entries, the head of each stream, and daily checkpoints over all heads."""

from django.db import models


class Entry(models.Model):
    """One act (一条留痕). Never updated, never deleted: the database itself refuses (see `guards`)."""

    stream = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    verb = models.CharField(max_length=64)
    by = models.CharField(max_length=32)
    on_behalf_of = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    detail = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="trail_entry_once")]
        indexes = [models.Index(fields=["by", "at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.verb}"


class Head(models.Model):
    """The last entry of a stream (链头). Locked while an entry is appended."""

    stream = models.CharField(max_length=64, primary_key=True)
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.stream}@{self.seq}"


class Checkpoint(models.Model):
    """All heads of one moment under one seal (校验点). Exported, it also guards against a cut-off tail."""

    at = models.DateTimeField()
    heads = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
