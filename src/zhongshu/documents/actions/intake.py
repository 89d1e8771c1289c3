"""Taking files in (收件): a batch under one declaration, what is packed unpacked, and every file read by a job."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from zhongshu.documents import rules
from zhongshu.documents.actions import arrivals, findings, secrets
from zhongshu.documents.models import Arrival, Intake
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.files import rules as file_rules
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.read import archives
from zhongshu.gongwen.read.model import Report
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.rules import form_key
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

SECRET = (rules.SecretFound, file_rules.Withheld)  # refusals after which not even the name is kept


@transaction.atomic(durable=True)
def take_in(
    *, kind: str, organ: int, label: str, uploads: Iterable[str], by: Person, at: datetime, request_key: str = ""
) -> Intake:
    """Take uploaded files in (收件) as a batch under the mark that was declared; each is read by a job."""
    request_key = form_key(request_key, by, "take_in", kind)
    if earlier := matters.claim(request_key, at=at):
        return Intake.objects.get(pk=earlier.removeprefix("intake:"))
    rules.check_declaration(label)
    arrivals.check_keeper(by, kind, organ, at)
    handed_in = files.hand_in(uploads, by=by.ref)
    if not handed_in:
        raise Refused("请先选择要识读的文件。", field="uploads")
    rules.check_files(len(handed_in))
    intake = Intake.objects.create(organ_id=organ, kind=kind, label=label, by=by, at=at)
    trail.record(intake.stream, "documents.taken_in", by=by.ref, at=at, detail={"files": len(handed_in)})
    for file, name in handed_in:
        arrivals.put_in_queue(enter(intake, file, name, at=at), at=at)
    matters.remember(request_key, intake.stream, at=at)
    return intake


def enter(
    intake: Intake, file: StoredFile, name: str, *, at: datetime, archive: Arrival | None = None, place: int = 0
) -> Arrival:
    """Add a stored file to a batch, within the caller's transaction; whoever does so lets it be read."""
    check_transaction()
    rules.check_no_secret(name)
    arrival = Arrival.objects.create(intake=intake, file=file, name=name, archive=archive, place=place)
    by = intake.by.ref if intake.by else "system"
    detail = {"arrival": arrival.pk, "file": file.digest}
    trail.record(intake.stream, "documents.arrived", by=by, at=at, detail=detail)
    return arrival


def read(arrival: int, *, at: datetime, report: Report | None = None) -> None:
    """Read an arrival (识读). One that bears a mark of secrecy is withheld at once. Done again nothing changes."""
    row = Arrival.objects.select_related("file", "intake").get(pk=arrival)
    if row.file is None or row.found_at:
        return
    text = files.read(row.file, at=at, report=report)
    if text.is_secret:
        findings.withhold(row.pk, at=at)


def unpack(arrival: int, *, at: datetime, report: Report) -> None:
    """Unpack an archive into arrivals of its batch (解包). Each file alone: a bad one does not hold up the others.

    They are read when all are out: what turns out to be secret takes the archive with it.
    """
    row = Arrival.objects.select_related("file", "intake__by").get(pk=arrival)
    if row.file is None or row.found_at or row.unpacked_at:
        return
    try:
        with store.open_bytes(row.file) as source:
            members = archives.members(source)  # type: ignore[arg-type]
            rules.check_files(len(members))
            for done, member in enumerate(members, 1):
                _take_out(row, source, member, at=at)
                report(done, len(members))
    except Refused as refusal:  # broken, too large, or withheld since because of a copy elsewhere
        Arrival.objects.filter(pk=row.pk).update(error=refusal.sentence[:200])
    if row.members.filter(file=None, name=secrets.WITHHELD_NAME).exists():  # what was refused still lies packed in it
        findings.withhold(row.pk, at=at)
    _let_members_be_read(row, at)


@transaction.atomic(durable=True)
def _let_members_be_read(row: Arrival, at: datetime) -> None:
    Arrival.objects.filter(pk=row.pk).update(unpacked_at=at)
    members = list(row.members.filter(file__isnull=False, found_at=None).select_related("file"))
    for member in members:
        arrivals.put_in_queue(member, at=at)
    detail = {"arrival": row.pk, "files": len(members)}
    trail.record(row.intake.stream, "documents.unpacked", by="system", at=at, detail=detail)


def _take_out(row: Arrival, source: Any, member: archives.Member, *, at: datetime) -> None:
    name = member.name.rpartition("/")[2]
    if row.members.filter(place=member.number).exists():
        return  # unpacked before the worker was interrupted
    try:
        rules.check_no_secret(member.name)
        with archives.open_member(source, member) as content:
            file = files.store(content, name=name, by="system", at=at)
    except Refused as refusal:
        _put_in_place(row, member, partial(refuse, row.intake, name, refusal))
        return
    _put_in_place(row, member, partial(enter, row.intake, file, name, at=at))


@transaction.atomic(durable=True)
def _put_in_place(row: Arrival, member: archives.Member, put: Callable[..., Arrival]) -> None:
    """Once only: a worker that was thought lost may unpack the same archive at the same moment."""
    arrivals.locked(row.pk)
    if not row.members.filter(place=member.number).exists():
        put(archive=row, place=member.number)


def refuse(intake: Intake, name: str, refusal: Refused, *, archive: Arrival | None = None, place: int = 0) -> Arrival:
    """Keep in the batch that a file could not be taken in, and why (未能收取). Nothing of it is stored."""
    shown = secrets.WITHHELD_NAME if isinstance(refusal, SECRET) else name[:200]
    return Arrival.objects.create(intake=intake, name=shown, error=refusal.sentence[:200], archive=archive, place=place)
