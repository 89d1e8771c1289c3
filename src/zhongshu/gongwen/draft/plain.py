"""A draft as somebody types it (文稿文字): a paragraph a line, the cells of a table parted by tabs.

What cannot be typed, a picture or a table laid out in its own way, is held beside the text and named in it: 【图片1】.
"""

import re
from collections.abc import Iterator, Sequence
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
    made: list[Block] = []
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if BETWEEN_CELLS in line:
            rows.append(line)
            continue
        made += _tabled(rows)
        rows = []
        if line.strip():
            made.append(_block(line.strip(), held))
    return tuple(made)


def _block(line: str, held: Sequence[Block]) -> Block:
    found = _HELD.fullmatch(line)
    number = int(found[1]) if found else 0
    return held[number - 1] if 0 < number <= len(held) else line


def _tabled(lines: Sequence[str]) -> Iterator[Block]:
    """Yield lines with tabs as a table, whose rows are filled up to the longest; one line alone is none."""
    if len(lines) < 2:
        yield from (line.replace(BETWEEN_CELLS, " ").strip() for line in lines if line.strip())
    else:
        yield table([[cell.strip(_BLANKS) for cell in line.split(BETWEEN_CELLS)] for line in lines])


def table(rows: Sequence[Sequence[str]]) -> Table:
    """Return rows as a table, each filled up to the longest."""
    columns = max(map(len, rows))
    return Table(tuple((*row, *[""] * (columns - len(row))) for row in rows))
