"""The genre (文种), 条例 art. 8: what the title ends with; a 复函 or 答复 is a 函. 公示 where the document says so."""

import re

from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span
from zhongshu.gongwen.read.wording import GENRES, ORDER_NUMBER

_ENDS = re.compile(rf"(?P<genre>{GENRES})(?:[（(][^（）()]*[）)])*$")
_SAME = {"复函": "函", "答复": "函", "令": "命令"}
_CLOSING = re.compile(r"特此(?P<genre>通知|公告|通告|通报|报告|批复|公示|函复|函达)|(?P<reply>此复)")


def find(flow: Flow) -> Found:
    """Return the genre as art. 8 writes it, without the brackets of 命令（令）."""
    for spans in (flow.title, *((span,) for span in flow.opening.mastheads)):
        if spans and (found := _ENDS.search(flow.text(*spans))):
            return flow.found(_SAME.get(found["genre"], found["genre"]), 0.95 if spans == flow.title else 0.75, *spans)
    for span in flow.opening.numbers:
        if (order := ORDER_NUMBER.match(flow.text(span))) and order["genre"]:
            return flow.found(_SAME.get(order["genre"], order["genre"]), 0.8, span)
    text = flow.sheet.text
    if closing := next(iter(reversed(list(_CLOSING.finditer(text, flow.opening.body)))), None):
        genre = "批复" if closing["reply"] else closing["genre"]
        return flow.found("函" if "函" in genre else genre, 0.6, Span(closing.start(), closing.end()))
    return Found(None)
