"""The title (标题), 条例 art. 9 (7): on one line, as it is written, without the blanks that spread it."""

import re

from zhongshu.gongwen.read import closing, organs, wording
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_MOST_ROWS = 3
_METADATA = ("标题", "名称", "信息名称", "公文标题", "文件标题", "来文标题")


def find(flow: Flow) -> Found:
    """Return the document's own title, else that of the page, else the rows that stand in its place."""
    listed = next((span for name, span in flow.opening.metadata if name in _METADATA and span.end > span.start), None)
    if flow.title and not (listed and wording.is_heading(flow.text(*flow.title))):
        title = flow.sheet.show(flow.title)
        return flow.found(title, 0.97 if _is_confirmed(flow, listed) else 0.85, *flow.title)
    if listed:
        return flow.found(flow.sheet.show([listed]), 0.7, listed)
    rows = _others(flow)
    return flow.found(flow.sheet.show(rows), 0.4, *rows) if rows else Found(None)


def _is_confirmed(flow: Flow, listed: Span | None) -> bool:
    """Tell whether the page, the signature or the recipients that follow agree that this is the title."""
    if len(flow.opening.titles) > 1 or (listed and flow.text(listed).endswith(flow.text(*flow.title))):
        return True
    return flow.is_signed_as_titled or ("关于" in flow.text(*flow.title) and bool(flow.opening.recipients))


def _others(flow: Flow) -> list[Span]:
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
    return rows
