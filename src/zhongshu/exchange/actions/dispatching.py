"""Sending a document to its receivers (分发): within the caller's transaction the rows, then a job delivers."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from zhongshu.documents import rules as documents
from zhongshu.exchange import rules
from zhongshu.exchange.actions import telling
from zhongshu.exchange.models import Delivery, Dispatch, DispatchFile, Peer
from zhongshu.exchange.rules import Particulars, Receiver
from zhongshu.files.models import StoredFile
from zhongshu.jobs import actions as jobs
from zhongshu.jobs import queries as work
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter
from zhongshu.numbering.models import Series
from zhongshu.org import queries as org
from zhongshu.org.models import Person, Unit
from zhongshu.org.queries.snapshot import UnitRow
from zhongshu.org.rules import SYSTEM
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

APART = ("due_at", "first_copy", "sender_name")  # of the particulars, what is no column of `Dispatch` as it stands

logger = logging.getLogger(__name__)


def dispatch_within(
    matter: Matter | None,
    *,
    sender: Unit | None,
    particulars: Particulars,
    files: Sequence[tuple[StoredFile, str]],
    receivers: Sequence[Receiver],
    by: Person | None,
    at: datetime,
    peer: Peer | None = None,
) -> Dispatch:
    """Send a document to its receivers (分发), within the caller's transaction; a job delivers it.

    files: what is sent, with the names that receivers see. A document that came in a package has no matter and no
    sender here, but its peer. Raises Refused with the field: receivers, first_copy, due_at.
    """
    day = org.local_day(at)
    rules.check_receivers(receivers, sender.pk if sender else None)
    rules.check_copy_numbers(particulars.first_copy, sum(one.copies for one in receivers))
    rules.check_due(particulars.due_at, at)
    rules.check_title(particulars.title)
    check_units(receivers, particulars.is_telegram, day)
    row = _enter(matter, sender, particulars, files, by=by, at=at, peer=peer)
    Delivery.objects.bulk_create(_numbered(row, receivers, particulars))
    detail = {"dispatch": row.pk, "receivers": len(receivers), "files": [file.digest for file, _ in files]}
    trail.record(row.stream, "exchange.dispatched", by=by.ref if by else SYSTEM, at=at, detail=detail)
    order_delivery(row, at=at)
    return row


def order_delivery(row: Dispatch, *, at: datetime) -> None:
    """Have a job deliver a document, within the caller's transaction; what came in a package is looked at before."""
    check_transaction()
    task, key = (rules.LOOKING, "look") if row.peer_id else (rules.DELIVERING, "dispatch")
    jobs.enqueue(task, at=at, args=[row.pk], unique_key=f"{key}:{row.pk}")


def publish_within(
    matter: Matter, *, particulars: Particulars, files: Sequence[tuple[StoredFile, str]], by: Person, at: datetime
) -> Dispatch:
    """Note how far a document is published that goes to all and to nobody by name (公布), within the transaction."""
    row = _enter(matter, matter.organ, particulars, files, by=by, at=at)
    trail.record(row.stream, "exchange.published", by=by.ref, at=at, detail={"dispatch": row.pk})
    return row


def _enter(
    matter: Matter | None,
    sender: Unit | None,
    particulars: Particulars,
    files: Sequence[tuple[StoredFile, str]],
    *,
    by: Person | None,
    at: datetime,
    peer: Peer | None = None,
) -> Dispatch:
    """Write down what is sent: the particulars and the files."""
    check_transaction()
    if not files:
        raise Refused("该件还没有正式文件，不能分发。")
    columns = {name: value for name, value in asdict(particulars).items() if name not in APART}
    name = particulars.sender_name or (org.unit_name(sender.pk, org.local_day(at)) if sender else "")
    row = Dispatch.objects.create(matter=matter, sender=sender, peer=peer, sender_name=name, by=by, at=at, **columns)
    DispatchFile.objects.bulk_create(
        DispatchFile(dispatch=row, order=order, file=file, name=name) for order, (file, name) in enumerate(files)
    )
    return row


def _numbered(row: Dispatch, receivers: Sequence[Receiver], particulars: Particulars) -> Iterable[Delivery]:
    """Yield a delivery for each receiver, with copy numbers given consecutively where they are wanted (编份号)."""
    following = particulars.first_copy
    for one in receivers:
        last = following + one.copies - 1 if following else None
        yield Delivery(
            dispatch=row,
            unit_id=one.unit,
            name=one.name,
            role=one.role,
            copies=one.copies,
            first_copy=following,
            last_copy=last,
            due_at=particulars.due_at,
        )
        following = last + 1 if last else None


def check_units(receivers: Iterable[Receiver], is_telegram: bool, day: date) -> None:
    """Check that every receiver of this system can get a document that day (核对收文单位). Raises Refused."""
    known = org.directory()
    kind = documents.TELEGRAM if is_telegram else documents.INCOMING
    registers = set(Series.objects.filter(code=documents.SERIES[kind]).values_list("organ", flat=True))
    units: set[int] = set()
    for one in receivers:
        if one.unit is None:
            continue
        unit = known.units.get(one.unit)
        if unit is None or unit.kind != Unit.ORGAN:
            raise Refused(f"{one.name}不是机关，不能作为收文单位，请改选其所属机关。", field="receivers")
        if not unit.holds(day):
            raise Refused(_ended(one.name, unit, day), field="receivers")
        if one.unit in units:
            raise Refused(f"收文单位重复：{one.name}。每个单位只保留一次。", field="receivers")
        units.add(one.unit)
        if f"organ:{one.unit}" not in registers or not org.role(documents.KEEPERS[kind], one.unit, day, known=known):
            raise Refused(_deaf(one.name, kind), field="receivers")


def _ended(name: str, unit: UnitRow, day: date) -> str:
    if unit.valid_to is not None and unit.valid_to <= day:
        ended = f"{unit.valid_to.year}年{unit.valid_to.month}月{unit.valid_to.day}日"
        return f"{name}已于{ended}撤销，不能作为收文单位。请去掉，或者改选承接其职能的机关。"
    return f"{name}尚未设立，不能作为收文单位，请去掉。"


def _deaf(name: str, kind: str) -> str:
    who = "机要登记人员" if kind == documents.TELEGRAM else "收文登记人员"
    return (
        f"{name}还没有设置{who}或者收文编号，不能在系统中签收。请联系系统管理员设置，或者按系统外单位填写名称送纸质件。"
    )


@transaction.atomic(durable=True)
def deliver(dispatch: int, *, at: datetime) -> int:
    """Let the receivers of this system find a document (送达) and tell who signs for it; return at how many it is new.

    Done again it finds nothing left to do.
    """
    row = Dispatch.objects.select_for_update().get(pk=dispatch)
    fresh = Delivery.objects.filter(dispatch=row, unit__isnull=False, delivered_at=None)
    held = list(fresh.select_for_update().order_by("pk").values_list("pk", flat=True))
    # Asked once more: what was taken back while this waited for the lock is seen only now.
    waiting = dict(Delivery.objects.filter(pk__in=held, recall=None).values_list("pk", "unit"))
    if not waiting:
        return 0
    units = list(waiting.values())
    Delivery.objects.filter(pk__in=waiting).update(delivered_at=at)
    telling.tell_receivers(row, units, telling.titled("待签收", row), kind="task", at=at)
    trail.record(row.stream, "exchange.delivered", by=SYSTEM, at=at, detail={"dispatch": row.pk, "units": len(units)})
    return len(units)


def deliver_left(*, at: datetime) -> int:
    """Deliver what its job was given up over (补送达), unread if need be; return of how many dispatches.

    What was sent must not lie where nobody sees it: whoever signs for it looks at it. What holds a file that was
    withheld stays, and one that cannot be delivered keeps nothing behind it waiting.
    """
    given_up = work.failed().filter(task__in=(rules.DELIVERING, rules.LOOKING)).values_list("payload", flat=True)
    numbers = {payload["args"][0] for payload in given_up}
    left = Delivery.objects.filter(dispatch__in=numbers, unit__isnull=False, delivered_at=None, recall=None)
    secret = DispatchFile.objects.filter(dispatch=OuterRef("dispatch"), file__quarantine__isnull=False)
    found = left.filter(~Exists(secret)).order_by("dispatch").values_list("dispatch", flat=True).distinct()
    return sum(_deliver_alone(number, at) for number in found)


def _deliver_alone(number: int, at: datetime) -> bool:
    try:
        return deliver(number, at=at) > 0
    except Exception as error:  # whatever it is that its job was given up over
        logger.exception("公文未能送达，稍后再试。（%s）", type(error).__name__)
        return False
