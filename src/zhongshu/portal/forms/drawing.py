"""A route as the fields of a page (流程设计的表单): read in the order in which the cards stand, and changed by one act.

Each card carries a marker, `step:3`, `block:1`, `branch:2` or `end:1`; the markers in their order are the route, so
that a card which is moved takes its place with it. A step's fields begin with `s3-`, those of a block with `b1-`.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from zhongshu.portal.forms import drawn

STEP, BLOCK, BRANCH, END = "step", "block", "branch", "end"


@dataclass
class Token:
    """One marker with what its card holds: a step or the head of a block as data, nothing for branches and ends."""

    kind: str
    number: str
    item: dict[str, Any] = field(default_factory=dict)

    @property
    def marker(self) -> str:
        """The marker as the page bears it."""
        return f"{self.kind}:{self.number}"


class Drawing:
    """What somebody has drawn so far (正在绘制的流程): tokens that acts change; `acted` is the key last acted on."""

    def __init__(self, data: QueryDict, read: drawn.Reader) -> None:
        self.tokens = list(_tokens(data, read))
        self.acted = ""

    def steps(self) -> list[dict[str, Any]]:
        """Return the route's steps as JSON holds them."""
        root: list[dict[str, Any]] = []
        place, block = root, None
        for token in self.tokens:
            if token.kind == STEP:
                place.append(token.item)
            elif token.kind == BLOCK:
                block = {**token.item, "branches": []}
                root.append(block)
                place = root
            elif token.kind == BRANCH and block is not None:
                place = []
                block["branches"].append(place)
            elif token.kind == END:
                place, block = root, None
        return root

    def act(self, words: str) -> None:
        """Carry out an act such as `up:step:3`; one that is unknown or no longer fits does nothing."""
        verb, _, rest = words.partition(":")
        marker, _, more = rest.partition("/")
        place = next((place for place, token in enumerate(self.tokens) if token.marker == marker), -1)
        if verb in _ACTS and (place >= 0 or (marker == "start" and verb in ("add", "block"))):
            _ACTS[verb](self, place, more)

    def end_of(self, place: int) -> int:
        """Return where the block ends that begins or goes on at a place."""
        return next((at for at in range(place, len(self.tokens)) if self.tokens[at].kind == END), len(self.tokens) - 1)

    def is_inside(self, place: int) -> bool:
        """Tell whether what is put after a place comes to stand in a branch."""
        before = [token.kind for token in self.tokens[: place + 1] if token.kind in (BLOCK, END)]
        return bool(before) and before[-1] == BLOCK


def _tokens(data: QueryDict, read: drawn.Reader) -> Iterator[Token]:
    """Read the markers; those of a block that do not stand in their order are left out."""
    is_open = False
    for marker in data.getlist("node"):
        kind, _, number = marker.partition(":")
        if kind == STEP and number.isdigit():
            yield Token(kind, number, read.step(f"s{number}-"))
        elif kind == BLOCK and number.isdigit() and not is_open:
            is_open = True
            yield Token(kind, number, read.block(f"b{number}-"))
        elif kind in (BRANCH, END) and is_open:
            is_open = kind != END
            yield Token(kind, number)
    if is_open:
        yield Token(END, "")


# --- the acts --------------------------------------------------------------------------------------------


def _new_step() -> Token:
    key = f"s{secrets.token_hex(4)}"
    return Token(STEP, key, {"key": key, "name": "", "kind": "do", "who": {"rule": ""}, "completion": "one"})


def _add(drawing: Drawing, place: int, more: str) -> None:
    if place >= 0 and drawing.tokens[place].kind == BLOCK:
        place = drawing.end_of(place)
    step = _new_step()
    drawing.tokens.insert(place + 1, step)
    drawing.acted = step.item["key"]


def _add_block(drawing: Drawing, place: int, more: str) -> None:
    if drawing.is_inside(place):
        return
    key = f"b{secrets.token_hex(4)}"
    steps = [_new_step(), _new_step()]
    made = [Token(BLOCK, key, {"block": key, "name": "并行办理"})]
    for number, step in enumerate(steps):
        made += [Token(BRANCH, f"{key}{number}"), step]
    drawing.tokens[place + 1 : place + 1] = [*made, Token(END, key)]
    drawing.acted = steps[0].item["key"]


def _add_branch(drawing: Drawing, place: int, more: str) -> None:
    step, end = _new_step(), drawing.end_of(place)
    drawing.tokens[end:end] = [Token(BRANCH, step.number), step]
    drawing.acted = step.item["key"]


def _remove(drawing: Drawing, place: int, more: str) -> None:
    """Take out a step, a branch with its steps, or a block with all that is in it."""
    kind, stop = drawing.tokens[place].kind, place + 1
    if kind == BRANCH:
        stop = next(at for at in range(place + 1, len(drawing.tokens)) if drawing.tokens[at].kind in (BRANCH, END))
    elif kind == BLOCK:
        stop = drawing.end_of(place) + 1
    del drawing.tokens[place:stop]


def _dissolve(drawing: Drawing, place: int, more: str) -> None:
    """Put the steps of a block one after the other (取消并行)."""
    inside = drawing.tokens[place : drawing.end_of(place) + 1]
    drawing.tokens[place : place + len(inside)] = [token for token in inside if token.kind == STEP]


def _up(drawing: Drawing, place: int, more: str) -> None:
    """Move up by one: a step walks through the branches of a block that it meets, a block past what stands above."""
    tokens, token = drawing.tokens, drawing.tokens[place]
    drawing.acted = token.item.get("key") or token.item.get("block", "")
    if token.kind == STEP and place:
        first = tokens[place - 1].kind == BRANCH and tokens[place - 2].kind == BLOCK
        tokens.insert(place - (2 if first else 1), tokens.pop(place))
    elif token.kind == BLOCK and place:
        block = tokens[place : drawing.end_of(place) + 1]
        del tokens[place : place + len(block)]
        above = place - 1
        while tokens[place - 1].kind == END and tokens[above].kind != BLOCK:
            above -= 1
        tokens[above:above] = block


def _down(drawing: Drawing, place: int, more: str) -> None:
    """Move down by one, in the same way."""
    tokens, token = drawing.tokens, drawing.tokens[place]
    drawing.acted = token.item.get("key") or token.item.get("block", "")
    last = drawing.end_of(place) if token.kind == BLOCK else place
    if last + 1 >= len(tokens):
        return
    following = tokens[last + 1]
    if token.kind == BLOCK:
        stop = drawing.end_of(last + 1) if following.kind == BLOCK else last + 1
        below = tokens[last + 1 : stop + 1]
        del tokens[last + 1 : stop + 1]
        tokens[place:place] = below
    elif following.kind == BLOCK:  # over the head of the block and that of its first branch
        tokens.insert(place + 2, tokens.pop(place))
    else:
        tokens.insert(place + 1, tokens.pop(place))


def _look(drawing: Drawing, place: int, more: str) -> None:
    """Change nothing but what is shown of a card (更新), for browsers without scripts."""
    drawing.acted = drawing.tokens[place].item.get("key", "")


def _add_condition(drawing: Drawing, place: int, more: str) -> None:
    item = drawing.tokens[place].item
    item["when"] = [*item.get("when", ()), {"fact": "", "op": "is", "value": None}]
    drawing.acted = item["key"]


def _remove_condition(drawing: Drawing, place: int, more: str) -> None:
    item = drawing.tokens[place].item
    item["when"] = [one for number, one in enumerate(item.get("when", ())) if str(number) != more]
    drawing.acted = item["key"]


_ACTS: dict[str, Callable[[Drawing, int, str], None]] = {
    "add": _add,
    "block": _add_block,
    "branch": _add_branch,
    "remove": _remove,
    "dissolve": _dissolve,
    "up": _up,
    "down": _down,
    "refresh": _look,
    "condition": _add_condition,
    "uncondition": _remove_condition,
}
