"""Passages of a text (原文位置): its paragraphs as they are read, and a quote found again in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.outgoing.rules.consulting import QUOTE

SHORTEST = 24  # characters of a paragraph by which it is known in a list
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it is read. part: 标题, 正文 and so on; field: the part of the form that holds it.

    source, offset: its path in the draft, and how many characters of what is written there stand before it (below 0
    where laying out writes something first).
    """

    number: int
    part: str
    field: str
    source: Path
    offset: int
    text: str

    @property
    def begins(self) -> str:
        """Its first words."""
        return self.text if len(self.text) <= SHORTEST else f"{self.text[:SHORTEST]}……"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands: in which paragraph, from where to where."""

    paragraph: Paragraph
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: whether it is quoted, and the numbers of the quotes that begin here."""

    text: str
    is_quoted: bool
    begun: tuple[int, ...]


def paragraphs(draft: Draft) -> list[Paragraph]:
    """Return the paragraphs of a draft, numbered from 1."""
    from zhongshu.gongwen.check import drafts, listing

    return [
        Paragraph(number, listing.PARTS[one.role], _field(one.source), one.source, one.offset, one.text)
        for number, one in enumerate(drafts.of_draft(draft).paragraphs, 1)
    ]


def _field(path: Path) -> str:
    """Return the part of the form that holds a path of the draft, as its form calls it."""
    name, *rest = path
    if name != "attachments":
        return str(name)
    return f"attachment_{int(rest[0]) + 1}" + ("_body" if rest[1] == "body" else "")


def chosen(written: Sequence[Paragraph], number: int, quote: str) -> tuple[str, str]:
    """Return field and quote of what somebody chose: a paragraph, or words of it; both empty for the whole text.

    Words that stand in several places become their whole paragraph. Raises Refused for what is not there.
    """
    if not number:
        if quote:
            raise Refused("请选择所引文字在哪一段。", field="paragraph")
        return "", ""
    here = next((one for one in written if one.number == number), None)
    if here is None:
        raise Refused("文稿中没有这一段，请刷新页面后重新选择。", field="paragraph")
    if quote not in here.text:
        raise Refused("所引文字与该段原文不一致，请从原文中选取，或者只选择段落。", field="quote")
    if len(quote) > QUOTE:
        raise Refused(f"所引文字最多{QUOTE}字，请缩短；整段引用的，只选择段落。", field="quote")
    is_unique = sum(one.text.count(quote) for one in written) == 1 if quote else False
    return here.field, quote if is_unique else here.text[:QUOTE]


def find(written: Iterable[Paragraph], field: str, quote: str) -> Found | None:
    """Return where a quote stands, first in the part where it was taken from, or None when it is gone (原文已改)."""
    holding = [one for one in written if quote and quote in one.text]
    here = next((one for one in holding if one.field == field), holding[0] if holding else None)
    if here is None:
        return None
    start = here.text.index(quote)
    return Found(here, start, start + len(quote))


def pieces(paragraph: Paragraph, quoted: Iterable[tuple[int, Found]]) -> list[Piece]:
    """Return a paragraph cut where quotes begin and end; quoted: the number of each quote and where it stands."""
    here = [(number, one) for number, one in quoted if one.paragraph.number == paragraph.number]
    cuts = sorted({0, len(paragraph.text), *(at for _, one in here for at in (one.start, one.end))})
    return [
        Piece(
            paragraph.text[start:end],
            any(one.start <= start < one.end for _, one in here),
            tuple(number for number, one in here if one.start == start),
        )
        for start, end in pairwise(cuts)
    ]
