"""The nouns of the engine: a route (流程) with its steps, and a slip (路线单) with its stations and tasks.

A route is what the office has laid down; a slip is one running copy of it. All are frozen values.
Holders are plain integers (see `org.Holder`); the engine never asks who they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

DO, SIGN, READ = "do", "sign", "read"  # 办 签 阅
ONE, ALL, IN_ORDER = "one", "all", "in_order"  # 或签 会签 依次
COMPLETED, RETURNED, TRANSFERRED, CANCELLED = "completed", "returned", "transferred", "cancelled"


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
    """One step of a route (环节). `effects` are names that the domain carries out once per run."""

    key: str
    name: str
    kind: str
    who: Who
    completion: str = ONE
    when: tuple[Condition, ...] = ()
    due_days: int | None = None
    effects: tuple[str, ...] = ()


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
    picked for it beforehand; resume_to and resume_holders say where a straight return (直送) goes back to.
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

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def active(self) -> bool:
        return self.begun and not self.ended


@dataclass(frozen=True, slots=True)
class Task:
    """What one holder must do at a station in one round (任务). Waiting, then open, then with an outcome for good."""

    id: int
    station: str
    round: int
    holder: int
    order: int = 0
    open: bool = False
    outcome: str = ""
    added: bool = False
    seen: bool = False
    withdrawn: bool = False

    @property
    def live(self) -> bool:
        """Whether it still waits for its holder, now or in turn."""
        return not self.outcome


@dataclass(frozen=True, slots=True)
class Slip:
    """A running copy of a route (路线单). `ended` is empty while it runs, else the outcome."""

    stations: tuple[Station, ...]
    tasks: tuple[Task, ...] = ()
    ended: str = ""


class World(Protocol):
    """What the engine may ask of the outside, all of it fixed for the length of one act."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Return the declared facts of the matter, which conditions look at."""

    def holders(self, who: Who) -> tuple[int, ...]:
        """Return the holders that a rule means today, in protocol order; none for `chosen` and `handler`."""

    def present(self, holders: tuple[int, ...]) -> tuple[int, ...]:
        """Return those of the holders who can still act: who has left is not sent anything."""


# --- acts: what somebody wants ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Start:
    """Set the slip going (启动)."""

    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complete:
    """Finish one's task (办理), choosing holders for later stations where the route asks for it."""

    task: int
    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Return:
    """Send back to an earlier station (退回): redo what lies between, or come straight back (直送)."""

    task: int
    to: str
    straight: bool = False


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back a finished task while the next has not opened it (撤回)."""

    task: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Give one's task to another (转办)."""

    task: int
    to: int


@dataclass(frozen=True, slots=True)
class AddSigners:
    """Ask others as well at the same station (加签)."""

    task: int
    holders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give everything one holder has, now and to come, to another (移交)."""

    holder: int
    to: int


@dataclass(frozen=True, slots=True)
class Terminate:
    """End the slip before its end (终止) with the outcome named."""

    outcome: str


Act = Start | Complete | Return | Withdraw | Transfer | AddSigners | HandOver | Terminate


# --- changes: what follows from it -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """A new task; waiting for its turn unless `open`. `task` is negative until the books give it a number."""

    task: int
    station: str
    round: int
    holder: int
    order: int
    open: bool
    added: bool = False


@dataclass(frozen=True, slots=True)
class Turned:
    """A waiting task has its turn (轮到)."""

    task: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A task has its outcome, for good."""

    task: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A finished task no longer counts; what was written stays."""

    task: int


@dataclass(frozen=True, slots=True)
class Begun:
    """A station begins a round."""

    station: str
    round: int
    came_from: str


@dataclass(frozen=True, slots=True)
class Resuming:
    """When this station ends the slip goes straight back to `to`."""

    station: str
    to: str
    holders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A station has ended its round."""

    station: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A station whose conditions do not hold is passed over."""

    station: str


@dataclass(frozen=True, slots=True)
class Reset:
    """A station stands before its beginning again."""

    station: str


@dataclass(frozen=True, slots=True)
class Reopened:
    """An ended station goes on with the same round."""

    station: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Holders have been picked for a station."""

    station: str
    holders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """The effects of a station are due, for the first and only time."""

    station: str
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The slip has ended."""

    outcome: str


Change = (
    Opened
    | Turned
    | Finished
    | Withdrawn
    | Begun
    | Resuming
    | Ended
    | Skipped
    | Reset
    | Reopened
    | Chosen
    | Fired
    | Closed
)
