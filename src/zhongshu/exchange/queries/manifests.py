"""What a package is to say (元数据) of a delivery: the document as it was sent, or the receipt for it."""

import uuid
from datetime import datetime

from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, Dispatch, DispatchFile
from zhongshu.exchange.queries.peers import peer_of
from zhongshu.gongwen.packages import metadata, model
from zhongshu.gongwen.packages.model import Manifest, Party
from zhongshu.org import queries as org
from zhongshu.org.models import Unit

# What the number of a receipt's package is derived with, from that of its delivery: a second one is another package.
RECEIPTS, SECOND_RECEIPTS = "receipt", "second receipt"


def document(row: Delivery, at: datetime) -> Manifest:
    """Return what the package of a document says. The number of a package is that of its delivery."""
    sent = row.dispatch
    assert sent.sender is not None  # noqa: S101 - what has no peer was sent from here
    peer = peer_of(sent.sender.pk, row.name)
    delivery = model.Delivery(
        uid=row.uid.hex,
        receiver=Party(row.name, peer.code if peer else ""),
        manner=row.role,
        copies=row.copies,
        first=rules.copy_number(row),
        last=f"{row.last_copy:06}" if row.last_copy else "",
    )
    dispatch = model.Dispatch(sent.uid.hex, _document(sent), (delivery,))
    return Manifest(row.uid.hex, at, party(sent.sender, at), dispatch)


def receipt(row: Delivery, at: datetime) -> Manifest:
    """Return what the package of a receipt says (回执): signed for, or returned and why."""
    assert row.unit is not None  # noqa: S101 - what came in a package came for an organ of this system
    returned = getattr(row, "rejection", None)
    told = returned or row.receipt
    made = model.Receipt(
        delivery=row.uid.hex,
        dispatch=row.dispatch.uid.hex,
        outcome="returned" if returned else "signed",
        at=told.at.replace(microsecond=0),
        by=told.name,
        reason=returned.reason if returned else "",
    )
    name = SECOND_RECEIPTS if rules.was_returned(row) else RECEIPTS
    return Manifest(uuid.uuid5(row.uid, name).hex, at, party(row.unit, at), receipt=made)


def party(unit: Unit, at: datetime) -> Party:
    """Return an organ of this system as other systems know it: its exchange code is the code of the unit."""
    return Party(org.unit_name(unit.pk, org.local_day(at)), unit.code)


def files_of(dispatch: Dispatch) -> list[tuple[DispatchFile, str]]:
    """Return the files of a dispatch and what each is: the text, in one format or several, or an attachment."""
    found = list(dispatch.files.select_related("file").order_by("order"))
    text = _stem(found[0].name)
    return [(one, model.TEXT if _stem(one.name) == text else model.ATTACHMENT) for one in found]


def _stem(name: str) -> str:
    """Return a file name without its suffix, whole where it has none."""
    return name.rpartition(".")[0] or name


def _document(sent: Dispatch) -> model.Document:
    return model.Document(
        label=sent.label,
        issuers=(sent.sender_name,),
        title=sent.title,
        genre=sent.genre,
        form="telegram" if sent.is_telegram else "document",
        urgency=sent.urgency,
        number=sent.number,
        recipients=_parts(sent.recipients),
        attachments=tuple(_stem(one.name) for one, role in files_of(sent) if role == model.ATTACHMENT),
        dated=sent.dated,
        copied_to=_parts(sent.copied_to),
        answers=sent.answers,
        scope=sent.scope,
        reply_due=sent.reply_due,
        remark=sent.note,
    )


def _parts(printed: str) -> tuple[str, ...]:
    """Return receivers as printed in as few parts as the format has room for; with 、 between them it is the same."""
    parts: list[str] = []
    for name in printed.split("、") if printed else ():
        if parts and len(parts[-1]) + 1 + len(name) <= metadata.LONGEST:
            parts[-1] += f"、{name}"
        else:
            parts.append(name)
    return tuple(parts)
