"""What follows from an act (变更): the engine says it, the books apply it, the spine writes what differs."""

from dataclasses import dataclass

from zhongshu.routes.model import Step


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
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Turned:
    """A waiting task has its turn (轮到)."""

    task: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The duty of an added signer (加签) has come to a task of somebody who was asked already."""

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
class Rested:
    """The slip rests, or goes on."""

    resting: bool


@dataclass(frozen=True, slots=True)
class Added:
    """A station has been put on the slip, at its end until the order is laid down."""

    step: Step


@dataclass(frozen=True, slots=True)
class Struck:
    """A station has been struck off the slip, or put back on it."""

    station: str
    struck: bool


@dataclass(frozen=True, slots=True)
class Ordered:
    """The stations of the slip stand in this order from now on."""

    stations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """The slip has ended."""

    outcome: str


Change = (
    Opened
    | Turned
    | Bound
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
    | Rested
    | Added
    | Struck
    | Ordered
    | Closed
)
