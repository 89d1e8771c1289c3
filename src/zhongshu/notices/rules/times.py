"""When a message leaves (发送时间): at once, with the next digest, after quiet hours; and when it is tried again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhongshu.notices.rules import DIGEST

DIGESTS = (time(8, 30), time(14, 0))
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
ATTEMPTS = 8  # over about two hours
DISABLE_AFTER = timedelta(days=3)  # of nothing but failures a webhook is switched off
RESEND_EVERY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Quiet:
    """When somebody is left alone (勿扰时段): from one time of the day to another, over midnight or not; or never."""

    begins: time | None = time(22)
    ends: time | None = time(7)
    rests_on_holidays: bool = False

    def covers(self, clock: time) -> bool:
        """Tell whether a time of the day lies within."""
        if self.begins is None or self.ends is None or self.begins == self.ends:
            return False
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


def leaves_at(
    at: datetime, *, manner: str, is_pressing: bool, quiet: Quiet, is_workday: Callable[[date], bool]
) -> datetime:
    """Return when a message of a moment leaves. What is pressing (特急、特提、催办) waits for nothing."""
    if is_pressing:
        return at
    moment = next_digest(at) if manner == DIGEST else timezone.localtime(at)
    while True:
        if quiet.rests_on_holidays and not is_workday(moment.date()):
            moment = _at(moment.date() + timedelta(days=1), DIGESTS[0])
        elif quiet.covers(moment.time()):
            moment = _end(moment, quiet.ends or time())
        else:
            return moment


def next_digest(at: datetime) -> datetime:
    """Return the first time of a digest (汇总) at or after a moment."""
    local = timezone.localtime(at)
    today = [_at(local.date(), clock) for clock in DIGESTS]
    return next((moment for moment in today if moment >= local), _at(local.date() + timedelta(days=1), DIGESTS[0]))


def pause(attempts: int) -> timedelta:
    """Return how long a message rests after its failed attempt number `attempts`: doubling, an hour at most."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)


def rest(failing: timedelta) -> timedelta:
    """Return how long an outlet rests that has been failing for so long: as long again, an hour at most."""
    return max(FIRST_PAUSE, min(failing, LONGEST_PAUSE))


def _end(moment: datetime, ends: time) -> datetime:
    end = _at(moment.date(), ends)
    return end if end > moment else _at(moment.date() + timedelta(days=1), ends)


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
