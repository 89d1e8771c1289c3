"""The urgency (紧急程度), 条例 art. 9 (3): 特急 加急, of telegrams 特提 特急 加急 平急; only as a mark."""

import re

from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found

_MARK = re.compile(r"(?:(?:紧急程度|缓急|等级)：)?(?P<grade>特提|特急|加急|平急)")


def find(flow: Flow) -> Found:
    """Return the grade as it is printed."""
    for span in flow.opening.marks:
        if mark := _MARK.search(flow.text(span)):
            return flow.found(mark["grade"], 0.95, span)
    return Found(None)
