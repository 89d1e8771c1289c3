"""Tables of the trail: entries, the head of each stream, and checkpoints over the heads that moved."""

from django.db import models


class Entry(models.Model):
    """One act (一条留痕). Never updated, never deleted: the database itself refuses (`actions.install_guards`)."""

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
        indexes = [
            models.Index(fields=["by", "at"]),
            models.Index(fields=["at"]),
            models.Index(fields=["verb", "id"]),
            models.Index(fields=["on_behalf_of"]),
        ]

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
    """The heads that moved since the checkpoint before, under one seal (校验点).

    `upto` is the last entry covered. `heads` is canonical JSON {stream: [seq, digest]}. The seal continues that
    of the checkpoint before. Exported, a checkpoint also guards against a cut-off tail.
    """

    at = models.DateTimeField()
    upto = models.BigIntegerField()
    heads = models.TextField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
