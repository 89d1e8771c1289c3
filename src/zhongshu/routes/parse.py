"""Routes as data (流程定义文件): JSON to `Route` and back, with every fault named in Chinese."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from zhongshu.kit.errors import Refused
from zhongshu.routes.conditions import OPERATORS
from zhongshu.routes.model import ALL, DO, IN_ORDER, ONE, READ, SIGN, Condition, Route, Step, Who

KINDS = (DO, SIGN, READ)
COMPLETIONS = (ONE, ALL, IN_ORDER)
WHO_RULES = ("role", "head", "in_charge", "post", "person", "initiator", "handler", "chosen")


class BadRoute(Refused):
    """The definition of a route does not hold together (流程定义有误)."""


def loads(text: str) -> Route:
    """Read a route from JSON text. Raises BadRoute with the place of the fault."""
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadRoute(f"流程定义不是有效的 JSON（第{error.lineno}行）。") from error
    try:
        route = Route(
            key=tree["key"], name=tree["name"], version=tree["version"], steps=tuple(map(step, tree["steps"]))
        )
    except (KeyError, TypeError) as error:
        raise BadRoute(f"流程定义缺少内容：{error}。") from error
    check(route)
    return route


def dumps(route: Route) -> str:
    """Write a route as JSON text that `loads` reads back to the same value."""
    return json.dumps(asdict(route), ensure_ascii=False, indent=2)


def step(tree: Mapping[str, Any]) -> Step:
    """Build one step from its JSON object."""
    return Step(
        key=tree["key"],
        name=tree["name"],
        kind=tree.get("kind", DO),
        who=who(tree["who"]),
        completion=tree.get("completion", ONE),
        when=tuple(Condition(**condition) for condition in tree.get("when", ())),
        due_days=tree.get("due_days"),
        effects=tuple(tree.get("effects", ())),
    )


def who(tree: Mapping[str, Any]) -> Who:
    """Build one who-rule from its JSON object."""
    return Who(tree["rule"], tree.get("key", ""), tree.get("unit", ""), tuple(map(who, tree.get("among", ()))))


def check(route: Route) -> None:
    """Refuse a route that could not run (校验流程)."""
    faults = list(_faults(route))
    if faults:
        raise BadRoute(f"流程“{route.name}”有{len(faults)}处错误：" + "；".join(faults) + "。")


def _faults(route: Route) -> Iterable[str]:
    if not route.steps:
        yield "没有任何环节"
    earlier: list[str] = []
    for item in route.steps:
        if item.key in earlier:
            yield f"环节标识“{item.key}”重复"
        yield from _step_faults(item, earlier)
        earlier.append(item.key)


def _step_faults(item: Step, earlier: list[str]) -> Iterable[str]:
    if not item.name:
        yield f"环节“{item.key}”没有名称"
    if item.kind not in KINDS or item.completion not in COMPLETIONS:
        yield f"环节“{item.name}”的类型或完成方式不明"
    if item.who.rule not in WHO_RULES:
        yield f"环节“{item.name}”的办理人规则不明"
    if item.who.rule == "handler" and item.who.key not in earlier:
        yield f"环节“{item.name}”引用的前面环节不存在"
    if any(condition.op not in OPERATORS for condition in item.when):
        yield f"环节“{item.name}”的条件运算不明"
    if item.due_days is not None and item.due_days < 1:
        yield f"环节“{item.name}”的办理天数应为正整数"
