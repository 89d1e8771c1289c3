"""What the matter page shows: the slip as a timeline, the readers, and the acts that this person may do now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Q

from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.models import Draft, Link, Matter, Run, Station, Task
from zhongshu.matters.queries import visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person

# Who may do what to a matter beside its present handlers: roles of the organ, and whether its opener may.
GENERAL_ACTS: dict[str, tuple[tuple[str, ...], bool]] = {
    "circulate": (("office_head",), True),
    "chase": (("office_head", "supervisor"), True),
    "attach": ((), True),
    "terminate": (("office_head",), False),
    "suspend": (("office_head",), False),
    "resume": (("office_head",), False),
    "amend": (("office_head",), False),
    "jump": (("office_head",), False),
    "remove_signer": (("office_head",), False),
    "extension": (("office_head",), False),
    "consultation": (("office_head",), False),
    "refusal": ((), False),
    "relabel": (("office_head",), False),
    "scope": (("office_head",), False),
}
_AT_REST = {"resume", "terminate"}
_RUN_ACTS = {"suspend", "resume", "amend", "jump", "remove_signer", "extension", "consultation", "refusal"}
HANDLER_ACTS = ("circulate", "attach", "extension", "consultation", "refusal")


@dataclass
class Stop:
    """One station on the timeline (环节) with the tasks of all its rounds, oldest first."""

    station: Station
    tasks: list[Task] = field(default_factory=list)
    over: bool = False  # the run has ended

    @property
    def state(self) -> str:
        """done | current | stopped | skipped | struck | waiting | unreached: what the run ended before."""
        if self.station.ended_at:
            return "done"
        if self.station.begun_at:
            return "stopped" if self.over else "current"
        if self.station.struck_at:
            return "struck"
        if self.station.skipped_at:
            return "skipped"
        return "unreached" if self.over else "waiting"


def slip_of(matter: Matter) -> Run | None:
    """Return the latest main run of a matter, or None for one that needs no route."""
    return Run.objects.filter(matter=matter, role=Run.MAIN).order_by("-id").first()


def timeline(run: Run | None) -> list[Stop]:
    """Return the slip of a run as stops in their order, in two queries."""
    if run is None:
        return []
    stops = {row.pk: Stop(row, over=run.ended_at is not None) for row in run.stations.order_by("order")}
    tasks = Task.objects.filter(station__in=list(stops)).select_related("done_by", "on_behalf_of")
    for task in tasks.order_by("round", "order", "id"):
        if task.station_id in stops:
            stops[task.station_id].tasks.append(task)
    return list(stops.values())


def readers(matter: Matter) -> list[Task]:
    """Return the circulated copies, unread ones first (传阅情况)."""
    copies = Task.objects.filter(matter=matter, station=None).exclude(outcome="transferred")
    return list(
        copies.select_related("done_by", "on_behalf_of").order_by(F("done_at").asc(nulls_first=True), "order", "id")
    )


def linked(matter: Matter, person: Person, at: datetime, *, known: org.Directory) -> list[tuple[str, Matter]]:
    """Return the related matters that a person may see (关联事项), each with what it is to this one."""
    links = Link.objects.filter(Q(source=matter) | Q(target=matter)).select_related("source", "target").order_by("id")
    others = [
        (rules.RELATIONS[link.relation][0], link.target)
        if link.source_id == matter.pk
        else (rules.RELATIONS[link.relation][1], link.source)
        for link in links
    ]
    # Asked of these few alone: a database joins links with all that can be seen much more slowly.
    seen = (
        visible.visible_to(person, at, known=known).filter(pk__in=[other.pk for _, other in others]) if others else ()
    )
    numbers = {row.pk for row in seen}
    return [(words, other) for words, other in others if other.pk in numbers]


@dataclass
class Acts:
    """What a person may do on a matter now (可办事项)."""

    handling: list[Task] = field(default_factory=list)  # open tasks of the person, to do or sign
    reading: list[Task] = field(default_factory=list)
    withdrawable: list[Task] = field(default_factory=list)
    may: frozenset[str] = frozenset()


def acts_for(
    matter: Matter,
    stops: Iterable[Stop],
    copies: Iterable[Task],
    person: Person,
    at: datetime,
    *,
    known: org.Directory | None = None,
) -> Acts:
    """Return the acts that are open to a person, from what the page has read already."""
    known = known or org.directory()
    holders = set(org.holders_of(person.pk, at, known=known))
    tasks = [task for stop in stops for task in stop.tasks]
    acts = Acts(
        handling=[task for task in tasks if _waits_for(task, holders)],
        reading=[task for task in copies if _waits_for(task, holders)],
    )
    if matter.closed_at is None:
        acts.withdrawable = [task for task in tasks if _may_take_back(task, stops, person)]
        handles = bool(acts.handling)
        acts.may = frozenset(verb for verb in GENERAL_ACTS if _may(verb, matter, person, at, handles, known))
        acts.may -= _RUN_ACTS if not tasks else {"suspend"} if matter.suspended_at else {"resume"}
        if matter.suspended_at:
            return Acts(may=acts.may & _AT_REST)
    elif _may("circulate", matter, person, at, False, known):
        acts.may = frozenset({"circulate"})
    return acts


def _waits_for(task: Task, holders: set[int]) -> bool:
    return task.opened_at is not None and task.done_at is None and task.holder_id in holders


def _may_take_back(task: Task, stops: Iterable[Stop], person: Person) -> bool:
    """A first look only, to show the button or not; the engine has the last word."""
    if task.done_by_id != person.pk or task.outcome != "completed" or task.withdrawn_at:
        return False
    here = next(stop.station for stop in stops if stop.station.pk == task.station_id)
    if here.round != task.round or not here.begun_at:
        return False
    following = _followers(here, stops)
    if here.ended_at and not following:
        return bool(here.block) and any(stop.state == "current" and stop.station.block == here.block for stop in stops)
    return not any(
        other.seen_at or other.outcome in ("completed", "transferred")
        for stop in following
        for other in stop.tasks
        if other.round == stop.station.round
    )


def _followers(here: Station, stops: Iterable[Stop]) -> list[Stop]:
    """What began with the end of a station, or behind the parallel block in which it stands."""
    current = [stop for stop in stops if stop.state == "current"]
    beside = {stop.station.key for stop in stops if here.block and stop.station.block == here.block}
    own = [stop for stop in current if stop.station.came_from == here.key]
    return own or [stop for stop in current if stop.station.came_from in beside and stop.station.block != here.block]


def check_may(verb: str, matter: Matter, person: Person, at: datetime) -> None:
    """Refuse a general act to whoever has no part in the matter. Raises Refused."""
    known = org.directory()
    holders = org.holders_of(person.pk, at, known=known)
    handles = Task.objects.filter(
        matter=matter, station__isnull=False, holder__in=holders, done_at=None, opened_at__isnull=False
    ).exists()
    if not _may(verb, matter, person, at, handles, known):
        raise Refused("您没有该事项的这项操作权限。如确有需要，请联系收文登记人员或办公室主任。")


def may_chase(matter: Matter, person: Person, at: datetime, known: org.Directory) -> bool:
    """Tell whether a person may remind those whom a matter waits for (催办), asking the database nothing."""
    return _may("chase", matter, person, at, False, known)


def keepers(verb: str, matter: Matter, at: datetime, *, known: org.Directory) -> set[int]:
    """Return the holders who may do something to a matter by their role: its registrars among them."""
    roles, day = (kinds.get(matter.kind).registrars, *GENERAL_ACTS[verb][0]), org.local_day(at)
    return {holder for role in roles if role for holder in org.role(role, matter.organ_id, day, known=known)}


def _may(verb: str, matter: Matter, person: Person, at: datetime, handles: bool, known: org.Directory) -> bool:
    roles, opener = GENERAL_ACTS[verb]
    kind = kinds.get(matter.kind)
    if verb in kind.without:
        return False
    if (handles and verb in HANDLER_ACTS) or (opener and matter.opened_by_id == person.pk):
        return True
    keepers = (kind.registrars, *roles)
    return any(org.has_role(person.pk, role, at, unit=matter.organ_id, known=known) for role in keepers if role)


def keeps(matter: Matter, person: Person, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person keeps the register that a matter stands in (登记人员)."""
    role = kinds.get(matter.kind).registrars
    return bool(role) and org.has_role(person.pk, role, at, unit=matter.organ_id, known=known)


def draft(task: Task, person: Person) -> str:
    """Return what the person has written on a task without sending it (暂存的意见)."""
    return Draft.objects.filter(task=task, person=person).values_list("text", flat=True).first() or ""
