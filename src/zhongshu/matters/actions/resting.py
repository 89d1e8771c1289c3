"""Letting a matter rest and go on (暂停办理、恢复办理). Its terms do not run meanwhile."""

from datetime import datetime

from django.db import transaction

from zhongshu.calendars import queries as calendars
from zhongshu.matters import rules
from zhongshu.matters.actions import acting, opening, telling
from zhongshu.matters.models import Matter, Suspension, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import acts
from zhongshu.trail.rules import check_transaction


@transaction.atomic(durable=True)
def suspend(matter: int, *, by: Person, at: datetime, reason: str, request_key: str = "") -> Matter:
    """Let a matter rest (暂停办理) with a reason: nothing waits on anybody's desk, nothing is done on it."""
    rules.check_reason(reason, "暂停")
    act = acting.on_matter("suspend", matter, by=by, at=at, opinion=reason, request_key=request_key)
    if act is None:
        return Matter.objects.get(pk=matter)
    row = acting.carry_out(act, lambda _: acts.Suspend(), {}, {})
    Suspension.objects.create(matter=row, reason=act.opinion, by=by, at=at)
    _rest(row, at)
    telling.tell(row, telling.concerned(row, known=act.known), "已暂停办理", by=by, at=at, known=act.known)
    return row


@transaction.atomic(durable=True)
def resume(matter: int, *, by: Person, at: datetime, request_key: str = "") -> Matter:
    """Let a matter go on (恢复办理); what was due is due as many working days later as it rested."""
    act = acting.on_matter("resume", matter, by=by, at=at, request_key=request_key)
    if act is None:
        return Matter.objects.get(pk=matter)
    row = acting.carry_out(act, lambda _: acts.Resume(), {}, {})
    since = org.local_day(row.suspended_at or at)
    end_rest(row, by=by, at=at)
    put_off(row, calendars.workdays_between(since, org.local_day(at)), by=by, at=at)
    telling.tell(row, telling.concerned(row, known=act.known), "已恢复办理", by=by, at=at, known=act.known)
    return row


def end_rest(matter: Matter, *, by: Person, at: datetime) -> None:
    """Close the record of a rest (结束暂停), also when the matter ends while it rests."""
    check_transaction()
    Suspension.objects.filter(matter=matter, resumed_at=None).update(resumed_by=by, resumed_at=at)
    _rest(matter, None)


def _rest(matter: Matter, since: datetime | None) -> None:
    Matter.objects.filter(pk=matter.pk).update(suspended_at=since)
    matter.suspended_at = since


def put_off(matter: Matter, days: int, *, by: Person, at: datetime) -> None:
    """Let a matter and whatever is open on it be due some working days later (顺延)."""
    check_transaction()
    if days == 0:
        return
    if matter.due_at:
        due_at, version = _later(matter.due_at, days)
        opening.set_due(matter, due_at, version, by=by, at=at)
    waiting = Task.objects.filter(matter=matter, done_at=None, due_at__isnull=False)
    for task in waiting:
        Task.objects.filter(pk=task.pk).update(due_at=_later(task.due_at, days)[0])  # type: ignore[arg-type]


def _later(due_at: datetime, days: int) -> tuple[datetime, str]:
    due = calendars.due(org.local_day(due_at), days)
    return rules.end_of_day(due.day), due.calendar
