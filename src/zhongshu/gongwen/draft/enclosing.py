"""The attachments of a file that was read (附件还原): the names in 附件说明, and what stands under each label."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from zhongshu.gongwen.check import shapes
from zhongshu.gongwen.check.sheet import Role, Sheet
from zhongshu.gongwen.draft.model import Attachment, Block

INSIDE: tuple[Role, ...] = ("attachment_title", "attachment_body", "attachment_table")
_NEXT = re.compile(r"\s+(?=[0-9０-９]{1,2}\s?[.．、])")
_MARKS = re.compile(r"[\s《》“”（）()，。；：、.]")

Runs = Callable[..., Iterator[tuple[int, Block]]]


@dataclass
class _Part:
    """What stands under one label 附件1: its number there, 0 for none, its title, its blocks."""

    number: int = 0
    title: str = ""
    body: list[Block] = field(default_factory=list)


def attachments(sheet: Sheet, runs: Runs) -> Iterator[Attachment]:
    """Yield the attachments in the order of 附件说明; `runs` gives the blocks of some roles with their numbers."""
    names, parts = _noted(sheet), _parts(sheet, runs)
    placed = {part.number or order: part for order, part in enumerate(parts, 1)}
    count = max([len(names), *placed])
    for number, name in zip_longest(range(1, count + 1), names, fillvalue=""):
        part = placed.get(int(number), _Part())
        title = str(name) or part.title
        if title or part.body:
            yield Attachment(title or f"附件{number}", tuple(_under(title, part)))


def _noted(sheet: Sheet) -> list[str]:
    """Return the names that 附件说明 lists; a row without a number goes on with the one above."""
    names: list[str] = []
    for _, one in sheet.of("attachment_note"):
        label = shapes.ATTACHMENT_NOTE.match(one.text)
        for row in _NEXT.split(one.text[label.end() if label else 0 :].strip()):
            listed = shapes.LISTED.match(row)
            if listed or label or not names:
                names.append(row[listed.end() if listed else 0 :].strip())
            else:
                names[-1] += row
            label = None
    return [name for name in names if name]


def _parts(sheet: Sheet, runs: Runs) -> list[_Part]:
    parts: list[_Part] = []
    for number, block in runs("attachment_label", *INSIDE):
        role = sheet.paragraphs[number].role
        if role == "attachment_label" or not parts:
            parts.append(_Part())
        if role == "attachment_label":
            parts[-1].number = _number(str(block))
        elif role == "attachment_title":
            parts[-1].title += str(block)
        else:
            parts[-1].body.append(block)
    return parts


def _number(label: str) -> int:
    """Return the number of a label (附件2), 0 for one without."""
    digits = "".join(re.findall("[0-9]", unicodedata.normalize("NFKC", label)))
    return int(digits) if digits else 0


def _under(title: str, part: _Part) -> Sequence[Block]:
    """Return the body of an attachment without its title, which may go on in its second row.

    A title that says something else than 附件说明 stays as the first paragraph: nothing that was written is lost.
    """
    said, rest = part.title, list(part.body)
    while rest and isinstance(rest[0], str) and _same(said) != _same(title) and _begins(title, said + rest[0]):
        said += str(rest.pop(0))
    return rest if _same(said) in ("", _same(title)) else [part.title, *part.body]


def _same(text: str) -> str:
    return _MARKS.sub("", text)


def _begins(title: str, said: str) -> bool:
    return _same(title).startswith(_same(said))
