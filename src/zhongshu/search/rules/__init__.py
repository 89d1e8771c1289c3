"""What a search goes by (检索规则): one normal form of text, tokens, numbers, and how a passage is shown."""

from dataclasses import dataclass, field
from datetime import datetime

LIMIT = 100  # as many are listed; beyond that a search wants better words
RARE = 1000  # so many candidates are looked at one by one
BLOCK = 4096  # subjects that PostgreSQL looks through at once, the newest first


@dataclass(frozen=True)
class Part:
    """A part of what can be found (检索内容): where it stands, what it says, and the attachment that says it."""

    label: str
    text: str
    attachment: int | None = None


@dataclass(frozen=True)
class Content:
    """All that can be found of one subject. `people` maps the numbers of those who have a part in it to their names."""

    kind: str
    unit: int | None
    at: datetime
    title: str
    parts: tuple[Part, ...] = ()
    numbers: tuple[str, ...] = ()
    people: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed by (检索条件)."""

    kind: str = ""
    unit: int | None = None
    person: int | None = None
    year: int | None = None

    def facets(self) -> list[str]:
        """Return the tokens that an entry bears if it passes."""
        asked = {"kind": self.kind, "unit": self.unit, "person": self.person, "year": self.year}
        return [facet(name, value) for name, value in asked.items() if value]


def facet(name: str, value: object) -> str:
    """Return a token that stands in no text: § is followed by no character there, because tokens have two at most."""
    return f"§{name}{value}"
