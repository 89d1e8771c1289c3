"""The calendar of deadlines (时限日历): when the person's open tasks and matters are due."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from zhongshu.matters import rules
from zhongshu.matters.queries import visible
from zhongshu.matters.queries.desk import ROW, waiting_tasks
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import READ

MATTER = ("pk", "title", "number", "kind", "urgency", "label", "restricted_at", "due_at")


def deadlines(
    person: Person, first: date, last: date, at: datetime, *, known: org.Directory | None = None
) -> list[dict[str, Any]]:
    """Return what is due from `first` to `last` (两日均含), by day: the person's open tasks, and matters of their own.

    Own are those that the person answers for or has opened. A matter on which the person has a task that day
    stands once. Each row: matter_id, title, number, kind, urgency, label, restricted_at, due_at, step (empty for a
    matter).
    """
    start, end = rules.end_of_day(first - timedelta(days=1)), rules.end_of_day(last)
    tasks = waiting_tasks(person, at, known=known).exclude(kind=READ).filter(matter__suspended_at=None)
    within = {"due__gt": start, "due__lte": end}
    found: Any = tasks.values("matter_id", "name", **ROW).filter(**within)
    rows = [_of_task(row) for row in found]
    has_task = {(row["matter_id"], timezone.localdate(row["due_at"])) for row in rows}
    rows += [row for row in _own(person, start, end, at, known) if _place(row) not in has_task]
    return sorted(rows, key=lambda row: (row["due_at"], -row["urgency"], row["matter_id"]))


def _own(
    person: Person, start: datetime, end: datetime, at: datetime, known: org.Directory | None
) -> Iterable[dict[str, Any]]:
    seen = visible.visible_to(person, at, known=known)
    own = seen.filter(Q(opened_by=person) | Q(owner=person), closed_at=None, suspended_at=None)
    for row in own.filter(due_at__gt=start, due_at__lte=end).values(*MATTER):
        yield row | {"matter_id": row["pk"], "step": ""}


def _of_task(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"kind": row["matter_kind"], "due_at": row["due"], "step": row["name"]}


def _place(row: dict[str, Any]) -> tuple[int, date]:
    return row["matter_id"], timezone.localdate(row["due_at"])
