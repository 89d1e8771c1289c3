"""A comparison as a word-processor file with tracked changes (修订痕迹): accepted the new version, rejected the old."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

from zhongshu.gongwen.compare.model import Change

UNHELD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold
INDENT = "200"  # hundredths of a character
SIZE = "32"  # half points: 三号
FONT = "仿宋"
# How a piece is marked, and a paragraph as a whole.
_PIECES = {"inserted": "w:ins", "deleted": "w:del"}
_WHOLE = {**_PIECES, "moved_from": "w:moveFrom", "moved_to": "w:moveTo"}


def to_docx(changes: Iterable[Change], *, by: str, at: datetime) -> bytes:
    """Return a DOCX in which every difference is a tracked change of `by` at `at`."""
    import docx  # here alone: it takes a while to load

    document = docx.Document()
    writer = _Writer(by, at)
    for change in changes:
        writer.add(document.add_paragraph()._p, change)
    _style(document)
    document.core_properties.author = by
    document.core_properties.created = document.core_properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _style(document: Any) -> None:
    from docx.oxml.ns import qn

    normal = document.styles["Normal"].element.get_or_add_rPr()
    fonts = normal.get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(script), "Times New Roman")
    fonts.set(qn("w:eastAsia"), FONT)
    normal.append(_element("w:sz", val=SIZE))


class _Writer:
    """Writes paragraphs; every mark has a number and says whose it is."""

    def __init__(self, by: str, at: datetime) -> None:
        self.numbers = count(1)
        self.author = {"author": by, "date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}

    def add(self, paragraph: Any, change: Change) -> None:
        """Fill a paragraph; one that was inserted, deleted or moved as a whole takes its end of line along."""
        whole = _WHOLE.get(change.manner)
        properties = paragraph.get_or_add_pPr()
        properties.append(_element("w:ind", firstLineChars=INDENT))
        if whole:
            ending = _element("w:rPr")
            ending.append(self._mark(whole))
            properties.append(ending)
        with self._range(paragraph, whole, change.move):
            for piece in change.pieces:
                if change.manner == "moved_to" and piece.deed == "deleted":
                    continue  # it stands where it was
                moved = change.move and (change.manner == "moved_from" or piece.deed == "same")
                self._write(paragraph, piece.text, whole if moved else _PIECES.get(piece.deed))

    @contextmanager
    def _range(self, paragraph: Any, whole: str | None, move: int) -> Iterator[None]:
        """Put round a moved paragraph the marks by which its two places know each other."""
        if not move:
            yield
            return
        number = str(next(self.numbers))
        paragraph.append(_element(f"{whole}RangeStart", id=number, name=f"move{move}", **self.author))
        yield
        paragraph.append(_element(f"{whole}RangeEnd", id=number))

    def _mark(self, tag: str) -> Any:
        return _element(tag, id=str(next(self.numbers)), **self.author)

    def _write(self, paragraph: Any, text: str, tag: str | None) -> None:
        kept = _element("w:delText" if tag == "w:del" else "w:t")
        kept.text = UNHELD.sub("\ufffd", text)
        kept.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run = _element("w:r")
        run.append(kept)
        if tag:
            marked = self._mark(tag)
            marked.append(run)
            paragraph.append(marked)
        else:
            paragraph.append(run)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
