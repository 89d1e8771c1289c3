"""The pages of a file (页面图像), beside a form or one below the other: pictures with their lines in their places."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhongshu.files.models import FileText

WIDTH = 1240  # of a picture, in pixels
MOST = 30  # pages whose lines can be chosen; of longer papers what was read stands at their beginning


@dataclass(slots=True)
class Line:
    """A line of a page (行): its text, where it stands, in percent of the page, and the mark that it bears.

    box: left, top, width, height; None where the format knows no places. place: page and line counted from 0.
    """

    text: str
    place: tuple[int, int]
    box: tuple[float, ...] | None = None
    mark: str = ""


@dataclass(slots=True)
class Sheet:
    """A page (页): its number from 1, the address of its picture or nothing, width and height in pixels, its lines."""

    number: int
    picture: str
    width: int
    height: int
    lines: list[Line] = field(default_factory=list)


def shown(text: FileText, address: Callable[[int], str]) -> list[Sheet]:
    """Return the pages of what was read; `address` gives that of the picture of a page, counted from 1."""
    return [
        Sheet(
            number=index + 1,
            picture=address(index + 1) if index < text.pictures else "",
            width=WIDTH,
            height=round(WIDTH * page["height"] / page["width"]),
            lines=[_line(index, number, line, page) for number, line in enumerate(page["lines"])],
        )
        for index, page in enumerate(text.layout[:MOST])
    ]


def _line(index: int, number: int, line: list[Any], page: Mapping[str, Any]) -> Line:
    words, box, _ = line
    if box is None:
        return Line(words, (index, number))
    left, top, right, bottom = box
    across, down = 100 / page["width"], 100 / page["height"]
    percent = (left * across, top * down, (right - left) * across, (bottom - top) * down)
    return Line(words, (index, number), tuple(round(each, 2) for each in percent))


def mark(sheets: list[Sheet], marks: Mapping[tuple[int, int], str]) -> None:
    """Mark the lines in which something was found."""
    for sheet in sheets:
        for line in sheet.lines:
            line.mark = marks.get(line.place, "")
