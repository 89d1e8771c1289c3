"""What is wrong with a route (流程定义的错误), each fault in Chinese for the person who drew it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhongshu.kit.errors import Refused
from zhongshu.routes.conditions import OPERATORS
from zhongshu.routes.model import ALL, DO, IN_ORDER, ONE, RATIO, READ, SIGN, Condition, Route, Step, Who

KINDS = (DO, SIGN, READ)
COMPLETIONS = (ONE, ALL, IN_ORDER, RATIO)
WHO_RULES = ("role", "head", "in_charge", "post", "person", "initiator", "handler", "chosen")
UNITS = ("organ", "lead", "lead_and_co", "initiator")
KEY_LIMIT, NAME_LIMIT = 32, 40
_KEYED = {"role": "角色", "post": "岗位", "person": "人员", "handler": "前面的环节"}
_OF_UNIT, _UNNAMED = ("role", "head", "in_charge"), ("handler", "chosen")


class BadRoute(Refused):
    """The definition of a route does not hold together (流程定义有误)."""


def refuse(route: Route, others: Iterable[str] = ()) -> None:
    """Raise BadRoute if the route has faults, or there are others already, with all of them."""
    found = [*_of_head(route), *of_steps(route.steps), *others]
    if found:
        raise BadRoute(f"流程“{route.name}”有{len(found)}处错误：" + "；".join(found) + "。")


def is_block(item: Any) -> bool:
    """Tell whether an entry of the data is a parallel block (并行)."""
    return isinstance(item, Mapping) and "block" in item


def of_shape(items: Sequence[Any]) -> Iterable[str]:
    """Name what is wrong with the parallel blocks, as far as it is gone once their branches are taken apart."""
    for item in filter(is_block, items):
        yield from _of_block(item, f"并行办理“{item['name'] or item['block']}”")
    keys = [item["block"] for item in items if is_block(item)]
    yield from (f"并行办理的标识“{key}”重复" for key, times in Counter(map(str, keys)).items() if times > 1)


def _of_block(item: Mapping[str, Any], name: str) -> Iterable[str]:
    if not isinstance(item["block"], str) or not 0 < len(item["block"]) <= KEY_LIMIT:
        yield f"{name}的标识应为1至{KEY_LIMIT}个字符"
    if not 0 < len(item["name"]) <= NAME_LIMIT:
        yield f"{name}的名称应为1至{NAME_LIMIT}字"
    if len(item["branches"]) < 2:
        yield f"{name}至少要有两个分支"
    if not all(isinstance(branch, list) and branch for branch in item["branches"]):
        yield f"{name}有空的分支"
    if any(is_block(each) for branch in item["branches"] if isinstance(branch, list) for each in branch):
        yield f"{name}里面不能再设并行办理"


def _of_head(route: Route) -> Iterable[str]:
    if not route.name:
        yield "流程没有名称"
    if not 0 < len(route.key) <= KEY_LIMIT:
        yield f"流程标识应为1至{KEY_LIMIT}个字符"
    if route.version < 1:
        yield "版本号应为正整数"


def of_steps(steps: Sequence[Step]) -> Iterable[str]:
    """Name the faults of steps in their order, each seen with those before it."""
    if not steps:
        yield "没有任何环节"
    for place, item in enumerate(steps):
        yield from of_step(item)
        yield from of_place(item, steps[:place])


def before(item: Step, others: Iterable[Step]) -> list[str]:
    """Return the keys of those of the steps before it that it may refer to: not of another branch of its block."""
    return [other.key for other in others if other.block != item.block or not item.block or other.branch == item.branch]


def of_place(item: Step, earlier: Sequence[Step]) -> Iterable[str]:
    """Name the faults of one step among those before it: a key twice, a handler who is none yet."""
    keys = [other.key for other in earlier]
    if item.key in keys:
        yield f"环节标识“{item.key}”重复"
    if item.who.rule != "handler" or item.who.key in before(item, earlier):
        return
    if item.who.key in keys:
        yield f"环节“{item.name}”不能由并行的另一分支的办理人办理"
    else:
        yield f"环节“{item.name}”引用的前面环节不存在"


def of_step(item: Step) -> Iterable[str]:
    """Name the faults that one step has by itself."""
    if not item.name:
        yield f"环节“{item.key}”没有名称"
    if not 0 < len(item.key) <= KEY_LIMIT or len(item.name) > NAME_LIMIT:
        yield f"环节“{item.name}”的标识或名称过长，或没有标识"
    if item.kind not in KINDS or item.completion not in COMPLETIONS:
        yield f"环节“{item.name}”的类型或完成方式不明"
    if item.completion == RATIO and not 1 <= item.ratio <= 100:
        yield f"环节“{item.name}”的完成比例应为1至100"
    if item.due_days is not None and not 1 <= item.due_days <= 3650:
        yield f"环节“{item.name}”的办理天数应为正整数"
    yield from _of_who(item.who, item.name)
    for condition in item.when:
        yield from _of_condition(condition, item.name)


def _of_who(who: Who, name: str) -> Iterable[str]:
    if not who.rule:
        yield f"环节“{name}”没有设定办理人"
    elif who.rule not in WHO_RULES:
        yield f"环节“{name}”的办理人规则不明"
    elif (who.rule in _KEYED and not who.key) or (who.rule in _OF_UNIT and who.unit not in UNITS):
        wanted = "单位" if who.key or who.rule not in _KEYED else _KEYED[who.rule]
        yield f"环节“{name}”的办理人规则不完整：没有选择{wanted}"
    if any(each.rule in _UNNAMED for each in who.among):
        yield f"环节“{name}”的可选范围应指明人员"
    for each in who.among:
        yield from _of_who(each, name)


def _of_condition(condition: Condition, name: str) -> Iterable[str]:
    if condition.op not in OPERATORS:
        yield f"环节“{name}”的条件运算不明"
    elif condition.op in ("in", "not_in") and not isinstance(condition.value, list):
        yield f"环节“{name}”的条件“属于”“不属于”应给出一组值"
    elif condition.op in ("over", "at_least", "under", "at_most") and not _has_order(condition.value):
        yield f"环节“{name}”的条件应与数字或日期比较"


def _has_order(value: Any) -> bool:
    return isinstance(value, int | float | str) and not isinstance(value, bool)
