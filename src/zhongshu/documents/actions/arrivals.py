"""What becomes of a file that was taken in: registered, set aside, or withheld because it is secret (收件处理)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from zhongshu.documents import queries, rules
from zhongshu.documents.actions import registration
from zhongshu.documents.models import Arrival
from zhongshu.files import actions as files
from zhongshu.files.models import StoredFile
from zhongshu.jobs import actions as jobs
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


@dataclass(slots=True)
class Outcome:
    """What one act on a whole batch did (批量登记结果): how many, and the sentence for each that was refused."""

    registered: list[Matter] = field(default_factory=list)
    refused: list[tuple[Arrival, str]] = field(default_factory=list)


def check_keeper(by: Person, kind: str, organ: int, at: datetime) -> None:
    """Only who keeps the register takes files in for it."""
    if not queries.keeps(by, kind, organ, at):
        raise Refused("只有登记人员可以办理收件。")


@transaction.atomic(durable=True)
def register_arrival(
    arrival: int,
    *,
    details: Mapping[str, Any],
    uploads: Iterable[str] = (),
    by: Person,
    at: datetime,
) -> Matter:
    """Register a file that was taken in (登记待登记件), with the fields as the registrar left them.

    details as `registration.register` has them; `uploads` are further files of the same document. A form that
    comes twice finds what the first one made.
    """
    row = waiting(arrival, by, at)
    if row.matter:
        return row.matter
    _check_copy(row, bool(details.get("confirmed")), by, at)
    intake = row.intake
    matter = registration.enter(
        kind=intake.kind, organ=intake.organ_id, label=intake.label, details=details, by=by, at=at
    )
    matters.attach_files(matter, [(file_of(row), row.name)], role="original", by=by, at=at)
    matters.attach_within(matter, uploads, role="original", by=by, at=at)
    registration.send_off(matter, by=by, at=at)
    Arrival.objects.filter(pk=row.pk).update(matter=matter)
    return matter


def register_sure(intake: int, *, by: Person, at: datetime) -> Outcome:
    """Register all of a batch that was read without doubt (登记全部无疑义件); each in an act of its own."""
    outcome = Outcome()
    for row in queries.sure(by, intake, at):
        try:
            details = queries.details(row) | {"signed_for_by": by.name}
            outcome.registered.append(register_arrival(row.pk, details=details, by=by, at=at))
        except Refused as refusal:
            outcome.refused.append((row, refusal.sentence))
    return outcome


def _check_copy(row: Arrival, confirmed: bool, by: Person, at: datetime) -> None:
    same = queries.copy_of(by, row, at)
    if same and not confirmed:
        raise Refused(
            f"同一文件已登记为{same.matter.number}。确需重复登记的，请勾选“确认重复登记”。", field="confirmed"
        )


@transaction.atomic(durable=True)
def set_aside(arrival: int, *, reason: str, by: Person, at: datetime) -> Arrival:
    """Leave a file unregistered (不予登记) with the reason, as a copy of what is registered already."""
    row = waiting(arrival, by, at)
    reason = text.clean_line(reason, 200, "原因", field="reason")
    rules.check_reason(reason, "不予登记的")
    rules.check_no_secret(reason)
    if row.matter:
        raise Refused("该文件已经登记，不能再作不予登记处理。")
    Arrival.objects.filter(pk=row.pk).update(set_aside_at=at, set_aside_by=by, set_aside_reason=reason)
    trail.record(row.intake.stream, "documents.set_aside", by=by.ref, at=at, detail={"arrival": row.pk})
    row.refresh_from_db()
    return row


@transaction.atomic(durable=True)
def take_up(arrival: int, *, by: Person, at: datetime) -> Arrival:
    """Put a file that was left unregistered back among those that wait (恢复待登记)."""
    row = locked(arrival)
    check_keeper(by, row.intake.kind, row.intake.organ_id, at)
    if row.set_aside_at is None:
        raise Refused("该文件没有作过不予登记处理。")
    Arrival.objects.filter(pk=row.pk).update(set_aside_at=None, set_aside_by=None, set_aside_reason="")
    trail.record(row.intake.stream, "documents.taken_up", by=by.ref, at=at, detail={"arrival": row.pk})
    row.refresh_from_db()
    return row


@transaction.atomic(durable=True)
def read_again(arrival: int, *, by: Person, at: datetime) -> Arrival:
    """Have a file read once more (重新识读), after what hindered it has been put right."""
    row = waiting(arrival, by, at)
    if row.matter:
        raise Refused("该文件已经登记，不用重新识读。")
    files.forget(file_of(row))
    put_in_queue(row, at=at)
    trail.record(row.intake.stream, "documents.read_again", by=by.ref, at=at, detail={"arrival": row.pk})
    return row


def put_in_queue(row: Arrival, *, at: datetime) -> None:
    """Let a job read a file, or unpack it (加入识读队列), within the caller's transaction."""
    task = rules.UNPACKING if file_of(row).suffix == "zip" else rules.READING
    jobs.enqueue(task, at=at, args=[row.pk], unique_key=rules.job_key(row.pk))


def locked(arrival: int) -> Arrival:
    """Return a file that was taken in, locked against whoever acts on it at the same moment."""
    return Arrival.objects.select_for_update(of=("self",)).select_related("intake", "file", "matter").get(pk=arrival)


def waiting(arrival: int, by: Person, at: datetime) -> Arrival:
    """Return a file that its registrar may still deal with, locked. Raises Refused for one that is out of hand."""
    check_transaction()
    row = locked(arrival)
    check_keeper(by, row.intake.kind, row.intake.organ_id, at)
    if row.found_at:
        raise Refused("该文件已按保密要求隔离，请交机要登记人员处理。")
    if row.set_aside_at:
        raise Refused("该文件已作不予登记处理。需要登记的，请先恢复。")
    return row


def file_of(row: Arrival) -> StoredFile:
    """Return what was stored of it. Raises Refused for what could not be taken in."""
    if row.file is None:
        raise Refused(row.error or "该文件没有收取成功，请重新上传。")
    return row.file
