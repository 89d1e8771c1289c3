"""Circulated copies (传阅): always known who has read and who has not; nobody is ever waited for."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import events, indexing, opening, passage
from zhongshu.matters.actions.acting import check_holder
from zhongshu.matters.models import Draft, Matter, Task
from zhongshu.matters.queries import page, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import COMPLETED, READ
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

NAME = "传阅"


@transaction.atomic(durable=True)
def circulate(matter: int, *, holders: Iterable[int], by: Person, at: datetime, request_key: str = "") -> Matter:
    """Send a matter round for reading (传阅). Whoever still has an unread copy is not sent another."""
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = rules.form_key(request_key, by, "circulate", matter)
    if visible.by_request(request_key):
        return row
    page.check_may("circulate", row, by, at)
    opening.ask_domain("circulate", row, by=by, at=at)
    circulate_within(row, holders, by=by, at=at)
    opening.remember(request_key, row.stream, at=at)
    return row


def circulate_within(
    matter: Matter, holders: Iterable[int], *, by: Person, at: datetime, field: str = "people"
) -> list[Task]:
    """Do the same inside a domain's transaction; return the new tasks. `field` is where its form asks for readers."""
    check_transaction()
    unread = set(Task.objects.filter(matter=matter, station=None, done_at=None).values_list("holder_id", flat=True))
    new = [holder for holder in dict.fromkeys(holders) if holder not in unread]
    if not new:
        raise Refused("请选择传阅人员；已在传阅且未阅的人员不重复发送。", field=field)
    day, known = org.local_day(at), org.directory()
    if not all(org.people_of(holder, day, known=known) for holder in new):
        raise Refused("所选人员已离岗，请另选。", field=field)
    tasks = Task.objects.bulk_create(
        Task(
            matter=matter,
            name=NAME,
            kind=READ,
            holder_id=holder,
            order=order,
            given_by=by.ref,
            given_at=at,
            opened_at=at,
        )
        for order, holder in enumerate(new)
    )
    opening.grant(matter, new, reason="reader", at=at)
    passage.announce(matter, tasks, by=by, at=at, known=known)
    trail.record(matter.stream, "matters.circulated", by=by.ref, at=at, detail={"holders": new})
    indexing.touch(matter, at=at)
    return tasks


@transaction.atomic(durable=True)
def tick_read(task: int, *, by: Person, at: datetime, opinion: str = "", request_key: str = "") -> Matter:
    """Note that a circulated copy has been read (阅知), with a remark if there is one."""
    matter = Matter.objects.select_for_update(of=("self",)).get(tasks=task)
    request_key = rules.form_key(request_key, by, "read", task)
    if visible.by_request(request_key):
        return matter
    row = Task.objects.get(pk=task)
    if row.station_id is not None:
        raise Refused("该任务需要办理，不能只作阅知。")
    known = org.directory()
    principal = check_holder(row, by, at, known=known)
    opinion = text.clean_text(opinion, rules.OPINION_LIMIT, "阅后意见")
    opening.ask_domain("read", matter, by=by, at=at, opinion=opinion, task=row)
    Task.objects.filter(pk=task).update(
        done_at=at, done_by=by, on_behalf_of=principal, outcome=COMPLETED, opinion=opinion
    )
    Draft.objects.filter(task=row).delete()
    detail = {"task": task, "held_by": row.holder_id} | ({"opinion": digests.sm3(opinion)} if opinion else {})
    trail.record(
        matter.stream,
        "matters.read",
        by=by.ref,
        on_behalf_of=f"person:{principal}" if principal else "",
        at=at,
        detail=detail,
    )
    events.emit("task.completed", matter, at=at, task=row, known=known)
    indexing.touch(matter, at=at)
    opening.remember(request_key, matter.stream, at=at)
    return matter
