"""Pages as pictures (页面图像): what a person compares the reading with."""

import io
from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from typing import BinaryIO, NamedTuple

import pypdfium2
from PIL import Image

from zhongshu.gongwen.read import pdfium, pillow
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.ofd import document as ofd
from zhongshu.gongwen.read.ofd import preview

QUALITY = 80
MISSING = "文件中没有这一页。"
BROKEN = "这一页已损坏，无法显示。"


class Picture(NamedTuple):
    """An encoded picture, and the media type it is served under."""

    media_type: str
    data: bytes


def count(source: BinaryIO, format: str) -> int:
    """Return how many pages can be drawn: none of a format without pages. Raises Unreadable for a broken file."""
    if format == "pdf":
        with pdfium.opened(source) as document, pdfium.lock:
            return len(document)
    if format == "image":
        return pillow.count(pillow.opened(source))
    return len(ofd.sheets(ofd.open_documents(source))) if format == "ofd" else 0


def draw(source: BinaryIO, format: str, number: int, width: int = 1240, turn: int = 0) -> Picture | None:
    """Return page `number`, counted from 0, `width` pixels wide at most, or None of a format without pages.

    turn: degrees clockwise, as `Page.turn` says; an OFD page is drawn as lines and has no width.
    Raises Unreadable for a broken file or page, and when there is no such page.
    """
    if format == "pdf":
        return _jpeg(_of_pdf(source, number, width, turn))
    if format == "image":
        return _jpeg(_of_image(source, number, width, turn))
    if format == "ofd":
        return Picture("image/svg+xml", preview.draw(source, number).encode())
    return None


def draw_some(source: BinaryIO, numbers: Iterable[int], width: int) -> list[Picture]:
    """Return some pages of a PDF as `draw` does; what they share is loaded once."""
    with pdfium.opened(source) as document:
        return [_jpeg(_page(document, number, width, 0)) for number in numbers]


def draw_new(
    source: BinaryIO, numbers: Iterable[int], width: int, known: Collection[str]
) -> Iterator[tuple[str, Picture | None]]:
    """Yield the digest of some pages of a PDF, and each as a picture unless its digest is known already.

    They are encoded as fast as may be: a page is looked at while its text is being written, and drawn anew.
    """
    with pdfium.opened(source) as document:
        for number in numbers:
            page = _page(document, number, width, 0)
            digest = blake2b(page.tobytes(), digest_size=16).hexdigest()
            yield digest, None if digest in known else _jpeg(page, optimize=False)


def _of_pdf(source: BinaryIO, number: int, width: int, turn: int) -> Image.Image:
    with pdfium.opened(source) as document:
        return _page(document, number, width, turn)


def _page(document: pypdfium2.PdfDocument, number: int, width: int, turn: int) -> Image.Image:
    with pdfium.lock:
        if not 0 <= number < len(document):
            raise Unreadable(MISSING)
    try:
        with pdfium.page(document, number) as page:
            return pdfium.picture(page, turn=turn, width=width)
    except pypdfium2.PdfiumError as fault:
        raise Unreadable(BROKEN) from fault


def _of_image(source: BinaryIO, number: int, width: int, turn: int) -> Image.Image:
    image = pillow.opened(source)
    if not 0 <= number < pillow.count(image):
        raise Unreadable(MISSING)
    # Long enough for a page that is three times as high as wide.
    picture = pillow.sheet(image, number, 3 * width).picture.rotate(-turn, expand=True)
    picture.thumbnail((width, 3 * width))
    return picture


def _jpeg(picture: Image.Image, *, optimize: bool = True) -> Picture:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=optimize)
    return Picture("image/jpeg", out.getvalue())
