"""Making packages (打包): a document for a receiver on another system, and the receipt that goes back to a sender."""

import io
from datetime import datetime

from django.db import transaction

from zhongshu.exchange import queries, rules
from zhongshu.exchange.actions import telling
from zhongshu.exchange.models import Delivery, Dispatch, Package
from zhongshu.exchange.queries import manifests
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.packages import packing
from zhongshu.gongwen.packages.model import File
from zhongshu.jobs import actions as jobs
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Person
from zhongshu.org.rules import SYSTEM
from zhongshu.seals import queries as seals
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction


@transaction.atomic(durable=True)
def order_packages(dispatch: int, *, by: Person, at: datetime) -> int:
    """Have packages made for all receivers on other systems that have none (生成交换包); return how many.

    Raises Refused for a label that must not leave, an organ without a certificate, and where there is nothing to do.
    """
    row = Dispatch.objects.select_for_update().get(pk=dispatch)
    row = Dispatch.objects.select_related("matter", "sender").get(pk=dispatch)
    if row.sender is None or not queries.sends(by, row, at):
        raise Refused("只有发文机关的登记人员可以生成交换包。")
    rules.check_exportable(row)
    seals.certificate_to_sign(row.sender.pk, at)
    waiting = list(queries.unpacked(row))
    if not waiting:
        raise Refused("没有需要生成交换包的系统外单位。")
    detail = {"dispatch": row.pk, "deliveries": [one.pk for one in waiting]}
    trail.record(row.stream, "exchange.package_ordered", by=by.ref, at=at, detail=detail)
    jobs.enqueue_each(rules.PACKING, at=at, args={rules.job_key(one.pk): [one.pk] for one in waiting})
    return len(waiting)


@transaction.atomic(durable=True)
def order_again(delivery: int, *, by: Person, at: datetime) -> None:
    """Have a package made anew (重新生成交换包), as when the certificate that signed it has expired since.

    Or made at all, when that failed. It is the same document to whoever has imported it already. Raises Refused.
    """
    (row,) = queries.locked([delivery])
    sent = row.dispatch
    if queries.packable_for(by, delivery, at) is None:
        raise Refused("只有登记人员可以重新生成交换包。")
    organ = row.unit_id if sent.peer_id else sent.sender_id
    assert organ is not None  # noqa: S101 - one of the two ends is an organ of this system
    _check_sendable(row)
    seals.certificate_to_sign(organ, at)
    trail.record(
        sent.stream, "exchange.package_ordered", by=by.ref, at=at, detail={"delivery": delivery, "again": True}
    )
    order(row, at=at, again=True)


def order(row: Delivery, *, at: datetime, again: bool = False) -> None:
    """Have the package of a delivery made by a job, within the caller's transaction."""
    check_transaction()
    jobs.enqueue(rules.PACKING, at=at, args=[row.pk, again], unique_key=rules.job_key(row.pk))


def answer(row: Delivery, *, at: datetime) -> None:
    """Have the receipt for what came in a package made (回执包), within the caller's transaction.

    What was returned after it had been signed for takes a second one.
    """
    if row.dispatch.peer_id:
        order(row, at=at, again=rules.was_returned(row))


def pack(delivery: int, *, at: datetime, again: bool = False) -> None:
    """Make the package of a delivery (打包), once unless `again`. Raises Refused: the job is given up with that."""
    row = _standing(delivery)
    if not again and Package.objects.filter(pk=row.pk).exists():
        return
    _check_sendable(row)
    content = _receipt(row, at) if row.dispatch.peer_id else _document(row, at)
    name = f"{'回执' if row.dispatch.peer_id else '公文'}-{row.uid.hex[:12]}.zip"
    _enter(row, files.store(io.BytesIO(content), name=name, by=SYSTEM, at=at), at, again)


def _document(row: Delivery, at: datetime) -> bytes:
    assert row.dispatch.sender_id is not None  # noqa: S101 - what has no peer was sent from here
    taken = [File(one.name, role, _content(one.file)) for one, role in manifests.files_of(row.dispatch)]
    manifest = manifests.document(row, at)
    return packing.pack(manifest, taken, credential=seals.signer(row.dispatch.sender_id, at))


def _receipt(row: Delivery, at: datetime) -> bytes:
    assert row.unit_id is not None  # noqa: S101 - what came in a package came for an organ of this system
    return packing.pack(manifests.receipt(row, at), credential=seals.signer(row.unit_id, at))


def _content(file: StoredFile) -> bytes:
    with store.open_bytes(file) as opened:
        return opened.read()


@transaction.atomic(durable=True)
def _enter(row: Delivery, file: StoredFile, at: datetime, again: bool) -> None:
    """Of two jobs that made the same at the same moment the first one counts; what was withheld meanwhile stays so.

    The bytes of one that is replaced go: nobody would find them again if one of its files turned out secret.
    """
    fresh = {"file": file, "made_at": at, "taken_at": None, "taken_by": None}
    found, is_new = Package.objects.select_related("file").get_or_create(delivery=row, defaults=fresh)
    if not is_new and not again:
        return
    Package.objects.filter(pk=row.pk).update(**fresh)
    if found.file != file:
        files.drop_within(found.file, by=SYSTEM, at=at)
    detail = {"delivery": row.pk, "file": file.digest}
    trail.record(row.dispatch.stream, "exchange.packed", by=SYSTEM, at=at, detail=detail)
    if _holds_withheld(row):
        files.quarantine(file, by=SYSTEM, at=at)
        return
    if row.dispatch.peer is None:
        telling.tell_sender(row.dispatch, f"发往{row.name}的交换包已生成：{row.dispatch.title}", at=at)


@transaction.atomic(durable=True)
def take(delivery: int, *, by: Person, at: datetime) -> Package:
    """Note that somebody takes a package along (取走交换包); who was the first since it was made stays named on it.

    Raises Refused for a document that may no longer leave: relabelled, taken back, withheld.
    """
    (about,) = queries.locked([delivery])
    row = Package.objects.select_related("file").get(pk=delivery)
    _check_sendable(about)
    if store.is_withheld(row.file):
        raise Refused("该交换包已随其中的文件隔离。文件解除隔离后，请重新生成交换包。")
    if row.taken_at is None:
        Package.objects.filter(pk=delivery).update(taken_at=at, taken_by=by)
    detail = {"delivery": delivery}
    trail.record(about.dispatch.stream, "exchange.package_taken", by=by.ref, at=at, detail=detail)
    return row


def _standing(delivery: int) -> Delivery:
    return queries.states_of([delivery]).select_related("dispatch__sender", "dispatch__matter").get()


def _check_sendable(row: Delivery) -> None:
    """What goes out is looked at each time; a receipt says only what became of what came in."""
    if row.dispatch.peer_id:
        rules.check_settled(row)
        return
    rules.check_sendable(row)
    if _holds_withheld(row):
        raise Refused("该件的文件已按保密要求隔离，不能装入交换包送出。")


def _holds_withheld(row: Delivery) -> bool:
    """Tell whether what goes out holds a file that was withheld; a receipt holds none."""
    return row.dispatch.peer_id is None and any(
        store.is_withheld(one.file) for one in row.dispatch.files.select_related("file")
    )
