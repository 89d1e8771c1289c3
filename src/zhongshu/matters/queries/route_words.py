"""A route in words (流程的文字说明): what a who-rule means and whom today, when a step is due, on which condition."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from zhongshu.kit.terms import Terms
from zhongshu.matters import kinds
from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.routes import model
from zhongshu.routes.model import Condition, Step, Who

STEP_KINDS: Terms = (("do", "办理"), ("sign", "签批"), ("read", "阅知"))
COMPLETIONS: Terms = (
    ("one", "一人办理即可（或签）"),
    ("all", "全部办理（会签）"),
    ("in_order", "依次办理"),
    ("ratio", "达到比例即可"),
)
UNITS: Terms = (
    ("organ", "本机关"),
    ("lead", "主办单位"),
    ("lead_and_co", "主办、协办单位"),
    ("initiator", "发起人所在单位"),
)
WHO_RULES: Terms = (
    ("role", "某一角色"),
    ("head", "单位主要负责人"),
    ("in_charge", "单位分管领导"),
    ("post", "某一岗位"),
    ("person", "指定人员"),
    ("initiator", "发起人"),
    ("handler", "前面环节的办理人"),
    ("chosen", "由上一环节办理人选定"),
)
OPERATORS: dict[str, str] = {
    "is": "是",
    "is_not": "不是",
    "in": "属于",
    "not_in": "不属于",
    "over": "高于",
    "at_least": "不低于",
    "under": "低于",
    "at_most": "不高于",
}
_ORDERED = ("over", "at_least", "under", "at_most")
SHOWN = 6  # as many people are named; of more the number


def operators(fact: kinds.Fact | None) -> Terms:
    """Return the operators that suit a fact (可用的比较方式)."""
    names: tuple[str, ...] = ("is", "is_not", "in", "not_in")
    if fact and fact.kind == "yes_no":
        names = ("is",)
    elif fact and fact.kind == "number":
        names = ("is", "is_not", *_ORDERED)
    elif fact and fact.choices and all(isinstance(value, int) for value, _ in fact.choices):
        names = (*names, *_ORDERED)
    return tuple((name, OPERATORS[name]) for name in names)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Whom a rule means today (今天的办理人): holders, or none and why: `later` where it is settled on the way."""

    holders: tuple[int, ...]
    names: str
    is_settled_later: bool = False

    @property
    def is_nobody(self) -> bool:
        """Whether the rule could mean somebody today and means nobody."""
        return not self.holders and not self.is_settled_later


class Words:
    """The words for the routes of one organ on one day."""

    def __init__(self, kind: kinds.Kind, organ: int, day: date, *, known: org.Directory | None = None) -> None:
        self.kind, self.organ, self.day = kind, organ, day
        self.known = known or org.directory()
        self.today = self.known.on(day)

    @cached_property
    def facts(self) -> dict[str, kinds.Fact]:
        """The declared facts of the kind by key."""
        return {fact.key: fact for fact in self.kind.declared}

    # --- who -----------------------------------------------------------------------------------------------

    def who(self, who: Who, steps: Iterable[Step] = ()) -> str:
        """Return a who-rule in words (办理人规则); `steps` are those that `handler` may name."""
        unit = dict(UNITS).get(who.unit, "")
        match who.rule:
            case "role":
                return f"{unit}{dict(rules.ROLES).get(who.key, '（未知角色）')}"
            case "head":
                return f"{unit}主要负责人"
            case "in_charge":
                return f"{unit}分管领导"
            case "post":
                return f"岗位“{self.post(who.key)}”"
            case "person":
                return f"指定人员{self.person(who.key)}"
            case "handler":
                named = next((step.name for step in steps if step.key == who.key), "")
                return f"“{named}”的办理人" if named else "前面环节的办理人（未选环节）"
            case "chosen":
                among = "、".join(self.who(each) for each in who.among)
                return f"由上一环节办理人选定（范围：{among}）" if among else "由上一环节办理人选定（不限范围）"
        return dict(WHO_RULES).get(who.rule, "没有设定办理人")

    def post(self, code: str) -> str:
        """Return the post of a code as people call it."""
        row = next((row for row in self.known.posts.values() if row.code == code), None)
        return self.known.units[row.unit_id].short_name + row.name if row else "未选岗位"

    def person(self, code: str) -> str:
        """Return the name of a person by the code."""
        row = next((row for row in self.known.people.values() if row.code == code), None)
        return row.name if row else "（未选人员）"

    def meaning(self, who: Who) -> Meaning:
        """Return whom a rule means today (现在的办理人)."""
        if who.rule == "chosen" and who.among:
            found = [self.meaning(each) for each in who.among]
            holders = tuple(dict.fromkeys(holder for each in found for holder in each.holders))
            return self._meaning(holders, any(each.is_settled_later for each in found))
        if _is_settled_later(who) or (who.rule in ("role", "post", "person") and not who.key):
            return Meaning((), "办理时确定", True)
        return self._meaning(self._holders(who), False)

    def _holders(self, who: Who) -> tuple[int, ...]:
        match who.rule:
            case "role":
                return org.role(who.key, self.organ, self.day, known=self.known)
            case "head":
                return org.heads(self.organ, self.day, known=self.known)
            case "in_charge":
                return org.in_charge(self.organ, self.day, known=self.known)
            case "post":
                return org.post(who.key, self.day, known=self.known)
            case "person":
                return org.person_holders(who.key, self.day, known=self.known)
        return ()

    def _meaning(self, holders: tuple[int, ...], later: bool) -> Meaning:
        if not holders:
            return Meaning((), "办理时确定" if later else "现在没有人", later)
        return Meaning(holders, self.people(holders) + ("等" if later else ""), later)

    def people(self, holders: Iterable[int]) -> str:
        """Return holders by name, a post with its people: 王建国、县政府办公室收文岗（林晓梅、覃勇）."""
        names = [self._holder(holder) for holder in holders]
        return "、".join(names[:SHOWN]) + (f"等{len(names)}人" if len(names) > SHOWN else "")

    def _holder(self, holder: int) -> str:
        name = org.holder_name(holder, known=self.known)
        if self.known.holders[holder].person_id is not None:
            return name
        team = [self.known.people[one].name for one in org.people_of(holder, self.day, known=self.known)]
        return f"{name}（{'、'.join(team[:SHOWN])}{'等' if len(team) > SHOWN else ''}）"

    # --- what else -----------------------------------------------------------------------------------------

    def condition(self, condition: Condition) -> str:
        """Return a condition in words: 办理类别是“办件”."""
        fact = self.facts.get(condition.fact)
        values = condition.value if isinstance(condition.value, list) else [condition.value]
        said = "、".join(f"“{self.value(fact, value)}”" for value in values)
        return f"{fact.name if fact else '（已取消的依据）'}{OPERATORS.get(condition.op, '？')}{said}"

    def conditions(self, step: Step) -> str:
        """Return when a step takes place (办理条件), or an empty text for always."""
        return "，且".join(map(self.condition, step.when))

    @staticmethod
    def value(fact: kinds.Fact | None, value: Any) -> str:
        """Return a value as people call it."""
        if fact and fact.kind == "yes_no":
            return "是" if value else "否"
        names = dict(fact.choices) if fact else {}
        return str(names.get(value, "" if value is None else value))


def _is_settled_later(who: Who) -> bool:
    """Whether whom the rule means hangs on the matter, or nothing has been chosen yet."""
    return who.rule in ("", "initiator", "handler", "chosen") or who.unit in ("lead", "lead_and_co", "initiator")


def completion(step: Step) -> str:
    """Return how many must act (完成方式)."""
    if step.completion == model.RATIO:
        return f"{step.ratio}%的人办理即可"
    return dict(COMPLETIONS).get(step.completion, "")


def due(step: Step) -> str:
    """Return a step's own term (办理期限)."""
    return f"{step.due_days}个工作日内" if step.due_days else "不单设期限"
