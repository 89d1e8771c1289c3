"""A paper that was read as a sheet (识读件待检): lines of a page are joined to paragraphs again."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from zhongshu.gongwen.check import segments, shapes
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.read.model import Line, Paper

# A full line ends within so many of its characters of the right edge; one that goes on begins at the left edge. A list
# behind a label (抄送、附件说明) goes on wherever its words are aligned.
_FULL, _INDENT = 2.5, 0.8
_LABELLED = re.compile(f"{shapes.COPIED_TO.pattern}|{shapes.ATTACHMENT_NOTE.pattern}|{shapes.LISTED.pattern}")
_PAGE_NUMBER = re.compile(r"[-—–－─_\s]*[0-9]{1,4}[-—–－─_\s]*")
_USUAL = 5.6  # millimetres: type of size 三号


def of_paper(paper: Paper) -> Sheet:
    """Return a paper as a sheet; the source of a paragraph is its first line, counted from 0 over all pages."""
    is_sure = all(line.confidence == 1 for page in paper.pages for line in page.lines)
    tops = frozenset(_tops(paper)) or None
    return replace(segments.of_lines(_paragraphs(paper)), tops=tops, recognised=not is_sure)


def _tops(paper: Paper) -> Iterator[int]:
    """Yield the first line of each page, where lines have their place on pages."""
    number = 0
    for page in paper.pages:
        words = (at for at, line in enumerate(page.lines) if line.box and not _PAGE_NUMBER.fullmatch(line.text))
        yield from (number + at for at in islice(words, 1))
        number += len(page.lines)


def _paragraphs(paper: Paper) -> Iterator[tuple[tuple[str | int, ...], str]]:
    numbered = enumerate(line for page in paper.pages for line in page.lines)
    lines = [(number, line) for number, line in numbered if not (line.box and _PAGE_NUMBER.fullmatch(line.text))]
    boxes = [line.box for _, line in lines if line.box]
    left = min((box.left for box in boxes), default=0.0)
    right = max((box.right for box in boxes), default=0.0)
    start, text, above = 0, "", None
    for number, line in lines:
        if above and _goes_on(above, line, left, right, bool(_LABELLED.match(text))):
            text += line.text
        else:
            if above:
                yield (start,), text
            start, text = number, line.text
        above = line
    if above:
        yield (start,), text


def _goes_on(above: Line, line: Line, left: float, right: float, is_labelled: bool) -> bool:
    """Tell whether a line goes on with the paragraph of the one above."""
    if not above.box or not line.box or "center" in (above.align, line.align):
        return False
    size = line.size or _USUAL
    is_flush = line.box.left < left + _INDENT * size
    is_list = is_labelled and not above.text.endswith("。") and not _LABELLED.match(line.text)
    return above.box.right > right - _FULL * size and (is_flush or is_list)
