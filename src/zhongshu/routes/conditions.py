"""Conditions on declared facts (条件): field, operator, value. Data, never code."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zhongshu.routes.model import Condition


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """A missing fact, or one of another kind, is neither more nor less than anything."""
    return lambda fact, value: _comparable(fact, value) and compare(fact, value)


def _comparable(fact: Any, value: Any) -> bool:
    return isinstance(fact, str) == isinstance(value, str) and isinstance(fact, str | int | float)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda fact, value: fact == value,
    "is_not": lambda fact, value: fact != value,
    "in": lambda fact, value: fact in value,
    "not_in": lambda fact, value: fact not in value,
    "over": _ordered(lambda fact, value: fact > value),
    "at_least": _ordered(lambda fact, value: fact >= value),
    "under": _ordered(lambda fact, value: fact < value),
    "at_most": _ordered(lambda fact, value: fact <= value),
}


def hold(conditions: Iterable[Condition], facts: Mapping[str, Any]) -> bool:
    """Tell whether all conditions hold for the facts (条件是否全部成立)."""
    return all(OPERATORS[c.op](facts.get(c.fact), c.value) for c in conditions)
