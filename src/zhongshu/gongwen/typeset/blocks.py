"""The blocks of a body (正文各段): paragraphs with their headings, tables with their columns, pictures."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhongshu.gongwen.draft import model
from zhongshu.gongwen.draft.model import Side
from zhongshu.gongwen.typeset import checks, pictures, wording
from zhongshu.gongwen.typeset.checks import Unfit
from zhongshu.gongwen.typeset.titles import width

ACROSS, DOWN = 156.0, 225.0  # the 版心
POINT = 25.4 / 72
SIZES = (14.0, 12.0, 10.5, 9.0)  # 四号, 小四, 五号, 小五: a table takes the largest in which its columns fit
INSET = 1.2  # on either side of a cell
MOST_WHOLE = 12  # lines of a row beyond which a page may tear it
MOST_CAPTION = 60  # characters of 四号 on two lines
MOST_NATURAL = 14.0  # characters of a cell beyond which its column grows no wider
_TORN_NOWHERE = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `head` is set in the type of its level (1 黑体, 2 楷体), `text` follows in 仿宋."""

    level: int
    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table (表格): columns in millimetres, size of its type in points, of each row whether it stays on one page."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    heads: int
    columns: tuple[float, ...]
    whole: tuple[bool, ...]
    sides: tuple[Side, ...]
    size: float
    landscape: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (插图) and what stands beneath it."""

    image: pictures.Image
    width: float
    height: float
    title: str


Block = Paragraph | Grid | Figure


def make(body: Iterable[model.Block], place: str) -> Iterator[Block]:
    """Yield the blocks of a body; a newline begins a new paragraph. Raises Unfit, with `place` in the sentence."""
    for number, one in enumerate(body, 1):
        here = f"{place}第{number}段"
        if isinstance(one, str):
            yield from map(_paragraph, filter(None, map(wording.kept, wording.lines_of(one))))
        elif isinstance(one, model.Table):
            yield _grid(one, here)
        else:
            yield _figure(one, here)


def _paragraph(text: str) -> Paragraph:
    level = wording.level(text)
    head = wording.heading(text) if level in (1, 2) else ""
    return Paragraph(level, head, text[len(head) :])


def _grid(table: model.Table, place: str) -> Grid:
    checks.check_table(table, place)
    rows = tuple(tuple("\n".join(map(wording.kept, wording.lines_of(cell))) for cell in row) for row in table.rows)
    across = DOWN if table.landscape else ACROSS
    columns, size = _columns(rows, table.widths, across, place)
    middle: Side = "center"
    sides = table.sides or (middle,) * len(columns)
    whole = tuple(_lines(row, columns, size * POINT) <= MOST_WHOLE for row in rows)
    return Grid(_caption(table.title, place), rows, table.heads, columns, whole, sides, size, table.landscape)


def _lines(row: Sequence[str], columns: Sequence[float], letter: float) -> int:
    """Return about how many lines a row has."""
    rooms = [max((wide - 2 * INSET) // letter, 1) for wide in columns]
    return max(
        sum(max(math.ceil(width(line) / room), 1) for line in cell.split("\n"))
        for cell, room in zip(row, rooms, strict=True)
    )


def _columns(
    rows: Sequence[Sequence[str]], widths: Sequence[float], across: float, place: str
) -> tuple[tuple[float, ...], float]:
    """Return the widths of the columns and the largest size of type that fits into them."""
    least = [max(1.0, max(map(_least, column))) for column in zip(*rows, strict=True)]
    natural = [min(MOST_NATURAL, max(map(_natural, column))) for column in zip(*rows, strict=True)]
    for size in SIZES:
        letter = size * POINT
        need = [one * letter + 2 * INSET + 0.3 for one in least]
        if widths:
            found = [across * one / sum(widths) for one in widths]
        else:
            found = _shared(need, [one * letter + 2 * INSET for one in natural], across)
        if sum(need) <= across and all(a <= b + 0.01 for a, b in zip(need, found, strict=True)):
            return tuple(round(one, 3) for one in found), size
    if widths:
        raise Unfit(f"{place}的表格按所写的各列宽度排不下其中的文字。请修改宽度，或不写宽度。")
    way = "把列数减少或分成几个表" if across == DOWN else "排在横页上、把列数减少或分成几个表"
    raise Unfit(f"{place}的表格有{len(least)}列，超出版心宽度，排不下。请{way}。")


def _least(cell: str) -> float:
    """Return how wide a cell must be at the least: as its longest word that may not be torn."""
    return max((len(found[0]) * 0.55 for found in _TORN_NOWHERE.finditer(cell)), default=1.0)


def _natural(cell: str) -> float:
    return max((width(line) for line in cell.split("\n")), default=1.0)


def _shared(need: Sequence[float], natural: Sequence[float], across: float) -> list[float]:
    """Share the width out: each column what it needs, and of the rest what its text is of all texts."""
    left = across - sum(need)
    return [least + left * like / sum(natural) for least, like in zip(need, natural, strict=True)]


def _caption(title: str, place: str) -> str:
    """Return the title of a table or a picture (表题、图题), for which two lines are kept. Raises Unfit."""
    words = wording.flowing(title)
    if width(words) > MOST_CAPTION:
        raise Unfit(f"{place}的表题或图题“{words[:12]}…”超过两行（{MOST_CAPTION}字），请精简。")
    return words


def _figure(picture: model.Picture, place: str) -> Figure:
    image = pictures.read(picture.data, f"{place}的图片")
    across, down = image.natural
    if picture.width and not 1 <= picture.width <= ACROSS:
        raise Unfit(f"{place}的图片宽度应在1至156毫米之间，原大写0，请修改。")
    scale = (picture.width or min(across, ACROSS)) / across
    scale = min(scale, (DOWN - 24) / down)  # its title stays on the page with it
    return Figure(image, round(across * scale, 3), round(down * scale, 3), _caption(picture.title, place))
