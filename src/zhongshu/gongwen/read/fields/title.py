"""The title (标题), 条例 art. 9 (7): on one line, as it is written, without the blanks that spread it."""

from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found

_METADATA = ("标题", "名称", "信息名称")


def find(flow: Flow) -> Found:
    """Return the document's own title, else that of the page, else the rows that stand in its place."""
    listed = next((span for name, span in flow.opening.metadata if name in _METADATA and span.end > span.start), None)
    if flow.title:
        title = flow.sheet.show(flow.title)
        agreed = len(flow.opening.titles) > 1 or (listed and flow.sheet.show([listed]).endswith(title))
        return flow.found(title, 0.97 if agreed else 0.85, *flow.title)
    if listed:
        return flow.found(flow.sheet.show([listed]), 0.7, listed)
    if flow.opening.others:
        return flow.found(flow.sheet.show(flow.opening.others), 0.4, *flow.opening.others)
    return Found(None)
