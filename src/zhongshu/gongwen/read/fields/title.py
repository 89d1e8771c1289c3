"""The title (标题), 条例 art. 9 (7): on one line, as it is written, without the blanks that spread it."""

import re
from collections.abc import Iterator, Sequence

from zhongshu.gongwen.read import closing, organs, wording
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_MOST_ROWS, _LONGEST_PLAIN = 3, 40
_METADATA = ("标题", "名称", "信息名称", "公文标题", "文件标题", "来文标题", "文件名称", "发文标题")

# A genre in the middle of a title, before the 关于 of the real one.
_INNER = re.compile(r"(?:通知|公告|通告|公示|通报|决定|决议|意见|批复)(?=[^《》]{3,60}(?:关于|印发))")


def find(flow: Flow) -> Found:
    """Return the document's own title, else what its order promulgates, that of the page, the rows in its place."""
    listed = next((span for name, span in flow.opening.metadata if name in _METADATA and span.end > span.start), None)
    is_heading = wording.is_heading(flow.text(*flow.title))
    if flow.title and not is_heading:
        return flow.found(flow.sheet.show(flow.title), _confidence(flow, listed), *flow.title)
    for confidence, spans in _others(flow, listed, flow.title):
        if spans:
            return flow.found(flow.sheet.show(spans), confidence, *spans)
    return Found(None)


def _others(flow: Flow, listed: Span | None, heading: Sequence[Span]) -> Iterator[tuple[float, Sequence[Span]]]:
    """Yield what the title may be where no row of the opening is a whole one, and how sure that is."""
    yield 0.75, _promulgated(flow)
    yield 0.7, [listed] if listed else []
    yield 0.8, heading
    rows = _rows(flow)
    yield 0.6, [] if rows and wording.PLAIN_END.search(flow.text(*rows)) else _numbered(flow)
    yield 0.4, rows


def _promulgated(flow: Flow) -> list[Span]:
    """Return the act that the first sentence promulgates (现予公布)."""
    found = wording.PROMULGATED.match(flow.sheet.text, flow.opening.body)
    return [Span(found.start("title"), found.end("title"))] if found else []


def _numbered(flow: Flow) -> list[Span]:
    """Return organ and genre that stand before the number of an announcement in its row: 某某局通告第3号."""
    for span in flow.opening.numbers:
        found = wording.ORDER_NUMBER.match(flow.text(span))
        if found and found["genre"] and organs.is_organ(found["organs"]):
            return [Span(span.start, span.start + found.end("genre"))]
    return []


def _confidence(flow: Flow, listed: Span | None) -> float:
    """Return how sure the title is: 0.97 only where the page, the signature or the recipients agree with it."""
    title = flow.text(*flow.title)
    if flow.title[0].start >= flow.opening.body or _is_mixed(title) or flow.is_title_begun_early:
        return 0.75
    shown = [flow.text(*spans) for spans in flow.opening.titles]
    if len(flow.title) > 1 and any(title != one and title.endswith(one) for one in shown):
        # Whether the rows of organs above it belong to it, the page says otherwise.
        return 0.82
    again = sum(one.endswith(title) for one in shown) > 1
    if again or (listed and flow.text(listed).endswith(title)):
        return 0.97
    follows = flow.opening.recipients or flow.opening.notes
    return 0.97 if flow.is_signed_as_titled or (follows and _names_its_issuer(flow, title)) else 0.82


def _names_its_issuer(flow: Flow, title: str) -> bool:
    """Tell whether before 关于 there are organs or nothing."""
    return title.startswith("关于") or ("关于" in title and bool(flow.titled))


def _is_mixed(title: str) -> bool:
    """Tell whether a title seems to hold another one: …的通知某某县人民政府关于…的通知."""
    return any(organs.has_head(title[found.end() :]) for found in _INNER.finditer(title))


def _rows(flow: Flow) -> list[Span]:
    """Return the rows before the body that are neither organ nor date, as far as a title may reach."""
    rows: list[Span] = []
    for span in flow.opening.others:
        text = flow.text(span)
        if organs.is_organ(text) or closing.DATE.search(text) or not re.search("[一-龥]{2}", text):
            continue
        if rows and span.start > rows[-1].end + 1:
            break
        rows.append(span)
        if wording.PLAIN_END.search(text) or len(rows) == _MOST_ROWS:
            break
    return rows if _may_be_title(flow.text(*rows)) else []


def _may_be_title(text: str) -> bool:
    """Tell whether rows may stand for a title: worded like one, or short and Chinese."""
    if wording.PLAIN_END.search(text) or "关于" in text:
        return True
    return len(text) <= _LONGEST_PLAIN and 2 * len(re.findall("[一-龥]", text)) > len(text)
