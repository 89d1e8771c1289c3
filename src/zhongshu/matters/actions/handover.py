"""All tasks of somebody who leaves, handed over in one act (工作移交)."""

from datetime import datetime

from django.db import transaction

from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import indexing, opening, passage
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.matters.queries.slips import World, load_slip
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts, engine, model
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def hand_over(leaver: Person, *, to: Person, by: Person, at: datetime, reason: str) -> int:
    """Hand all that waits for `leaver` over to `to` (工作移交): tasks, unread copies, matters owned.

    Returns how many matters were touched. Post pools are not: whoever holds the post goes on with them.
    """
    rules.check_reason(reason, "移交")
    if leaver.pk == to.pk:
        raise Refused("移交人和接收人不能是同一人。", field="to")
    if not org.people_of(org.holder_of(to.pk), org.local_day(at)):
        raise Refused(f"{to.name}已离岗，不能接收移交。", field="to")
    holder, heir = org.holder_of(leaver.pk), org.holder_of(to.pk)
    numbers = set(Task.objects.filter(holder=holder, done_at=None).values_list("matter_id", flat=True))
    numbers |= set(Matter.objects.filter(owner=leaver, closed_at=None).values_list("pk", flat=True))
    if not numbers:
        raise Refused(f"{leaver.name}名下没有需要移交的工作。")
    for number in sorted(numbers):
        _one_matter(Matter.objects.select_for_update().get(pk=number), holder, heir, to, by, at)
    trail.record(
        "org",
        "matters.tasks_handed_over",
        by=by.ref,
        at=at,
        detail={"from": leaver.pk, "to": to.pk, "matters": len(numbers)},
    )
    return len(numbers)


def _one_matter(matter: Matter, holder: int, heir: int, to: Person, by: Person, at: datetime) -> None:
    for run in Run.objects.filter(matter=matter, ended_at=None):
        slip, stations, tasks = load_slip(run)
        world = World(matter, at)
        changes = engine.advance(slip, acts.HandOver(holder, heir), world)
        passage.write(run, matter, slip, changes, stations, tasks, by=by, at=at, known=world.known)
    _copies(matter, holder, heir, by, at)
    Matter.objects.filter(pk=matter.pk, owner__holder=holder).update(owner=to)
    opening.grant(matter, [heir], reason="handover", at=at)
    detail = {"from": holder, "to": heir}
    trail.record(matter.stream, "matters.handed_over", by=by.ref, at=at, detail=detail)
    indexing.touch(matter, at=at)


def _copies(matter: Matter, holder: int, heir: int, by: Person, at: datetime) -> None:
    """Unread circulated copies: the leaver's end as transferred, the heir gets one unless there is one already."""
    unread = Task.objects.filter(matter=matter, station=None, holder=holder, done_at=None)
    if unread.update(done_at=at, outcome=model.TRANSFERRED):
        has_one = Task.objects.filter(matter=matter, station=None, holder=heir, done_at=None).exists()
        if not has_one:
            Task.objects.create(
                matter=matter, name="传阅", kind=model.READ, holder_id=heir, given_by=by.ref, given_at=at, opened_at=at
            )
