"""When a job runs again, and how it may end early."""

from datetime import datetime, time, timedelta

from django.utils import timezone

FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)


class Released(Exception):
    """The worker is stopping, or another one has taken the job over: raised inside a job by its next report."""


def retry_delay(attempts: int) -> timedelta:
    """Return how long a job rests after its failed attempt number `attempts` (重试间隔): doubling, an hour at most."""
    return min(FIRST_DELAY * 2 ** min(attempts - 1, 10), LONGEST_DELAY)


def next_time(after: datetime, *, daily_at: time | None, every_minutes: int | None) -> datetime:
    """Return the next moment of a daily (每日定时) or repeating (间隔) schedule; what was missed is skipped."""
    if daily_at is None:
        return after + timedelta(minutes=every_minutes or 0)
    local = timezone.localtime(after)
    today = local.replace(hour=daily_at.hour, minute=daily_at.minute, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)
