"""The text of a paper taken apart (行文结构): opening, body and closing; what every finder of a field works on."""

import re
from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.read import beginning, closing, opening, organs, sheet, signatures, titles, wording
from zhongshu.gongwen.read.model import Found, Paper
from zhongshu.gongwen.read.sheet import Span

# How sure anything is where a report stands before the document.
_LATE = 0.8


@dataclass(frozen=True, slots=True)
class Flow:
    """A paper to find fields in.

    title: the one chosen; titled: the organs it names; counted: how many issue it where it says so (等九部门), else 0;
    headed: the organs of the masthead (发文机关标志).
    """

    sheet: sheet.Sheet
    opening: opening.Opening
    closing: closing.Closing
    title: tuple[Span, ...]
    titled: tuple[str, ...]
    counted: int
    headed: tuple[str, ...]

    @property
    def signed(self) -> list[str]:
        """The organs that sign."""
        return signatures.names(self.sheet, self.closing.signature)

    @property
    def is_signed_as_titled(self) -> bool:
        """Tell whether one of the organs that the title names signs."""
        return signatures.Known(self.titled).are(self.signed)

    @property
    def is_title_begun_early(self) -> bool:
        """Tell whether words stand before the organ that signs, as the title names it, that are none of its name."""
        signed, titled = next(iter(self.signed), ""), next(iter(self.titled), "")
        before = titled.removesuffix(signed)
        return 0 < len(before) < len(titled) and organs.has_head(signed) and not organs.has_head(before)

    def text(self, *spans: Span) -> str:
        """Return spans joined, in the form that is matched."""
        return "".join(self.sheet.text[span.start : span.end] for span in spans)

    def found(self, value: Any, confidence: float, *spans: Span) -> Found:
        """Return a value with its places; badly recognised lines and an opening found late lower the confidence."""
        confidence = min(confidence, _LATE) if self.opening.late else confidence
        return Found(value, round(confidence * self.sheet.confidence(spans), 3), self.sheet.places(spans))


def of(paper: Paper) -> Flow:
    """Take a paper apart."""
    page = sheet.of_paper(paper)
    head = beginning.find(page)
    title = _choose(page, head)
    titled, counted = wording.issuers_of("".join(page.text[span.start : span.end] for span in title))
    headed = _masthead(page, head)
    ending = closing.read(page, head.body, signatures.Known(titled or headed, counted))
    return Flow(page, head, ending, title, tuple(titled), counted, tuple(headed))


def _masthead(page: sheet.Sheet, head: opening.Opening) -> list[str]:
    for span in head.mastheads:
        found = wording.MASTHEAD.fullmatch(page.text[span.start : span.end])
        if found and (names := wording.names_of(found["organs"])):
            return names
    return []


def _choose(page: sheet.Sheet, head: opening.Opening) -> tuple[Span, ...]:
    """Return the document's own title: the last one that says the same as the page's, else the first.

    A masthead that says the genre (某某县人民政府令) is the title only where no other follows.
    """
    if not head.titles:
        return ()
    whole = (number for number, spans in enumerate(head.titles) if not wording.is_heading(_text(page, spans)))
    first = next(whole, len(head.titles) - 1)
    chosen = head.titles[first]
    for spans in head.titles[first + 1 :]:
        if titles.say_the_same(_bare(page, chosen), _bare(page, spans)):
            chosen = spans
    return (_completed(page, chosen, head.body),) if _is_cut(page, chosen) else tuple(chosen)


def _bare(page: sheet.Sheet, title: list[Span]) -> str:
    """Return a title without the organ that a page adds in brackets behind it."""
    text = _text(page, title)
    added = re.search("（([^（）]{2,40})）$", text)
    return text[: added.start()] if added and organs.is_organ(added[1]) else text


def _is_cut(page: sheet.Sheet, title: list[Span]) -> bool:
    """Tell whether a title has lost its beginning: 《某某办法》的决定."""
    return re.fullmatch("《[^《》]+》的[一-龥]{1,3}", _text(page, title)) is not None


def _completed(page: sheet.Sheet, title: list[Span], body: int) -> Span:
    """Return the first row of the body that is a title and ends like the one that was cut, else that one."""
    at = page.text.find(f"{_text(page, title)}\n", body)
    row = page.rows[page.row_at(at)] if at >= 0 else title[0]
    return row if wording.is_title(page.text[row.start : row.end]) else Span(title[0].start, title[-1].end)


def _text(page: sheet.Sheet, spans: list[Span]) -> str:
    return "".join(page.text[span.start : span.end] for span in spans)
