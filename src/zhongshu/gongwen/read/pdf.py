"""Reading PDF (版式文件): the text that it carries, and the pictures of text that it carries instead.

Each page decides for itself. A page without text is drawn and recognised; so is a page whose characters cannot be
told because the font names none of them.
"""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, NamedTuple

import pypdfium2
from pypdfium2 import raw

from zhongshu.gongwen.read import layout, pdfium, scans
from zhongshu.gongwen.read.model import Box, Line, Page, Paper, Recogniser, Report, Unreadable

MOST_PAGES = 300
# Fewer characters than this on a page covered by a picture are a stamp or a page number put on a scan.
FEWEST_CHARACTERS = 20
POINT = 25.4 / 72
BROKEN = "页面已损坏，请重新导出后上传。"
# Degrees off the level from which on print runs askew.
LEVEL = 10

# What PDFium puts in for a hyphen at the end of a line.
_HYPHENS = {0x02: 0x2D, 0xFFFE: 0x2D, 0xAD: 0x2D}


class _Style(NamedTuple):
    """Height of type in points, slope in degrees, whether it is red."""

    size: float
    slope: float
    red: bool


class _Glyph(NamedTuple):
    """A character in the page's own coordinates: origin, box, height of type, slope in degrees, whether it is told."""

    text: str
    x: float
    y: float
    box: tuple[float, float, float, float]
    size: float
    slope: float
    red: bool
    is_told: bool


def read(source: BinaryIO, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Paper:
    """Read a PDF: text with its places, scanned pages through the recogniser.

    Raises Unreadable for a password, a broken file, or when nothing at all could be recognised.
    """
    desk = scans.Desk(recogniser)
    with pdfium.opened(source) as document:
        total = len(document)
        pages, unread = _texts(document, min(total, MOST_PAGES), desk, report)
        if total > MOST_PAGES:
            desk.warnings.append(f"共{total}页，只识读了前{MOST_PAGES}页。")
        chosen = desk.chosen(unread)
        for done, number in enumerate(chosen, len(pages) - len(chosen) + 1):
            pages[number] = _recognised(document, number, pages[number], desk)
            if report:
                report(done, len(pages))
    return Paper("pdf", layout.aligned(pages), desk.close(pages))


def _texts(
    document: pypdfium2.PdfDocument, count: int, desk: scans.Desk, report: Report | None
) -> tuple[list[Page], list[int]]:
    """Return the pages with the text they carry, and the numbers of those that must be looked at."""
    pages: list[Page] = []
    unread: list[int] = []
    for number in range(count):
        try:
            with pdfium.page(document, number) as page:
                text, is_scan = _text(page)
        except pypdfium2.PdfiumError:
            text, is_scan = desk.failed(number, Unreadable(BROKEN)), False
        pages.append(text)
        if is_scan:
            unread.append(number)
        elif report:
            report(len(pages) - len(unread), count)
    return pages, unread


def _recognised(document: pypdfium2.PdfDocument, number: int, text: Page, desk: scans.Desk) -> Page:
    """Return a page as it was looked at; its own few characters where nothing was seen."""
    try:
        with pdfium.page(document, number) as page:
            picture = pdfium.picture(page, long_side=scans.LONG_SIDE)
    except pypdfium2.PdfiumError:
        desk.failed(number, Unreadable(BROKEN))
        return text
    # The text may have turned the page; what is looked at lies as it is shown.
    width = text.height if text.turn in (90, 270) else text.width
    seen = desk.page(picture, number, width)
    return seen if seen.lines else text


def _text(page: pypdfium2.PdfPage) -> tuple[Page, bool]:
    """Return a page with the text it carries, and whether it must be looked at instead."""
    glyphs = _glyphs(page)
    told = [glyph for glyph in glyphs if glyph.is_told]
    is_scan = len(told) < 0.7 * len(glyphs) or (len(told) < FEWEST_CHARACTERS and _is_picture(page, bool(told)))
    return _laid_out(page, told), is_scan


def _is_picture(page: pypdfium2.PdfPage, has_text: bool) -> bool:
    """Tell whether pictures cover half of the page or, where it has no text at all, anything is drawn on it."""
    left, bottom, right, top = page.get_bbox()
    covered = 0.0
    for thing in page.get_objects(max_depth=4):
        if not has_text:
            return True
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            with suppress(pypdfium2.PdfiumError):
                x1, y1, x2, y2 = thing.get_bounds()
                covered += (x2 - x1) * (y2 - y1)
    return covered > 0.5 * (right - left) * (top - bottom)


def _glyphs(page: pypdfium2.PdfPage) -> list[_Glyph]:
    text = page.get_textpage()
    try:
        return list(_each(text.raw))
    finally:
        text.close()


def _each(text: ctypes.c_void_p) -> Iterator[_Glyph]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    styles: dict[int, _Style] = {}
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        character = chr(_HYPHENS.get(code, code))
        thing = raw.FPDFText_GetTextObject(text, index)
        # What belongs to nothing printed was put in by PDFium: ends of lines, and blanks.
        if character.isspace() or not thing:
            continue
        address = ctypes.addressof(thing.contents)
        style = styles.get(address) or styles.setdefault(address, _style(text, index))
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        place = (box.left, box.bottom, box.right, box.top)
        is_told = _is_told(code) and raw.FPDFText_HasUnicodeMapError(text, index) != 1
        yield _Glyph(character, x.value, y.value, place, *style, is_told)


def _style(text: ctypes.c_void_p, index: int) -> _Style:
    """Return height, slope and redness, which all characters of one text object share."""
    matrix = raw.FS_MATRIX()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetMatrix(text, index, matrix)
    raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
    return _Style(
        raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d),
        math.degrees(math.atan2(matrix.b, matrix.a)),
        is_red(red.value, green.value, blue.value),
    )


def is_red(red: int, green: int, blue: int) -> bool:
    """Tell whether a colour of parts 0 to 255 is that of red ink (套红)."""
    return red >= 120 and max(green, blue) < 0.5 * red


def _is_told(code: int) -> bool:
    return code >= 0x20 and code != 0xFFFD and not 0xE000 <= code < 0xF900


def _laid_out(page: pypdfium2.PdfPage, glyphs: list[_Glyph]) -> Page:
    stored = page.get_rotation()
    slopes = Counter(round(glyph.slope / 90) * 90 % 360 for glyph in glyphs)
    turn = slopes.most_common(1)[0][0] if slopes else stored
    frame = _Frame(page.get_bbox(), turn)
    level, runs = _apart(glyphs, turn)
    lines = layout.lines(piece for glyph in level if frame.holds(piece := frame.piece(glyph)))
    return Page(lines + tuple(_run(frame, run) for run in runs), frame.width, frame.height, (turn - stored) % 360)


def _apart(glyphs: list[_Glyph], turn: int) -> tuple[list[_Glyph], list[list[_Glyph]]]:
    """Part what stands level from what runs askew, each stretch by itself: a watermark, the ring of a seal."""
    level: list[_Glyph] = []
    runs: list[list[_Glyph]] = []
    slopes = [abs((glyph.slope - turn + 180) % 360 - 180) for glyph in glyphs]
    for index, glyph in enumerate(glyphs):
        # The topmost character of a ring is level, its neighbours are not.
        if max(slopes[index], min(slopes[max(index - 1, 0)], slopes[min(index + 1, len(slopes) - 1)])) < LEVEL:
            level.append(glyph)
        elif runs and math.dist(runs[-1][-1].box, glyph.box) < 6 * glyph.size:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return level, runs


def _run(frame: "_Frame", glyphs: list[_Glyph]) -> Line:
    pieces = [frame.piece(glyph) for glyph in glyphs]
    boxes = [line.box for line in layout.lines(pieces) if line.box]
    return Line(
        "".join(glyph.text for glyph in glyphs),
        box=Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        ),
        size=round(glyphs[0].size * POINT, 2),
        red=glyphs[0].red,
    )


class _Frame:
    """The upright page: millimetres from its top left corner for the points of a PDF page turned clockwise."""

    def __init__(self, bounds: tuple[float, float, float, float], turn: int) -> None:
        self.left, bottom, right, self.top = bounds
        self.across, self.down, self.turn = right - self.left, self.top - bottom, turn
        sides = (self.across, self.down) if turn in (0, 180) else (self.down, self.across)
        self.width, self.height = (round(side * POINT, 2) for side in sides)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the page stands, in millimetres."""
        u, v = x - self.left, self.top - y
        if self.turn == 90:
            u, v = self.down - v, u
        elif self.turn == 180:
            u, v = self.across - u, self.down - v
        elif self.turn == 270:
            u, v = v, self.across - u
        return u * POINT, v * POINT

    def piece(self, glyph: _Glyph) -> layout.Piece:
        """Return a character as the layout wants it."""
        left, bottom, right, top = glyph.box
        one, other = self.place(left, bottom), self.place(right, top)
        base = self.place(glyph.x, glyph.y)[1]
        return layout.Piece(
            glyph.text, min(one[0], other[0]), max(one[0], other[0]), base, glyph.size * POINT, glyph.red
        )

    def holds(self, piece: layout.Piece) -> bool:
        """Tell whether a piece is seen on the page at all, and not cut off with the margin."""
        return 0 <= (piece.left + piece.right) / 2 <= self.width and 0 <= piece.middle <= self.height
