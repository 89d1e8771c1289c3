"""What a person sees of a draft (文稿检查结果): what was found and where, and the pages as they will print."""

import io
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from zhongshu.gongwen.check.model import Finding, Severity, World
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.outgoing.queries import draft_files
from zhongshu.ui import papers

TONES = {"错误": "red", "警告": "yellow", "提示": "plain"}
AROUND, LONGEST = 8, 60  # characters shown on either side of a place without width, and of a finding at the most
FIRST_PAGES = 3  # that are drawn, with the last one, which is signed
MOST_AT_ONCE = 4  # pages that are drawn for one asking
WIDTH = 820  # pixels across a page


@dataclass(frozen=True, slots=True)
class Note:
    """One finding as it is shown (问题).

    key: what the button that mends it says; wrong and right with what stands round them; field: id of the field that
    it stands in, start and end its place there, or none where laying out alone writes it.
    """

    number: int
    key: str
    finding: Finding
    tone: str
    where: str
    before: str
    wrong: str
    right: str
    after: str
    field: str
    start: int
    end: int
    is_fixable: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with what was found in it: its tone, and the numbers of what begins here."""

    text: str
    tone: str = ""
    begun: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its marks; part: what it is, where another begins."""

    part: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is found in a draft. is_empty: whether there is nothing in it at all."""

    notes: tuple[Note, ...]
    is_empty: bool

    @property
    def counts(self) -> Mapping[str, int]:
        """How many findings there are of each severity."""
        return Counter(str(one.finding.severity) for one in self.notes)

    @property
    def fixable(self) -> int:
        """How many findings one button mends."""
        return sum(one.is_fixable for one in self.notes)


@dataclass(frozen=True, slots=True)
class Sight(Found):
    """All that is shown of a draft. unset: why it cannot be set; changes: the paragraphs that differ from before."""

    passages: tuple[Passage, ...]
    sheets: tuple[Mapping[str, Any], ...]
    pages: int
    unset: str
    changes: tuple[Markup, ...]


Locate = Callable[[tuple[str | int, ...]], tuple[str, int]]


def of_draft(
    draft: Draft,
    before: str,
    locate: Locate,
    world: World,
    at: datetime,
    *,
    foreseen: Draft | None = None,
    laid: Draft | None = None,
) -> Sight:
    """Look at a draft. locate: from a path in it to the field where that stands, and the place in it.

    foreseen: the draft with what will be added before it is printed, where something will; laid: as its pages are
    laid out, where that is another way.
    """
    from zhongshu.gongwen.check import drafts

    sheet = drafts.of_draft(foreseen or draft)
    notes = _noted(sheet, locate, world)
    sheets, pages, unset = printed(laid or foreseen or draft, at)
    return Sight(
        notes,
        not sheet.paragraphs,
        tuple(_passages(sheet, notes)),
        tuple(sheets),
        pages,
        unset,
        tuple(changes(before, [one.text for one in sheet.paragraphs])),
    )


def key(sheet: Sheet, finding: Finding) -> str:
    """Return by what a finding is known again when its draft comes back: rule, part, place, what stands there."""
    source, start, _ = sheet.at(finding.place)
    return f"{finding.rule.id} {'.'.join(map(str, source))} {start} {finding.wrong[:20]}"


def found(draft: Draft, locate: Locate, world: World) -> Found:
    """Return what is found in a draft, and no more: it is asked for while somebody types (边写边查)."""
    from zhongshu.gongwen.check import drafts

    sheet = drafts.of_draft(draft)
    return Found(_noted(sheet, locate, world), not sheet.paragraphs)


def _noted(sheet: Sheet, locate: Locate, world: World) -> tuple[Note, ...]:
    from zhongshu.gongwen.check import engine

    return tuple(_notes(sheet, engine.check(sheet, world), locate))


def _notes(sheet: Sheet, findings: Iterable[Finding], locate: Locate) -> Iterator[Note]:
    from zhongshu.gongwen.check import listing, mending

    for number, finding in enumerate(findings, 1):
        source, start, end = sheet.at(finding.place)
        field, begin = locate(source)
        text = sheet.paragraphs[finding.place.paragraph].text
        around = 0 if finding.wrong else AROUND
        yield Note(
            number=number,
            key=key(sheet, finding),
            finding=finding,
            tone=TONES[finding.severity],
            where=listing.where(sheet, finding),
            before=text[max(finding.place.start - around, 0) : finding.place.start] if around else "",
            wrong=_cut(finding.wrong),
            right=_cut(finding.right),
            after=text[finding.place.end : finding.place.end + around],
            field=field,
            start=begin + start,
            end=begin + end,
            is_fixable=any(True for _ in mending.changes(sheet, [finding])),
        )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}……"


def _passages(sheet: Sheet, notes: Sequence[Note]) -> Iterator[Passage]:
    from zhongshu.gongwen.check import listing

    above = ""
    for number, one in enumerate(sheet.paragraphs):
        part = listing.PARTS[one.role]
        here = [note for note in notes if note.finding.place.paragraph == number]
        yield Passage(part if part != above else "", tuple(_pieces(one.text, here)))
        above = part


def _pieces(text: str, notes: Sequence[Note]) -> Iterator[Piece]:
    """Yield a text cut where marks begin and end; where several lie over one another, the loudest colours it."""
    places = {note.number: (note.finding.place.start, note.finding.place.end) for note in notes}
    cuts = sorted({0, len(text), *(at for place in places.values() for at in place)})
    order = list(Severity)
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        begun = tuple(number for number, place in places.items() if place[0] == start)
        over = [note for note in notes if places[note.number][0] <= start < places[note.number][1]]
        over += [note for note in notes if places[note.number] == (start, start)]
        loudest = min((note.finding.severity for note in over), key=order.index, default=None)
        if start < end or begun:
            yield Piece(text[start:end], TONES[loudest] if loudest else "", begun)


@dataclass(frozen=True, slots=True)
class Preview:
    """Pages as they will print, while somebody types (边写边看). unset: why there are none.

    sheets: by number from 1, of those that were asked for: the digest of a picture, and its address unless the asker
    has it already.
    """

    count: int
    unset: str
    sheets: tuple[Mapping[str, Any], ...] = ()


def preview(draft: Draft, at: datetime, wanted: Iterable[int], has: Collection[str], words: str = "") -> Preview:
    """Return some pages, counted from 1, as they will print; has: digests of what the asker need not be sent."""
    from zhongshu.gongwen.read import pictures

    try:
        content, count = _laid_out(draft, at, words)
    except Refused as refusal:
        return Preview(0, refusal.sentence)
    numbers = [number for number in sorted({*wanted}) if 1 <= number <= count][:MOST_AT_ONCE]
    drawn = pictures.draw_new(io.BytesIO(content), [number - 1 for number in numbers], WIDTH, has)
    sheets = (
        {"number": number, "digest": digest, "picture": picture and _address(picture)}
        for number, (digest, picture) in zip(numbers, drawn, strict=True)
    )
    return Preview(count, "", tuple(sheets))


def printed(draft: Draft, at: datetime, words: str = "") -> tuple[list[Mapping[str, Any]], int, str]:
    """Return the pages as pictures and how many there are, or why there are none; words: the watermark over them."""
    from zhongshu.gongwen.read import pictures

    try:
        content, count = _laid_out(draft, at, words)
    except Refused as refusal:
        return [], 0, refusal.sentence
    shown = [*range(min(FIRST_PAGES, count - 1)), count - 1]
    drawn = pictures.draw_some(io.BytesIO(content), shown, WIDTH)
    return list(map(_sheet, shown, drawn)), count, ""


def _laid_out(draft: Draft, at: datetime, words: str) -> tuple[bytes, int]:
    """Return a draft as PDF with the watermark over it, and how many pages it has. Raises Refused."""
    from zhongshu.gongwen.typeset import pdf
    from zhongshu.gongwen.watermark import copies
    from zhongshu.gongwen.watermark.marks import Mark

    printed = pdf.to_pdf(draft, fonts=papers.fonts(), at=at)
    content = copies.stamp(printed.pdf, "pdf", Mark(words, papers.fonts()), at) if words else printed.pdf
    return content, printed.pages


def _sheet(number: int, drawn: Any) -> Mapping[str, Any]:
    return {"number": number + 1, "picture": _address(drawn), "width": 210, "height": 297, "lines": ()}


def _address(drawn: Any) -> str:
    return f"data:{drawn.media_type};base64,{b64encode(drawn.data).decode()}"


def changes(before: str, after: Sequence[str], *, everything: bool = False) -> Iterator[Markup]:
    """Yield the paragraphs that differ from an earlier text (修改痕迹), or all of them with what differs marked."""
    from zhongshu.gongwen.compare import html

    for change in draft_files.compared(before, after):
        if everything or change.manner != "same":
            yield Markup(html.paragraph(change))  # noqa: S704 - what is in it is escaped there
