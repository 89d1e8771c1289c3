"""From text codes to lines in reading order (行): rows of a page, columns of newspapers, vertical and turned text."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from zhongshu.gongwen.read import layout
from zhongshu.gongwen.read.layout import Piece
from zhongshu.gongwen.read.model import Box, Line
from zhongshu.gongwen.read.ofd import codes, colours, geometry
from zhongshu.gongwen.read.ofd.codes import Glyph, Setting
from zhongshu.gongwen.read.ofd.fonts import Unmeasured
from zhongshu.gongwen.read.ofd.objects import Placed

# So many lines of so many signs closely below one another are a column of running text.
_COLUMN_LINES, _COLUMN_SIGNS, _COLUMN_STEP = 4, 6, 2.2
# A cell of a form wraps its text into so many rows, of so many signs.
_CELL_ROWS, _CELL_SIGNS = 3, 8
_INDENT = 2.5  # of the height of type: how far right of the others its first row may begin
_MOST = 20_000  # text codes of a page
# More text codes on one page are compared with no other: they are a drawing.
_MOST_COMPARED = 3_000
# Of the height of type: how far apart the codes of one turned line may stand.
_REACH = 2.5
_LEVEL = 3  # degrees


@dataclass(frozen=True, slots=True)
class Run:
    """What one text code shows: its text, origin on the page, height of type, slope in degrees, box."""

    text: str
    x: float
    y: float
    size: float
    slope: int
    box: Box
    red: bool


def runs(placed: Iterable[Placed]) -> Iterator[Run]:
    """Yield the text codes of the text objects in their order; a code of blanks alone yields none."""
    for thing in placed:
        if thing.kind == "TextObject":
            colour = colours.read(thing.look.get("FillColor"), thing.resources)
            style = codes.setting(thing.element)
            font = Unmeasured(thing.resources.font(thing.element.get("Font")))
            for glyphs in codes.runs(thing.element, font):
                seen = [glyph for glyph in glyphs if glyph.text.strip()]
                if seen:
                    text = "".join(glyph.text for glyph in glyphs).strip()
                    yield _run(text, seen, thing, style, colour.is_red)


def lines(found: Sequence[Run]) -> tuple[Line, ...]:
    """Return the lines of the text codes: upright ones from top to bottom, then what runs down or is turned."""
    upright: list[Run] = []
    standing: list[list[Run]] = []
    for group in _chains(found[:_MOST], _is_stacked):
        (standing.append if group[0].slope or len(group) > 1 else upright.extend)(group)
    return (*_upright(upright), *map(_joined, standing))


def _run(text: str, seen: list[Glyph], thing: Placed, style: Setting, red: bool) -> Run:
    above, below = layout.ASCENT * style.size, (1 - layout.ASCENT) * style.size
    boxes = [
        thing.matrix.box(glyph.x, glyph.y - above, glyph.x + glyph.advance, glyph.y + below)
        for glyph in (seen if any(glyph.y != seen[0].y for glyph in seen) else (seen[0], seen[-1]))
    ]
    box = geometry.around(corner for each in boxes for corner in (each[:2], each[2:]))
    x, y = thing.matrix.point(seen[0].x, seen[0].y)
    return Run(text, x, y, style.size * thing.matrix.scale, _slope(seen, thing, style), box, red)


def _slope(seen: list[Glyph], thing: Placed, style: Setting) -> int:
    """Return the direction in which the text runs on the page: that of its first step, or the one it is set in."""
    across, down = math.cos(math.radians(style.direction)), math.sin(math.radians(style.direction))
    for one, other in pairwise(seen):
        if (one.x, one.y) != (other.x, other.y):
            across, down = other.x - one.x, other.y - one.y
            break
    matrix = thing.matrix._replace(e=0.0, f=0.0)
    slope = round(math.degrees(math.atan2(*reversed(matrix.point(across, down)))))
    return 0 if abs(slope) <= _LEVEL else slope


def _upright(found: list[Run]) -> Iterator[Line]:
    """Columns of running text stand in the file's own order; everything else from top to bottom."""
    blocks = _chains(found, _goes_on) if len(found) <= _MOST_COMPARED else [found]
    beside = _columns(blocks)
    waiting: list[Piece] = []
    for at, block in enumerate(blocks):
        if at in beside:
            yield from layout.lines(waiting)
            yield from layout.lines(map(_piece, block))
            waiting = []
        else:
            waiting += _cell(block, found)
    yield from layout.lines(waiting)


def _columns(blocks: list[list[Run]]) -> set[int]:
    """Return which blocks are columns with another one beside them (分栏)."""
    columns = {at: _around(block) for at, block in enumerate(blocks) if _is_column(block)}
    return {
        at for at, box in columns.items() if any(_is_beside(box, other) for other in columns.values() if other != box)
    }


def _cell(block: list[Run], found: list[Run]) -> list[Piece]:
    """Return the pieces of a block: one alone where it is a text wrapped inside a cell of a form (单元格).

    Rows alone would tear it apart, because its neighbours stand between them.
    """
    rows = _chains(block, _is_level)
    box = _around(block)
    is_full = all(
        box.right - row[-1].box.right < 1.5 * row[-1].size
        and row[0].box.left - box.left < _INDENT * row[0].size
        and not row[-1].text.endswith("。")
        for row in rows[:-1]
    )
    is_flush = rows[-1][0].box.left - box.left < rows[-1][0].size
    base = _shared_base(rows, box, found) if 1 < len(rows) <= _CELL_ROWS and is_full and is_flush else None
    if base is None:
        return [_piece(run) for run in block]
    text = "".join(run.text for run in block)
    return [Piece(text, box.left, box.right, base, block[0].size, block[0].red)]


def _shared_base(rows: list[list[Run]], box: Box, found: list[Run]) -> float | None:
    """Return the baseline that a wrapped text shares with its neighbours, or None where it is not wrapped.

    They stand at half its height or, beside long rows, all at one of them: entries of a list have each their own.
    """
    margin = 0.35 * rows[0][0].size
    top, bottom = rows[0][0].y - margin, rows[-1][0].y + margin
    outside = (run for run in found if run.box.right <= box.left or box.right <= run.box.left)
    beside = [run for run in outside if top < run.y < bottom]
    level = [{at for at, row in enumerate(rows) if _is_level(row[0], run)} for run in beside]
    between = next((run.y for run, rows_level in zip(beside, level, strict=True) if not rows_level), None)
    is_long = all(sum(len(run.text) for run in row) >= _CELL_SIGNS for row in rows[:-1])
    if between is None and is_long and len(set().union(*level)) == 1:
        return beside[0].y
    return between


def _piece(run: Run) -> Piece:
    return Piece(run.text, run.box.left, run.box.right, run.y, run.size, run.red)


def _joined(group: list[Run]) -> Line:
    text = "".join(run.text for run in group)
    rounded = Box(*(round(value, 2) for value in _around(group)))
    return Line(text, box=rounded, size=round(group[0].size, 2), red=2 * sum(run.red for run in group) > len(group))


def _chains(found: Sequence[Run], follows: Callable[[Run, Run], bool]) -> list[list[Run]]:
    """Split the runs, in their order, where one does not follow the other."""
    chains: list[list[Run]] = []
    for run in found:
        if chains and follows(chains[-1][-1], run):
            chains[-1].append(run)
        else:
            chains.append([run])
    return chains


def _is_stacked(one: Run, other: Run) -> bool:
    """Tell whether the second continues a turned line, or single characters stand below one another."""
    size = max(one.size, other.size, 0.1)
    if one.slope or other.slope:
        reach = _REACH * size if len(one.text) == 1 else _REACH * size / 2
        return bool(one.slope and other.slope) and math.dist(_end(one), (other.x, other.y)) < reach
    single = len(one.text) == len(other.text) == 1 and not any(map(layout.is_narrow, one.text + other.text))
    return single and abs(one.x - other.x) < 0.2 * size and 0.8 * size < other.y - one.y < 1.6 * size


def _end(run: Run) -> tuple[float, float]:
    """Return the origin of the last character of a turned line."""
    across, down = math.cos(math.radians(run.slope)), math.sin(math.radians(run.slope))
    length = abs(across) * (run.box.right - run.box.left) + abs(down) * (run.box.bottom - run.box.top)
    length = max(length - run.size, 0.0)
    return run.x + length * across, run.y + length * down


def _goes_on(one: Run, other: Run) -> bool:
    """Tell whether the second stands right of the first on its line, or begins the next line of its column."""
    size = max(one.size, other.size, 0.1)
    if _is_level(one, other):
        return -0.5 * size < other.box.left - one.box.right < 1.5 * size
    is_alike = min(one.size, other.size) > 0.8 * size
    return is_alike and 0 < other.y - one.y < _COLUMN_STEP * size and other.box.left < one.box.right


def _is_level(one: Run, other: Run) -> bool:
    return abs(other.y - one.y) < 0.35 * max(one.size, other.size)


def _is_column(block: list[Run]) -> bool:
    rows = _chains(block, _is_level)
    signs = fmean(sum(len(run.text) for run in row) for row in rows)
    return len(rows) >= _COLUMN_LINES and signs >= _COLUMN_SIGNS


def _is_beside(one: Box, other: Box) -> bool:
    is_level = min(one.bottom, other.bottom) > max(one.top, other.top)
    return is_level and (one.right <= other.left or other.right <= one.left)


def _around(group: Iterable[Run]) -> Box:
    return geometry.around(corner for run in group for corner in (run.box[:2], run.box[2:]))
