"""What the engine refuses, each as a sentence for the person who acts."""

from zhongshu.kit.errors import Refused


class NotOpen(Refused):
    """The task has been dealt with already, or its turn has not come (任务不在办)."""


class NobodyToAct(Refused):
    """A rule means nobody today (无人可办)."""


class ChooseFirst(Refused):
    """The next station's holders must be chosen now (须先选定办理人)."""


class CannotReturn(Refused):
    """There is no such earlier station (不能退回)."""


class CannotWithdraw(Refused):
    """The next has opened it, or the passage is over (不能撤回)."""


class AlreadyThere(Refused):
    """The person holds a task of this station already (已是办理人)."""


class CannotRemove(Refused):
    """There is nobody to ask no longer (不能减签)."""


class Resting(Refused):
    """The slip rests, or does not (已暂停办理)."""


class CannotAmend(Refused):
    """What lies ahead cannot be changed like that (不能调整)."""


class CannotJump(Refused):
    """There is no such station to go to (不能跳转)."""


class AlreadyEnded(Refused):
    """The passage is over (流程已结束)."""


def already_done() -> NotOpen:
    """Say that somebody was quicker."""
    return NotOpen("该任务已经办理或已不在您处，请刷新页面查看最新情况。")


def nobody(name: str) -> NobodyToAct:
    """Say that the rule of the named station means nobody today."""
    return NobodyToAct(f"环节“{name}”目前没有可办理的人员，请先由管理员设置相应岗位或角色，再提交。")


def choose(name: str) -> ChooseFirst:
    """Say that holders of the named station are to be chosen."""
    return ChooseFirst(f"请选择环节“{name}”的办理人。")
