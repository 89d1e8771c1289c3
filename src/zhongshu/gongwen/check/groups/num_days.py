"""Days in the text (NUM 日期): spans that run backwards, days that do not exist, weekdays that are others."""

import re
from collections.abc import Iterator
from datetime import date

from zhongshu.gongwen.check.finding import matches, place
from zhongshu.gongwen.check.model import Force, Hit, World, rule
from zhongshu.gongwen.check.sheet import WRITTEN, Sheet

_YEAR = "(?:19|20)[0-9]{2}"
_SPAN = re.compile(
    rf"(?P<year>{_YEAR})年?(?:(?P<month>[0-9]{{1,2}})月(?:(?P<day>[0-9]{{1,2}})日)?)?(?:[-—–－~～至到]+|——)"
    rf"(?:(?P<to_year>{_YEAR})年(?:(?P<to_month>[0-9]{{1,2}})月(?:(?P<to_day>[0-9]{{1,2}})日)?)?"
    r"|(?P<month_only>[0-9]{1,2})月(?:(?P<day_only>[0-9]{1,2})日)?)"
)


@rule(
    "NUM-16",
    Force.MUST,
    "GB/T 15835-2011 5.1.4",
    "起止时间先后合理",
    pairs=[
        ("自2026年5月1日至2026年3月1日施行。", "自2026年3月1日至2026年5月1日施行。"),
        ("自2026年11月至3月试点。", "自2026年11月至2027年3月试点。"),
        ("按2026—2024年规划", "按2024—2026年规划"),
    ],
    keep=["2026年1月—2026年3月", "2026年1月至3月", "2025年12月31日至2026年1月3日", "2024—2026年"],
)
def backwards(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _SPAN, roles=WRITTEN):
        start = _parts(found["year"], found["month"], found["day"])
        end = _parts(
            found["to_year"] or found["year"],
            found["to_month"] or found["month_only"],
            found["to_day"] or found["day_only"],
        )
        known = min(sum(map(bool, start)), sum(map(bool, end)))
        if end[:known] < start[:known]:
            yield Hit(place(number, found), "终止时间早于起始时间，请核对")


def _parts(*written: str | None) -> tuple[int, ...]:
    return tuple(int(part or 0) for part in written)


_DAY = re.compile(
    rf"(?<![0-9])(?:(?P<year>{_YEAR})年)?(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})日(?:[（(]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])[）)]?)?"
)
_WEEKDAYS = "一二三四五六日"
_LATE = 2  # months before the document's own that still belong to its year


@rule(
    "NUM-17",
    Force.MUST,
    "GB/T 15835-2011 5.1.4",
    "日期存在，星期与日期一致",
    pairs=[
        ("定于2026年3月5日（星期三）召开。", "定于2026年3月5日（星期四）召开。"),
        ("于2026年4月31日前报送。", "于2026年4月30日前报送。"),
        (
            {"body": "定于3月5日星期三召开。", "date": "2026年3月1日"},
            {"body": "定于3月5日星期四召开。", "date": "2026年3月1日"},
        ),
    ],
    keep=[
        "每年2月29日",
        "2024年2月29日",
        "定于3月5日（星期三）召开。",
        "2026年3月5日（周四）",
        "网页上有“2025年2月29日”等错误",
    ],
)
def days(sheet: Sheet, world: World) -> Iterator[Hit]:
    year, seen = 0, -1
    for number, _, found in matches(sheet, _DAY, view="unquoted", roles=WRITTEN):
        year, seen = (0, number) if number != seen else (year, number)
        year = int(found["year"] or 0) or year
        month, day = int(found["month"]), int(found["day"])
        written = year or _year_of(sheet, month)
        real = _day(written or 2024, month, day)  # a leap year: every day that some year has
        if real is None:
            yield Hit(place(number, found), "没有这一天，请核对日期")
        elif found["weekday"] and written and _WEEKDAYS[real.weekday()] != found["weekday"].replace("天", "日"):
            right = _WEEKDAYS[real.weekday()]
            said = f"{real.year}年{month}月{day}日是星期{right}"
            yield Hit(place(number, found, "weekday"), said, right)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_of(sheet: Sheet, month: int) -> int:
    """Return the year that a day without one most likely has: the document's, or the next for what lies far behind."""
    if sheet.day is None:
        return 0
    return sheet.day.year + (month < sheet.day.month - _LATE)
