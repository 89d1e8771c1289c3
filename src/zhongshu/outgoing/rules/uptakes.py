"""What takes a document up (以文辅政): in which manners, and what is refused."""

from datetime import date

from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

MANNERS: Terms = (
    ("instruction", "领导批示"),
    ("decision", "进入决策"),
    ("document", "转化为文件"),
    ("other", "其他采用"),
)


def check_manner(manner: str) -> None:
    """In which manner it was taken up (采用方式)."""
    if manner not in dict(MANNERS):
        raise Refused("请选择采用方式。", field="manner")


def check_finished(is_finished: bool) -> None:
    """What is still being written has not been taken up by anything."""
    if not is_finished:
        raise Refused("文件还没有印发，不能登记采用情况。请在印发后登记。")


def check_day(taken_on: date, today: date) -> None:
    """It has been taken up when it is entered."""
    if taken_on > today:
        raise Refused("采用日期不能晚于今天，请核对。", field="taken_on")
