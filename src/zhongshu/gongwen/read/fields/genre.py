"""The genre (文种), 条例 art. 8: what the title ends with; a 复函 or 答复 is a 函. 公示 where the document says so."""

import re

from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span
from zhongshu.gongwen.read.wording import GENRES, ORDER_NUMBER

_ENDS = re.compile(rf"(?P<genre>{GENRES})(?:[（(][^（）()]*[）)])*$")
_SAME = dict.fromkeys(("复函", "答复", "函复", "函告", "函达"), "函") | {"令": "命令", "复": "批复"}
_SAME |= dict.fromkeys(("妥否", "当否", "可否", "以上请示"), "请示")
# What the wording of the body says, the surest first.
_WORDINGS = (
    (re.compile(r"特此(?P<genre>通知|公告|通告|通报|报告|请示|批复|公示|函复|函告|函达)"), 0.6),
    (re.compile(r"(?P<genre>[妥当可]否|以上请示)，?(?:如?无不妥，?)?[恳敬]?请(?:予以|予)?(?:批|审|示)"), 0.6),
    (
        re.compile(
            r"[现兹][^。；\n]{0,100}?(?P<genre>通知|公告|通告|通报|批复|函复|函告|答复|公示|报告|请示|命令|决定)如下"
        ),
        0.55,
    ),
    (re.compile(r"(?<=[。！；\n])此(?P<genre>函|复)(?=[。\n])"), 0.55),
    (re.compile(r"(?P<genre>(?<=予以)公示|公示(?=期|时间))"), 0.5),
    (re.compile(r"(?P<genre>(?<=予以)通报|通报(?=表[彰扬]))"), 0.5),
)
_MOST_TEXT = 20_000


def find(flow: Flow) -> Found:
    """Return the genre as art. 8 writes it, without the brackets of 命令（令）."""
    for spans in (flow.title, *((span,) for span in flow.opening.mastheads)):
        if spans and (found := _ENDS.search(flow.text(*spans))):
            return flow.found(_SAME.get(found["genre"], found["genre"]), 0.95 if spans == flow.title else 0.75, *spans)
    for span in flow.opening.numbers:
        if (order := ORDER_NUMBER.match(flow.text(span))) and order["genre"]:
            return flow.found(_SAME.get(order["genre"], order["genre"]), 0.8, span)
    return _worded(flow)


def _worded(flow: Flow) -> Found:
    """Return the genre that the body calls itself by; doubtful, because a paper speaks of others too."""
    body, end = flow.opening.body, max(flow.closing.end, flow.opening.body + 1)
    for wording, confidence in _WORDINGS:
        if found := wording.search(flow.sheet.text, body, min(end + 1, body + _MOST_TEXT)):
            return flow.found(
                _SAME.get(found["genre"], found["genre"]), confidence, Span(found.start("genre"), found.end("genre"))
            )
    return Found(None)
