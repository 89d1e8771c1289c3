"""What reading yields (识读结果): a paper of pages of lines, whatever its format was, and the fields found in it.

Lengths are millimetres from the top left corner of the page. A format without pages (DOCX, TXT) is one page
whose lines have no box.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from zhongshu.kit.errors import Refused


class Unreadable(Refused):
    """The file cannot be read (无法识读): a sentence that says why and what to do."""


class Box(NamedTuple):
    """Where something stands on its page, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on the page (行); of DOCX and TXT one paragraph.

    size: height of its type in millimetres; align: left, center, right or empty for unknown; red: printed in red, as
    the 发文机关标志 and seals are; confidence: of the recognition, 0 to 1; numbering that a word processor would
    draw stands in `text` as it is drawn.
    """

    text: str
    box: Box | None = None
    size: float | None = None
    align: str = ""
    red: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its lines in reading order (页), as it stands upright.

    turn: by how many degrees clockwise (0, 90, 180, 270) the page of the file has to be turned to stand so.
    """

    lines: tuple[Line, ...] = ()
    width: float = 210.0
    height: float = 297.0
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file as it was laid out (版面). warnings: Chinese sentences on what was left out and why."""

    format: str  # txt docx pdf ofd image; of an older format what it was turned into
    pages: tuple[Page, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All lines, one below the other, pages one after another."""
        return "\n".join(line.text for page in self.pages for line in page.lines)


class Place(NamedTuple):
    """Where a field was found: page and line counted from 0, and the box where the page has one."""

    page: int
    line: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A value of a field (识读值), how sure it is, 0 to 1, and where it stood. Not found: None or [] at 0."""

    value: Any
    confidence: float = 0.0
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read (识读结果): its paper and its fields.

    fields: genre, title, doc_number, date (YYYY-MM-DD), urgency, secrecy: a string or None; issuers, recipients,
    attachments: a list of strings or None, which says that the paper names none.
    """

    paper: Paper
    fields: Mapping[str, Found] = field(default_factory=dict)


# Told after every page: pages done, pages in all.
Report = Callable[[int, int], None]


class Recogniser(Protocol):
    """Whatever turns the picture of a page into lines (文字识别)."""

    def recognise(self, picture: bytes, width: float) -> Page:
        """Return the lines of an encoded picture (PNG or JPEG) that is `width` millimetres wide, upright.

        Raises Unreadable when the recognition is not installed or failed twice on this picture.
        """
        ...
