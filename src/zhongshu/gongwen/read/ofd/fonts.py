"""Embedded fonts (字型, GB/T 33190 §11.1): which character a glyph is, how wide, and its outline."""

import io
import logging
import struct
import unicodedata
from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

from fontTools.agl import toUnicode
from fontTools.cffLib import CFFFontSet
from fontTools.pens.basePen import NullPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont, TTLibError

# The library tells the log of every oddity of every font; the caller is told by what it gets.
logging.getLogger("fontTools").setLevel(logging.CRITICAL)

LARGEST = 64 * 1024 * 1024
_SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf")
# All that damaged tables make the library raise.
_FAILURES = (
    TTLibError, struct.error, AssertionError, AttributeError, EOFError, IndexError, KeyError, MemoryError,
    NotImplementedError, OverflowError, RecursionError, TypeError, UnicodeError, ValueError, ZeroDivisionError,
)  # fmt: skip
# What programs write where they do not know the character.
_PLACEHOLDERS = "\ufffd\u00a4\u25a1"


def is_told(text: str, *, alone: bool = True) -> bool:
    """Tell whether the text says what is seen: no private or control character, no placeholder.

    alone: whether it stands for this glyph alone; one sign for many different glyphs is a placeholder too.
    """
    return alone and all(
        sign not in _PLACEHOLDERS and unicodedata.category(sign) not in ("Co", "Cc", "Cn", "Cs") for sign in text
    ) and bool(text)  # fmt: skip


class Font:
    """A font that is not embedded: it knows how wide signs usually are, and no outline."""

    def text(self, number: int) -> str:
        """Return the character that a glyph is, or nothing."""
        return ""

    def advance(self, text: str, number: int | None) -> float:
        """Return how far the next glyph stands, in parts of the type's height."""
        return 1.0 if any(unicodedata.east_asian_width(sign) in "WFA" for sign in text) else 0.5

    def outline(self, text: str, number: int | None) -> str:
        """Return the glyph as an SVG path on a plane of one unit, or nothing where it has none."""
        return ""

    def has(self, text: str, number: int | None) -> bool:
        """Tell whether the font has the glyph, be it a blank."""
        return False


class Unmeasured(Font):
    """A font that is asked for as little as reading needs: opening it takes longer than reading a Chinese page.

    Chinese signs are all as wide as they are high; of others only the font knows where they end.
    """

    def __init__(self, font: Font) -> None:
        self._font = font

    def text(self, number: int) -> str:
        """Return the character that a glyph is, or nothing."""
        return self._font.text(number)

    def advance(self, text: str, number: int | None) -> float:
        """Return how far the next glyph stands, in parts of the type's height."""
        is_wide = any(unicodedata.east_asian_width(sign) in "WF" for sign in text)
        return super().advance(text, number) if is_wide else self._font.advance(text, number)


class Embedded(Font):
    """A font that the package brings along: TrueType, OpenType, a collection or bare CFF, opened when first asked.

    Whatever a damaged font makes the library stumble over, the glyph is then as good as not embedded.
    """

    def __init__(self, data: Callable[[], bytes | None]) -> None:
        """data: reads the font's file."""
        self._data = data
        self._outlines: dict[str, str] = {}

    @cached_property
    def _shapes(self) -> "Shapes":
        data = self._data() or b""
        try:
            if not data or len(data) > LARGEST:
                return _None()
            return _Whole(TTFont(io.BytesIO(data), fontNumber=0, lazy=True)) if data[:4] in _SFNT else _Bare(data)
        except _FAILURES:
            return _None()

    def text(self, number: int) -> str:
        """Return the character that a glyph is by the font's own table or by its name."""
        name = self._name("", number)
        if name is None:
            return ""
        code = self._signs.get(name)
        told = chr(code) if code is not None else "" if name.startswith(("glyph", ".")) else toUnicode(name)
        return told if is_told(told) else ""

    def advance(self, text: str, number: int | None) -> float:
        """Return how far the next glyph stands, in parts of the type's height."""
        name = self._name(text, number)
        width = self._shapes.width(name) if name is not None else None
        return width if width else super().advance(text, number)

    def outline(self, text: str, number: int | None) -> str:
        """Return the glyph as an SVG path on a plane of one unit, or nothing where it has none."""
        name = self._name(text, number)
        if name is None:
            return ""
        if name not in self._outlines:
            self._outlines[name] = self._shapes.outline(name)
        return self._outlines[name]

    def has(self, text: str, number: int | None) -> bool:
        """Tell whether the font has the glyph, be it a blank."""
        return self._name(text, number) is not None

    def _name(self, text: str, number: int | None) -> str | None:
        order = self._shapes.order
        if number is not None and 0 <= number < len(order):
            return order[number]
        return self._shapes.codes.get(ord(text)) if len(text) == 1 else None

    @cached_property
    def _signs(self) -> dict[str, int]:
        """The character of each glyph; of several the plainest, a private one last."""
        ranked = sorted(self._shapes.codes.items(), key=lambda item: (is_told(chr(item[0])), -item[0]))
        return {name: code for code, name in ranked}


class Shapes(Protocol):
    """The glyphs of an opened font: their names in order, by character, their widths and outlines in parts of 1."""

    order: list[str]
    codes: dict[int, str]

    def width(self, name: str) -> float | None:
        """Return the advance, or None."""
        ...

    def outline(self, name: str) -> str:
        """Return the outline as an SVG path, or nothing."""
        ...


class _None:
    """What cannot be opened has no glyphs."""

    def __init__(self) -> None:
        self.order: list[str] = []
        self.codes: dict[int, str] = {}

    def width(self, name: str) -> float | None:
        return None

    def outline(self, name: str) -> str:
        return ""


class _Whole:
    """A font with its tables (sfnt)."""

    def __init__(self, font: TTFont) -> None:
        self._font = font
        self.order: list[str] = font.getGlyphOrder()
        self._unit = 1.0 / max(font["head"].unitsPerEm, 16)
        self._set = font.getGlyphSet()
        self.codes: dict[int, str] = _codes(font)

    def width(self, name: str) -> float | None:
        try:
            return float(self._font["hmtx"][name][0] * self._unit)
        except _FAILURES:
            return None

    def outline(self, name: str) -> str:
        return _drawn(self._set, name, self._unit, self._set)


class _Bare:
    """A font of outlines alone (CFF), as PDF files carry them and what is made of PDF files inherits."""

    def __init__(self, data: bytes) -> None:
        fonts = CFFFontSet()
        fonts.decompile(io.BytesIO(data), None)
        top = fonts[0]
        self._shapes = top.CharStrings
        self.order: list[str] = top.charset
        self._unit = abs(top.FontMatrix[0]) or 0.001
        self.codes: dict[int, str] = {ord(sign): name for name in self.order if len(sign := toUnicode(name)) == 1}

    def width(self, name: str) -> float | None:
        try:
            shape = self._shapes[name]
            # Its width is known only after it was drawn.
            shape.draw(NullPen())
            return float(shape.width * self._unit)
        except _FAILURES:
            return None

    def outline(self, name: str) -> str:
        return _drawn(self._shapes, name, self._unit)


def _codes(font: TTFont) -> dict[int, str]:
    try:
        tables = font["cmap"].tables
        best = font["cmap"].getBestCmap() or (tables[0].cmap if tables else {})
        return dict(best)
    except _FAILURES:
        return {}


def _drawn(shapes: Any, name: str, unit: float, glyphs: Any = None) -> str:
    """Draw upside down: y grows downwards on a page."""
    pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.4f}".rstrip("0").rstrip(".") or "0")
    try:
        shapes[name].draw(TransformPen(pen, (unit, 0, 0, -unit, 0, 0)))
    except _FAILURES:
        return ""
    return pen.getCommands()
