"""Where the document begins on its paper (公文起始): at the top, or below a report or the notes of a site."""

from zhongshu.gongwen.read import noise, opening, titles
from zhongshu.gongwen.read.opening import Opening
from zhongshu.gongwen.read.sheet import Sheet

_MOST_RESTARTS = 20


def find(sheet: Sheet) -> Opening:
    """Take the opening of a sheet apart; where a report stands before the document, the opening further down."""
    first = opening.read(sheet)
    if first.recipients or (first.titles and first.numbers):
        return first
    at = sheet.row_at(first.body) + 1
    for number in range(at, min(at + _MOST_RESTARTS, len(sheet.rows))):
        later = opening.read(sheet, number)
        if _opens(sheet, number, later) and _agrees(sheet, first, later):
            later.late, later.metadata = True, first.metadata + later.metadata
            return later
    return first


def _opens(sheet: Sheet, number: int, found: Opening) -> bool:
    """Tell whether a document begins in this row: a title and a second witness, the first of them right here."""
    before = sheet.rows[number - 1]
    is_quoted = noise.QUOTING.fullmatch(sheet.text, before.start, before.end)
    if not found.titles or not (found.recipients or found.numbers or is_quoted):
        return False
    top = min(span.start for span in (*found.mastheads, *found.marks, *found.numbers, *found.titles[0]))
    return sheet.row_at(top) == number


def _agrees(sheet: Sheet, first: Opening, later: Opening) -> bool:
    """Tell whether an opening further down is that of the document whose title the page has shown."""
    shown, read = (
        ["".join(sheet.text[span.start : span.end] for span in spans) for spans in found.titles]
        for found in (first, later)
    )
    return not shown or any(titles.say_the_same(left, right) for left in shown for right in read)
