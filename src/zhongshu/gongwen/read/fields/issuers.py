"""The issuing organs (发文机关), in the order of the text: signature, title, masthead, page."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.read import organs, wording
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_METADATA = ("发文机关", "发文单位", "发文部门", "发文机构")
_ORDER = re.compile(r"(?P<organs>[一-龥、]{2,60}?)(?:令|公告|通告)")

_BARE = re.compile("[省市县区州旗]?(?:人民)?政府")

# An announcement that says without 关于 whose it is: 某某县人民政府征收土地预公告.
_ANNOUNCING = re.compile(
    r"(?P<organ>[一-龥]{2,20}?(?:人民政府(?:办公[室厅])?|人民代表大会常务委员会|人大常委会|局|厅|委员会))[一-龥0-9（）()]{2,60}(?:公告|通告|通报|公示)"
)
_LONGER = re.compile("局|厅|委员会|办公|指挥部|领导小组|支队|大队|分局|中心|^[长党属域部及和与直]")
_PLACED = re.compile(rf"(?P<province>{organs.PROVINCE})(?P<organ>[一-龥]{{2,4}}[市州盟][一-龥]{{2,20}})")
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
        return _titled(flow, titled)
    return _announcing(flow) or _headed(flow)


def _titled(flow: Flow, titled: list[str]) -> Found:
    """Return the organs of the title; 县人民政府 takes its place from the page, which names it in full."""
    if len(titled) == 1 and _BARE.fullmatch(titled[0]):
        for name in _announced(flow):
            if name.endswith(titled[0]):
                return flow.found([name], 0.7, *flow.title[:1])
    return flow.found(titled, 0.8 if not flow.counted else 0.5, *flow.title[:1])


def _announcing(flow: Flow) -> Found | None:
    """Return the organ that a title without 关于 begins with, where no other may be meant."""
    title = flow.text(*flow.title)
    found = None if "关于" in title else _ANNOUNCING.fullmatch(title)
    if not found or _LONGER.search(title, found.end("organ")):
        return None
    is_whole = organs.has_head(found["organ"]) and organs.is_organ(found["organ"])
    return flow.found([found["organ"]], 0.6, *flow.title[:1]) if is_whole else None


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
    yield from ((_byline(flow, flow.text(span)), 0.5, span) for span in flow.opening.others)
    yield from ((text, 0.4, span) for text, _, span in heads)
    spoken = _SPOKEN.search(flow.sheet.text, flow.opening.body, flow.opening.body + _MOST_SPOKEN)
    if spoken and not _BARE.fullmatch(spoken["organ"]):
        yield spoken["organ"], 0.5, Span(spoken.start("organ"), spoken.end("organ"))


def _byline(flow: Flow, name: str) -> str:
    """Return an organ without the province that a page puts before its city, where the document says it so."""
    placed = _PLACED.fullmatch(name)
    said = placed and re.search(rf"(?<!{placed['province'][-1]}){placed['organ']}", _head_of(flow))
    return placed["organ"] if placed and said else name


def _head_of(flow: Flow) -> str:
    """Return the text of the opening."""
    return flow.sheet.text[: flow.opening.body]


def _ordered(flow: Flow) -> Iterator[tuple[str, float, Span]]:
    """Yield the organs of mastheads and of numbers of orders."""
    for span in flow.opening.mastheads:
        if found := wording.MASTHEAD.fullmatch(flow.text(span)) or _ORDER.fullmatch(flow.text(span)):
            yield found["organs"], 0.75, span
    for span in flow.opening.numbers:
        if found := _ORDER.match(flow.text(span)):
            yield found["organs"], 0.7, span
