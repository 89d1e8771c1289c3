"""What is wrong with the route of an organ (流程校验), all at once, each fault where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from zhongshu.matters import kinds
from zhongshu.matters.queries.route_words import Words, operators
from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.routes import faults as shape
from zhongshu.routes import parse
from zhongshu.routes.model import Condition, Step, Who


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. place: `step-N` by the number of the step, `block-N` by that of the block, or empty for the whole.

    A warning does not prevent publishing; it has to be confirmed.
    """

    place: str
    words: str
    is_warning: bool = False


def faults(
    definition: Mapping[str, Any], kind: kinds.Kind, organ: int, day: date, *, known: org.Directory | None = None
) -> list[Fault]:
    """Return what is wrong with a route for an organ on a day (校验流程). `definition` may be half drawn."""
    route = parse.read(definition)
    words = Words(kind, organ, day, known=known)
    found = [*_of_whole(route.name, route.steps, kind), *_of_blocks(definition["steps"])]
    steps = [replace(step, name=step.name or f"第{place}个环节") for place, step in enumerate(route.steps, 1)]
    for place, step in enumerate(steps):
        said = [] if route.steps[place].name else [f"{step.name}没有名称"]
        said += dict.fromkeys(_of_step(step, steps, place, words))
        found += [Fault(f"step-{place}", one) for one in said]
        found += [Fault(f"step-{place}", one, True) for one in _warnings(step, steps[:place], words)]
    return found


def _of_whole(name: str, steps: Sequence[Step], kind: kinds.Kind) -> Iterable[Fault]:
    if not name:
        yield Fault("", "流程没有名称")
    if not steps:
        yield Fault("", "没有任何环节")
    names = {step.key: step.name for step in kind.loaded_route.steps}
    places = {step.key: place for place, step in enumerate(steps)}
    missing = [key for key in dict.fromkeys(key for chain in kind.needs for key in chain) if key not in places]
    yield from (Fault("", f"缺少必需的环节“{names.get(key, key)}”：{kind.name}离不开这一环节") for key in missing)
    pairs = dict.fromkeys(pair for chain in kind.needs for pair in pairwise(chain))
    for first, then in pairs:
        if first in places and then in places:
            yield from _of_order(steps[places[first]], steps[places[then]], places)


def _of_order(first: Step, then: Step, places: Mapping[str, int]) -> Iterable[Fault]:
    place = f"step-{places[then.key]}"
    if first.block and first.block == then.block and first.branch != then.branch:
        yield Fault(place, f"环节“{then.name}”须在“{first.name}”之后，不能与它并行")
    elif places[then.key] < places[first.key]:
        yield Fault(place, f"环节“{then.name}”须在“{first.name}”之后")


def _of_blocks(items: Sequence[Any]) -> Iterable[Fault]:
    blocks = list(filter(shape.is_block, items))
    for number, item in enumerate(blocks):
        yield from (Fault(f"block-{number}", words) for words in shape.of_shape([item]))
    keys = [item["block"] for item in blocks]
    twice = [number for number, key in enumerate(keys) if key in keys[:number]]
    for number in twice:
        yield Fault(f"block-{number}", f"并行办理“{blocks[number]['name']}”与前面的并行办理标识重复，请取消其中一个")


def _of_step(step: Step, steps: Sequence[Step], place: int, words: Words) -> Iterable[str]:
    yield from shape.of_step(replace(step, when=()))
    later = {other.key for other in steps[place:]} - {other.key for other in steps[:place]}
    twin = next((other.name for other in steps[:place] if other.key == step.key), "")
    if twin:
        yield f"环节“{step.name}”与前面的环节“{twin}”标识重复，请删除其中一个"
    elif step.who.rule == "handler" and step.who.key in later:
        yield f"环节“{step.name}”由它自己或后面环节的办理人办理，形成循环，请改选前面的环节"
    elif step.who.key:
        yield from shape.of_place(step, steps[:place])
    if step.who.rule == "chosen" and not shape.before(step, steps[:place]):
        yield f"环节“{step.name}”前面没有环节，无人为它选定办理人，请改选办理人"
    if not set(step.effects) <= set(words.kind.effects):
        yield f"环节“{step.name}”有一项办结动作在本系统中不能执行，请取消"
    for who in (step.who, *step.who.among):
        yield from _of_who(who, step.name, words)
    for condition in step.when:
        yield from _of_condition(condition, step.name, words)


def _of_who(who: Who, name: str, words: Words) -> Iterable[str]:
    if who.rule == "role" and who.key and who.key not in dict(rules.ROLES):
        yield f"环节“{name}”的角色在本系统中不存在，请另选"
    elif who.rule == "post" and who.key:
        yield from _of_post(who.key, name, words)
    elif who.rule == "person" and who.key:
        yield from _of_person(who.key, name, words)


def _of_post(code: str, name: str, words: Words) -> Iterable[str]:
    row = next((row for row in words.known.posts.values() if row.code == code), None)
    if row is None:
        yield f"环节“{name}”的岗位在本系统中不存在，请另选"
    elif org.organ_of(row.unit_id, known=words.known) != words.organ:
        yield f"环节“{name}”的岗位“{words.post(code)}”不是本机关的，请另选"
    elif row.id not in {post.id for posts in words.today.posts_in.values() for post in posts}:
        yield f"环节“{name}”的岗位“{words.post(code)}”已撤销，请另选"


def _of_person(code: str, name: str, words: Words) -> Iterable[str]:
    row = next((row for row in words.known.people.values() if row.code == code), None)
    if row is None:
        yield f"环节“{name}”指定的人员在本系统中不存在，请另选"
    elif row.id not in words.today.people:
        yield f"环节“{name}”指定的{row.name}已离岗，请另选"
    elif words.organ not in {
        org.organ_of(post.unit_id, known=words.known) for post in words.today.posts_of.get(row.id, ())
    }:
        yield f"环节“{name}”指定的{row.name}不是本机关人员，请另选"


def _of_condition(condition: Condition, name: str, words: Words) -> Iterable[str]:
    fact = words.facts.get(condition.fact)
    if fact is None:
        yield f"环节“{name}”有一项条件所依据的内容已取消或没有选择，请删除或另选"
        return
    if condition.op not in dict(operators(fact)):
        yield f"环节“{name}”的条件“{fact.name}”的比较方式不合适，请另选"
    is_list = isinstance(condition.value, list)
    values = condition.value if is_list else [condition.value]
    if not values or is_list != (condition.op in ("in", "not_in")) or any(not _suits(fact, value) for value in values):
        yield f"环节“{name}”的条件“{fact.name}”没有填写比较的内容，或内容不在可选范围内"


def _suits(fact: kinds.Fact, value: Any) -> bool:
    if fact.kind == "choice":
        return value in dict(fact.choices)
    if fact.kind == "yes_no":
        return isinstance(value, bool)
    if fact.kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and bool(value)


def _warnings(step: Step, earlier: Sequence[Step], words: Words) -> Iterable[str]:
    if words.meaning(step.who).is_nobody and not any(_of_who(step.who, step.name, words)):
        yield f"环节“{step.name}”（{words.who(step.who, earlier)}）现在没有人，办到这一环节时将无法继续"
    if step.who.rule == "handler":
        source = next((one for one in earlier if one.key == step.who.key), None)
        if source and not set(map(repr, source.when)) <= set(map(repr, step.when)):
            yield f"环节“{step.name}”由“{source.name}”的办理人办理，而“{source.name}”可能因条件不符跳过，届时没有办理人"
