"""Measuring a PDF (量测): where every character and every rule came to stand, in millimetres from the upper left."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as c

MM = 25.4 / 72
FAMILY = 256


@dataclass(frozen=True)
class Glyph:
    """A character: its origin, the square it is set in (top, from 0.88 em above the base line), ink and type."""

    text: str
    x: float
    base: float
    size: float  # points
    font: str
    ink: tuple[float, float, float, float]  # left, top, right, bottom

    @property
    def top(self):
        return self.base - 0.88 * self.size * MM

    @property
    def bottom(self):
        return self.base + 0.12 * self.size * MM


@dataclass(frozen=True)
class Line:
    """Characters on one base line."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self):
        return "".join(one.text for one in self.glyphs)

    @property
    def left(self):
        return self.glyphs[0].x

    @property
    def right(self):
        last = self.glyphs[-1]
        return last.x + last.size * MM * (1 if ord(last.text) > 0x2000 else 0.5)

    @property
    def middle(self):
        return (self.left + self.right) / 2

    @property
    def top(self):
        return self.glyphs[0].top

    @property
    def bottom(self):
        return self.glyphs[0].bottom

    @property
    def size(self):
        return self.glyphs[0].size

    @property
    def font(self):
        return self.glyphs[0].font


@dataclass(frozen=True)
class Rule:
    """A filled bar or a stroke: its edges."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[int, int, int]

    @property
    def thick(self):
        return self.bottom - self.top

    @property
    def y(self):
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Page:
    """A page: size, lines from the top, rules, how many pictures."""

    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    pictures: int

    @property
    def text(self):
        return "".join(line.text for line in self.lines)

    def line(self, part):
        return next(line for line in self.lines if part in line.text)

    def find(self, part):
        """Return the glyphs of a text within its line, as a line."""
        line = self.line(part)
        start = line.text.index(part)
        return Line(line.glyphs[start : start + len(part)])


def pages(pdf):
    """Return the measured pages of a PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_page(page) for page in document]


def _page(page):
    height = page.get_height() * MM
    text = page.get_textpage()
    glyphs = [_glyph(text, index, height) for index in range(text.count_chars())]
    rules, pictures = [], 0
    for one in page.get_objects():
        left, bottom, right, top = (edge * MM for edge in one.get_bounds())
        if one.type == c.FPDF_PAGEOBJ_PATH:
            rules.append(Rule(left, height - top, right, height - bottom, _fill(one)))
        pictures += one.type == c.FPDF_PAGEOBJ_IMAGE
    return Page(page.get_width() * MM, height, tuple(_lines(filter(None, glyphs))), tuple(rules), pictures)


def _glyph(text, index, height):
    letter = chr(c.FPDFText_GetUnicode(text, index))
    if letter.isspace() or c.FPDFText_IsGenerated(text, index):
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDFText_GetCharOrigin(text, index, x, y)
    edges = [ctypes.c_double() for _ in range(4)]
    c.FPDFText_GetCharBox(text, index, *edges)  # left, right, bottom, top
    name = ctypes.create_string_buffer(FAMILY)
    c.FPDFText_GetFontInfo(text, index, name, FAMILY, None)
    left, right, bottom, top = (edge.value * MM for edge in edges)
    matrix = c.FS_MATRIX()
    c.FPDFText_GetMatrix(text, index, matrix)
    size = c.FPDFText_GetFontSize(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5
    ink = (left, height - top, right, height - bottom)
    font = name.value.decode().partition("+")[2] or name.value.decode()
    return Glyph(letter, x.value * MM, height - y.value * MM, round(size, 2), font, ink)


def _lines(glyphs):
    rows = {}
    for one in glyphs:
        rows.setdefault(round(one.base, 1), []).append(one)
    for _, row in sorted(rows.items()):
        yield Line(tuple(sorted(row, key=lambda one: one.x)))


def _fill(one):
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    c.FPDFPageObj_GetFillColor(one, red, green, blue, alpha)
    return red.value, green.value, blue.value
