"""The nouns of the engine: a route (流程) with its steps, and a slip (路线单) with its stations and tasks.

A route is what the office has laid down; a slip is one running copy of it. All are frozen values.
Holders are plain integers (see `org.Holder`); the engine never asks who they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

DO, SIGN, READ = "do", "sign", "read"  # 办 签 阅
ONE, ALL, IN_ORDER, RATIO = "one", "all", "in_order", "ratio"  # 或签 会签 依次 按比例
COMPLETED, RETURNED, TRANSFERRED, CANCELLED, REMOVED = "completed", "returned", "transferred", "cancelled", "removed"


@dataclass(frozen=True, slots=True)
class Condition:
    """A declared fact compared with a value (条件); never code."""

    fact: str
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class Who:
    """The rule that names who acts (办理人规则), resolved on the day.

    rule: role | head | in_charge | post | person | initiator | handler | chosen.
    key: role key, post code, person code or station key; unit: organ | lead | lead_and_co | initiator.
    among: for `chosen`, the rules whose people are the candidates (empty: anybody).
    """

    rule: str
    key: str = ""
    unit: str = ""
    among: tuple["Who", ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route (环节). `effects` are names that the domain carries out once per run.

    ratio: per cent of the signers that are enough, where completion is `ratio`. block, block_name, branch: of a
    parallel block (并行), empty outside; the steps of a block stand together, branch by branch, counted from 0.
    required: may not be struck off a running slip.
    """

    key: str
    name: str
    kind: str
    who: Who
    completion: str = ONE
    when: tuple[Condition, ...] = ()
    due_days: int | None = None
    effects: tuple[str, ...] = ()
    ratio: int = 0
    block: str = ""
    block_name: str = ""
    branch: int = 0
    required: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """An ordered list of steps with a key and a version (流程定义)."""

    key: str
    name: str
    version: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Station:
    """One step of a slip and how far it is (环节实例).

    round counts how often it has begun; came_from is the station whose end began it; chosen are the holders
    picked for it beforehand; resume_to and resume_holders say where a straight return (直送) goes back to; struck
    says that it was taken off this slip (撤销环节).
    """

    step: Step
    round: int = 0
    begun: bool = False
    ended: bool = False
    skipped: bool = False
    fired: bool = False
    came_from: str = ""
    chosen: tuple[int, ...] = ()
    resume_to: str = ""
    resume_holders: tuple[int, ...] = ()
    struck: bool = False

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def active(self) -> bool:
        return self.begun and not self.ended

    @property
    def passed(self) -> bool:
        """Whether nothing remains to be done at it: it has ended, was passed over, or was struck off."""
        return self.ended or self.skipped or self.struck


@dataclass(frozen=True, slots=True)
class Task:
    """What one holder must do at a station in one round (任务). Waiting, then open, then with an outcome for good.

    added: asked to sign as well (加签) and always waited for; bound: waited for like that, because the duty of an added
    signer has come to whoever was asked already.
    """

    id: int
    station: str
    round: int
    holder: int
    order: int = 0
    open: bool = False
    outcome: str = ""
    added: bool = False
    bound: bool = False
    seen: bool = False
    withdrawn: bool = False

    @property
    def live(self) -> bool:
        """Whether it still waits for its holder, now or in turn."""
        return not self.outcome

    @property
    def must(self) -> bool:
        """Whether the station waits for this very task, however few of the others are enough."""
        return self.added or self.bound


@dataclass(frozen=True, slots=True)
class Slip:
    """A running copy of a route (路线单). `ended` is empty while it runs, else the outcome; `resting`: 暂停办理."""

    stations: tuple[Station, ...]
    tasks: tuple[Task, ...] = ()
    ended: str = ""
    resting: bool = False


class World(Protocol):
    """What the engine may ask of the outside, all of it fixed for the length of one act."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Return the declared facts of the matter, which conditions look at."""

    def holders(self, who: Who) -> tuple[int, ...]:
        """Return the holders that a rule means today, in protocol order; none for `chosen` and `handler`."""

    def present(self, holders: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of the holders who can still act: who has left is not sent anything."""
