"""Pages that are pictures (扫描页), of whatever format they come in: how they are recognised, and what to say.

A page that fails leaves its sentence among the warnings and the others go on; only when not a single page of the
file yields anything is the file refused.
"""

import io
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from zhongshu.gongwen.read.model import Page, Recogniser, Unreadable

# The fields stand on the first and the last pages; what lies between is not worth an hour of recognition.
FIRST, LAST = 40, 20
# What the recognition looks at; sending more pixels costs time and finds nothing.
LONG_SIDE = 1700

_TURNED = {90: "横置", 180: "倒置", 270: "横置"}


class Desk:
    """Where the pictures of one file are read one after another; `warnings` fills on the way."""

    def __init__(self, recogniser: Recogniser | None) -> None:
        self.recogniser = recogniser
        self.warnings: list[str] = []
        self.failure: Unreadable | None = None

    def chosen(self, numbers: Sequence[int]) -> list[int]:
        """Return which of the scanned pages to recognise: all, or of very many the first and the last."""
        if len(numbers) <= FIRST + LAST:
            return list(numbers)
        self._warn(f"共{len(numbers)}页扫描页，只识读了前{FIRST}页和后{LAST}页。")
        return [*numbers[:FIRST], *numbers[-LAST:]]

    def page(self, picture: Image.Image, number: int, width: float) -> Page:
        """Return the lines of a picture `width` millimetres wide; number is the page's, counted from 0."""
        blank = Page((), width, width * picture.height / picture.width)
        if is_blank(picture):
            self._warn(f"第{number + 1}页是空白页。")
            return blank
        if self.recogniser is None:
            self._warn("本机未安装文字识别组件，扫描页没有识读。")
            return blank
        try:
            page = self.recogniser.recognise(encoded(picture), width)
        except Unreadable as failure:
            return replace(self.failed(number, failure), width=blank.width, height=blank.height)
        if page.turn:
            self._warn(f"第{number + 1}页是{_TURNED[page.turn]}的，已转正。")
        if not page.lines:
            self._warn(f"第{number + 1}页没有识别出文字。")
        return page

    def failed(self, number: int, failure: Unreadable) -> Page:
        """Take note of a page that could not be worked on, and return it without lines."""
        self.failure = failure
        self._warn(f"第{number + 1}页没有识读：{failure.sentence}")
        return Page()

    def close(self, pages: Sequence[Page]) -> tuple[str, ...]:
        """Return the warnings; raise the failure when it left the file without a single line."""
        if self.failure and not any(page.lines for page in pages):
            raise self.failure
        return tuple(self.warnings)

    def _warn(self, sentence: str) -> None:
        if sentence not in self.warnings:
            self.warnings.append(sentence)


def is_blank(picture: Image.Image) -> bool:
    """Tell whether a picture shows bare paper, be it grey or speckled."""
    small = picture.convert("L")
    small.thumbnail((400, 400), Image.Resampling.BOX)
    counts = small.histogram()
    paper = max(range(256), key=counts.__getitem__)
    ink = sum(counts[: max(paper - 40, 0)]) + sum(counts[paper + 41 :]) if paper < 128 else sum(counts[: paper - 40])
    return ink < 0.0003 * small.width * small.height


def encoded(picture: Image.Image, quality: int = 92) -> bytes:
    """Return the picture as JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
