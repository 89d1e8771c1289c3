"""The tables of a sheet (表格): their cells in rows, each with the paragraph that holds it."""

from collections.abc import Iterator
from typing import NamedTuple

from zhongshu.gongwen.check.sheet import Sheet


class Cell(NamedTuple):
    """A cell: which paragraph of the sheet it is, its column counted from 0, what it says."""

    paragraph: int
    column: int
    text: str


Table = list[list[Cell]]


def of(sheet: Sheet) -> Iterator[Table]:
    """Yield the tables, a row after another; cells that are empty are left out."""
    table: Table = []
    place: tuple[tuple[object, ...], object] | None = None
    last = -2
    for number, one in sheet.of("table", "attachment_table"):
        owner, row, column = _where(one.source)
        if place is None or owner != place[0] or number != last + 1:
            if table:
                yield table
            table = []
        if not table or row != place[1]:  # type: ignore[index]
            table.append([])
        table[-1].append(Cell(number, len(table[-1]) if column is None else column, one.text.strip()))
        place, last = (owner, row), number
    if table:
        yield table


def _where(source: tuple[str | int, ...]) -> tuple[tuple[str | int, ...], object, int | None]:
    """Return which table a cell is of, its row and its column: in a draft by its path, in a text by its line."""
    if "rows" in source:
        at = source.index("rows")
        column = source[at + 2]
        return source[:at], source[at + 1], column if isinstance(column, int) else None
    return (), source, None
