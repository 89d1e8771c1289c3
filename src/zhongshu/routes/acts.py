"""What somebody wants of a slip (办理动作)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhongshu.routes.model import Step


@dataclass(frozen=True, slots=True)
class Start:
    """Set the slip going (启动)."""

    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complete:
    """Finish one's task (办理), choosing holders for later stations where the route asks for it.

    afresh: what was laid down has changed so much that a straight return (直送) no longer fits: whoever returned
    the slip is not simply asked again, the next station begins anew.
    """

    task: int
    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    afresh: bool = False


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
    """Give everything one holder has, now and to come, to another (移交); or just some of it.

    tasks: only these of what they have now; stations: only these of what is planned for them. None: all.
    """

    holder: int
    to: int
    tasks: frozenset[int] | None = None
    stations: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Terminate:
    """End the slip before its end (终止) with the outcome named."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Decline:
    """Say no to what the whole slip asks for (不同意): it ends here with the outcome, and nothing is carried out."""

    task: int
    outcome: str


@dataclass(frozen=True, slots=True)
class RemoveSigner:
    """Ask somebody at a station no longer (减签): `task` is theirs and not done; never the last one there."""

    task: int


@dataclass(frozen=True, slots=True)
class Suspend:
    """Let the slip rest (暂停办理): nothing is done on it until it is resumed, but for hand-overs and its end."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Let it go on (恢复办理)."""


@dataclass(frozen=True, slots=True)
class Amend:
    """Change what lies ahead (调整后续环节), all at once.

    ahead: everything of `places.ahead`, by key, in the new order, with new steps among it; struck: which of it is
    struck off, also what was before; chosen: who acts at the new steps, by their keys. Whatever stands in a parallel
    block stays in its branch.
    """

    ahead: tuple[str | Step, ...]
    struck: frozenset[str] = frozenset()
    chosen: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Jump:
    """Go to a station off the order of the slip (流程跳转): forward what lies between is skipped, back it is redone."""

    to: str
    chosen: tuple[int, ...] = ()


Act = (
    Start
    | Complete
    | Return
    | Withdraw
    | Transfer
    | AddSigners
    | HandOver
    | Terminate
    | Decline
    | RemoveSigner
    | Suspend
    | Resume
    | Amend
    | Jump
)
