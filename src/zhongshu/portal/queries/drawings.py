"""A route as the pages draw it (流程图面): cards in their order with words, people of today, and faults."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhongshu.matters import kinds
from zhongshu.matters.queries import route_faults, route_words
from zhongshu.matters.queries.route_faults import Fault
from zhongshu.matters.queries.route_words import Meaning, Words
from zhongshu.org import queries as org
from zhongshu.routes import faults as shape
from zhongshu.routes import parse
from zhongshu.routes.model import Step


@dataclass
class Card:
    """One step as a card: its number, the step, words for it, whom it means today, and what is wrong."""

    number: int
    step: Step
    who: str
    meaning: Meaning
    completion: str
    due: str
    condition: str
    earlier: list[tuple[str, str]]  # the steps whose handlers may act here: key and name
    faults: list[Fault]
    is_needed: bool
    is_block: bool = False

    @property
    def place(self) -> str:
        """The card's anchor."""
        return f"step-{self.number}"


@dataclass
class Branch:
    """One branch of a block, numbered through the whole route."""

    number: int
    cards: list[Card] = field(default_factory=list)


@dataclass
class Block:
    """A parallel block as a frame around its branches."""

    number: int
    key: str
    name: str
    branches: list[Branch]
    faults: list[Fault]
    is_block: bool = True

    @property
    def place(self) -> str:
        """The frame's anchor."""
        return f"block-{self.number}"


@dataclass
class Drawing:
    """A route on a page: its items in their order, and all that is wrong."""

    name: str
    items: list[Card | Block]
    faults: list[Fault]

    @property
    def errors(self) -> list[Fault]:
        """What prevents publishing."""
        return [one for one in self.faults if not one.is_warning]

    @property
    def warnings(self) -> list[Fault]:
        """What has to be confirmed."""
        return [one for one in self.faults if one.is_warning]


def drawing(definition: Mapping[str, Any], kind: kinds.Kind, organ: int, at: datetime, known: org.Directory) -> Drawing:
    """Draw a route, half drawn or not (绘制流程)."""
    day = org.local_day(at)
    found = route_faults.faults(definition, kind, organ, day, known=known)
    return Drawing(
        definition["name"], _Drawer(definition, kind, found, Words(kind, organ, day, known=known)).items(), found
    )


class _Drawer:
    """Walks through the data once; cards, blocks and branches are numbered as they come."""

    def __init__(self, definition: Mapping[str, Any], kind: kinds.Kind, found: Iterable[Fault], words: Words) -> None:
        self.tree, self.words = definition["steps"], words
        self.steps = parse.read(definition).steps
        self.faults: dict[str, list[Fault]] = {}
        for one in found:
            self.faults.setdefault(one.place, []).append(one)
        self.needed = {key for chain in kind.needs for key in chain}
        self.cards = self.blocks = self.branches = 0

    def items(self) -> list[Card | Block]:
        return [self._block(item) if shape.is_block(item) else self._card() for item in self.tree]

    def _block(self, item: Mapping[str, Any]) -> Block:
        number, self.blocks = self.blocks, self.blocks + 1
        branches = [self._branch(branch) for branch in item["branches"]]
        return Block(number, item["block"], item["name"], branches, self.faults.get(f"block-{number}", []))

    def _branch(self, items: Sequence[Any]) -> Branch:
        number, self.branches = self.branches, self.branches + 1
        return Branch(number, [self._card() for _ in items])

    def _card(self) -> Card:
        number, self.cards = self.cards, self.cards + 1
        step, before = self.steps[number], self.steps[:number]
        may = set(shape.before(step, before))
        return Card(
            number,
            step,
            self.words.who(step.who, self.steps),
            self.words.meaning(step.who),
            route_words.completion(step),
            route_words.due(step),
            self.words.conditions(step),
            [(one.key, one.name) for one in before if one.key in may],
            self.faults.get(f"step-{number}", []),
            step.key in self.needed,
        )
