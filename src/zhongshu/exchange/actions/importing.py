"""Taking in what came from other systems (导入交换包): a document that waits to be signed for, or the receipt for one.

A package that comes again adds nothing; another one under the same number is refused, and the trail says so.
"""

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from zhongshu.documents import actions as documents
from zhongshu.documents import rules as document_rules
from zhongshu.exchange import queries, rules
from zhongshu.exchange.actions import dispatching, peers, receiving
from zhongshu.exchange.models import Delivery, Dispatch, ImportedPackage, Peer
from zhongshu.exchange.queries import arriving
from zhongshu.files import actions as files
from zhongshu.files import rules as file_rules
from zhongshu.files.models import StoredFile
from zhongshu.gongwen.packages import faults, model, opening, packing
from zhongshu.gongwen.packages.opening import Opened
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Person, Unit
from zhongshu.org.rules import SYSTEM
from zhongshu.trail import actions as trail

SLACK = timedelta(minutes=5)
CONFLICT = (
    "编号相同的交换包已经导入过，但内容与这一个不同，没有导入。请与发送方核实哪一个有效；确系更正的，请对方另行发文。"
)
DEAF = "本机关还没有设置签收人员或者收文编号，没有导入。请联系系统管理员设置后重新导入。"
SECRET = (document_rules.SecretFound, file_rules.Withheld)  # refusals after which not even a digest is kept
Stored = Sequence[tuple[StoredFile, str]]


class Conflict(Refused):
    """Another document under a number that is there already (编号相同、内容不同)."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has led to (导入结果). is_new: whether anything was added. is_receipt: of a document of ours."""

    dispatch: Dispatch
    is_new: bool
    is_receipt: bool = False


def import_package(content: bytes, *, organ: int, by: Person | None, at: datetime) -> Imported:
    """Take a package in for an organ (导入交换包), by nobody where it lay in the watched folder or came by command.

    Raises Refused: what is wrong with the package, in one sentence; it is noted in the trail, nothing else is changed.
    """
    if by:
        peers.check_keeper(by, organ, at)
    known = queries.senders(organ)
    try:
        opened = opening.open_package(content, senders=[sender for sender, _ in known], at=at)
        peer = next(peer for sender, peer in known if sender is opened.sender)
        arriving.check(opened, peer, organ, at)
        found = _taken(opened, content, peer, by, at)
    except SECRET:
        documents.note_refusal(by=by, at=at)
        raise
    except Refused as refusal:
        _note_refusal(content, refusal, organ, by, at)
        raise
    return found


def _taken(opened: Opened, content: bytes, peer: Peer, by: Person | None, at: datetime) -> Imported:
    """Look whether it is there already before anything is stored, and once more when nobody else can enter it."""
    earlier = _earlier(opened, peer)
    if earlier and not arriving.missing(earlier.dispatch, opened, peer.organ_id):
        return earlier
    _check_enterable(opened, peer, at)
    stored = [
        (files.store(io.BytesIO(opened.contents[one.path]), name=name, by=_ref(by), at=at), name)
        for one, name in zip(opened.manifest.files, arriving.names(opened.manifest), strict=True)
    ]
    name = f"交换包-{opened.manifest.uid[:12]}.zip"
    package = files.store(io.BytesIO(content), name=name, by=_ref(by), at=at)
    return _enter(opened, stored, package, peer, by, at)


@transaction.atomic(durable=True)
def _enter(
    opened: Opened, stored: Stored, package: StoredFile, peer: Peer, by: Person | None, at: datetime
) -> Imported:
    """Enter a package, one after another: of two persons who do so at once the second finds what the first one made."""
    Unit.objects.select_for_update().earliest("pk")  # the same row for all organs: a package may be for several
    earlier = _earlier(opened, peer)
    if earlier and not arriving.missing(earlier.dispatch, opened, peer.organ_id):
        return earlier
    if opened.manifest.receipt:
        dispatch = _receipt(opened.manifest.receipt, peer, by, at)
    elif earlier:
        dispatch = _further(earlier.dispatch, opened, peer, at)
    else:
        dispatch = _document(opened, stored, peer, by, at)
    about = {"peer": peer, "dispatch": dispatch, "file": package, "by": by, "at": at, "digest": opened.substance}
    ImportedPackage.objects.get_or_create(uid=uuid.UUID(opened.manifest.uid), organ_id=peer.organ_id, defaults=about)
    detail = {"peer": peer.pk, "package": opened.manifest.uid, "digest": opened.substance}
    verb = "exchange.receipt_imported" if opened.manifest.receipt else "exchange.imported"
    trail.record(dispatch.stream, verb, by=_ref(by), at=at, detail=detail)
    return Imported(dispatch, True, opened.manifest.receipt is not None)


def _check_enterable(opened: Opened, peer: Peer, at: datetime) -> None:
    """Refuse what could not be entered before any of it is stored. Raises Refused."""
    if opened.manifest.receipt:
        _answered(opened.manifest.receipt, peer, at)
        return
    assert opened.manifest.dispatch is not None  # noqa: S101 - opening has looked
    sent = opened.manifest.dispatch
    (own,) = arriving.own(sent, peer.organ)
    _check_unused(own)
    try:
        receivers = [arriving.receiver(own, peer.organ)]
        dispatching.check_units(receivers, sent.document.form == "telegram", arriving.day(at))
    except Refused:
        raise faults.BadPackage(DEAF) from None


def _earlier(opened: Opened, peer: Peer) -> Imported | None:
    """Return what is there already under the same number with the same content. Raises Conflict for other content."""
    told = opened.manifest
    numbers = [uuid.UUID(told.dispatch.uid)] if told.dispatch else []
    same = ImportedPackage.objects.select_related("dispatch", "peer")
    found = same.filter(uid=uuid.UUID(told.uid)).first() or same.filter(dispatch__uid__in=numbers).first()
    if found is None:
        if Dispatch.objects.filter(uid__in=numbers).exists():
            raise Conflict("这是本系统发出的公文，不能再作为来文导入。请核对是否选错了交换包。")
        return None
    if found.digest != opened.substance or not _is_same(found.peer, peer):
        raise Conflict(CONFLICT)
    return Imported(found.dispatch, False, told.receipt is not None)


def _is_same(one: Peer, other: Peer) -> bool:
    """Tell whether two organs mean one sender by a code: one of them has, or had, the certificate of the other's."""
    known = Q(organ=one.organ_id, certificate=other.certificate) | Q(organ=other.organ_id, certificate=one.certificate)
    return one.code == other.code and Peer.objects.filter(known, code=one.code).exists()


def _check_unused(own: model.Delivery) -> None:
    """Refuse a delivery under the number of another document's."""
    if Delivery.objects.filter(uid=uuid.UUID(own.uid)).exists():
        raise Conflict(CONFLICT)


def _document(opened: Opened, stored: Stored, peer: Peer, by: Person | None, at: datetime) -> Dispatch:
    """Enter a document with what is for this organ, as if it had been sent here; the worker reads its files."""
    sent = opened.manifest.dispatch
    assert sent is not None  # noqa: S101 - the caller has looked
    (own,) = arriving.own(sent, peer.organ)
    _check_unused(own)
    row = dispatching.dispatch_within(
        None,
        sender=None,
        particulars=arriving.particulars(sent.document),
        files=stored,
        receivers=[arriving.receiver(own, peer.organ)],
        by=by,
        at=at,
        peer=peer,
    )
    Dispatch.objects.filter(pk=row.pk).update(uid=uuid.UUID(sent.uid))
    row.deliveries.update(**arriving.numbers(own))
    row.refresh_from_db()
    return row


def _further(dispatch: Dispatch, opened: Opened, peer: Peer, at: datetime) -> Dispatch:
    """Deliver a document that another organ of this system has imported to one more."""
    (own,) = arriving.missing(dispatch, opened, peer.organ_id)
    _check_unused(own)
    told = arriving.receiver(own, peer.organ)
    dispatching.check_units([told], dispatch.is_telegram, arriving.day(at))
    about = {"name": told.name, "role": told.role, "copies": told.copies, "unit_id": told.unit}
    Delivery.objects.create(dispatch=dispatch, **about, **arriving.numbers(own))
    dispatching.order_delivery(dispatch, at=at)
    return dispatch


def _receipt(told: model.Receipt, peer: Peer, by: Person | None, at: datetime) -> Dispatch:
    """Note on a document of ours what its receiver says (回执)."""
    (row,) = queries.locked([_answered(told, peer, at).pk])
    name = arriving.fitting(told.by, 40, "签收人")
    if told.outcome == model.SIGNED:
        receiving.note_receipt(row, name=name, by=by, at=at, signed_at=told.at)
    else:
        reason = arriving.fitting(told.reason, 400, "退回原因")
        receiving.note_rejection(row, reason=reason, name=name, by=by, at=at, rejected_at=told.at)
    return row.dispatch


def _answered(told: model.Receipt, peer: Peer, at: datetime) -> Delivery:
    """Return the delivery that a receipt answers. Raises Refused for whatever it does not answer."""
    uids = {"uid": uuid.UUID(told.delivery), "dispatch__uid": uuid.UUID(told.dispatch)}
    found = Delivery.objects.filter(**uids).values_list("pk", flat=True).first()
    if found is None:
        raise faults.BadPackage("找不到回执所回复的公文，没有导入。请与发送方核对。")
    row = queries.states_of([found]).get()
    if row.dispatch.sender_id != peer.organ_id or row.unit_id is not None or row.name != peer.name:
        raise faults.BadPackage(f"“{peer.name}”不是所回复公文的收文单位，没有导入。请与发送方核对。")
    if not row.dispatch.at - SLACK <= told.at <= at + SLACK:
        raise faults.BadPackage("回执的签收时间早于发文时间或者晚于现在，没有导入。请与发送方核对时钟。")
    arriving.fitting(told.by, 40, "签收人")
    (rules.check_waiting if told.outcome == model.SIGNED else rules.check_returnable)(row)
    return row


@transaction.atomic(durable=True)
def _note_refusal(content: bytes, refusal: Refused, organ: int, by: Person | None, at: datetime) -> None:
    """Note that a package was refused (拒收交换包): its digest and of which kind the fault was, not what it held."""
    detail = {"package": packing.digests(content)[0], "fault": type(refusal).__name__}
    trail.record(rules.peers_stream(organ), "exchange.import_refused", by=_ref(by), at=at, detail=detail)


def _ref(by: Person | None) -> str:
    return by.ref if by else SYSTEM
