"""The desk (工作台): 待办 待阅 已办 我发起, each one indexed query.

What is open is asked in plain SQL: nothing is asked more often, and the ORM needs several times as long to
put the question as the database to answer it.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import READ
from zhongshu.trail.rules import moment

BOXES = (("todo", "待办"), ("to_read", "待阅"), ("done", "已办"), ("mine", "我发起"))
OPEN = """
    FROM matters_task task JOIN matters_matter matter ON matter.id = task.matter_id
    WHERE task.holder_id IN ({holders}) AND (matter.restricted_at IS NULL OR task.holder_id IN ({own}))
    AND task.done_at IS NULL AND task.opened_at IS NOT NULL
"""
COUNTS = f"""
    SELECT count(*) FILTER (WHERE task.kind <> %s), count(*) FILTER (WHERE task.kind = %s),
           count(*) FILTER (WHERE task.kind <> %s AND coalesce(task.due_at, matter.due_at) < %s)
    {OPEN}
"""
TASKS = f"""
    SELECT task.matter_id, task.name, task.given_by, task.holder_id, matter.title, matter.number, matter.urgency,
           matter.label, task.opened_at, task.seen_at, task.due_at, matter.due_at
    {OPEN} AND task.kind {{like}} %s
    ORDER BY matter.urgency DESC, coalesce(task.due_at, matter.due_at) ASC NULLS LAST, task.opened_at, task.id
    LIMIT %s OFFSET %s
"""
DONE = (
    "matter_id",
    "name",
    "done_at",
    "opinion",
    "on_behalf_of_id",
    "matter__title",
    "matter__number",
    "matter__urgency",
    "matter__label",
    "matter__outcome",
)


def counts(person: Person, at: datetime, *, known: org.Directory | None = None) -> dict[str, int]:
    """Count what is open: {"todo", "to_read", "late"}."""
    places, holders = _holders(person, at, known)
    limit = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(**places), [READ, READ, READ, limit, *holders])
        return dict(zip(("todo", "to_read", "late"), cursor.fetchone(), strict=True))


def open_tasks(
    person: Person, at: datetime, *, reading: bool, start: int, stop: int, known: org.Directory | None = None
) -> list[dict[str, Any]]:
    """Return 待办, or with `reading` 待阅, from `start` to `stop`: by urgency, then by what is due first.

    Each: matter_id, name, given_by, holder_id, title, number, urgency, label, opened_at, seen_at, due_at.
    """
    places, holders = _holders(person, at, known)
    statement = TASKS.format(**places, like="=" if reading else "<>")
    with connection.cursor() as cursor:
        cursor.execute(statement, [*holders, READ, stop - start, start])
        return list(map(_task, cursor.fetchall()))


def done_tasks(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Task, dict[str, Any]]:
    """Return 已办 of matters that the person still sees, as dicts of DONE, the latest first."""
    seen = visible.visible_to(person, at, known=known)
    done = Task.objects.filter(done_by=person, outcome="completed", matter__in=seen)
    return done.order_by("-done_at", "-id").values(*DONE)


def opened_matters(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[Matter]:
    """Return 我发起, as far as the person still sees it, with lead units, the latest first."""
    found = visible.visible_to(person, at, known=known).filter(opened_by=person)
    return found.select_related("lead_unit").order_by("-opened_at", "-id")


def _holders(person: Person, at: datetime, known: org.Directory | None) -> tuple[dict[str, str], list[int]]:
    """Return the places in a statement for all holders and for one's own, and what stands there."""
    own = org.own_holders(person.pk, at, known=known)
    holders = (*own, *org.principals_of(person.pk, at, known=known))
    return {"holders": _marks(holders), "own": _marks(own)}, [*holders, *own]


def _marks(holders: tuple[int, ...]) -> str:
    return ", ".join(["%s"] * len(holders)) or "NULL"


def _task(row: tuple[Any, ...]) -> dict[str, Any]:
    *texts, opened_at, seen_at, due_at, matter_due_at = row
    names = ("matter_id", "name", "given_by", "holder_id", "title", "number", "urgency", "label")
    times = {"opened_at": opened_at, "seen_at": seen_at, "due_at": due_at or matter_due_at}
    return dict(zip(names, texts, strict=True)) | {key: at and moment(at) for key, at in times.items()}
