"""What distinguishes two versions of a route (版本差异), as sentences."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from zhongshu.matters.queries.route_words import STEP_KINDS, Words, completion, due
from zhongshu.routes.model import Route, Step


def differences(old: Route, new: Route, words: Words) -> list[str]:
    """Return what has changed from one version to another (版本差异), step by step in the order of the new one."""
    return list(_differences(old, new, words))


def _differences(old: Route, new: Route, words: Words) -> Iterable[str]:
    before, after = {step.key: step for step in old.steps}, {step.key: step for step in new.steps}
    if old.name != new.name:
        yield f"流程名称由“{old.name}”改为“{new.name}”"
    yield from (f"删除环节“{step.name}”" for key, step in before.items() if key not in after)
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    for place, step in enumerate(new.steps):
        where = _where(new.steps, place)
        if step.key not in before:
            yield f"增加环节“{step.name}”（{where}），办理人：{words.who(step.who, new.steps)}"
            continue
        was = before[step.key]
        yield from _changed(was, step, old, new, words)
        if _branch(was) != _branch(step):
            yield f"环节“{step.name}”由{_branch(was)}移到{'' if step.block else '主流程'}{where}"
        elif step.key in moved:
            yield f"环节“{step.name}”移到{where}"


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The steps outside the longest order that both versions share."""
    same = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    kept = {key for block in same for key in after[block.b : block.b + block.size]}
    return set(after) - kept


def _changed(was: Step, step: Step, old: Route, new: Route, words: Words) -> Iterable[str]:
    if was.name != step.name:
        yield f"环节“{was.name}”改名为“{step.name}”"
    sides = (
        ("办理人", words.who(was.who, old.steps), words.who(step.who, new.steps)),
        ("类型", dict(STEP_KINDS).get(was.kind, ""), dict(STEP_KINDS).get(step.kind, "")),
        ("完成方式", completion(was), completion(step)),
        ("办理期限", due(was), due(step)),
        ("办理条件", words.conditions(was) or "每次都办", words.conditions(step) or "每次都办"),
    )
    yield from (f"环节“{step.name}”的{what}由“{first}”改为“{then}”" for what, first, then in sides if first != then)
    if was.required != step.required:
        yield f"环节“{step.name}”改为{'必经，办理中不得跳过' if step.required else '办理中可以跳过'}"
    if was.effects != step.effects:
        yield f"环节“{step.name}”办结时的系统动作有变化"


def _branch(step: Step) -> str:
    return f"并行“{step.block_name}”第{step.branch + 1}分支" if step.block else "主流程"


def _where(steps: Sequence[Step], place: int) -> str:
    step, before = steps[place], steps[place - 1] if place else None
    if step.block:
        is_first = before is None or (before.block, before.branch) != (step.block, step.branch)
        return _branch(step) + ("最前面" if is_first or before is None else f"“{before.name}”之后")
    if before is None:
        return "最前面"
    return f"并行“{before.block_name}”之后" if before.block else f"“{before.name}”之后"
