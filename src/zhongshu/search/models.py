"""Tables of the index. Beside them stands `search_grams`, which each database keeps in its own way (see migrations)."""

from django.db import models


class Entry(models.Model):
    """What can be found of one subject (检索条目).

    `text` holds all parts in normal form, one under the other, the title last; `sources` says where each begins:
    [[offset, label, attachment number or null], …]. `marks` are the tokens that stand in no text.
    """

    subject = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=32)
    unit = models.BigIntegerField(null=True)
    year = models.SmallIntegerField()
    at = models.DateTimeField()
    title = models.CharField(max_length=400, blank=True)
    sources = models.JSONField(default=list)
    marks = models.JSONField(default=list)
    text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title or str(self.subject)


class EntryNumber(models.Model):
    """A number under which an entry is found at once (文号、编号), in the form in which equal numbers meet."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="numbers")
    key = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["key", "entry"])]

    def __str__(self) -> str:
        return self.key


class EntryPerson(models.Model):
    """A person who has a part in what the entry is about (有关人员)."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="people")
    person = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["person", "entry"])]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.person}"


class Pending(models.Model):
    """A subject that has changed since it was indexed (待更新检索): a row of the same transaction as the change."""

    subject = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.subject)
