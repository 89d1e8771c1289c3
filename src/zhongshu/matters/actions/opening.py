"""Beginning and ending a matter, and what hangs on it. All of it inside a domain's transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds, rules
from zhongshu.matters.actions import events, indexing, lapsing, passage
from zhongshu.matters.models import CoUnit, Grant, Link, Matter, RequestKey, Run, Station, Task
from zhongshu.matters.queries import routes
from zhongshu.matters.queries.slips import World, load_slip
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import engine
from zhongshu.routes.acts import Start
from zhongshu.routes.model import Route
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


def open_matter(*, kind: str, organ: int, title: str, by: Person, at: datetime, **fields: Any) -> Matter:
    """Open a matter (立项): the row, the grants of whoever sees all of its kind, the first line of its trail.

    `fields` are further columns of Matter: urgency, label, received_at, due_at, calendar_version, parent …
    """
    check_transaction()
    if fields.get("parent") is not None:
        rules.check_open(fields["parent"])
    fields.setdefault("received_at", at)
    matter = Matter.objects.create(kind=kind, organ_id=organ, title=title, opened_by=by, opened_at=at, **fields)
    day, known = org.local_day(at), org.directory()
    general = (holder for role in kinds.get(kind).sees for holder in org.role(role, organ, day, known=known))
    grant(matter, [*general, org.holder_of(by.pk, known=known)], reason="register", at=at)
    trail.record(matter.stream, "matters.opened", by=by.ref, at=at, detail={"kind": kind})
    events.emit("matter.opened", matter, at=at, known=known)
    indexing.touch(matter, at=at)
    return matter


def start(matter: Matter, *, by: Person, at: datetime, chosen: dict[str, tuple[int, ...]] | None = None) -> Run:
    """Set the matter on its route (启动流程): the stations are copied, and the first of them begins."""
    check_transaction()
    return start_run(matter, routes.current(kinds.get(matter.kind), matter.organ_id), by=by, at=at, chosen=chosen or {})


def start_run(
    matter: Matter,
    route: Route,
    *,
    by: Person,
    at: datetime,
    chosen: Mapping[str, tuple[int, ...]],
    **fields: Any,
) -> Run:
    """Set a matter on a route, which may run beside the main one; `fields` are further columns of Run."""
    check_transaction()
    run = Run.objects.create(
        matter=matter, route_key=route.key, route_version=route.version, started_by=by.ref, started_at=at, **fields
    )
    Station.objects.bulk_create(passage.station_row(run, order, step) for order, step in enumerate(route.steps))
    slip, stations, tasks = load_slip(run, matter)
    world = World(matter, at)
    changes = engine.advance(slip, Start(chosen), world)
    passage.write(run, matter, slip, changes, stations, tasks, by=by, at=at, known=world.known)
    return run


def grant(matter: Matter, holders: Iterable[int], *, reason: str, at: datetime) -> None:
    """Let holders see the matter (授予可见). Whoever sees it already keeps the older grant."""
    check_transaction()
    Grant.objects.bulk_create(
        (Grant(matter=matter, holder_id=holder, reason=reason, since=at) for holder in dict.fromkeys(holders)),
        ignore_conflicts=True,
    )


def restrict(matter: Matter, holders: Iterable[int], *, by: Person, at: datetime) -> None:
    """Replace the general grants by a list (设定知悉范围); who has or had a task on it still sees it."""
    check_transaction()
    # Whoever keeps the register may have a task here as well: that one must not be stranded.
    named = Task.objects.filter(matter=matter).values("holder")
    Grant.objects.filter(matter=matter, reason="register").exclude(holder__in=named).delete()
    grant(matter, holders, reason="need_to_know", at=at)
    Matter.objects.filter(pk=matter.pk).update(restricted_at=at)
    matter.restricted_at = at
    notices.hush(matter.stream)
    trail.record(matter.stream, "matters.restricted", by=by.ref, at=at)


def number(matter: Matter, text: str) -> None:
    """Write the number that was taken for the matter onto it (编号)."""
    check_transaction()
    Matter.objects.filter(pk=matter.pk).update(number=text)
    matter.number = text


def assign_units(matter: Matter, *, lead: int | None, co_units: Iterable[int], by: Person, at: datetime) -> bool:
    """Name the lead unit and the co-units (确定主办、协办单位); their heads and leaders in charge see the matter.

    Tells whether they are other units than before.
    Raises Refused when units are to help without one that leads (条例 art. 24 (4)).
    """
    check_transaction()
    others = [unit for unit in dict.fromkeys(co_units) if unit != lead]
    if lead is None and others:
        raise Refused("两个以上单位共同办理的，须明确一个主办单位。", field="lead_unit")
    day, known = org.local_day(at), org.directory()
    former = CoUnit.objects.filter(matter=matter).order_by("order")
    changed = (matter.lead_unit_id, list(former.values_list("unit", flat=True))) != (lead, others)
    if changed:
        heads = org.heads(lead, day, known=known) if lead else ()
        responsible = [person for holder in heads for person in org.people_of(holder, day, known=known)]
        _name_units(matter, lead, others, responsible[0] if responsible else None)
        detail = {"lead": lead, "co_units": others}
        trail.record(matter.stream, "matters.units_assigned", by=by.ref, at=at, detail=detail)
        indexing.touch(matter, at=at)
    for unit in [lead, *others] if lead else []:
        people = (*org.heads(unit, day, known=known), *org.in_charge(unit, day, known=known))
        grant(matter, people, reason="unit", at=at)
    return changed


def _name_units(matter: Matter, lead: int | None, others: list[int], owner: int | None) -> None:
    """Write the units, and who answers for the work (责任人): the head of the lead unit."""
    matter.lead_unit_id, matter.owner_id = lead, owner
    Matter.objects.filter(pk=matter.pk).update(lead_unit=lead, owner=owner)
    CoUnit.objects.filter(matter=matter).delete()
    CoUnit.objects.bulk_create(CoUnit(matter=matter, unit_id=unit, order=order) for order, unit in enumerate(others))


def set_due(matter: Matter, due_at: datetime | None, calendar_version: str, *, by: Person, at: datetime) -> None:
    """Set the deadline and the calendar that it was reckoned by (办理时限)."""
    check_transaction()
    if (matter.due_at, matter.calendar_version) == (due_at, calendar_version):
        return
    Matter.objects.filter(pk=matter.pk).update(due_at=due_at, calendar_version=calendar_version)
    matter.due_at, matter.calendar_version = due_at, calendar_version
    detail = {"due": due_at.isoformat() if due_at else None, "calendar": calendar_version}
    trail.record(matter.stream, "matters.due_set", by=by.ref, at=at, detail=detail)


def link(source: Matter, target: Matter, relation: str, *, by: Person, at: datetime) -> bool:
    """Relate two matters (关联事项); tell whether they were not related so before."""
    check_transaction()
    made = {"by": by.ref, "at": at}
    _, is_new = Link.objects.get_or_create(source=source, target=target, relation=relation, defaults=made)
    if is_new:
        trail.record(source.stream, "matters.linked", by=by.ref, at=at, detail={"to": target.pk, "relation": relation})
    return is_new


def unlink(source: Matter, target: Matter, relation: str, *, by: Person, at: datetime) -> None:
    """Take a relation back (解除关联). It stays on the trail."""
    check_transaction()
    if Link.objects.filter(source=source, target=target, relation=relation).delete()[0]:
        detail = {"to": target.pk, "relation": relation}
        trail.record(source.stream, "matters.unlinked", by=by.ref, at=at, detail=detail)


def ask_domain(
    verb: str, matter: Matter, *, by: Person, at: datetime, opinion: str = "", task: Task | None = None
) -> None:
    """Let the domain refuse an act that moves no slip (由业务把关): no generic act goes round its rules."""
    check_transaction()
    rules.check_moving(matter)
    kinds.get(matter.kind).check_step(kinds.Step(verb, matter, task, "", by, at, opinion))


def close(matter: Matter, outcome: str, *, by: Person, at: datetime, known: org.Directory | None = None) -> None:
    """Close a matter (办结). Raises Refused over an open child or side run."""
    check_transaction()
    if Matter.objects.filter(parent=matter, closed_at=None).exists():
        raise Refused("该事项还有未办结的子事项，请先办结子事项。")
    if Run.objects.filter(matter=matter, role=Run.SIDE, ended_at=None).exists():
        raise Refused("该事项还有正在进行的延期或征求意见等流程，请先办结。")
    lapsing.lapse_jumps(matter, by=by, at=at)
    Matter.objects.filter(pk=matter.pk).update(closed_at=at, closed_by=by.ref, outcome=outcome)
    matter.closed_at, matter.closed_by, matter.outcome = at, by.ref, outcome
    events.emit("matter.closed", matter, at=at, known=known)


def claim(key: str, *, at: datetime) -> str:
    """Return the result of a form that came before, or an empty text and keep its key (防重复提交).

    For acts that open a matter: there is no row yet at which a second arrival could wait for the first, so it
    waits for the key. Every other act locks its matter first.
    """
    check_transaction()
    if not key:
        return ""
    RequestKey.objects.bulk_create([RequestKey(key=key, result="", at=at)], ignore_conflicts=True)
    return RequestKey.objects.get(key=key).result


def remember(key: str, result: str, *, at: datetime) -> None:
    """Keep the result of a form under its key, so that its second arrival finds it (防重复提交)."""
    check_transaction()
    if key and not RequestKey.objects.filter(key=key, result="").update(result=result, at=at):
        RequestKey.objects.create(key=key, result=result, at=at)
