"""Looking for what is wrong (查找): one pattern over all paragraphs of some parts, one pass each."""

import re
from collections.abc import Iterator
from typing import Literal

from zhongshu.gongwen.check.model import Place
from zhongshu.gongwen.check.sheet import PROSE, Paragraph, Role, Sheet

BLANKS = " \t\u3000\xa0"
View = Literal["text", "plain", "unquoted"]  # 全文、略去网址和公式、再略去引号和书名号之内


def matches(
    sheet: Sheet, pattern: re.Pattern[str], *, view: View = "plain", roles: tuple[Role, ...] = PROSE
) -> Iterator[tuple[int, Paragraph, re.Match[str]]]:
    """Yield number, paragraph and match, from the first to the last."""
    for number, one in enumerate(sheet.paragraphs):
        if one.role in roles:
            for found in pattern.finditer(getattr(one, view)):
                yield number, one, found


def before(one: Paragraph, found: re.Match[str], reach: int = 24) -> str:
    """Return what stands right before a match, no further back than it may say anything of it."""
    return one.plain[max(found.start() - reach, 0) : found.start()]


def after(one: Paragraph, found: re.Match[str], reach: int = 24) -> str:
    """Return what stands right behind a match."""
    return one.plain[found.end() : found.end() + reach]


def tail(number: int, text: str, marks: str) -> Place:
    """Return where a text ends with some of these marks and blanks; without width where it ends with none."""
    return Place(number, len(text.rstrip(marks + BLANKS)), len(text))


def place(number: int, found: re.Match[str], group: int | str = 0) -> Place:
    """Return where a match stands, or one group of it."""
    return Place(number, *found.span(group))
