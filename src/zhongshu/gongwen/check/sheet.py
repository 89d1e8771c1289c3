"""The text that is checked (待检文稿): paragraphs that know their part in the document, from wherever it came.

Rules see one form only. A draft's parts are given the marks that laying out adds (主送机关 its colon, 抄送 its label),
so that a rule on marks speaks of what was written and not of what the machine writes itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from zhongshu.gongwen.check import masks
from zhongshu.gongwen.check.model import Example, Place
from zhongshu.kit import dates

Role = Literal[
    "copy_number", "secrecy", "urgency", "mark", "number", "signer",  # 份号 密级 紧急程度 标志 字号 签发人
    "title", "adopted", "recipients", "heading", "body", "table",  # 标题 题注 主送机关 标题行 正文 表格
    "attachment_note", "signature", "date", "note", "present",  # 附件说明 署名 成文日期 附注 出席请假列席
    "copied_to", "printed", "keywords",  # 抄送 印发机关和日期 主题词
    "attachment_label", "attachment_title", "attachment_body", "attachment_table",  # 附件
    "other",  # what surrounds the document, as on a page of the web
]  # fmt: skip
# What is prose: the rules on structure, marks, numerals, citing and wording go through these.
PROSE: tuple[Role, ...] = ("heading", "body", "attachment_body")
# All that somebody wrote and will be read as the document.
WRITTEN: tuple[Role, ...] = (
    "title", "adopted", *PROSE, "table", "attachment_note", "note", "attachment_title", "attachment_table",
)  # fmt: skip
# What only begins like numbering: 一、二季度, 一，二年级.
COUNTED = r"(?![一二三四五六七八九十](?:[、季级类期批线层战]|年级|产业|等奖))"
_LEVELS = tuple(
    map(
        re.compile,
        (
            rf"[一二三四五六七八九十百]+、{COUNTED}",
            r"[（(][一二三四五六七八九十百]+[）)]",
            r"[0-9０-９]{1,2}[.．](?![0-9０-９])",
            r"[（(][0-9０-９]{1,2}[）)]",
        ),
    )
)


_FACTS = ("direction", "issuers", "sealing", "seals", "traces", "tops", "is_piece")


class Paragraph(NamedTuple):
    """A paragraph, or one part of it where a line holds several (签发人 beside 发文字号).

    level: 1 to 4 by its numbering, 0 without; source: which paragraph of the source it is, by line or by path in the
    draft; offset: where it begins there, below 0 where laying out writes something before it; plain: the text with
    addresses, formulas and code masked, unquoted: also with what stands in 《》 and “” masked, both of its length.
    """

    text: str
    role: Role
    level: int
    source: tuple[str | int, ...]
    offset: int
    plain: str
    unquoted: str


def paragraph(text: str, role: Role, source: tuple[str | int, ...], offset: int = 0) -> Paragraph:
    """Return a paragraph with its level and masks."""
    numeric = role in ("table", "attachment_table") and masks.is_numeric(text)
    plain = masks.all_of(text) if numeric else masks.plain(text)
    level = level_of(text) if role in PROSE else 0
    return Paragraph(text, role, level, source, offset, plain, masks.unquoted(plain))


def level_of(text: str) -> int:
    """Return the level of the numbering a paragraph begins with (GB/T 9704-2012 7.3.3), 0 for none."""
    start = len(text) - len(text.lstrip())
    return next((level for level, form in enumerate(_LEVELS, 1) if form.match(text, start)), 0)


class Stretch(NamedTuple):
    """Paragraphs of one role read as one text, such as a title of several lines."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]  # paragraph, where it begins in `text`, its length

    def place(self, start: int, end: int) -> Place:
        """Return where a slice stands; of one that runs over lines, the part in the line where it begins.

        Of no text at all it is the beginning of the sheet.
        """
        number, begin, length = max((piece for piece in self.pieces if piece[1] <= start), default=(0, 0, 0))
        return Place(number, start - begin, min(end - begin, length))

    @property
    def whole(self) -> Place:
        """The place of the whole text, as far as one line goes."""
        return self.place(0, len(self.text))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to check.

    day: its 成文日期, where it names one that exists; direction: up level down, empty for unknown; issuers: 发文机关
    as far as they are known; sealing and seals: as a draft says, empty where nobody says; traces: what the file
    keeps of its making (修订、批注); tops: the lines of the source that begin a page, None where that is not known;
    recognised: whether the text comes from a picture, and a sign may be another; is_piece: whether it is none of the
    statutory genres and will not be issued by itself (信息、总结、讲话).
    """

    paragraphs: tuple[Paragraph, ...]
    day: date | None = None
    direction: str = ""
    issuers: tuple[str, ...] = ()
    sealing: str = ""
    seals: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    tops: frozenset[int] | None = None
    recognised: bool = False
    is_piece: bool = False

    def of(self, *roles: Role) -> Iterator[tuple[int, Paragraph]]:
        """Yield number and paragraph of those of some roles."""
        return ((number, one) for number, one in enumerate(self.paragraphs) if one.role in roles)

    def one(self, *roles: Role) -> Stretch:
        """Return the first run of paragraphs of some roles as one text, empty where there is none."""
        found = [number for number, one in enumerate(self.paragraphs) if one.role in roles]
        run = [number for at, number in enumerate(found) if number == found[0] + at]
        texts = [self.paragraphs[number].text for number in run]
        starts = accumulate(map(len, texts[:-1]), initial=0)
        return Stretch("".join(texts), tuple(zip(run, starts, map(len, texts), strict=False)))

    def written(self, place: Place) -> str:
        """Return what stands at a place."""
        return self.paragraphs[place.paragraph].text[place.start : place.end]

    def at(self, place: Place) -> tuple[tuple[str | int, ...], int, int]:
        """Return where a place stands in the source: which paragraph, from where to where."""
        one = self.paragraphs[place.paragraph]
        return one.source, max(one.offset + place.start, 0), max(one.offset + place.end, 0)


def made(paragraphs: Iterable[Paragraph], direction: str = "", issuers: Iterable[str] = ()) -> Sheet:
    """Return a sheet of paragraphs, its day taken from its 成文日期."""
    whole = tuple(paragraphs)
    dated = "".join(one.text for one in whole if one.role == "date")
    return Sheet(whole, day_of(dated), direction, tuple(issuers))


def of_parts(parts: Mapping[str, Any]) -> Sheet:
    """Return a sheet of texts by role, as the examples of rules are written; every other key as in a Sheet."""
    facts = {name: said for name, said in parts.items() if name in _FACTS}
    texts = {role: [text] if isinstance(text, str) else text for role, text in parts.items() if role not in facts}
    rows = enumerate((role, line) for role, text in texts.items() for one in text for line in one.split("\n"))
    # A tab parts the cells of a table.
    paragraphs = (paragraph(cell, role, (number,)) for number, (role, line) in rows for cell in line.split("\t"))  # type: ignore[arg-type]
    return replace(made(paragraphs), **facts)


def of_example(example: Example) -> Sheet:
    """Return the sheet of an example: one text is the body."""
    return of_parts({"body": example} if isinstance(example, str) else example)


def day_of(text: str) -> date | None:
    """Return the day that a 成文日期 names, however it is written; None for one that does not exist."""
    try:
        return dates.parse_date(text.strip("（()） "))
    except dates.NotADate:
        return None
