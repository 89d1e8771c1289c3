"""The text of a paper taken apart (行文结构): opening, body and closing; what every finder of a field works on."""

import re
from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.read import closing, opening, organs, sheet, signatures, wording
from zhongshu.gongwen.read.model import Found, Paper
from zhongshu.gongwen.read.sheet import Span

# Where the issuers end in a title.
_VERB = re.compile(
    r"关于|印发|转发|批转|公布|发布|颁布|废止|修改|表彰|授予|对|同意|召开|转|(?:19|20)[0-9]{2}年|令|公告|通告|通知|决定|决议|公报|意见|通报|报告|请示|批复|函|纪要|公示|《"
)
_COUNTED = re.compile(r"等([0-9一二三四五六七八九十]{1,3})[个家]?(?:部门|单位|机关|厅局|部委|委办局|局|厅)$")
# A meeting passes its resolutions in its own name (决议、公报).
_MEETING = re.compile(r"[一-龥]{4,40}(?:代表大会|全体会议|第[一二三四五六七八九十百]+次会议)")
_NUMERALS = "〇一二三四五六七八九十"


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

    def text(self, *spans: Span) -> str:
        """Return spans joined, in the form that is matched."""
        return "".join(self.sheet.text[span.start : span.end] for span in spans)

    def found(self, value: Any, confidence: float, *spans: Span) -> Found:
        """Return a value with its places; the recognition of its lines lowers the confidence."""
        return Found(value, round(confidence * self.sheet.confidence(spans), 3), self.sheet.places(spans))


def of(paper: Paper) -> Flow:
    """Take a paper apart."""
    page = sheet.of_paper(paper)
    head = opening.read(page)
    title = _choose(page, head)
    titled, counted = issuers_of("".join(page.text[span.start : span.end] for span in title))
    headed = _masthead(page, head)
    ending = closing.read(page, head.body, signatures.Known(titled or headed, counted))
    return Flow(page, head, ending, title, tuple(titled), counted, tuple(headed))


def issuers_of(title: str) -> tuple[list[str], int]:
    """Return the organs a title begins with, and how many issue it where it says so (科技部等九部门), else 0."""
    for verb in _VERB.finditer(title):
        head = title[: verb.start()]
        if head.count("《") != head.count("》") or len(head) > 160:
            break
        if verb.group() in ("令", "公告"):
            # 中华人民共和国国务院令 is issued by 国务院.
            head = head.removeprefix("中华人民共和国")
        counted = _COUNTED.search(head)
        names = names_of((head[: counted.start()] if counted else head).removesuffix("等"))
        if not names and _MEETING.fullmatch(head):
            names = [head]
        if names:
            return names, _count(counted[1]) if counted else 0
    return [], 0


def names_of(text: str) -> list[str]:
    """Return the organs that a text lists, joined by 、 or touching; empty when it is no such list."""
    names = [name for part in re.split("[、，]", text) for name in organs.split(part)]
    return names if all(map(organs.is_organ, names)) else []


def _count(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else max(_NUMERALS.find(numeral), 0)


def _masthead(page: sheet.Sheet, head: opening.Opening) -> list[str]:
    for span in head.mastheads:
        found = wording.MASTHEAD.fullmatch(page.text[span.start : span.end])
        if found and (names := names_of(found["organs"])):
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
        if _text(page, spans).endswith(_text(page, chosen)) or _text(page, chosen).endswith(_text(page, spans)):
            chosen = spans
    return tuple(chosen)


def _text(page: sheet.Sheet, spans: list[Span]) -> str:
    return "".join(page.text[span.start : span.end] for span in spans)
