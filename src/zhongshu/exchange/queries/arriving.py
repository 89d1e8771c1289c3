"""What a package that came in means here (来包内容): what of it is for an organ, in the terms of this system."""

import uuid
from datetime import date, datetime
from typing import Any

from zhongshu.documents import rules as documents
from zhongshu.exchange import rules
from zhongshu.exchange.models import Delivery, Dispatch, Peer
from zhongshu.exchange.rules import Particulars, Receiver
from zhongshu.files import rules as file_rules
from zhongshu.gongwen import numbers as numbering
from zhongshu.gongwen.packages import faults, model
from zhongshu.gongwen.packages.opening import Opened
from zhongshu.org import queries as org
from zhongshu.org.models import Unit

LONGEST = {"title": rules.LONGEST_TITLE, "number": 100, "answers": 100, "scope": 200, "note": 400}
WORDS = {"title": "标题", "number": "发文字号", "answers": "所答复来文的字号", "scope": "印发传达范围", "note": "附言"}
LONGEST_NAME, NO_NUMBER = 200, "000000"


def check(opened: Opened, peer: Peer, organ: int, at: datetime) -> None:
    """Refuse what is not for this organ, bears a mark of secrecy, or cannot be entered (核对来包). Raises Refused."""
    told = opened.manifest
    if told.receipt:
        documents.check_no_secret(told.receipt.by, told.receipt.reason)
        return
    assert told.dispatch is not None  # noqa: S101 - opening has looked
    document = told.dispatch.document
    called = names(told)
    lists = (document.issuers, document.recipients, document.copied_to, document.attachments)
    documents.check_no_secret(document.title, document.scope, document.remark, document.note, *called, *sum(lists, ()))
    if not own(told.dispatch, peer.organ):
        receivers = "、".join(one.receiver.name for one in told.dispatch.deliveries[:3])
        raise faults.BadPackage(f"交换包是发给{receivers}的，不是发给本机关的，没有导入。请退回发送方。")
    if document.dated and document.dated > day(at):
        raise faults.BadPackage("公文的成文日期晚于今天，没有导入。请与发送方核实。")
    particulars(document)
    for name in called:
        file_rules.check_kind(name)
    _check_copies(own(told.dispatch, peer.organ)[0])


def names(told: model.Manifest) -> list[str]:
    """Return the names of the files of a package as they are kept here (文件名). Raises Refused."""
    return [file_rules.check_name(one.name) for one in told.files]


def _check_copies(told: model.Delivery) -> None:
    """There is a copy at least; copy numbers (份号) are as many as there are copies, or none."""
    if not 0 < told.copies <= rules.MOST_COPIES:
        raise faults.BadPackage(f"交换包写明的份数不在1至{rules.MOST_COPIES}之间，没有导入。请与发送方核实。")
    if told.first == NO_NUMBER:
        raise faults.BadPackage("交换包写明的份号应从000001起，没有导入。请与发送方核实。")
    numbers = (told.first, told.last or told.first)
    if any(numbers) and (not all(numbers) or int(numbers[1]) - int(numbers[0]) + 1 != told.copies):
        raise faults.BadPackage("交换包写明的份号与份数不符，没有导入。请与发送方核实。")


def own(sent: model.Dispatch, unit: Unit) -> list[model.Delivery]:
    """Return what of a document is for an organ, by its exchange code, else by its name; one at most."""
    known = {unit.name, unit.short_name}
    mine = [
        one
        for one in sent.deliveries
        if (one.receiver.code == unit.code if one.receiver.code else one.receiver.name in known)
    ]
    return mine[:1]


def missing(dispatch: Dispatch, opened: Opened, organ: int) -> list[model.Delivery]:
    """Return what of a package is for an organ and not there yet (尚未送达); of a receipt nothing ever is."""
    sent = opened.manifest.dispatch
    if sent is None or Delivery.objects.filter(dispatch=dispatch, unit=organ).exists():
        return []
    return own(sent, Unit.objects.get(pk=organ))


def receiver(told: model.Delivery, unit: Unit) -> Receiver:
    """Return an organ as the receiver of what a package has for it (收文单位)."""
    return Receiver(unit.name, unit.pk, told.manner, told.copies)


def numbers(told: model.Delivery) -> dict[str, Any]:
    """Return the number of a delivery and its copy numbers (投递编号、份号), as its sender gave them."""
    copies = (told.first, told.last or told.first)
    first, last = (int(one) if one else None for one in copies)
    return {"uid": uuid.UUID(told.uid), "first_copy": first, "last_copy": last}


def particulars(document: model.Document) -> Particulars:
    """Return what receivers are told of a document. Raises BadPackage for what is too long for the register."""
    columns = {
        "title": document.title,
        "number": numbering.normalise(document.number),
        "answers": numbering.normalise(document.answers),
        "scope": document.scope,
        "note": document.remark,
    }
    fitted: dict[str, Any] = {name: fitting(words, LONGEST[name], WORDS[name]) for name, words in columns.items()}
    return Particulars(
        genre=document.genre,
        label=document.label,
        urgency=document.urgency,
        sender_name=fitting("、".join(document.issuers), LONGEST_NAME, "发文机关"),
        is_telegram=document.form == "telegram",
        dated=document.dated,
        recipients="、".join(document.recipients),
        copied_to="、".join(document.copied_to),
        reply_due=document.reply_due,
        **fitted,
    )


def fitting(words: str, most: int, what: str) -> str:
    """Return words on one line that the register has room for. Raises BadPackage."""
    line = " ".join(words.split())
    if len(line) > most:
        raise faults.BadPackage(f"{what}超过{most}个字，不能登记，没有导入。请发送方改短后重新打包。")
    return line


def day(at: datetime) -> date:
    """Return the day of a moment on the office's calendar (本地日期)."""
    return org.local_day(at)
