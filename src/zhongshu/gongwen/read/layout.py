"""From pieces of print to lines in reading order (版面): for the formats that know only where each glyph stands.

A piece is a single character of a PDF or a stretch that the recognition read; both become lines by the same rules:
what shares a baseline is one line, letter-spaced and justified text carries no blanks, a wide gap stays visible.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean, median, median_low
from typing import NamedTuple

from zhongshu.gongwen.read.model import Box, Line, Page

# The part of the type body that stands above the baseline, of Chinese and of most Latin faces.
ASCENT = 0.88
# Of the type height: gaps beyond these separate Latin words, and anything else.
WORD_GAP, WIDE_GAP = 0.15, 0.9
# Letter-spacing beyond this many type heights is taken for separate things.
WIDEST_SPACING = 3.0

_MARK = re.compile(r"[0-9()\[\]（）〔〕①-⑳*+\-,，]+")


class Piece(NamedTuple):
    """Print that stands together: left, right, baseline and height of the type in millimetres."""

    text: str
    left: float
    right: float
    base: float
    size: float
    red: bool = False
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        """Height of the middle of the type body."""
        return self.base - (ASCENT - 0.5) * self.size


def lines(pieces: Iterable[Piece]) -> tuple[Line, ...]:
    """Return the lines that the pieces make, top to bottom, each read left to right."""
    return tuple(_line(row) for row in _with_marks(_rows(pieces)))


def aligned(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Return the pages with the alignment of each line told against the type area (版心) that they share."""
    areas = {width: _area(pages, width) for width in {round(page.width) for page in pages}}
    return tuple(
        replace(page, lines=tuple(_aligned(line, areas[round(page.width)]) for line in page.lines)) for page in pages
    )


class _Area(NamedTuple):
    """The type area of pages of one width, and the usual height of type in it."""

    left: float
    right: float
    size: float


def _area(pages: Sequence[Page], width: int) -> _Area:
    lines = [line for page in pages if round(page.width) == width for line in page.lines if line.box]
    if not lines:
        return _Area(0.0, width, 0.0)
    # A stamp or a note in the margin must not widen the area: of fifty lines one may stand out.
    spare = len(lines) // 50
    left = sorted(line.box.left for line in lines if line.box)[spare]
    right = sorted(line.box.right for line in lines if line.box)[-1 - spare]
    return _Area(left, right, median(line.size or 0.0 for line in lines))


def _aligned(line: Line, area: _Area) -> Line:
    return replace(line, align=_align(line.box, line.size or 0.0, area)) if line.box else line


def _align(box: Box, size: float, area: _Area) -> str:
    before, after, width = box.left - area.left, area.right - box.right, area.right - area.left
    # A line of body type that starts and ends two characters in is an indented one; a heading as wide is centred.
    is_inset = before > 2.5 * size or size > 1.2 * area.size
    if is_inset and abs(before - after) < max(0.06 * width, size):
        return "center"
    return "right" if before > 0.4 * width and after < 0.3 * width else "left"


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        # Rows come in order, so that only the last few can still take something.
        home = next((row for row in reversed(rows[-4:]) if _is_level(row[0], piece)), None)
        if home is None:
            rows.append([piece])
        else:
            home.append(piece)
    return rows


def _is_level(one: Piece, other: Piece) -> bool:
    """Tell whether two pieces stand on one line: same baseline, or same middle and much the same size.

    Red and black do only where they were set together, as words picked out in red are; a seal never meets so exactly.
    """
    small, big = sorted((one.size, other.size))
    if one.red != other.red:
        return abs(one.base - other.base) < 0.01 * small and small > 0.99 * big
    return abs(one.base - other.base) < 0.12 * small or (
        abs(one.middle - other.middle) < 0.35 * small and small > 0.6 * big
    )


def _with_marks(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Put marks above and below the line (上标 下标) where they belong: right behind the bigger piece beside them."""
    kept: list[list[Piece]] = []
    marks: list[Piece] = []
    for row in rows:
        if all(_MARK.fullmatch(piece.text) for piece in row):
            marks.extend(row)
        else:
            kept.append(row)
    alone = [mark for mark in sorted(marks, key=lambda mark: mark.left) if not _settle(mark, kept)]
    return sorted(kept + _rows(alone), key=lambda row: median(piece.middle for piece in row))


def _settle(mark: Piece, rows: list[list[Piece]]) -> bool:
    for row in rows:
        for piece in row:
            if _is_beside(piece, mark):
                row.append(mark)
                return True
    return False


def _is_beside(piece: Piece, mark: Piece) -> bool:
    near = abs(mark.left - piece.right) < 0.3 * piece.size
    return near and abs(mark.middle - piece.middle) < 0.7 * piece.size and mark.size <= piece.size


def _line(row: list[Piece]) -> Line:
    row = _once(sorted(row, key=lambda piece: piece.left))
    size = median(piece.size for piece in row)
    spacing = _spacing(row)
    text = row[0].text
    for one, other in pairwise(row):
        text += _blank(one, other, spacing) + other.text
    return Line(
        text,
        box=Box(
            round(row[0].left, 2),
            round(min(piece.base - ASCENT * piece.size for piece in row), 2),
            round(max(piece.right for piece in row), 2),
            round(max(piece.base + (1 - ASCENT) * piece.size for piece in row), 2),
        ),
        size=round(size, 2),
        red=2 * sum(piece.red for piece in row) > len(row),
        confidence=round(fmean(piece.confidence for piece in row), 3),
    )


def _once(row: list[Piece]) -> list[Piece]:
    """Drop what is printed twice on one place, which is how some programs print bold."""
    kept = row[:1]
    for piece in row[1:]:
        if piece.text != kept[-1].text or piece.left - kept[-1].left > 0.2 * piece.size:
            kept.append(piece)
    return kept


def _spacing(row: list[Piece]) -> float:
    """Return the usual gap between two Chinese characters of the row, in type heights: what it is letter-spaced by."""
    if 2 * sum(is_narrow(piece.text[0]) for piece in row) > len(row):
        return 0.0
    gaps = [0.0 for piece in row for _ in piece.text[1:]]
    gaps += [(other.left - one.right) / max(one.size, other.size, 0.1) for one, other in pairwise(row)]
    usual = max(median_low(gaps), 0.0) if gaps else 0.0
    return usual if usual <= WIDEST_SPACING else 0.0


def _blank(one: Piece, other: Piece, spacing: float) -> str:
    size = max(one.size, other.size, 0.1)
    gap = (other.left - one.right) / size - spacing
    if gap > WIDE_GAP:
        return "\u3000" * max(1, min(round(gap), 40))
    return " " if gap > WORD_GAP and is_narrow(one.text[-1]) and is_narrow(other.text[0]) else ""


def is_narrow(character: str) -> bool:
    """Tell whether a character is set half as wide as a Chinese one."""
    return unicodedata.east_asian_width(character) not in "WF"
