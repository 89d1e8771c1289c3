"""The date of the document (成文日期), 条例 art. 9 (12): signed, or adopted by a meeting; never that of a web page."""

import re

from zhongshu.gongwen.read import closing
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span

_ADOPTED = re.compile(rf"(?P<date>{closing.DATE.pattern})[^。]{{0,80}}?(?:(?P<sure>通过)|会议上)")
_LEVELS = {0: 0.5, 1: 0.62, 2: 0.8, 3: 0.92, 4: 0.97}


def find(flow: Flow) -> Found:
    """Return the date as YYYY-MM-DD."""
    if flow.closing.date:
        return _found(flow, flow.closing.date, _LEVELS[min(flow.closing.witnesses, 4)])
    for note in flow.opening.notes:
        if adopted := _ADOPTED.search(flow.text(note)):
            start = note.start + adopted.start("date")
            return _found(flow, Span(start, start + len(adopted["date"])), 0.85 if adopted["sure"] else 0.6)
    return _headed(flow)


def _headed(flow: Flow) -> Found:
    """Return the date that stands in the head: of minutes (纪要), which nobody signs, and of old reports."""
    for span in flow.opening.others:
        if found := closing.DATE.fullmatch(flow.text(span).strip("（()）")):
            start = span.start + flow.text(span).index(found.group())
            return _found(flow, Span(start, start + len(found.group())), 0.75)
    return Found(None)


def _found(flow: Flow, span: Span, confidence: float) -> Found:
    day = closing.day(flow.text(span))
    return flow.found(day.isoformat(), confidence, span) if day else Found(None)
