"""The one door to PDFium, which stands only one thread at a time.

Whoever opens a document closes it and its pages before leaving the lock: finalisers would do it at any moment,
in any thread.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from zhongshu.gongwen.read.model import Unreadable

lock = threading.RLock()

# A poster of five metres is drawn no larger than this many pixels.
MOST_PIXELS = 12_000_000


@contextmanager
def opened(source: BinaryIO) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF, the lock is held only while it opens and closes; whoever uses the document takes the lock again.

    Raises Unreadable for a password, another cipher, or what is no PDF.
    """
    with lock:
        document = _open(source)
    try:
        yield document
    finally:
        with lock:
            document.close()


def _open(source: BinaryIO) -> pypdfium2.PdfDocument:
    source.seek(0)
    try:
        document = pypdfium2.PdfDocument(source)
        if len(document):
            return document
        document.close()
    except pypdfium2.PdfiumError as refusal:
        if refusal.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Unreadable("文件设有密码，请解除密码后重新上传。") from refusal
        raise Unreadable("PDF 文件已损坏，无法打开，请重新导出后上传。") from refusal
    raise Unreadable("PDF 文件中没有页面，请重新导出后上传。")


@contextmanager
def page(document: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Load a page, counted from 0, under the lock; it is closed on leaving.

    Raises pypdfium2.PdfiumError when this page is broken.
    """
    with lock:
        loaded = document[number]
        try:
            yield loaded
        finally:
            loaded.close()


def picture(loaded: pypdfium2.PdfPage, *, turn: int = 0, width: int = 0, long_side: int = 0) -> Image.Image:
    """Draw a loaded page turned clockwise, `width` pixels wide as drawn or with its longer side that long."""
    across, down = loaded.get_size()
    if turn in (90, 270):
        across, down = down, across
    across, down = max(across, 1.0), max(down, 1.0)
    scale = width / across if width else long_side / max(across, down)
    scale = min(scale, (MOST_PIXELS / (across * down)) ** 0.5)
    # A strip of a hundred to one still gets a pixel across.
    scale = max(scale, 1 / min(across, down))
    bitmap = loaded.render(scale=scale, rotation=turn, rev_byteorder=True)
    try:
        return bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
