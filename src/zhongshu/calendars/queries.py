"""Asking the calendar. The tables are read once per process and again after each imported notice."""

from datetime import date

from django.db.models import QuerySet

from zhongshu.calendars.models import Notice, SpecialDay
from zhongshu.calendars.rules.arithmetic import Calendar, Due, Special, Unit

# The digest of the newest notice and the calendar that it names: one small row is read to see whether it holds.
_known: tuple[str, Calendar] | None = None


def current() -> Calendar:
    """Return the calendar in force (现行工作日历). Ask once for a whole list: each call costs one small query."""
    global _known
    digest = Notice.objects.order_by("-id").values_list("digest", flat=True).first() or ""
    if _known is None or _known[0] != digest:
        _known = (digest, _load())
    return _known[1]


def _load() -> Calendar:
    in_force = {notice.year: notice for notice in Notice.objects.order_by("year", "version")}
    # By year: where two notices name the same day of the turn of the year, the later year's is the newer word.
    days = SpecialDay.objects.filter(notice__in=in_force.values()).order_by("notice__year")
    return Calendar(
        {year: notice.version for year, notice in in_force.items()},
        {special.day: Special(special.is_working, special.name) for special in days},
    )


def notices() -> QuerySet[Notice]:
    """Return all notices, the newest year and version first (历年放假安排)."""
    return Notice.objects.order_by("-year", "-version")


def is_workday(day: date) -> bool:
    """Tell whether day is a working day (工作日)."""
    return current().is_workday(day)


def add_workdays(day: date, count: int) -> date:
    """Return the working day `count` working days after day; see `Calendar.add_workdays`."""
    return current().add_workdays(day, count)


def workdays_between(start: date, end: date) -> int:
    """Return the working days after `start` up to and including `end`; see `Calendar.workdays_between`."""
    return current().workdays_between(start, end)


def due(start: date, days: int, unit: Unit = "workday", *, roll: bool = False) -> Due:
    """Return when a term ends (到期日), with the calendar version used; see `Calendar.due`."""
    return current().due(start, days, unit, roll=roll)


def describe(day: date) -> str:
    """Return the holiday's name, 周六（调休上班） or the day of the week."""
    return current().describe(day)


def warning(day: date) -> str:
    """Return what a form says about a deadline on that day, or nothing."""
    return current().warning(day)
