"""The terms of messages (消息), and what may be said of them outside the system."""

from collections.abc import Iterable

from zhongshu.kit.terms import Terms

KINDS: Terms = (
    ("task", "待办"),
    ("chase", "催办"),
    ("reading", "传阅"),
    ("result", "办理结果"),
    ("system", "系统"),
    ("broadcast", "必达通知"),
)
MEDIA: Terms = (
    ("email", "电子邮件"),
    ("sms", "短信"),
    ("dingtalk", "钉钉"),
    ("wecom", "企业微信"),
    ("feishu", "飞书"),
    ("other", "其他渠道"),
)
AT_ONCE, DIGEST, NEVER = "at_once", "digest", "never"
MANNERS: Terms = ((AT_ONCE, "立即发送"), (DIGEST, "汇总发送"), (NEVER, "不发送"))
# What a person gets who has chosen nothing: what waits for them at once, what is only news together, the rest not.
DEFAULTS: dict[str, str] = {
    "task": AT_ONCE,
    "chase": AT_ONCE,
    "reading": DIGEST,
    "result": DIGEST,
    "system": NEVER,
    "broadcast": AT_ONCE,
}
# What never waits for a digest or for the morning, however it is marked.
PRESSING = {"chase"}

# What is said where the matter itself must not be named: only that there is something (工作秘密不得外传).
_UNNAMED: dict[str, str] = {
    "task": "{}件待办",
    "chase": "{}件催办事项",
    "reading": "{}件待阅",
    "result": "{}条办理结果",
    "system": "{}条系统消息",
    "broadcast": "{}条必达通知",
}
_NUMERALS = {1: "一", 2: "两"}
SUBJECT = "办公室消息提醒"
LOOK = "请登录系统查看。"
LINES = 20  # of one message; what comes after is only counted

EVENTS: Terms = (
    ("matter.opened", "立项"),
    ("task.opened", "任务送达"),
    ("task.completed", "任务办结"),
    ("matter.closed", "事项办结"),
)
TRIAL = "trial"  # an event that only shows whether another system is reached (试推送)
EVENT_NAMES = dict(EVENTS) | {TRIAL: "试推送"}


def unnamed(kinds: Iterable[str]) -> str:
    """Return what is said of messages that must not be quoted: 您有一件待办，请登录系统查看。"""
    found = list(kinds)
    counted = [(words, found.count(kind)) for kind, words in _UNNAMED.items()]
    said = "、".join(words.format(_NUMERALS.get(count, str(count))) for words, count in counted if count)
    return f"您有{said}，{LOOK}"


def message(told: Iterable[tuple[str, str]], to: str = "") -> str:
    """Return the text that leaves the system for some messages, each a kind and what may be quoted of it, if anything.

    `to` is whose they are, named where a group reads them.
    """
    told = list(told)
    quoted = [outside for _, outside in told if outside]
    hidden = [kind for kind, outside in told if not outside]
    lines = quoted[:LINES]
    if len(quoted) > LINES:
        lines.append(f"另有{len(quoted) - LINES}条，{LOOK}")
    if hidden:
        lines.append(unnamed(hidden))
    elif len(quoted) <= LINES:
        lines.append(LOOK)
    return "\n".join([f"{to}：", *lines] if to else lines)
