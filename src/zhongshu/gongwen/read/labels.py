"""Labels of metadata (网页元数据) and their values, as sites of every make write them.

文号：…, 【文号】…, [ 文号 ] …, 文号 | … | and, where other labels stand by, 文号 … with nothing but a blank.
"""

import re
from importlib import resources
from typing import NamedTuple

from zhongshu.gongwen.read.sheet import Sheet, Span

# Names of metadata that stand before the title or under it; 发文字号 and the like are witnesses of fields.
NAMES = frozenset(resources.files(__package__).joinpath("data/metadata.txt").read_text("utf-8").split())
NAME = "|".join(sorted(NAMES, key=len, reverse=True))
_LABEL = re.compile(rf"(?P<before>[-•|\[【]*)(?P<name>{NAME})(?P<sign>[】\]]?[：|]|[】\]])?")
_LONGEST_ROW = 4000


class Label(NamedTuple):
    """A label that stands at `start`: its name, whether a sign parts it from its value, and that value."""

    start: int
    name: str
    is_signed: bool
    value: Span


def read(sheet: Sheet, row: Span) -> list[Label]:
    """Return the labels of a row, each with the value up to the next one."""
    end = min(row.end, row.start + _LONGEST_ROW)
    found = [
        label
        for label in _LABEL.finditer(sheet.text, row.start, end)
        if label["sign"] or _stands_apart(sheet, label, row)
    ]
    return [
        Label(label.start(), label["name"], bool(label["sign"]), _value(sheet, label.end(), following))
        for label, following in zip(found, [*(label.start() for label in found[1:]), end], strict=False)
    ]


def begins(sheet: Sheet, row: Span) -> bool:
    """Tell whether a row is metadata: it begins with a label, and one that only a blank ends has others by it."""
    labels = _leading(sheet, row)
    if not labels or labels[0].is_signed or len(labels) > 1:
        return bool(labels)
    at = sheet.row_at(row.start)
    return any(_leading(sheet, other) for other in (*sheet.rows[max(at - 1, 0) : at], *sheet.rows[at + 1 : at + 2]))


def _leading(sheet: Sheet, row: Span) -> list[Label]:
    """Return the labels of a row that begins with one."""
    labels = read(sheet, row) if _LABEL.match(sheet.text, row.start, row.end) else []
    return labels if labels and labels[0].start == row.start else []


def _stands_apart(sheet: Sheet, label: re.Match[str], row: Span) -> bool:
    """Tell whether blanks stand round a label that no sign ends."""
    return label.end() in sheet.gaps and (label.start() == row.start or label.start() in sheet.gaps)


def _value(sheet: Sheet, start: int, stop: int) -> Span:
    """Return a value without blanks and rules at its edges."""
    text = sheet.text[start:stop]
    left = len(text) - len(text.lstrip(" |"))
    return Span(start + left, max(start + len(text.rstrip(" |")), start + left))
