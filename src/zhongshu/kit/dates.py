"""Dates (日期) as officials write them. Shown without zero padding: 2026年1月5日 (GB/T 9704-2012 7.3.5)."""

import re
from datetime import date

from zhongshu.kit import numerals
from zhongshu.kit.errors import Refused

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_ARABIC = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})[日号]?")
_CHINESE = re.compile(
    r"([〇一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)


class NotADate(Refused, ValueError):
    """What was typed is no date, or a date that does not exist (日期有误)."""


def parse_date(text: str) -> date:
    """Read 2026年1月5日, 2026-01-05, 2026.1.5, 2026/1/5 or 二〇二六年一月五日 (also with ○, O, 零).

    Raises NotADate (a ValueError) with a Chinese sentence; years outside 1900–2099 are taken for slips.
    """
    try:
        year, month, day = _parts("".join(text.split()).translate(_FULL_WIDTH))
    except ValueError:
        raise NotADate(f"“{text.strip()[:20]}”不是日期，请写成“2026年1月5日”或“2026-01-05”。") from None
    if not 1900 <= year <= 2099:
        raise NotADate(f"年份{year}有误，应在1900年至2099年之间。")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADate(f"{year}年{month}月{day}日不存在，请核对日期。") from None


def _parts(typed: str) -> tuple[int, int, int]:
    if found := _ARABIC.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := _CHINESE.fullmatch(typed.translate(numerals.ZEROES)):
        year, month, day = map(numerals.from_chinese, found.groups())
    else:
        raise ValueError(typed)
    return year, month, day


def show_date(day: date) -> str:
    """Return 2026年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
