"""Whom a document is addressed to (主送机关): the rows of the list, with the colon that ends it or without."""

import re

from zhongshu.gongwen.read import labels, wording
from zhongshu.gongwen.read.sheet import Sheet, Span

# How a note under the title begins.
NOTE = re.compile(r"(?:[（(]|[—－-]{1,2})?(?:(?:19|20)[0-9]{2}年|[〇零一二三四五六七八九]{4}年)")
# A list that goes on in the next row has a comma in its first, or fills it.
_BROKEN = 20
_MOST_ROWS, _LONGEST = 8, 600
_STOP = re.compile("：|[。！？《]|；(?!各[^。；！？《\n]{2,200}：)")


def listed(sheet: Sheet, first: Span, at: int) -> list[Span]:
    """Return the spans of the list that a colon ends and that begins in `first`, what is left of row `at`."""
    spans, text, stop = [], "", None
    for row in [first, *sheet.rows[at + 1 : at + _MOST_ROWS]]:
        stop = _STOP.search(sheet.text, row.start, row.end)
        spans.append(Span(row.start, stop.start() if stop else row.end))
        text += sheet.text[spans[-1].start : spans[-1].end]
        if stop or len(text) > _LONGEST:
            break
    is_list = stop and stop.group() == "：" and wording.is_recipients(text) and not wording.is_title(text)
    return spans if is_list and not _is_other(text) and not _is_broken(sheet, spans) else []


def is_bare(row: str, following: str) -> bool:
    """Tell whether a row lists recipients without a colon: 各… between title and body, or organs parted by ，."""
    if not wording.is_recipients(row) or not re.search("[。；：]", following):
        return False
    parts = row.split("，")
    return bool(re.match("各|有关", row)) or (len(parts) > 1 and all(map(wording.is_recipients, parts)))


def _is_other(text: str) -> bool:
    """Tell whether what a colon ends is the label of metadata or a note."""
    return text in labels.NAMES or bool(NOTE.match(text))


def _is_broken(sheet: Sheet, spans: list[Span]) -> bool:
    """Tell whether a row is too short for a list that goes on in the next."""
    rows = [sheet.text[span.start : span.end] for span in spans[:-1]]
    return any(len(row) < _BROKEN and not re.search("[，、]", row) for row in rows)
