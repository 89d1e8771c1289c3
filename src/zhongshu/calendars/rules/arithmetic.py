"""Counting working days (期限计算): the first day is not counted, hours do not matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from zhongshu.kit.errors import Refused

Unit = Literal["workday", "day"]

LONGEST = 3660
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Special:
    """A day with a rule of its own: working weekend or day off, with the name of its holiday."""

    is_working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Due:
    """A day on which a term ends (到期日), and what it was counted by.

    `calendar` lists the versions used, such as `2026.1 2027.0`; version 0 is a year counted by weekends.
    `sentence` warns when the result is provisional and is empty otherwise.
    """

    day: date
    calendar: str
    provisional: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """All that is known about working days: the version in force of each year, and the special days."""

    versions: Mapping[int, int]
    days: Mapping[date, Special]

    def is_workday(self, day: date) -> bool:
        """Tell whether day is a working day (工作日)."""
        special = self.days.get(day)
        return special.is_working if special else day.weekday() < 5

    def is_provisional(self, day: date) -> bool:
        """Tell whether day lies in a year without a notice and is judged by the weekend alone."""
        return day.year not in self.versions and day not in self.days

    def add_workdays(self, day: date, count: int) -> date:
        """Return the working day `count` working days after day (before it, if negative); for 0 day itself."""
        _check_count(abs(count))
        step = _DAY if count > 0 else -_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Return the working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.workdays_between(end - _DAY, start - _DAY)
        _check_count((end - start).days)
        return sum(self.is_workday(start + _DAY * gone) for gone in range(1, (end - start).days + 1))

    def due(self, start: date, days: int, unit: Unit = "workday", *, roll: bool = False) -> Due:
        """Return when a term of `days` working or calendar days ends, the start day not counted.

        `roll` moves an end on a day off to the next working day: a matter of each clock (信访 clocks do not roll).
        """
        _check_count(days)
        end = self.add_workdays(start, days) if unit == "workday" else start + _DAY * days
        if roll and not self.is_workday(end):
            end = self.add_workdays(end, 1)
        years = range(start.year, end.year + 1)
        missing = [year for year in years if year not in self.versions]
        calendar = " ".join(f"{year}.{self.versions.get(year, 0)}" for year in years)
        return Due(end, calendar, bool(missing), provisional_sentence(missing))

    def describe(self, day: date) -> str:
        """Return the holiday's name (国庆节), 周六（调休上班） or just the day of the week."""
        special, weekday = self.days.get(day), WEEKDAYS[day.weekday()]
        if special is None:
            return weekday
        return f"{weekday}（调休上班）" if special.is_working else special.name

    def warning(self, day: date) -> str:
        """Return what a form says about a deadline on that day: 10月1日是国庆节，不是工作日。 Empty: all is well."""
        said = "" if self.is_workday(day) else f"{day.month}月{day.day}日是{self.describe(day)}，不是工作日。"
        return said + provisional_sentence([day.year] if self.is_provisional(day) else [])


def provisional_sentence(years: list[int]) -> str:
    """Say that years have no notice yet and are counted by weekends; empty for no years."""
    return f"{'、'.join(map(str, years))}年放假安排尚未导入，暂按周末推算。" if years else ""


def _check_count(days: int) -> None:
    if not 0 <= days <= LONGEST:
        raise Refused(f"期限应在0至{LONGEST}天之间，请核对。")
