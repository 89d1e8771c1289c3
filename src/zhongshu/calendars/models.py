"""The yearly notices and the days they single out. A notice is never changed: the next version replaces it."""

from django.db import models


class Notice(models.Model):
    """The State Council's arrangement of one year's holidays (放假安排), in one of its versions."""

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    # Over the days and the digest of the notice before: the newest one names the whole calendar.
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="calendars_notice_once")]

    def __str__(self) -> str:
        return f"{self.year}.{self.version}"


class SpecialDay(models.Model):
    """A day that a notice takes out of the week's rhythm: a day off (放假) or a working weekend (调休上班)."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="days")
    day = models.DateField()
    is_working = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "day"], name="calendars_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
