"""The issuing organs (发文机关), in the order of the text: signature, title, masthead, page."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.read import wording
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_METADATA = ("发文机关", "发文单位", "发文部门", "发文机构")
_ORDER = re.compile(r"(?P<organs>[一-龥、]{2,60}?)(?:令|公告|通告)")

_BARE = re.compile("[省市县区州旗]?(?:人民)?政府")

# How a report to a congress begins.
_SPOKEN = re.compile("我代表(?P<organ>[一-龥]{4,30}?)，?向")
_MOST_SPOKEN = 400


def find(flow: Flow) -> Found:
    """Return the organs of the signature, in the fuller form of the title where that names the same ones."""
    signed, titled = flow.signed, list(flow.titled)
    if signed:
        same = len(signed) == len(titled) and all(map(_same, signed, titled))
        is_fuller = same and not flow.is_title_begun_early
        names = [max(pair, key=len) for pair in zip(signed, titled, strict=True)] if is_fuller else signed
        agreed = same or _agree(signed, _announced(flow))
        return flow.found(names, 0.96 if agreed else 0.82, *flow.closing.signature)
    if titled:
        return flow.found(titled, 0.8 if not flow.counted else 0.5, *flow.title[:1])
    return _headed(flow)


def _announced(flow: Flow) -> list[str]:
    """Return the organs of the masthead and of the page's metadata."""
    listed = [
        name for key, span in flow.opening.metadata if key in _METADATA for name in wording.names_of(flow.text(span))
    ]
    return [*flow.headed, *listed]


def _agree(signed: list[str], announced: list[str]) -> bool:
    return bool(announced) and all(any(_same(one, other) for other in announced) for one in signed)


def _same(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)


def _headed(flow: Flow) -> Found:
    """Return the organs of the first head that names any."""
    for text, confidence, span in _heads(flow):
        if names := wording.names_of(text.removeprefix("中华人民共和国")):
            return flow.found(names, confidence, span)
    return Found(None)


def _heads(flow: Flow) -> Iterator[tuple[str, float, Span]]:
    """Yield mastheads, what stands before an order's number and, doubtful, metadata and rows of their own.

    政府令 alone does not say whose order it is: what says no more comes last.
    """
    heads = [*_ordered(flow)]
    yield from (head for head in heads if not _BARE.fullmatch(head[0]))
    yield from ((flow.text(span), 0.5, span) for name, span in flow.opening.metadata if name in _METADATA)
    yield from ((flow.text(span), 0.5, span) for span in flow.opening.others)
    yield from ((text, 0.4, span) for text, _, span in heads)
    spoken = _SPOKEN.search(flow.sheet.text, flow.opening.body, flow.opening.body + _MOST_SPOKEN)
    if spoken and not _BARE.fullmatch(spoken["organ"]):
        yield spoken["organ"], 0.5, Span(spoken.start("organ"), spoken.end("organ"))


def _ordered(flow: Flow) -> Iterator[tuple[str, float, Span]]:
    """Yield the organs of mastheads and of numbers of orders."""
    for span in flow.opening.mastheads:
        if found := wording.MASTHEAD.fullmatch(flow.text(span)) or _ORDER.fullmatch(flow.text(span)):
            yield found["organs"], 0.75, span
    for span in flow.opening.numbers:
        if found := _ORDER.match(flow.text(span)):
            yield found["organs"], 0.7, span
