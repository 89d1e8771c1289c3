"""A copy with a watermark, by the format of the file (水印副本)."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from zhongshu.gongwen.watermark import docx, drawing, pdf, text
from zhongshu.gongwen.watermark.marks import Mark


def _ofd(content: bytes, mark: Mark) -> bytes:
    from zhongshu.gongwen.watermark import ofd  # with the reader of the format, which pages do without

    return ofd.stamp(content, mark)


def _picture(content: bytes, mark: Mark) -> bytes:
    from zhongshu.gongwen.watermark import picture

    return picture.stamp(content, mark)


STAMPS: dict[str, Callable[[bytes, Mark], bytes]] = {
    "ofd": _ofd,
    "docx": docx.stamp,
    "txt": text.stamp,
    "svg": drawing.stamp,
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff"), _picture),
}
NOTICE = "下载说明.txt"
NOTE = "本文件的格式不能加水印，下载人、时间和地址记载如下。请按密级标志的要求保管，不得转发。"


def bears(suffix: str) -> bool:
    """Tell whether a format has a place for a watermark."""
    return suffix == "pdf" or suffix in STAMPS


def stamp(content: bytes, suffix: str, mark: Mark, at: datetime) -> bytes:
    """Return a copy of a file with the watermark on every page. Raises Unmarkable.

    A format without a place for one must be asked of by `bears` first, and is wrapped up instead.
    """
    return pdf.stamp(content, mark, at) if suffix == "pdf" else STAMPS[suffix](content, mark)


def background(mark: Mark) -> bytes:
    """Return a picture of the watermark (PNG) that is laid again and again behind the cells of a workbook."""
    from zhongshu.gongwen.watermark import picture

    return picture.background(mark)


def wrap(content: bytes, name: str, mark: Mark) -> bytes:
    """Return a package of a file that can bear no watermark and a note that says whose copy it is (下载说明)."""
    note = f"{NOTE}\r\n\r\n{mark.words}\r\n"
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(NOTICE, note.encode("utf-8-sig"))
        package.writestr(name, content)
    return made.getvalue()
