"""The lines of a paper as one text to search (行文文本), in which every character still knows its line.

Page numbers, running heads and bits of seals are left out. Blanks are closed up, so that 通　　知 is a word again;
where they stood is kept in `gaps`, because they part what touches. A line falls into rows where wide blanks mark lost
line breaks.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from zhongshu.gongwen.read.model import Line, Page, Paper, Place


class Span(NamedTuple):
    """A stretch of the text: start and end as in slices."""

    start: int
    end: int


class Origin(NamedTuple):
    """Where a line begins in the text, and where it stands on the paper."""

    start: int
    page: int
    number: int
    line: Line


_PAGE_NUMBER = re.compile(
    r"[-—–－─_·•.\s]*(?:第\s*)?[0-9０-９]{1,4}(?:\s*页)?(?:\s*[/／共]+\s*[0-9]{1,4}\s*页?)?[-—–－─_·•.\s]*"
)
_DASHED = re.compile(r"[-—–－─]+\s*[0-9０-９]{1,4}\s*[-—–－─]+")
# Two full-width blanks or a tab part rows; so do four plain ones.
_WIDE = re.compile(r"[^\S\n]*(?:\u3000{2}|\t| {4})[^\S\n]*")
# The last word of 标　　题：…, whose first stands apart.
_LETTER_SPACED = re.compile(r"[一-龥]\s*[：:]")
# Such a word that stands behind another label in its row.
_SPREAD = re.compile(r"(?<=\S\s)([一-龥])[^\S\n]{2,40}([一-龥])(?=\s?[：:])")
_ONE = re.compile(r"[^\S\n]+")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{0,6}|#[0-9]{1,5});")
_CIRCLES = dict.fromkeys("○◯⚪ΟО", "〇")
_FULL_WIDTH = {
    chr(code): chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_PLAIN = str.maketrans(_CIRCLES | _FULL_WIDTH | {":": "：", "．": ".", "﹕": "：", "∶": "："})
# A line of these alone needs no cleaning.
_COMMON = re.compile(r"[0-9A-Za-z一-龥，。；：、（）《》“”〔〕.-]+")
_EDGE, _RUNNING = 2, 3
# As much as is ever read of the words that run round a seal.
_STAMPED = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """text: what finders match, digits half-width, every colon ：; written, of the same length: what is printed."""

    text: str
    written: str
    gaps: frozenset[int]
    rows: tuple[Span, ...]
    origins: tuple[Origin, ...]

    def row_at(self, offset: int) -> int:
        """Return which row holds an offset."""
        return max(bisect_right(self.rows, offset, key=lambda row: row.start) - 1, 0)

    def origins_of(self, span: Span) -> tuple[Origin, ...]:
        """Return the lines that a span touches."""
        first = max(bisect_right(self.origins, span.start, key=lambda origin: origin.start) - 1, 0)
        last = bisect_right(self.origins, max(span.end - 1, span.start), key=lambda origin: origin.start)
        return self.origins[first:last]

    def places(self, spans: Iterable[Span]) -> tuple[Place, ...]:
        """Return where the spans stand, every line once."""
        found = (Place(at.page, at.number, at.line.box) for span in spans for at in self.origins_of(span))
        return tuple(dict.fromkeys(found))

    def confidence(self, spans: Iterable[Span]) -> float:
        """Return how sure the recognition was of the worst of the lines."""
        return min((at.line.confidence for span in spans for at in self.origins_of(span)), default=1.0)

    def line(self, span: Span) -> Line:
        """Return the line in which a span begins."""
        return self.origins_of(span)[0].line

    def show(self, spans: Iterable[Span]) -> str:
        """Return the spans as they are written, joined."""
        return "".join(self.written[span.start : span.end] for span in spans)


def of_paper(paper: Paper) -> Sheet:
    """Lay the lines of a paper one after another (展开)."""
    characters: list[str] = []
    gaps: set[int] = set()
    rows: list[Span] = []
    origins: list[Origin] = []
    offset = 0
    for page, number, line in _lines(paper):
        pieces = list(_pieces(line.text))
        if pieces:
            origins.append(Origin(offset, page, number, line))
        for piece, blanks in pieces:
            gaps.update(offset + blank for blank in blanks)
            rows.append(Span(offset, offset + len(piece)))
            characters.append(piece + "\n")
            offset += len(piece) + 1
    written = "".join(characters)
    return Sheet(written.translate(_PLAIN), written, frozenset(gaps), tuple(rows), tuple(origins))


def _lines(paper: Paper) -> Iterator[tuple[int, int, Line]]:
    """Yield page, number and line of what is neither page number nor running head nor a bit of a seal (印文)."""
    running = _running(paper.pages)
    is_body = False
    for number, page in enumerate(paper.pages):
        last = len(page.lines) - 1
        for index, line in enumerate(page.lines):
            text = line.text.strip()
            at_edge = len(paper.pages) > 1 and (index < _EDGE or index > last - _EDGE)
            numbered = (_PAGE_NUMBER if at_edge else _DASHED).fullmatch(text)
            stamped = is_body and line.red and len(text) <= _STAMPED
            is_body = is_body or (not line.red and text.endswith(("：", "。")))
            if text and not numbered and not stamped and not (at_edge and text in running):
                yield number, index, line


def _running(pages: tuple[Page, ...]) -> frozenset[str]:
    """Return the lines that stand at the top or the bottom of three pages or more (页眉页脚)."""
    edges = (
        {line.text.strip() for line in (*page.lines[:_EDGE], *page.lines[-_EDGE:]) if len(line.text) < 40}
        for page in pages
    )
    return frozenset(
        text for text, count in Counter(text for edge in edges for text in edge).items() if count >= _RUNNING
    )


def _pieces(text: str) -> Iterator[tuple[str, list[int]]]:
    """Yield the rows of a line and the offsets in each where blanks were."""
    if _COMMON.fullmatch(text):
        yield text, []
        return
    clean = _SPREAD.sub(r"\1\2", _ENTITY.sub(" ", "".join(_visible(text))))
    loose: list[str] = []
    for piece in _WIDE.split(clean.strip()):
        words = [word for word in _ONE.split(piece.strip()) if word]
        if len(words) == 1 and len(words[0]) == 1 and "一" <= words[0] <= "龥":
            loose.append(words[0])
            continue
        if loose and _LETTER_SPACED.match(piece):
            words = [*loose, *words]
        elif loose:
            yield _closed(loose)
        loose = []
        if words:
            yield _closed(words)
    if loose:
        yield _closed(loose)


def _visible(text: str) -> Iterator[str]:
    """Yield the characters of a line that can be seen, radicals and the like as the characters they show."""
    for sign in unicodedata.normalize("NFC", text):
        category = unicodedata.category(sign)
        if sign == "\t":
            yield sign
        elif category == "Zs":
            yield sign if sign == "\u3000" else " "
        elif category not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            plain = (
                unicodedata.normalize("NFKC", sign)
                if "\u2e80" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufaff"
                else sign
            )
            yield plain if len(plain) == 1 else sign


def _closed(words: list[str]) -> tuple[str, list[int]]:
    """Return words without the blanks between them, save where both sides are Latin, and where blanks stood."""
    text, gaps = words[0], []
    for word in words[1:]:
        if text[-1].isascii() and word[0].isascii() and text[-1].isalnum() and word[0].isalnum():
            text += " "
        gaps.append(len(text))
        text += word
    spaced = all(len(word) == 1 for word in words)
    return text, [] if spaced else gaps
