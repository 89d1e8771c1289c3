"""The issuing organs (发文机关), in the order of the text: signature, title, masthead, page."""

import re

from zhongshu.gongwen.read import flow as flows
from zhongshu.gongwen.read import opening, organs
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_ORDER = re.compile(r"(?P<organs>[一-龥、]{2,60}?)(?:令|公告|通告)")


def find(flow: Flow) -> Found:
    """Return the organs of the signature, in the fuller form of the title where that names the same ones."""
    signed, titled = _signed(flow), list(flow.titled)
    if signed:
        same = len(signed) == len(titled) and all(map(_same, signed, titled))
        names = [max(pair, key=len) for pair in zip(signed, titled, strict=True)] if same else signed
        return flow.found(names, 0.96 if same else 0.82, *flow.closing.signature)
    if titled:
        return flow.found(titled, 0.8 if not flow.counted else 0.5, *flow.title[:1])
    return _headed(flow)


def _signed(flow: Flow) -> list[str]:
    names = []
    for span in flow.closing.signature:
        gaps = sorted(gap for gap in flow.sheet.gaps if span.start < gap < span.end)
        for start, end in zip([span.start, *gaps], [*gaps, span.end], strict=True):
            names += flows.names_of(flow.text(Span(start, end))) or []
        if not names:
            names = organs.split(flow.text(span))
    return names


def _same(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _headed(flow: Flow) -> Found:
    """Return the organs of the masthead, of an order's number or, doubtful, of the page's metadata."""
    for span in flow.opening.mastheads:
        found = opening.MASTHEAD.fullmatch(flow.text(span)) or _ORDER.fullmatch(flow.text(span))
        if found and (names := flows.names_of(found["organs"])):
            return flow.found(names, 0.75, span)
    for span in flow.opening.numbers:
        if (found := _ORDER.match(flow.text(span))) and (names := flows.names_of(found["organs"])):
            return flow.found(names, 0.7, span)
    for name, span in flow.opening.metadata:
        if name in ("发文机关", "发文单位") and (names := flows.names_of(flow.text(span))):
            return flow.found(names, 0.5, span)
    return Found(None)
