"""Reading and checking a yearly notice (放假安排), pasted as the State Council prints it or given as JSON."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from zhongshu.calendars.rules.arithmetic import WEEKDAYS
from zhongshu.kit import dates, digests
from zhongshu.kit.errors import Refused

_REMARK = re.compile(r"[（(][^）)]*[）)]")
_ITEM = re.compile(r"\s*(?:[一二三四五六七八九十]+、)?\s*(?P<name>[^：:。]{2,20})[：:](?P<body>.+)")
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_RANGE = re.compile(rf"{_DATE}(?:[至到—-]+{_DATE})?")
_LONGEST_HOLIDAY = 31


class BadNotice(Refused):
    """A yearly notice cannot be read or contradicts itself (放假安排有误)."""


class Days(NamedTuple):
    """What a notice says: days off with the name of their holiday, and weekends that are worked."""

    holidays: dict[date, str]
    working_weekends: list[date]


def read(text: str, year: int) -> Days:
    """Read the numbered items of the printed notice, or JSON.

    Text: `一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。` and so on, one item a line.
    JSON: `{"holidays": {"元旦": ["2027-01-01"]}, "working_weekends": ["2027-01-03"]}`.
    Raises BadNotice, or NotADate for a date that does not exist.
    """
    days = _read_json(text) if text.lstrip().startswith("{") else _read_text(text, year)
    if not days.holidays:
        raise BadNotice("没有读到放假日期，请粘贴放假通知中逐条列出的部分，如“一、元旦：1月1日至3日放假，共3天。”。")
    return days


def _read_json(text: str) -> Days:
    try:
        given = json.loads(text)
        named = [(name, day) for name, listed in given["holidays"].items() for day in listed]
        working = [dates.parse_date(day) for day in given.get("working_weekends", [])]
        return Days({dates.parse_date(day): name for name, day in named}, working)
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
        raise BadNotice("放假安排的格式有误，请改为粘贴放假通知的文字。") from None


def _read_text(text: str, year: int) -> Days:
    days = Days({}, [])
    for item in filter(None, map(_ITEM.match, _REMARK.sub("", text).splitlines())):
        for clause in re.split(r"[。；;]", item["body"]):
            named = [day for found in _RANGE.finditer(clause) for day in _span(found, year)]
            if "上班" in clause:
                days.working_weekends.extend(named)
            elif "放假" in clause:
                days.holidays.update(dict.fromkeys(named, item["name"].strip()))
    return days


def _span(found: re.Match[str], year: int) -> list[date]:
    """Return the days of `1月1日至3日`; a month or year left out is that of the date before."""
    from_year, from_month, from_day, to_year, to_month, to_day = found.groups()
    if from_month is None:
        raise BadNotice(f"“{found[0]}”缺少月份，请核对。")
    first = dates.parse_date(f"{from_year or year}-{from_month}-{from_day}")
    if to_day is None:
        return [first]
    last = dates.parse_date(f"{to_year or first.year}-{to_month or first.month}-{to_day}")
    if not 0 <= (last - first).days < _LONGEST_HOLIDAY:
        raise BadNotice(f"“{found[0]}”的起止日期有误，请核对。")
    return [first + timedelta(days=gone) for gone in range((last - first).days + 1)]


def check(year: int, holidays: Mapping[date, str], working_weekends: Iterable[date]) -> None:
    """Refuse a notice without holidays, with days of another year, or with a day both off and worked.

    December before and January after belong to it: a holiday may cross the turn of the year.
    """
    working = set(working_weekends)
    if not 2000 <= year <= 2099:
        raise BadNotice("年份应在2000年至2099年之间。")
    if not holidays:
        raise BadNotice("放假安排中没有放假日期。")
    for day in sorted({*holidays, *working}):
        if not date(year - 1, 12, 1) <= day <= date(year + 1, 1, 31):
            raise BadNotice(f"{dates.show_date(day)}不属于{year}年的放假安排，请核对年份。")
    for day in sorted(working):
        if day in holidays:
            raise BadNotice(f"{dates.show_date(day)}既列为放假又列为上班，请核对。")
        if day.weekday() < 5:
            raise BadNotice(f"{dates.show_date(day)}是{WEEKDAYS[day.weekday()]}，本来就是工作日，请核对。")


def digest(previous: str, year: int, holidays: Mapping[date, str], working_weekends: Iterable[date]) -> str:
    """Return the SM3 over a notice's days and the digest of the notice before, 64 hexadecimal digits."""
    lines = [f"{day} {name}" for day, name in sorted(holidays.items())]
    text = "\n".join([previous, str(year), *lines, *map(str, sorted(set(working_weekends)))])
    return digests.sm3(text)
