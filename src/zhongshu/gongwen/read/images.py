"""Reading pictures of papers (扫描图片): PNG, JPEG, BMP, GIF, WebP, and TIFF of many pages."""

from typing import BinaryIO

from PIL import Image

from zhongshu.gongwen.read import layout, pillow, scans
from zhongshu.gongwen.read.model import Page, Paper, Recogniser, Report, Unreadable

MOST_PAGES = 300


def read(source: BinaryIO, *, report: Report | None = None, recogniser: Recogniser | None = None) -> Paper:
    """Read a picture file, one page in memory at a time.

    Raises Unreadable for what is no picture, is too large, or holds not a page that could be worked on.
    """
    desk = scans.Desk(recogniser)
    image = pillow.opened(source)
    total = pillow.count(image)
    pages = [Page()] * min(total, MOST_PAGES)
    if total > MOST_PAGES:
        desk.warnings.append(f"共{total}页，只识读了前{MOST_PAGES}页。")
    for done, number in enumerate(desk.chosen(range(len(pages))), 1):
        pages[number] = _page(image, number, desk)
        if report:
            report(done, len(pages))
    return Paper("image", layout.aligned(pages), desk.close(pages))


def _page(image: Image.Image, number: int, desk: scans.Desk) -> Page:
    try:
        sheet = pillow.sheet(image, number, scans.LONG_SIDE)
    except Unreadable as failure:
        return desk.failed(number, failure)
    return desk.page(sheet.picture, number, sheet.width)
