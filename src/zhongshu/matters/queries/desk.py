"""The desk (工作台): 待办 待阅 已办 我发起, each one indexed query.

What is open is asked in plain SQL: nothing is asked more often, and the ORM needs several times as long to
put the question as the database to answer it. Only with conditions (筛选) it is asked through the ORM.
What rests (暂停办理) is in no list of what is to be done but in one of its own.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import visible
from zhongshu.matters.queries.selecting import EVERYTHING, TASK_DUE, Selection
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import READ
from zhongshu.trail.rules import moment

OPEN = """
    FROM matters_task task JOIN matters_matter matter ON matter.id = task.matter_id
    WHERE task.holder_id IN ({holders}) AND (matter.restricted_at IS NULL OR task.holder_id IN ({own}))
    AND task.done_at IS NULL AND task.opened_at IS NOT NULL
"""
COUNTS = f"""
    SELECT count(*) FILTER (WHERE task.kind <> %s AND matter.suspended_at IS NULL),
           count(*) FILTER (WHERE task.kind = %s AND matter.suspended_at IS NULL),
           count(*) FILTER (WHERE task.kind <> %s AND matter.suspended_at IS NULL
                            AND coalesce(task.due_at, matter.due_at) < %s),
           count(*) FILTER (WHERE matter.suspended_at IS NOT NULL)
    {OPEN}
"""
TASKS = f"""
    SELECT task.id, task.matter_id, task.name, task.given_by, task.holder_id, matter.kind, matter.title, matter.number,
           matter.urgency, matter.label, (SELECT key FROM matters_station WHERE id = task.station_id),
           task.opened_at, task.seen_at, task.due_at, matter.due_at, matter.restricted_at
    {OPEN} AND task.kind {{like}} %s AND matter.suspended_at IS NULL
    ORDER BY matter.urgency DESC, coalesce(task.due_at, matter.due_at) ASC NULLS LAST, task.opened_at, task.id
    LIMIT %s OFFSET %s
"""  # noqa: S608 - nothing of what is put together comes from outside
DONE = ("id", "matter_id", "name", "done_at", "opinion", "on_behalf_of_id")
ROW = {
    "matter_kind": F("matter__kind"),
    "title": F("matter__title"),
    "number": F("matter__number"),
    "urgency": F("matter__urgency"),
    "label": F("matter__label"),
    "station_key": F("station__key"),
    "due": TASK_DUE,
    "restricted_at": F("matter__restricted_at"),
}
ABOUT = {name: ROW[name] for name in ("title", "number", "urgency", "label", "restricted_at")}
OWN = ("id", "matter_id", "name", "given_by", "holder_id")
MOMENTS = ("opened_at", "seen_at", "due", "restricted_at")


def counts(person: Person, at: datetime, *, known: org.Directory | None = None) -> dict[str, int]:
    """Count what is open: {"todo", "to_read", "late", "suspended"}."""
    places, holders = _holders(person, at, known)
    limit = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(**places), [READ, READ, READ, limit, *holders])
        return dict(zip(("todo", "to_read", "late", "suspended"), cursor.fetchone(), strict=True))


def open_tasks(
    person: Person, at: datetime, *, reading: bool, start: int, stop: int, known: org.Directory | None = None
) -> list[dict[str, Any]]:
    """Return 待办, or with `reading` 待阅, from `start` to `stop`: by urgency, then by what is due first.

    Each has what OWN, ROW and MOMENTS name.
    """
    places, holders = _holders(person, at, known)
    statement = TASKS.format(**places, like="=" if reading else "<>")
    with connection.cursor() as cursor:
        cursor.execute(statement, [*holders, READ, stop - start, start])
        return list(map(_task, cursor.fetchall()))


def chosen_tasks(
    person: Person, at: datetime, selection: Selection, *, reading: bool, known: org.Directory | None = None
) -> QuerySet[Task, dict[str, Any]]:
    """Return what of 待办 or 待阅 fits the conditions, in the same order and as the same dicts."""
    found = waiting_tasks(person, at, known=known).filter(matter__suspended_at=None)
    found = found.filter(kind=READ) if reading else found.exclude(kind=READ)
    return in_order(found.filter(selection.of_tasks(), selection.from_whom()), selection, at)


def suspended_tasks(
    person: Person, at: datetime, selection: Selection, *, known: org.Directory | None = None
) -> QuerySet[Task, dict[str, Any]]:
    """Return what of the person's open tasks rests (已暂停): nothing is to be done until it is resumed."""
    found = waiting_tasks(person, at, known=known).filter(matter__suspended_at__isnull=False)
    return in_order(found.filter(selection.of_tasks(), selection.from_whom()), selection, at)


def waiting_tasks(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Task]:
    """Return the open tasks and copies of a person, own ones and those of principals that pass on (名下任务)."""
    own = org.own_holders(person.pk, at, known=known)
    others = tuple(org.principals_of(person.pk, at, known=known))
    passing = Q(matter__restricted_at=None) | Q(holder__in=own)
    return Task.objects.filter(passing, holder__in=(*own, *others), done_at=None, opened_at__isnull=False)


def in_order(found: QuerySet[Task], selection: Selection, at: datetime) -> QuerySet[Task, dict[str, Any]]:
    """Return open tasks as rows of the desk: by urgency, then by what is due first."""
    rows = found.values(*OWN, "opened_at", "seen_at", **ROW).filter(**selection.within("due", at))
    return rows.order_by("-urgency", F("due").asc(nulls_last=True), "opened_at", "id")


def done_tasks(
    person: Person, at: datetime, selection: Selection = EVERYTHING, *, known: org.Directory | None = None
) -> QuerySet[Task, dict[str, Any]]:
    """Return 已办 of matters that the person still sees, as dicts of DONE and ABOUT, the latest first."""
    seen = visible.visible_to(person, at, known=known)
    done = Task.objects.filter(selection.of_tasks(), done_by=person, outcome="completed", matter__in=seen)
    return done.order_by("-done_at", "-id").values(*DONE, **ABOUT, outcome_of_matter=F("matter__outcome"))


def opened_matters(
    person: Person, at: datetime, selection: Selection = EVERYTHING, *, known: org.Directory | None = None
) -> QuerySet[Matter]:
    """Return 我发起, as far as the person still sees it, with lead units, the latest first."""
    found = visible.visible_to(person, at, known=known).filter(selection.of_matters(), opened_by=person)
    if selection.due:
        found = found.filter(closed_at=None, **selection.within("due_at", at))
    return found.select_related("lead_unit").order_by("-opened_at", "-id")


def _holders(person: Person, at: datetime, known: org.Directory | None) -> tuple[dict[str, str], list[int]]:
    """Return the places in a statement for all holders and for one's own, and what stands there."""
    own = org.own_holders(person.pk, at, known=known)
    holders = (*own, *org.principals_of(person.pk, at, known=known))
    return {"holders": _marks(holders), "own": _marks(own)}, [*holders, *own]


def _marks(holders: tuple[int, ...]) -> str:
    return ", ".join(["%s"] * len(holders)) or "NULL"


def _task(row: tuple[Any, ...]) -> dict[str, Any]:
    *texts, opened_at, seen_at, due_at, matter_due_at, restricted_at = row
    names = (*OWN, "matter_kind", "title", "number", "urgency", "label", "station_key")
    times = zip(MOMENTS, (opened_at, seen_at, due_at or matter_due_at, restricted_at), strict=True)
    return dict(zip(names, texts, strict=True)) | {key: at and moment(at) for key, at in times}
