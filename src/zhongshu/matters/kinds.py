"""The one registry: what each domain tells the spine about its kind of matter (事项类型)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from importlib import resources
from typing import Any

from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.org.models import Person
from zhongshu.routes import parse
from zhongshu.routes.model import Route


@dataclass(slots=True)
class Step:
    """An act on a task, as a domain sees it before it is carried out (一次办理).

    verb: complete | return | withdraw | transfer | add_signers | remove_signer | terminate | suspend | resume | amend |
    jump; of these that move no slip only check_step hears: circulate | chase | answer | attach | read | rate |
    relabel | scope | extension | consultation | refusal. `station` is the station's key, that of a side run such as
    extension_decision as well.
    `fields` are the cleaned values of the domain's own form; `chosen` maps station keys to holder ids.
    A domain may add to `chosen`, and set `afresh` when it changed what a straight return would come back to.
    """

    verb: str
    matter: Matter
    task: Task | None
    station: str
    by: Person
    at: datetime
    opinion: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    chosen: dict[str, tuple[int, ...]] = field(default_factory=dict)
    afresh: bool = False

    @property
    def number(self) -> int:
        """The number of the task, or 0 for an act on the matter as a whole."""
        return self.task.pk if self.task else 0


@dataclass(frozen=True, slots=True)
class Searched:
    """What a kind adds to what every matter is found by (检索内容): (label, text), and numbers besides its own.

    `is_bare`: it is found by its number and by nothing else.
    """

    parts: tuple[tuple[str, str], ...] = ()
    numbers: tuple[str, ...] = ()
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """What a kind has printed on the processing slip of a matter (办理单), beside what the spine knows.

    title: such as 收文办理单. rows: (label, value), in their order, empty ones are left out. headings: by key of the
    station, where the slip calls it otherwise than the route does. remarks: what stands under a station beside the
    opinions: (words, who, when). received: what the kind calls the day on which the matter began.
    """

    title: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, tuple[tuple[str, str, datetime | None], ...]] = field(default_factory=dict)
    received: str = "登记日期"


@dataclass(frozen=True, slots=True)
class Hint:
    """What a room above its domain has to say on the page of a matter (页面提示): words, and a page that they lead to.

    leads: (address, words).
    """

    words: str
    is_warning: bool = False
    leads: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What a condition of a route may look at (流转依据): its key in `facts`, its name, its kind.

    kind: choice | number | text | yes_no. choices: of a choice, each value as it stands in `facts` and its name;
    where all of them are numbers they have an order.
    """

    key: str
    name: str
    kind: str
    choices: tuple[tuple[Any, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What a station brings about by its end (办结动作), as whoever carries it out sees it.

    `fields` are those with which the last task was completed.
    """

    matter: Matter
    run: Run
    station: str
    by: Person
    at: datetime
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Side:
    """What may run beside the main run of every kind (侧流程): its key is that of its route and of the act that asks.

    done: what is said to whoever asked when it has ended well.
    """

    key: str
    name: str
    done: str

    @cached_property
    def loaded_route(self) -> Route:
        """The route, which comes with the spine, read once."""
        return parse.loads((resources.files("zhongshu.matters") / "routes" / f"{self.key}.json").read_text("utf-8"))


SIDES = {
    side.key: side
    for side in (
        Side("extension", "延期申请", "已获同意"),
        Side("consultation", "征求意见", "已全部反馈"),
        Side("refusal", "退办申请", "已获同意"),
    )
}


def _nothing(step: Step) -> None:
    """Most kinds have nothing to add to most steps."""


@dataclass(frozen=True)
class Kind:
    """A kind of matter. `app` is the dotted name of the domain, `route` the file name of its route below `routes/`.

    facts: what conditions may look at, on a day; `declared` says which there are, for whoever draws a route.
    needs: keys of the stations that the domain's rules hang on, as chains in each of which one comes after the other.
    check_step and on_step run inside the transaction whatever the door is,
    so that a generic act can never go round a domain's rule. template: the kind's matter page, which extends
    `ui/matter.html`; context: what it shows besides, there as `part`, in which `without` names the general acts
    that just this matter does not know. forms: dotted name of a dict from station key to form class; act_forms:
    the same from the name of an act that only this kind knows, or `return`, of which it asks more than others. sees:
    roles of the organ that see every matter of this kind unless it is restricted. registrars: the role whose holders
    keep its register. without: general acts (circulate chase attach terminate suspend amend jump rate, keys of SIDES)
    that this kind does not know. effects:
    what its routes bring about by name, beside the spine's own. one_by_one: keys of stations whose tasks are
    never done many at once, each being an account of its own. answers: where a matter of this kind is begun in answer
    to another, offered on the page of those that are `answered`: (name of the address, words, icon); it is told which
    by `?answers=`.
    on_secret(matter, by=…, at=…): withholds a matter one of whose files turned out to be secret.
    searchable: what the kind adds to what can be found of a matter, or None for one that must not be found.
    paper: what it adds to the processing slip; refuses a matter that must not be printed.
    """

    key: str
    name: str
    icon: str
    app: str
    route: str
    facts: Callable[[Matter, date], Mapping[str, Any]]
    declared: tuple[Fact, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    check_step: Callable[[Step], None] = _nothing
    on_secret: Callable[..., object] = lambda matter, *, by, at: None
    on_step: Callable[[Step], None] = _nothing
    template: str = ""
    context: Callable[[Matter, Person], Mapping[str, Any]] = lambda matter, person: {}
    forms: str = ""
    act_forms: str = ""
    sees: tuple[str, ...] = ()
    registrars: str = ""
    without: tuple[str, ...] = ()
    one_by_one: tuple[str, ...] = ()
    answers: tuple[str, str, str] | None = None
    answered: bool = False
    effects: Mapping[str, Callable[[Effect], None]] = field(default_factory=dict)
    searchable: Callable[[Matter], Searched | None] = lambda matter: Searched()
    paper: Callable[[Matter], Paper] = lambda matter: Paper()

    @cached_property
    def loaded_route(self) -> Route:
        """The route that comes with the domain, read once."""
        return parse.loads((resources.files(self.app) / "routes" / self.route).read_text("utf-8"))


Hints = Callable[[Matter, Person], Iterable[Hint]]
Deed = Callable[[Step], None]
_kinds: dict[str, Kind] = {}
_hints: dict[tuple[str, str], Hints] = {}
_deeds: dict[tuple[str, str], Deed] = {}


def register(kind: Kind) -> None:
    """Make a kind known (登记事项类型). Called once by the domain's AppConfig.ready."""
    _kinds[kind.key] = kind


def get(key: str) -> Kind:
    """Return a kind. Raises Refused for one that this installation does not have."""
    if key not in _kinds:
        raise Refused("本系统没有启用这类事项，请联系系统管理员。")
    return _kinds[key]


def every() -> tuple[Kind, ...]:
    """Return all kinds in the order in which they were registered."""
    return tuple(_kinds.values())


def register_hints(keys: Iterable[str], verb: str, hints: Hints) -> None:
    """Let a room above a domain speak on the pages of its matters (登记页面提示) of whose trail a verb is part.

    A domain knows nothing of the rooms above it, and a page without that verb is not asked anything.
    """
    _hints.update({(key, verb): hints for key in keys})


def hints(matter: Matter, person: Person, verbs: Collection[str]) -> list[Hint]:
    """Return what is to be said on the page of a matter whose trail has these verbs (页面提示)."""
    speakers = [said for (key, verb), said in _hints.items() if key == matter.kind and verb in verbs]
    return [hint for said in speakers for hint in said(matter, person)]


def register_deed(keys: Iterable[str], verb: str, deed: Deed) -> None:
    """Let a room above a domain carry on an act on its matters (登记后续办理), in its transaction, after the domain."""
    _deeds.update({(key, verb): deed for key in keys})


def on_step(step: Step) -> None:
    """Let the domain of a matter, and the room above that carries it on, write what they keep of an act (办理记载)."""
    get(step.matter.kind).on_step(step)
    carry_on(step)


def carry_on(step: Step) -> None:
    """Let the room above a domain carry on an act (后续办理), where one asked to; also one that moves no slip."""
    _deeds.get((step.matter.kind, step.verb), _nothing)(step)
