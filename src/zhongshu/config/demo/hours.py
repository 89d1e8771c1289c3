"""Office hours (上班时间): nothing in the demonstration happens at night or on a day of rest."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhongshu.calendars import queries as calendars

OPENS, SHUTS = time(8, 30), time(17, 30)
DAY = timedelta(hours=9)


def opening(day: date) -> datetime:
    """Return when the office opens on a day."""
    return timezone.make_aware(datetime.combine(day, OPENS))


def latest_day(now: datetime) -> date:
    """Return the last day on which the office has opened: today, if it is open or was."""
    today = timezone.localdate(now)
    is_today = calendars.is_workday(today) and now >= opening(today)
    return today if is_today else calendars.add_workdays(today, -1)


def later(at: datetime, minutes: float) -> datetime:
    """Return the moment that lies so many minutes of office hours after another."""
    calendar, left, day = calendars.current(), timedelta(minutes=minutes), timezone.localdate(at)
    while True:
        begin = max(at, opening(day))
        shuts = timezone.make_aware(datetime.combine(day, SHUTS))
        if calendar.is_workday(day):
            if begin + left <= shuts:
                return begin + left
            left -= max(shuts - begin, timedelta())
        day += timedelta(days=1)


def arrival(days: int, minutes: float, now: datetime) -> datetime:
    """So many working days from today (minus: ago) and minutes into that day, but not later than now."""
    day = calendars.add_workdays(latest_day(now), days)
    return min(later(opening(day), minutes), now)
