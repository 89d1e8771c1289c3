"""A comparison as a word-processor file with tracked changes (修订痕迹): accepted the new version, rejected the old."""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

from zhongshu.gongwen.compare.model import Change
from zhongshu.gongwen.typeset.docx.xml import add, indent

UNHELD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML cannot hold
SIZE = 32  # half points: 三号
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
        writer.add(document.add_paragraph(), change)
    _style(document)
    known = document.core_properties
    known.author, known.last_modified_by, known.comments = by, by, ""
    known.created = known.modified = at.astimezone(UTC).replace(tzinfo=None)
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
    add(normal, "w:sz", val=SIZE)


class _Writer:
    """Writes paragraphs; every mark has a number and says whose it is."""

    def __init__(self, by: str, at: datetime) -> None:
        self.numbers = count(1)
        self.author = {"author": by, "date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}

    def add(self, paragraph: Any, change: Change) -> None:
        """Fill a paragraph; one that was inserted, deleted or moved as a whole takes its end of line along."""
        whole = _WHOLE.get(change.manner)
        indent(paragraph, first=2)
        if whole:
            self._mark(add(paragraph._p.pPr, "w:rPr"), whole)
        with self._range(paragraph._p, whole, change.move):
            for piece in change.pieces:
                if change.manner == "moved_to" and piece.deed == "deleted":
                    continue  # it stands where it was
                moved = change.move and (change.manner == "moved_from" or piece.deed == "same")
                self._write(paragraph._p, piece.text, whole if moved else _PIECES.get(piece.deed))

    @contextmanager
    def _range(self, paragraph: Any, whole: str | None, move: int) -> Iterator[None]:
        """Put round a moved paragraph the marks by which its two places know each other."""
        if not move:
            yield
            return
        number = next(self.numbers)
        add(paragraph, f"{whole}RangeStart", id=number, name=f"move{move}", **self.author)
        yield
        add(paragraph, f"{whole}RangeEnd", id=number)

    def _mark(self, parent: Any, tag: str) -> Any:
        return add(parent, tag, id=next(self.numbers), **self.author)

    def _write(self, paragraph: Any, text: str, tag: str | None) -> None:
        run = add(self._mark(paragraph, tag) if tag else paragraph, "w:r")
        kept = add(run, "w:delText" if tag == "w:del" else "w:t")
        kept.text = UNHELD.sub("\ufffd", text)
        kept.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
