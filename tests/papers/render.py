"""A letter as a file of each format: text, PDF, OFD, and pictures of its pages as a scanner makes them."""

import ctypes
import functools
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import typst
from PIL import Image, ImageChops, ImageFilter
from pypdfium2 import raw
from tests.papers import ofd
from tests.papers.letter import INDENT, Letter

MILLIMETRE = 25.4 / 72
# What a family of Chinese type may be called, best first.
SERIF = ("Serif CJK SC", "Songti", "SimSun", "宋", "Song", "Serif SC", "CJK SC", "WenQuanYi", "CJK", "Kai")
SANS = ("Sans CJK SC", "Heiti", "SimHei", "黑", "Hei", "Sans SC", *SERIF)


def as_text(letter: Letter) -> bytes:
    """Return UTF-8 text as it is saved from a page: one line a paragraph, tables with tabs."""
    return "\n".join(filter(None, _lines(letter))).encode()


def _lines(letter: Letter) -> Iterator[str]:
    yield from (letter.urgency or "", *letter.masthead)
    yield from ((INDENT * 4).join(sides) for sides in letter.below_mark)
    yield from (*letter.heading.split("|"), letter.adopted, letter.salutation)
    for block in letter.body:
        yield f"{INDENT}{block}" if isinstance(block, str) else "\n".join("\t".join(row) for row in block)
    yield from (f"{INDENT}{line}" for line in letter.attachment_lines)
    yield from (f"{INDENT * 8}{line}" for line in letter.signatures)
    yield f"{INDENT}（{letter.note}）" if letter.note else ""
    yield f"抄送：{letter.copies}。" if letter.copies else ""
    yield INDENT.join(letter.printed.split("|"))


@functools.cache
def as_pdf(letter: Letter, *, seal: bool = True, words: bool = False, picked: str = "") -> bytes:
    """Return a PDF near GB/T 9704-2012.

    seal: a red ring and star over the date; words: the issuer's name round it; picked: words of the body set in red.
    """
    song, hei = _family(SERIF), _family(SANS)
    sheet = {
        "form": letter.form,
        "title": letter.title,
        "masthead": letter.masthead if len(letter.issuers) > 1 else (letter.masthead[0].removesuffix("文件"),),
        "tail": "文件" if letter.form == "document" and not letter.mark else "",
        "urgency": letter.urgency or "",
        "below_mark": letter.below_mark,
        "heading": letter.heading.split("|"),
        "adopted": letter.adopted,
        "salutation": letter.salutation,
        "body": letter.body,
        "attachments": letter.attachment_lines,
        "signatures": letter.signatures,
        "seal": (letter.issuers[-1] if words else "") if seal else None,
        "picked": picked,
        "note": letter.note,
        "copies": letter.copies,
        "printed": letter.printed.split("|") if letter.printed else [],
        "song": song,
        "hei": hei,
    }
    source = Path(__file__).with_name("letter.typ")
    return typst.compile(source, sys_inputs={"letter": json.dumps(sheet)}, font_paths=_fonts())


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts()


@functools.cache
def _family(marks: tuple[str, ...]) -> str:
    """Return the installed family whose name fits best."""
    families = _fonts().families()
    found = [family for mark in marks for family in families if mark in family]
    assert found, "no Chinese type is installed"
    return found[0]


def as_ofd(letter: Letter) -> bytes:
    """Return an OFD package whose lines stand where those of the PDF stand."""
    with pdfium.PdfDocument(as_pdf(letter)) as document:
        return ofd.ofd([list(_pieces(page)) for page in document])


def _pieces(page: pdfium.PdfPage) -> Iterator[ofd.Piece]:
    """Yield runs of characters that share a baseline, a size and a colour and do not stand apart."""
    run: list[tuple[str, float, float, float, bool]] = []
    for sign in _signs(page):
        if run and not (sign[2:] == run[-1][2:] and 0 < sign[1] - run[-1][1] < 1.2 * sign[3]):
            yield _piece(run)
            run = []
        run.append(sign)
    if run:
        yield _piece(run)


def _piece(run: list[tuple[str, float, float, float, bool]]) -> ofd.Piece:
    _, x, y, size, red = run[0]
    return x, y, size, "".join(sign[0] for sign in run), red


def _signs(page: pdfium.PdfPage) -> Iterator[tuple[str, float, float, float, bool]]:
    """Yield each visible character: itself, x, y and size in millimetres from the top left corner, whether red."""
    text, height = page.get_textpage(), page.get_height()
    x, y, colour = ctypes.c_double(), ctypes.c_double(), [ctypes.c_uint() for _ in range(4)]
    for index in range(text.count_chars()):
        sign = chr(raw.FPDFText_GetUnicode(text, index))
        if sign.isspace() or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetFillColor(text, index, *colour)
        place = (value * MILLIMETRE for value in (x.value, height - y.value, raw.FPDFText_GetFontSize(text, index)))
        yield sign, *(round(value, 2) for value in place), colour[0].value > 128


def as_pictures(
    letter: Letter, *, dpi: int = 200, turned: float = 1.0, noise: bool = True, seal: bool = True
) -> list[bytes]:
    """Return a JPEG of each page as a scanner makes it: turned by degrees, grainy, blurred, the seal over the date."""
    return [_encoded(one, dpi) for one in _scanned(letter, dpi, turned, noise, seal)]


def as_scan(letter: Letter, *, dpi: int = 200, turned: float = 1.0, noise: bool = True, seal: bool = True) -> bytes:
    """Return a PDF that holds nothing but such pictures."""
    first, *others = _scanned(letter, dpi, turned, noise, seal)
    target = io.BytesIO()
    first.save(target, "PDF", resolution=dpi, save_all=True, append_images=others, quality=70)
    return target.getvalue()


def _scanned(letter: Letter, dpi: int, turned: float, noise: bool, seal: bool) -> list[Image.Image]:
    with pdfium.PdfDocument(as_pdf(letter, seal=seal, words=True)) as document:
        sheets = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    turned_sheets = [sheet.rotate(turned, Image.Resampling.BICUBIC, fillcolor="white") for sheet in sheets]
    return [_grainy(sheet) if noise else sheet for sheet in turned_sheets]


def _grainy(sheet: Image.Image) -> Image.Image:
    """Return the sheet with the same Gaussian noise every time, blurred a little."""
    rng, side = random.Random(9704), 256
    tile = Image.frombytes("L", (side, side), bytes(round(rng.gauss(128, 10)) % 256 for _ in range(side * side)))
    grain = Image.new("L", sheet.size)
    for left in range(0, sheet.width, side):
        for top in range(0, sheet.height, side):
            grain.paste(tile, (left, top))
    noisy = ImageChops.add(sheet, Image.merge("RGB", (grain, grain, grain)), offset=-128)
    return noisy.filter(ImageFilter.GaussianBlur(0.6))


def _encoded(sheet: Image.Image, dpi: int) -> bytes:
    target = io.BytesIO()
    sheet.save(target, "JPEG", quality=70, dpi=(dpi, dpi))
    return target.getvalue()
