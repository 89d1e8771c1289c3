"""Series of numbers, the counter of each series and year, and every number that was ever taken."""

from django.db import models
from django.db.models import Q


class Series(models.Model):
    """A run of numbers of one organ (编号序列), such as its incoming documents. Counts from 1 each year."""

    organ = models.CharField(max_length=64)
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=60)
    template = models.CharField(max_length=60)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organ", "code"], name="numbering_series_once")]

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """The last number taken in a series and year. Its row is the lock under which takers queue."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="numbering_counter_once")]

    def __str__(self) -> str:
        return f"{self.series_id}/{self.year}: {self.value}"


class Number(models.Model):
    """A number taken (编号), and by what. Never deleted: a voided one keeps its place and says why."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    text = models.CharField(max_length=80)
    holder = models.CharField(max_length=64)
    by = models.CharField(max_length=32)
    taken_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)
    voided_by = models.CharField(max_length=32, blank=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "value"], name="numbering_number_once"),
            models.UniqueConstraint(
                fields=["series", "holder"], condition=Q(voided_at=None), name="numbering_one_per_holder"
            ),
        ]
        indexes = [models.Index(fields=["holder"])]

    def __str__(self) -> str:
        return self.text

    @property
    def is_voided(self) -> bool:
        return self.voided_at is not None
