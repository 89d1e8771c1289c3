"""What the spine refuses, and the terms that it uses."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.matters.models import HandOver, HandOverPiece, Matter, Task
from zhongshu.org.models import Person

URGENCY_RANK = {"none": 0, "routine": 0, "urgent": 1, "extra_urgent": 2, "flash": 3}
URGENCY_WORDS = {0: "", 1: "加急", 2: "特急", 3: "特提"}

CHASE_MODES: Terms = (
    ("message", "系统消息"),
    ("phone", "电话督办"),
    ("document", "文件督办"),
    ("on_site", "现场督办"),
    ("meeting", "会议督办"),
    ("tracking", "跟踪督办"),
)
ATTACHMENT_ROLES: Terms = (
    ("original", "来文原件"),
    ("evidence", "办理佐证"),
    ("reply", "答复材料"),
    ("other", "其他材料"),
)
SEALED = "sealed"
# What only a domain itself puts on its matters.
FINAL = "final"
ENCLOSED = "attachment"
DOMAIN_ROLES: Terms = ((FINAL, "正式文件"), (SEALED, "用印材料"), (ENCLOSED, "附件"))
OUTCOMES: dict[str, str] = {
    "completed": "已办结",
    "terminated": "已终止",
    "returned": "已退文",
    "voided": "已作废",
    "quarantined": "已隔离",
    "expunged": "已清除",
}
# What the other matter of a link is to this one: where this one is the source, and where it is the target.
RELATIONS: dict[str, tuple[str, str]] = {
    "source_of": ("由本件产生", "来源事项"),
    "reply_to": ("本件所答复", "对本件的答复"),
    "decided_by": ("办理依据", "据本件办理"),
    "supervises": ("督办对象", "督办事项"),
    "tracked_by": ("纸质件跟踪卡", "所跟踪的来文"),
    "taken_up_by": ("采用本件的文件", "所采用的文稿"),
}
TASK_OUTCOMES: dict[str, str] = {
    "completed": "已办",
    "returned": "已退回",
    "transferred": "已转办",
    "cancelled": "已取消",
    "removed": "已减签",
}
# How a request beside the main run may be decided, by the station that decides it, and how it ended (侧流程).
REJECTED = "rejected"
VERDICTS: dict[str, Terms] = {
    "extension_decision": (("approved", "同意延期"), (REJECTED, "不同意")),
    "refusal_decision": (
        ("reassigned", "同意，退回上一环节重新安排"),
        ("released", "同意，不再由其办理，其他承办人继续"),
        (REJECTED, "不同意，仍由其办理"),
    ),
}
SIDE_OUTCOMES: dict[str, str] = {"completed": "已办结", REJECTED: "未获同意", "withdrawn": "已撤回"}
LAPSED = "lapsed"  # the run was over before anybody had decided
JUMP_VERDICTS: dict[str, str] = {"approved": "已确认", REJECTED: "未确认", "withdrawn": "已撤回", LAPSED: "已失效"}
SCORES: tuple[tuple[int, str], ...] = ((5, "很满意"), (4, "满意"), (3, "基本满意"), (2, "不满意"), (1, "很不满意"))
LOW_SCORE = 2  # from here down a rating says why
RATE_WITHIN = timedelta(days=90)
WORDS_LIMIT = 500
WARN_WITHIN = timedelta(days=3)
OPINION_LIMIT = 5000
FAR = 10  # years
DOUBTFUL = "记录与留痕不符"  # said in place of an opinion
WITHHELD = "（标题不予显示）"  # said in place of a title
FINDINGS_KEPT = 1000  # so many discrepancies between rows and trail are noted at once


class NotYours(Refused):
    """The task waits for somebody else (不是您的任务)."""


class MatterClosed(Refused):
    """The matter is closed (事项已办结)."""


def form_key(key: str, by: Person, *asked: object) -> str:
    """Return a form's key as it is kept (请求凭证): bound to who sent it and what was asked, never good for more."""
    return digests.sm3("\x1f".join(map(str, (key, by.ref, *asked)))) if key else ""


def check_open(matter: Matter) -> None:
    """Refuse to change what is closed."""
    if matter.closed_at is not None:
        raise MatterClosed("该事项已经办结或终止，不能再作改动。")


def check_task_open(task: Task) -> None:
    """Refuse a task that has been dealt with, or whose turn has not come: somebody was quicker."""
    if task.done_at is not None or task.opened_at is None:
        raise Refused("该任务已经办理或已不在您处，请刷新页面查看最新情况。")


def why_not_in_bulk(urgency: int, restricted_at: datetime | None, station: str, one_by_one: Collection[str]) -> str:
    """Return why a task must be read and done by itself (须逐件办理), or nothing."""
    if restricted_at is not None:
        return "该件限定了知悉范围，请打开后单独办理。"
    if urgency >= URGENCY_RANK["flash"]:
        return "该件为特提件，请打开后单独办理。"
    return "该环节须逐件说明情况，请打开后单独办理。" if station in one_by_one else ""


def check_moving(matter: Matter) -> None:
    """Refuse to act on a matter that rests (暂停办理)."""
    if matter.suspended_at is not None:
        raise Refused("该事项已暂停办理，恢复办理后才能继续。")


def check_answer(station: str, verdict: object, opinion: str) -> None:
    """Require a verdict where a request is decided, and words where something is refused or an opinion is asked."""
    if station in VERDICTS and verdict not in dict(VERDICTS[station]):
        raise Refused("请选择同意或者不同意。", field="verdict")
    if verdict == REJECTED and not opinion:
        raise Refused("请填写不同意的理由。", field="opinion")
    if station == "consultation_opinions" and not opinion:
        raise Refused("请填写意见。没有意见的，请写“无意见”。", field="opinion")


def check_year(until: date, today: date) -> None:
    """Refuse a day so far off that the year must be mistyped; a term could not be put off from there either."""
    if until.year > today.year + FAR:
        raise Refused("所选日期过远，请核对年份。", field="until")


def check_reason(reason: str, what: str) -> None:
    """Require a reason for an act that others have to live with (须填写原因)."""
    if not text.visible(reason).strip():
        raise Refused(f"请填写{what}的原因。", field="reason")


def check_may_be_undone(done: HandOver, at: datetime) -> None:
    """Refuse to undo a hand-over after its day, twice, or when it undid another (撤销移交)."""
    if done.undoes_id is not None:
        raise Refused("这是撤销移交形成的记录，不能再撤销。确需变动的，请重新办理移交。")
    if done.undone_at is not None:
        raise Refused("该次移交已经撤销，不能重复撤销。")
    if timezone.localdate(done.at) != timezone.localdate(at):
        raise Refused("移交只能在当日撤销。已过当日的，请由接收人重新移交。")


def is_untouched(piece: HandOverPiece, heir: int) -> bool:
    """Tell whether the heir still has what was handed over, and has not dealt with it (接收人尚未办理)."""
    task = piece.task
    return task is not None and task.holder_id == heir and task.done_at is None


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day of this place: a term in days runs until then."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def light(due_at: datetime | None, done_at: datetime | None, now: datetime) -> str:
    """Return the light of a deadline (亮灯): green, yellow within three days, red when late, grey without one."""
    if due_at is None or done_at is not None:
        return "red" if due_at and done_at and done_at > due_at else "grey"
    if now > due_at:
        return "red"
    return "yellow" if due_at - now <= WARN_WITHIN else "green"


def remaining(due_at: datetime | None, now: datetime) -> str:
    """Say in words how far off a deadline is, by calendar days of this place."""
    if due_at is None:
        return "未设时限"
    days = (timezone.localtime(due_at).date() - timezone.localtime(now).date()).days
    if now > due_at:
        return f"已超期{-days}天" if days < 0 else "今日已超期"
    return "今日到期" if days == 0 else f"还有{days}天"
