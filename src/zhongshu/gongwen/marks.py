"""Marks of state secrets (密级标志): their grammar, finding them in text, and the longest terms.

保密法 (2024) arts. 20, 22, 26–31: what bears such a mark must not enter a system that is not classified,
and what is no secret must not bear one.
"""

import re
from datetime import date
from typing import NamedTuple

from zhongshu.kit import dates, terms
from zhongshu.kit.errors import Refused

_DATE = r"(?:19|20)[0-9]{2}年(?:[1-9]|1[0-2])月(?:[1-9]|[12][0-9]|3[01])日"
_TERM = rf"(?:(?P<count>[1-9][0-9]?)(?P<unit>年|个月)|(?P<long>长期)|(?P<until>{_DATE}))"
SECRET = re.compile(rf"(?P<level>绝密|机密|秘密)(?:★(?P<term>{_TERM}))?")
TERM = re.compile(_TERM)

# 除另有规定外: 绝密级不超过三十年, 机密级不超过二十年, 秘密级不超过十年 (art. 20).
LONGEST_YEARS = {"top_secret": 30, "confidential": 20, "secret": 10}

_KEYS = {chinese: key for key, chinese in terms.SECRET_LEVELS}
# Blanks and zero-width characters; bounded, so that a page of blanks costs no time.
_BLANK = r"(?:[^\S\n]|[\u200b-\u200f\u2060\ufeff\xad]){0,80}"
_LEVEL = rf"(?P<level>[绝机秘]{_BLANK}密)"
_STARRED = re.compile(rf"{_LEVEL}{_BLANK}(?:[★☆⭐✩✭✮✯]|[*＊∗]{_BLANK}(?:[0-9０-９]+{_BLANK}(?:年|个月)|长期))")
# The mark alone on its line, as it stands at the head of a paper: with 份号, 密级：, brackets or 紧急程度 at most.
_ALONE = re.compile(
    rf"^{_BLANK}(?:[0-9]{{6}}{_BLANK})?(?:密{_BLANK}级{_BLANK}[:：]?{_BLANK})?[（(【\[〔]?{_LEVEL}级?[）)】\]〕]?"
    rf"{_BLANK}(?:特急|加急)?{_BLANK}$",
    re.MULTILINE,
)
# A file name or a title that opens with the mark in brackets: （秘密）关于….
_OPENING = re.compile(rf"^{_BLANK}[（(【\[〔]{_LEVEL}级?[）)】\]〕]", re.MULTILINE)


class Mark(NamedTuple):
    """A mark found in text: the key of its level (`terms.SECRET_LEVELS`) and where it stands."""

    level: str
    start: int
    end: int


class TermTooLong(Refused):
    """A secret may not be kept that long (保密期限超过上限)."""


def find_secret_mark(text: str) -> Mark | None:
    """Return the first mark of a state secret in text, or None.

    Finds 机密★1年, 秘密 ★ 10 年, a line that is a mark alone and a bracketed mark that opens a line;
    passes over prose such as 保守国家秘密. Rather one mark too many than one too few.
    """
    found = [match for pattern in (_STARRED, _ALONE, _OPENING) if (match := pattern.search(text))]
    if not found:
        return None
    first = min(found, key=lambda match: match.start("level"))
    return Mark(_KEYS[first["level"][0] + "密"], first.start("level"), first.end())


def check_term(level: str, term: str, *, issued: date | None = None) -> None:
    """Refuse a term (保密期限) that is malformed or over the cap of its level (保密法 art. 20).

    `level` is a key of `terms.SECRET_LEVELS`; `term` 10年, 6个月, 长期 (另有规定), a date, or empty (the cap itself
    holds). A date is measured from `issued` when that is known.
    """
    found = TERM.fullmatch(term)
    if term and not found:
        raise TermTooLong("保密期限应写成“10年”“6个月”“长期”或“2030年1月5日”。")
    cap, name = LONGEST_YEARS[level], terms.show(terms.SECRET_LEVELS, level)
    if found and _months(found, issued) > 12 * cap:
        raise TermTooLong(f"{name}级的保密期限不超过{cap}年，请按定密规定核对。")


def _months(term: re.Match[str], issued: date | None) -> int:
    """Return the length of a term in months, rounded up; 0 when it has none that can be measured."""
    if term["count"]:
        return int(term["count"]) * (12 if term["unit"] == "年" else 1)
    if not term["until"]:
        return 0
    until = dates.parse_date(term["until"])
    if issued is None:
        return 0
    return (until.year - issued.year) * 12 + until.month - issued.month + (until.day > issued.day)
