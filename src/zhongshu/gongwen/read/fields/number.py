"""The document's own number (发文字号), 条例 art. 9 (5): in the opening, never one the text only cites."""

import re
from collections.abc import Sequence

from zhongshu.gongwen import numbers
from zhongshu.gongwen.read import wording
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span
from zhongshu.gongwen.read.wording import NUMBER

_METADATA = ("发文字号", "文号", "发布文号", "文件编号", "文件号", "来文字号", "发文文号", "发文号")
# The code printed as a picture under the last page holds the number between carets.
_CODE = re.compile(rf"GB0626[^\n]{{0,300}}?\^(?P<number>{NUMBER.pattern})\^")
_ORDER = re.compile(r"[一-龥]{1,20}(?:(?:19|20)[0-9]{2}年)?第[0-9]{1,5}号")
# What a number begins with, unless it is that of an order: 财政部公告〔2026〕1号 is whole.
_ENDED = "(?:通知|通告|公告|决定|意见|批复|通报|报告|请示)"
_CODED = r"(?!(?:令|公告|通告)[〔\[(（])[一-龥]{2,}[〔\[(（]"


def find(flow: Flow) -> Found:
    """Return the number in its canonical writing."""
    listed = _listed(flow)
    for span in flow.opening.numbers:
        value, spans = _whole(flow, span)
        if listed and not NUMBER.fullmatch(flow.text(span)):
            break
        return flow.found(
            value, 0.97 if value == (listed and listed[0]) or NUMBER.fullmatch(flow.text(span)) else 0.8, *spans
        )
    if listed:
        return flow.found(listed[0], 0.75, listed[1])
    if code := _CODE.search(flow.sheet.text):
        return flow.found(_written(code["number"]), 0.7, Span(code.start("number"), code.end("number")))
    return Found(None)


def _whole(flow: Flow, span: Span) -> tuple[str, tuple[Span, ...]]:
    """Return a number and where it stands; a bare 第5号 takes the masthead of its order (令) before it."""
    text = flow.text(span)
    text = text.strip("（()）") if text.startswith(("（", "(")) else text
    if re.match(r"第|[〔\[(（]", text) or re.match(r"(?:19|20)[0-9]{2}年第", text):
        heads = ([head] for head in (*flow.opening.mastheads, *flow.opening.others))
        for head in (*heads, *flow.opening.titles):
            name = flow.text(*head)
            if wording.is_heading(name) and head[-1].end <= span.start:
                return _written(name + text), (*head, span)
    return _written(_bare(text, flow.titled)), (span,)


def _bare(text: str, issuers: Sequence[str]) -> str:
    """Return a number without the masthead that has run into it: 某某县财政局文件某财〔2026〕1号."""
    for masthead in (".*文件", _ENDED, *map(re.escape, issuers)):
        if (found := re.match(rf"{masthead}(?={_CODED})", text)) and NUMBER.fullmatch(text, found.end()):
            return text[found.end() :]
    return text


def _listed(flow: Flow) -> tuple[str, Span] | None:
    """Return the number that the metadata of the page gives."""
    for name, span in flow.opening.metadata:
        if name in _METADATA and (NUMBER.fullmatch(flow.text(span)) or _ORDER.fullmatch(flow.text(span))):
            return _written(flow.text(span)), span
    return None


def _written(text: str) -> str:
    """Return a number in its canonical writing; brackets that hold more than a year stay full-width."""
    return numbers.normalise(text).replace("(", "（").replace(")", "）")
