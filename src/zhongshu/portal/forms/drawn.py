"""From the fields of a card to the data of a step (环节的表单), each value in the kind that the engine compares."""

import json
from typing import Any

from django.http import QueryDict

from zhongshu.matters import kinds
from zhongshu.matters.queries import route_words
from zhongshu.org import queries as org

UNITS = dict(route_words.UNITS)
_WITH_UNIT = {"head": "lead", "in_charge": "lead"}  # rules that need one, and which unless it is said
_LIST = ("in", "not_in")
USUAL_RATIO = 60  # per cent, until another is written


class Reader:
    """Reads the cards of one form. `known` turns the people who were picked into their codes."""

    def __init__(self, data: QueryDict, kind: kinds.Kind, known: org.Directory) -> None:
        self.data, self.known = data, known
        self.facts = {fact.key: fact for fact in kind.declared}

    def block(self, prefix: str) -> dict[str, Any]:
        """Return the head of a parallel block."""
        return {"block": self._text(prefix + "key"), "name": self._text(prefix + "name")}

    def step(self, prefix: str) -> dict[str, Any]:
        """Return a step as JSON holds it, half drawn or not."""
        completion = self._text(prefix + "completion") or "one"
        step: dict[str, Any] = {
            "key": self._text(prefix + "key"),
            "name": self._text(prefix + "name"),
            "kind": self._text(prefix + "kind") or "do",
            "who": self._who(prefix),
            "completion": completion,
            "when": [self._condition(f"{prefix}w{row}-") for row in self.data.getlist(prefix + "when")],
            "due_days": self._number(prefix + "due_days"),
            "effects": self.data.getlist(prefix + "effect"),
        }
        if completion == "ratio":
            asked = prefix + "ratio" in self.data  # the field comes with the choice
            step["ratio"] = (self._number(prefix + "ratio") or 0) if asked else USUAL_RATIO
        if self._text(prefix + "required"):
            step["required"] = True
        return step

    def _text(self, name: str) -> str:
        return " ".join(str(self.data.get(name, "")).split())

    def _number(self, name: str) -> int | None:
        """Return a whole number, nothing where nothing stands, and 0, which is always wrong, for anything else."""
        typed = self._text(name)
        return (int(typed) if typed.isdecimal() and len(typed) < 6 else 0) if typed else None

    def _who(self, prefix: str) -> dict[str, Any]:
        rule, _, key = self._text(prefix + "rule").partition(":")
        unit = self._text(prefix + "unit")
        if rule == "role":
            return {"rule": rule, "key": key, "unit": unit if unit in UNITS else "organ"}
        if rule in _WITH_UNIT:
            return {"rule": rule, "unit": unit if unit in UNITS else _WITH_UNIT[rule]}
        if rule == "post":
            return {"rule": rule, "key": self._text(prefix + "post")}
        if rule == "person":
            return {"rule": rule, "key": self._person(prefix)}
        if rule == "handler":
            return {"rule": rule, "key": self._text(prefix + "handler")}
        if rule == "chosen":
            return {"rule": rule, "among": [named(one) for one in self.data.getlist(prefix + "among")]}
        return {"rule": rule}

    def _person(self, prefix: str) -> str:
        """Return the code of the person who was picked, else that which cannot be shown as anybody."""
        holder = self._text(prefix + "person")
        row = self.known.holders.get(int(holder)) if holder.isdecimal() and len(holder) < 18 else None
        if row and row.person_id:
            return self.known.people[row.person_id].code
        return self._text(prefix + "code")

    def _condition(self, prefix: str) -> dict[str, Any]:
        key, op = self._text(prefix + "fact"), self._text(prefix + "op") or "is"
        fact = self.facts.get(key)
        if fact is None:
            return {"fact": key, "op": op, "value": _kept(self.data.get(prefix + "raw", ""))}
        if op not in dict(route_words.operators(fact)):
            op = "is"
        values = [value(fact, typed) for typed in self._typed(prefix, fact, op)]
        said = [one for one in values if one is not None]
        return {"fact": key, "op": op, "value": said if op in _LIST else next(iter(said), None)}

    def _typed(self, prefix: str, fact: kinds.Fact, op: str) -> list[str]:
        typed = [one.strip() for one in self.data.getlist(prefix + "value")]
        if fact.kind == "text" and op in _LIST:
            typed = [part.strip() for one in typed for part in one.replace("，", "、").split("、")]
        return [one for one in typed if one]


def value(fact: kinds.Fact, typed: str) -> Any:
    """Return what was typed or chosen as the fact itself holds it, or None for what it cannot be."""
    if fact.kind == "choice":
        return next((one for one, _ in fact.choices if str(one) == typed), None)
    if fact.kind == "yes_no":
        return {"yes": True, "no": False}.get(typed)
    if fact.kind == "number":
        return _figure(typed)
    return typed


def token(who: Any) -> str:
    """Return a rule of the candidates as one value of a list of boxes; `named` reads it back."""
    return f"{who.rule}:{who.key}:{who.unit}"


def named(typed: str) -> dict[str, Any]:
    """Return a rule of the candidates from what `token` made of it."""
    rule, key, unit = [*typed.split(":"), "", ""][:3]
    return {"rule": rule, "key": key, "unit": unit}


def _figure(typed: str) -> int | float | None:
    try:
        found = float(typed)
    except ValueError:
        return None
    if found != found or abs(found) > 1e15:
        return None
    return int(found) if found.is_integer() else found


def _kept(raw: str) -> Any:
    """Return the value of a condition whose fact is gone, as it came."""
    try:
        return json.loads(raw)
    except ValueError:
        return None
