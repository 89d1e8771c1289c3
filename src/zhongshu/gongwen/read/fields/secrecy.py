"""The mark of a state secret (密级), 条例 art. 9 (2): the first one anywhere, because one too many harms less."""

from zhongshu.gongwen import marks
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found
from zhongshu.gongwen.read.sheet import Span
from zhongshu.kit import terms


def find(flow: Flow) -> Found:
    """Return 绝密, 机密 or 秘密."""
    mark = marks.find_secret_mark(flow.sheet.written)
    if mark is None:
        return Found(None)
    span = Span(mark.start, mark.end)
    return flow.found(
        terms.show(terms.SECRET_LEVELS, mark.level), 0.95 if mark.start < flow.opening.body else 0.7, span
    )
