"""Marks of secrecy that the machine found in what came in (识读发现涉密): withheld at once, judged by two persons.

保密法 (2024) arts. 26–31, 实施条例 art. 61. The machine rather finds one mark too many, so that beside expunging there
is a way back.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from zhongshu.documents import queries, rules
from zhongshu.documents.actions import arrivals, secrets
from zhongshu.documents.models import Arrival, Intake
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.files.models import StoredFile
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def withhold(arrival: int, *, at: datetime) -> None:
    """Put a file that bears a mark of secrecy into quarantine (识读隔离), with every archive in which it lies.

    Bytes that are secret are secret everywhere: withheld wherever they wait, in every organ, and where they hang on a
    matter that is quarantined too.
    """
    row = _locked(arrival)
    if row.found_at:
        return
    for file in _files(row):
        matters.withhold_file(file, at=at)
    _same(row).update(found_at=at, set_aside_reason="")
    Arrival.objects.filter(file__in=_files(row)).update(name=secrets.WITHHELD_NAME)
    _note(row, "documents.arrival_withheld", by="system", at=at)
    _tell(row, at)


def withhold_packed(
    package: StoredFile, secret: Sequence[StoredFile], *, organ: int, kind: str, label: str, at: datetime
) -> None:
    """Withhold files that came in a package through the exchange (交换件隔离), and the package with them.

    They are judged by two persons like whatever is taken in. Done again nothing changes.
    """
    for number in _entered(package, secret, organ, kind, label, at):
        withhold(number, at=at)


@transaction.atomic(durable=True)
def _entered(
    package: StoredFile, secret: Sequence[StoredFile], organ: int, kind: str, label: str, at: datetime
) -> list[int]:
    """Return them as arrivals of a batch of their own, out of the package as their archive."""
    there = Arrival.objects.filter(archive__file=package, intake__organ=organ).order_by("place")
    if not there:
        batch = Intake.objects.create(organ_id=organ, kind=kind, label=label, by=None, at=at)
        trail.record(batch.stream, "documents.taken_in", by="system", at=at, detail={"files": len(secret)})
        name = secrets.WITHHELD_NAME
        packed = Arrival.objects.create(intake=batch, file=package, name=name, unpacked_at=at)
        Arrival.objects.bulk_create(
            Arrival(intake=batch, file=file, name=name, archive=packed, place=place)
            for place, file in enumerate(secret)
        )
    return [one.pk for one in there.all()]


def _tell(row: Arrival, at: datetime) -> None:
    """Each organ in which it waits, once."""
    day = org.local_day(at)
    waiting = {each.intake.organ_id: each.intake for each in _same(row)}
    for organ, intake in waiting.items():
        keepers = org.role(rules.KEEPERS[rules.PAPER_CARD], organ, day)
        notices.tell(
            sorted(org.people_behind(keepers, day)),
            text="收件识读时发现国家秘密标志，文件已隔离。请核对，属实的在24小时内按规定报告保密行政管理部门。",
            link="/documents/withheld/",
            about=intake.stream,
            at=at,
            urgent=True,
        )


@transaction.atomic(durable=True)
def judge(
    arrival: int, *, verdict: str, by: Person, at: datetime, sender_code: str = "", copy_number: str = ""
) -> Arrival:
    """Say what becomes of a withheld file (隔离件处理): expunge or release; the second person who agrees does it.

    The file is judged as a whole, wherever it waits. Whoever spoke first may change their mind until then. Raises
    Refused for a second word of the same person and where the two do not agree.
    """
    row = _locked(arrival)
    _check(row, verdict, by, at)
    if row.first_by_id in (None, by.pk):
        _same(row).update(verdict=verdict, first_by=by, first_at=at)
        _note(row, "documents.verdict_given", by=by.ref, at=at)
    else:
        _carry_out(row, by, at, sender_code, copy_number)
    row.refresh_from_db()
    return row


def _check(row: Arrival, verdict: str, by: Person, at: datetime) -> None:
    if not queries.keeps(by, rules.PAPER_CARD, row.intake.organ_id, at):
        raise Refused("只有机要登记人员可以处理隔离件。")
    if row.found_at is None or row.second_at:
        raise Refused("该文件不在隔离中，或已经处理完毕。")
    is_first = row.first_by_id in (None, by.pk)
    rules.check_verdict(verdict, is_first=is_first, said=row.verdict if row.first_by_id else "")


def _carry_out(row: Arrival, by: Person, at: datetime, sender_code: str, copy_number: str) -> None:
    _same(row).update(second_by=by, second_at=at)
    if row.verdict == rules.RELEASE:
        _release(row, by, at)
    else:
        _expunge(row, by, at, sender_code, copy_number)


def _expunge(row: Arrival, by: Person, at: datetime, sender_code: str, copy_number: str) -> None:
    for file in _files(row):
        files.expunge(file, by=row.first_by.ref, second=by.ref, at=at)  # type: ignore[union-attr]
    _note(row, "documents.arrival_expunged", by=by.ref, at=at)
    secrets.open_card(row.intake.organ_id, sender_code or "待补", copy_number, 1, by, at)


def _release(row: Arrival, by: Person, at: datetime) -> None:
    """Bring it back and read it once more; its archive follows with the last of its members, if none was expunged."""
    _same(row).update(found_at=None)
    for file in _files(row):
        if store.is_withheld(file) and not Arrival.objects.filter(_within(file), found_at__isnull=False).exists():
            files.release(file, by=row.first_by.ref, second=by.ref, at=at)  # type: ignore[union-attr]
            Arrival.objects.filter(file=file).update(name=f"{secrets.RELEASED_NAME}.{file.suffix}")
    _note(row, "documents.arrival_released", by=by.ref, at=at)
    for each in _same(row):
        arrivals.put_in_queue(each, at=at)


def _files(row: Arrival) -> list[StoredFile]:
    """The file and every archive in which it lies, whoever sent it: what is secret lies in all of them."""
    file = arrivals.file_of(row)
    return [file, *StoredFile.objects.filter(arrivals__members__file=file).distinct().order_by("pk")]


def _locked(arrival: int) -> Arrival:
    """Return it, locked with all that waits with its file, in one order: two may act on the same bytes at once."""
    files = _files(Arrival.objects.select_related("file").get(pk=arrival))
    list(Arrival.objects.select_for_update(of=("self",)).filter(file__in=files).order_by("pk"))
    return arrivals.locked(arrival)


def _same(row: Arrival) -> QuerySet[Arrival]:
    """Whatever waits with the same bytes, batch by batch."""
    return Arrival.objects.filter(file=row.file).select_related("intake", "file").order_by("intake_id", "pk")


def _note(row: Arrival, verb: str, *, by: str, at: datetime) -> None:
    for each in _same(row):
        trail.record(each.intake.stream, verb, by=by, at=at, detail={"arrival": each.pk})


def _within(file: StoredFile) -> Q:
    return Q(file=file) | Q(archive__file=file)
