"""Routes as data (流程定义文件): JSON to `Route` and back. In the data a parallel block (并行) holds its branches."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from itertools import groupby
from math import isfinite
from typing import Any
from unicodedata import category

from zhongshu.routes import faults
from zhongshu.routes.faults import BadRoute as BadRoute
from zhongshu.routes.model import DO, ONE, RATIO, Condition, Route, Step, Who

WORDS = {
    "key": "标识",
    "block": "并行办理的标识",
    "name": "名称",
    "version": "版本号",
    "steps": "环节",
    "branches": "分支",
    "who": "办理人",
    "rule": "办理人规则",
    "unit": "办理人所在单位",
    "among": "可选范围",
    "kind": "类型",
    "completion": "完成方式",
    "ratio": "完成比例",
    "when": "条件",
    "fact": "条件内容",
    "op": "条件运算",
    "value": "条件值",
    "due_days": "办理天数",
    "effects": "办结动作",
    "required": "是否必经",
}
_PLACE = ("block", "block_name", "branch")


def loads(text: str) -> Route:
    """Read a route from JSON text. Raises BadRoute with the place of the fault."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRoute(f"流程文件的格式有误（第{getattr(error, 'lineno', 1)}行）。") from error
    return of_tree(found)


def of_tree(found: Any) -> Route:
    """Build a route from what JSON holds, and check it. Raises BadRoute with every fault named."""
    route = read(found)
    faults.refuse(route, faults.of_shape(found["steps"]))
    return route


def read(found: Any) -> Route:
    """Build a route from what JSON holds without asking whether it could run: it may be half drawn (草稿)."""
    steps = tuple(_flat(_take(found, "steps", list)))
    return Route(_take(found, "key", str), _take(found, "name", str), _take(found, "version", int), steps)


def clean(found: Any) -> dict[str, Any]:
    """Return what JSON holds in the one form that `tree` writes, half drawn or not; what does not belong there goes.

    Raises BadRoute with everything that cannot be read, step by step.
    """
    wrong: list[str] = []
    steps = [_clean_item(item, wrong) for item in _take(found, "steps", list)]
    if wrong:
        raise BadRoute("".join(wrong))
    head = {"key": _take(found, "key", str), "name": _take(found, "name", str)}
    return {**head, "version": _take(found, "version", int), "steps": steps}


def _clean_item(item: Any, wrong: list[str]) -> dict[str, Any]:
    if not faults.is_block(item):
        return _clean_step(item, wrong)
    try:
        name, key = _take(item, "name", str), _take(item, "block", str)
        branches = [branch if isinstance(branch, list) else [branch] for branch in _take(item, "branches", list)]
    except BadRoute as fault:
        wrong.append(fault.sentence)
        return {}
    return {"block": key, "name": name, "branches": [[_clean_step(each, wrong) for each in one] for one in branches]}


def _clean_step(item: Any, wrong: list[str]) -> dict[str, Any]:
    try:
        return tree_of_step(step(item))
    except BadRoute as fault:
        wrong.append(fault.sentence)
        return {}


def tree(route: Route) -> dict[str, Any]:
    """Return a route as JSON holds it: its steps in order, those of a parallel block under their branches."""
    nested: list[dict[str, Any]] = []
    for block, steps in groupby(route.steps, key=lambda each: (each.block, each.block_name)):
        if not block[0]:
            nested += map(tree_of_step, steps)
            continue
        branches = [list(map(tree_of_step, each)) for _, each in groupby(steps, key=lambda each: each.branch)]
        nested.append({"block": block[0], "name": block[1], "branches": branches})
    return {"key": route.key, "name": route.name, "version": route.version, "steps": nested}


def tree_of_step(item: Step) -> dict[str, Any]:
    """Return one step as JSON holds it. What only some steps have is left out of the others."""
    found = {name: value for name, value in asdict(item, dict_factory=_plain).items() if name not in _PLACE}
    if item.completion != RATIO:
        del found["ratio"]
    if not item.required:
        del found["required"]
    return found


def _plain(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs}


def step(found: Any, block: str = "", block_name: str = "", branch: int = 0) -> Step:
    """Build one step from its JSON object, which stands in a branch of a parallel block if `block` is named."""
    completion = _take(found, "completion", str, ONE)
    return Step(
        key=_take(found, "key", str),
        name=_take(found, "name", str),
        kind=_take(found, "kind", str, DO),
        who=_who(_take(found, "who", Mapping)),
        completion=completion,
        when=tuple(_condition(each, found) for each in _take(found, "when", list, [])),
        due_days=_take(found, "due_days", int | None, None),
        effects=tuple(_texts(_take(found, "effects", list, []), found)),
        ratio=_take(found, "ratio", int, 0) if completion == RATIO else 0,
        block=block,
        block_name=block_name,
        branch=branch,
        required=_take(found, "required", bool, False),
    )


def who(found: Mapping[str, Any]) -> Who:
    """Build one who-rule from its JSON object."""
    return Who(found["rule"], found.get("key", ""), found.get("unit", ""), tuple(map(who, found.get("among", ()))))


def _flat(items: Iterable[Any]) -> Iterable[Step]:
    """Take the branches of blocks apart. Blocks inside branches are named as faults of shape, so they are left out."""
    for item in items:
        if not faults.is_block(item):
            yield step(item)
            continue
        name = _take(item, "name", str)
        for number, branch in enumerate(_take(item, "branches", list)):
            inner = branch if isinstance(branch, list) else []
            yield from (step(each, str(item["block"]), name, number) for each in inner if not faults.is_block(each))


def _who(found: Mapping[str, Any]) -> Who:
    """Do as `who` does with what may come from anywhere."""
    return Who(
        _take(found, "rule", str),
        _take(found, "key", str, ""),
        _take(found, "unit", str, ""),
        tuple(map(_who, _take(found, "among", list, []))),
    )


def _condition(found: Any, of: Any) -> Condition:
    value = _take(found, "value", object)
    if not all(map(_is_plain, value if isinstance(value, list) else [value])):
        raise _missing(of, "value")
    return Condition(_take(found, "fact", str), _take(found, "op", str), value)


def _is_plain(value: Any) -> bool:
    """Tell whether a value can be compared and kept: text that can be shown, a number, yes or no, or nothing yet."""
    if isinstance(value, str):
        return not any(category(sign) in ("Cc", "Cs") for sign in value)
    return value is None or isinstance(value, int) or (isinstance(value, float) and isfinite(value))


def _texts(values: list[Any], found: Any) -> list[str]:
    if not all(isinstance(value, str) and _is_plain(value) for value in values):
        raise _missing(found, "effects")
    return values


_NOTHING = object()


def _take(found: Any, key: str, kind: Any, default: Any = _NOTHING) -> Any:
    """Return what stands under a key, if it is of its kind. Raises BadRoute that names it and where it is."""
    value = found.get(key, default) if isinstance(found, Mapping) else _NOTHING
    if value is _NOTHING or not isinstance(value, kind) or (isinstance(value, bool) and kind not in (bool, object)):
        raise _missing(found, key)
    if isinstance(value, str) and kind is not object and not _is_plain(value):
        raise _missing(found, key)
    return value


def _missing(found: Any, key: str) -> BadRoute:
    name = found.get("name") if isinstance(found, Mapping) else None
    place = f"“{name}”" if isinstance(name, str) and name and _is_plain(name) else ""
    return BadRoute(f"流程定义{place}缺少内容或内容有误：{WORDS[key]}。")
