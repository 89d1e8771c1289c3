"""A draft as somebody types it (文稿文字): a paragraph a line, the cells of a table parted by tabs.

What cannot be typed, a picture or a table laid out in its own way, is held beside the text and named in it: 【图片1】.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhongshu.gongwen.draft.model import Block, Table

BETWEEN_CELLS = "\t"
_HELD = re.compile("【(?:表格|图片)([0-9]{1,4})】")
_BLANKS = " \u3000\xa0"

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """Blocks as text, and where in it each begins by its path: (2,) a paragraph, (2, "rows", 0, 1) a cell."""

    text: str
    starts: dict[Path, int]


def typed(blocks: Sequence[Block], held: list[Block]) -> Typed:
    """Return blocks as text; what cannot be typed is added to `held`."""
    starts: dict[Path, int] = {}
    lines: list[str] = []
    at, above = 0, ""
    for number, block in enumerate(blocks):
        text = block if isinstance(block, str) else _table(block, above)
        if text is None:
            held.append(block)
            text = f"【{'表格' if isinstance(block, Table) else '图片'}{len(held)}】"
        starts |= {(number, *path): at + start for path, start in _starts(block, text)}
        lines.append(text.replace(BETWEEN_CELLS, " ") if isinstance(block, str) else text)
        at, above = at + len(text) + 1, text
    return Typed("\n".join(lines), starts)


def _table(block: Block, above: str) -> str | None:
    """Return a table as lines; None for what would come back as something else."""
    if not isinstance(block, Table) or block != Table(block.rows) or BETWEEN_CELLS in above or len(block.rows) < 2:
        return None
    columns = len(block.rows[0])
    is_plain = all(len(row) == columns > 1 and not re.search(r"[\t\r\n]", "".join(row)) for row in block.rows)
    return "\n".join(map(BETWEEN_CELLS.join, block.rows)) if is_plain else None


def _starts(block: Block, text: str) -> Iterator[tuple[Path, int]]:
    yield (), 0
    if isinstance(block, Table) and BETWEEN_CELLS in text:
        at = 0
        for row, cells in enumerate(block.rows):
            for column, cell in enumerate(cells):
                yield ("rows", row, column), at
                at += len(cell) + 1


def blocks(text: str, held: Sequence[Block]) -> tuple[Block, ...]:
    """Return what was typed as blocks: several lines with tabs are a table, empty lines are none."""
    return placed(text, held)[0]


def placed(text: str, held: Sequence[Block]) -> tuple[tuple[Block, ...], dict[Path, int]]:
    """Return what was typed as blocks, and where in it each begins by its path, as in `Typed`."""
    made: list[Block] = []
    starts: dict[Path, int] = {}
    rows: list[tuple[int, str]] = []
    at = 0
    for line in [*text.split("\n"), ""]:
        if BETWEEN_CELLS in line:
            rows.append((at, line))
        else:
            _add(made, starts, _tabled(rows))
            rows = []
            if line.strip():
                _add(made, starts, [(_block(line.strip(), held), {(): at + _blanks(line)})])
        at += len(line) + 1
    return tuple(made), starts


def _add(made: list[Block], starts: dict[Path, int], found: Iterable[tuple[Block, dict[Path, int]]]) -> None:
    for block, places in found:
        starts |= {(len(made), *path): at for path, at in places.items()}
        made.append(block)


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def _block(line: str, held: Sequence[Block]) -> Block:
    found = _HELD.fullmatch(line)
    number = int(found[1]) if found else 0
    return held[number - 1] if 0 < number <= len(held) else line


def _tabled(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[Block, dict[Path, int]]]:
    """Yield lines with tabs as a table, whose rows are filled up to the longest; one line alone is none."""
    if len(lines) < 2:
        for at, line in lines:
            if line.strip():
                yield line.replace(BETWEEN_CELLS, " ").strip(), {(): at + _blanks(line)}
    else:
        starts: dict[Path, int] = {(): lines[0][0]}
        for number, (at, line) in enumerate(lines):
            for column, cell in enumerate(line.split(BETWEEN_CELLS)):
                starts["rows", number, column] = at + len(cell) - len(cell.lstrip(_BLANKS))
                at += len(cell) + 1
        yield table([[cell.strip(_BLANKS) for cell in line.split(BETWEEN_CELLS)] for _, line in lines]), starts


def table(rows: Sequence[Sequence[str]]) -> Table:
    """Return rows as a table, each filled up to the longest."""
    columns = max(map(len, rows))
    return Table(tuple((*row, *[""] * (columns - len(row))) for row in rows))
