"""The fonts that a PDF embeds (嵌入字体): what each code says, how far it goes, and the font as a file of its own."""

import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.typeset.ofd import outlines, tokens
from zhongshu.gongwen.typeset.ofd.errors import Unwritable

_ASCENT, _DESCENT = 880, -120
_EPOCH = 0x7C259DC0  # 1970, as fonts count: they are the same whenever they are made
_SUBSET = "+"
# What a font's name tells of the family that stands in for it where a reader cannot use what is embedded.
_FAMILIES = (
    ("fang", "仿宋"), ("kai", "楷体"), ("hei", "黑体"), ("sanscjk", "黑体"), ("song", "宋体"), ("sun", "宋体"),
    ("serifcjk", "宋体"), ("liberationserif", "Times New Roman"),
)  # fmt: skip
UNTOLD = "\ufffd"  # stands for a glyph of which nobody says what it is


@dataclass(frozen=True)
class Face:
    """A font of the PDF (字体).

    texts, glyphs, advances: of each code what it says, its number in the file, how far it goes in parts of the height;
    signs: the glyph that the file itself gives a character; box: around all glyphs, in parts of the height, y upwards.
    """

    name: str
    file: bytes
    texts: Mapping[int, str]
    glyphs: Mapping[int, int]
    advances: Mapping[int, float]
    signs: Mapping[str, int]
    box: tuple[float, float, float, float]

    @property
    def family(self) -> str:
        """The family that stands in for it (字型族名)."""
        name = self.name.lower()
        return next((family for part, family in _FAMILIES if part in name), self.name.partition("-")[0])


def face(font: Any) -> Face:
    """Return a font of the PDF as this writer uses it; font: the dictionary. Raises Unwritable."""
    name = str(font.get("/BaseFont", "/")).lstrip("/").rpartition(_SUBSET)[2].removesuffix("-Identity-H") or "?"
    if font.get("/Subtype") != "/Type0" or font.get("/Encoding") != "/Identity-H":
        raise Unwritable(f"PDF 中的字体“{name}”没有完整嵌入，不能写成 OFD。请用本系统排版的 PDF。")
    below = font["/DescendantFonts"][0].get_object()
    described = below.get("/FontDescriptor", {})
    texts = _texts(font["/ToUnicode"].get_data()) if "/ToUnicode" in font else {}
    advances = dict.fromkeys(texts, float(below.get("/DW", 1000)) / 1000) | dict(_advances(below.get("/W", [])))
    if "/FontFile3" in described:
        made = _from_postscript(name, described["/FontFile3"].get_data(), texts, advances)
    elif "/FontFile2" in described:
        made = _from_truetype(name, described["/FontFile2"].get_data(), texts)
    else:
        raise Unwritable(f"PDF 没有嵌入字体“{name}”，不能写成 OFD。请嵌入全部字体后重新导出 PDF。")
    file, glyphs, signs, box = made
    return Face(name, file, texts, glyphs, advances, signs, box)


def _texts(written: bytes) -> dict[int, str]:
    """Return what each code says (ToUnicode)."""
    found: dict[int, str] = {}
    for operator, held in tokens.operations(written):
        if operator == "endbfchar":
            found |= {_code(code): _said(text) for code, text in zip(held[::2], held[1::2], strict=False)}
        elif operator == "endbfrange":
            for first, last, begin in zip(held[::3], held[1::3], held[2::3], strict=False):
                codes = range(_code(first), _code(last) + 1)
                found |= dict(zip(codes, _row(begin, len(codes)), strict=False))
    return found


def _row(begin: bytes | list[bytes], count: int) -> Iterator[str]:
    if isinstance(begin, list):
        yield from map(_said, begin)
    else:
        text = _said(begin)
        yield from (text[:-1] + chr(ord(text[-1:] or UNTOLD) + at) for at in range(count))


def _code(written: bytes) -> int:
    return int.from_bytes(written, "big")


def _said(written: bytes) -> str:
    return written.decode("utf-16-be", "replace")


def _advances(written: Any) -> Iterator[tuple[int, float]]:
    """Yield how far codes go: `first [a b c]` and `first last a` in turn, in thousandths of the height."""
    items = [item.get_object() for item in written]
    at = 0
    while at + 1 < len(items):
        if isinstance(items[at + 1], list):
            yield from ((int(items[at]) + step, float(wide) / 1000) for step, wide in enumerate(items[at + 1]))
            at += 2
        else:
            yield from ((code, float(items[at + 2]) / 1000) for code in range(int(items[at]), int(items[at + 1]) + 1))
            at += 3


_Made = tuple[bytes, Mapping[int, int], Mapping[str, int], tuple[float, float, float, float]]


def _from_postscript(name: str, written: bytes, texts: Mapping[int, str], advances: Mapping[int, float]) -> _Made:
    """Make a TrueType font of one with PostScript outlines: some readers of OFD know no other."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.fontBuilder import FontBuilder

    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(written), None)
    order, programs = fonts[0].charset, fonts[0].CharStrings
    unit = round(1 / fonts[0].FontMatrix[0])
    glyphs = _numbers(order)
    codes = {number: code for code, number in glyphs.items()}
    shapes = [outlines.drawn(programs[one].bytecode) for one in order]
    builder = FontBuilder(unit)
    builder.setupGlyphOrder([".notdef", *(f"glyph{number:05d}" for number in range(1, len(order)))])
    builder.setupHead(unitsPerEm=unit, created=_EPOCH, modified=_EPOCH, indexToLocFormat=1, **_extent(shapes))
    builder.setupHorizontalMetrics(
        {
            one: (round(advances.get(codes.get(number, -1), 0) * unit), shape.box[0])
            for number, (one, shape) in enumerate(zip(builder.font.getGlyphOrder(), shapes, strict=True))
        }
    )
    builder.setupHorizontalHeader(ascent=_ASCENT * unit // 1000, descent=_DESCENT * unit // 1000)
    _shape(builder.font, shapes)
    signs = _signs(texts, glyphs)
    return _finished(builder, name, signs), glyphs, signs, _box(builder.font["head"])


def _from_truetype(name: str, written: bytes, texts: Mapping[int, str]) -> _Made:
    """Add what an embedded TrueType font leaves out: which character a glyph is, and its name."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(written), recalcBBoxes=False, recalcTimestamp=False)
    count = font["maxp"].numGlyphs
    font.setGlyphOrder([".notdef", *(f"glyph{number:05d}" for number in range(1, count))])
    glyphs = {code: code for code in range(count)}
    signs = _signs(texts, glyphs)
    return _finished(FontBuilder(font=font), name, signs), glyphs, signs, _box(font["head"])


def _numbers(order: list[str]) -> dict[int, int]:
    """Return the number of each code's glyph: in a font by characters (CID) its name says the code."""
    return {int(name[3:]) if name.startswith("cid") else number: number for number, name in enumerate(order)}


def _signs(texts: Mapping[int, str], glyphs: Mapping[int, int]) -> dict[str, int]:
    """Return the glyph of each character; of several glyphs of one character the first."""
    found: dict[str, int] = {}
    for code, text in sorted(texts.items()):
        if len(text) == 1 and text != UNTOLD and code in glyphs:
            found.setdefault(text, glyphs[code])
    return found


def _extent(shapes: list[outlines.Outline]) -> dict[str, int]:
    left, bottom, right, top = zip(*(shape.box for shape in shapes), strict=True)
    return {"xMin": min(left), "yMin": min(bottom), "xMax": max(right), "yMax": max(top)}


def _shape(font: Any, shapes: list[outlines.Outline]) -> None:
    """Put the glyphs in, packed already, and where each begins."""
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    places = [0]
    for shape in shapes:
        places.append(places[-1] + len(shape.packed))
    font["glyf"], font["loca"] = DefaultTable("glyf"), DefaultTable("loca")
    font["glyf"].data = b"".join(shape.packed for shape in shapes)
    font["loca"].data = struct.pack(f">{len(places)}L", *places)
    font["maxp"].maxPoints = max(shape.points for shape in shapes)
    font["maxp"].maxContours = max(shape.contours for shape in shapes)


def _finished(builder: Any, name: str, signs: Mapping[str, int]) -> bytes:
    builder.font.recalcBBoxes = False
    order = builder.font.getGlyphOrder()
    builder.setupCharacterMap({ord(sign): order[number] for sign, number in signs.items()})
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "fullName": name, "psName": name})
    builder.setupOS2()
    builder.setupPost(keepGlyphNames=False)
    target = io.BytesIO()
    builder.font.save(target, reorderTables=None)
    return target.getvalue()


def _box(head: Any) -> tuple[float, float, float, float]:
    unit = head.unitsPerEm
    return head.xMin / unit, head.yMin / unit, head.xMax / unit, head.yMax / unit
