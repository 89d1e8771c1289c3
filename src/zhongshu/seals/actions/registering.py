"""The register of seals (印章登记): a new one, another keeper, what becomes of one that is no longer used."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.rules import form_key
from zhongshu.numbering import actions as numbering
from zhongshu.numbering.models import Series
from zhongshu.org import queries as org
from zhongshu.org.models import Person, Unit
from zhongshu.seals import queries, rules
from zhongshu.seals.models import Ending, Keeping, Seal
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

# What is typed of a seal: column, longest, what it is called, whether it must be there.
LINES = (
    ("name", 100, "印章名称", True),
    ("material", 40, "材质", True),
    ("size", 40, "规格", True),
    ("issuer", 100, "制发机关", False),
    ("engraver", 100, "刻制单位", True),
    ("engraved_at", 100, "刻制地点", False),
    ("permit", 60, "准刻或备案编号", False),
    ("note", 400, "备注", False),
)


@transaction.atomic(durable=True)
def register(
    *, organ: int, details: Mapping[str, Any], keeper: Person, by: Person, at: datetime, request_key: str = ""
) -> Seal:
    """Enter a seal into the register of an organ (印章登记) and give it into somebody's keeping.

    details: the columns of LINES, kind, used_since; is_electronic of one that is a picture and a certificate alone,
    which has no material. The first seal of an organ opens the numbers of its log.
    Raises Refused with the field.
    """
    request_key = form_key(request_key, by, "seal", organ)
    if earlier := matters.claim(request_key, at=at):
        return Seal.objects.get(pk=earlier.removeprefix("seal:"))
    unit = Unit.objects.select_for_update().get(pk=organ)  # of two that register the same one waits for the other
    check_registrar(by, organ, at)
    is_electronic = bool(details.get("is_electronic"))
    clean = _cleaned({**details} | ({"material": "电子"} if is_electronic else {}), unit, at)
    _check_name(organ, clean["name"])
    open_log(organ, by=by.ref, at=at)
    seal = Seal.objects.create(organ=unit, is_electronic=is_electronic, by=by, at=at, **clean)
    Keeping.objects.create(seal=seal, keeper=keeper, since=at, by=by)
    trail.record(seal.stream, "seals.registered", by=by.ref, at=at, detail={"kind": seal.kind, "keeper": keeper.pk})
    matters.remember(request_key, seal.stream, at=at)
    return seal


def _cleaned(details: Mapping[str, Any], organ: Unit, at: datetime) -> dict[str, Any]:
    clean: dict[str, Any] = {
        name: text.clean_line(details.get(name, ""), most, title, field=name) for name, most, title, _ in LINES
    }
    for name, _, title, must in LINES:
        if must and not clean[name]:
            raise Refused(f"请填写{title}。", field=name)
    rules.check_no_secret(*clean.values())
    kind, since = details["kind"], details["used_since"]
    _check_listed(rules.KINDS, kind, "印章种类", field="kind")
    rules.check_name(kind, clean["name"], organ.name)
    rules.check_day(since, org.local_day(at), "启用日期", field="used_since")
    return clean | {"kind": kind, "used_since": since}


def _check_name(organ: int, name: str, but: int = 0) -> None:
    if Seal.objects.filter(organ=organ, name=name, stopped_at=None).exclude(pk=but).exists():
        raise Refused(f"“{name}”已经登记在用，不同印章的名称应有区别。", field="name")


def _check_listed(terms: Terms, key: str, title: str, *, field: str) -> None:
    if key not in dict(terms):
        raise Refused(f"请选择{title}。", field=field)


def open_log(organ: int, *, by: str, at: datetime) -> None:
    """Open the numbers of an organ's log (设立用印登记编号) unless it has them, inside an open transaction."""
    check_transaction()
    holder = f"organ:{organ}"
    if not Series.objects.filter(organ=holder, code=rules.SERIES).exists():
        about = {"organ": holder, "code": rules.SERIES, "name": "用印登记编号", "template": rules.TEMPLATE}
        numbering.open_series(**about, by=by, at=at)


def check_registrar(by: Person, organ: int, at: datetime) -> None:
    """Refuse whoever does not keep the register of an organ (印章管理)."""
    if not queries.keeps(by, organ, at):
        raise Refused("只有印章管理人员可以办理印章登记。")


@transaction.atomic(durable=True)
def correct(seal: int, *, details: Mapping[str, Any], by: Person, at: datetime, request_key: str = "") -> Seal:
    """Put right what was entered wrongly of a seal in use (更正登记内容); details as `register` takes them."""
    unit = Unit.objects.select_for_update().get(pk=Seal.objects.get(pk=seal).organ_id)
    (row,) = queries.locked([seal])
    request_key = form_key(request_key, by, "particulars", seal)
    if spine.by_request(request_key):
        return row
    check_registrar(by, row.organ_id, at)
    rules.check_usable(row)
    clean = _cleaned(details, unit, at)
    _check_name(row.organ_id, clean["name"], but=row.pk)
    changed = [name for name, value in clean.items() if getattr(row, name) != value]
    if not changed:
        raise Refused("登记内容没有改动。")
    Seal.objects.filter(pk=row.pk).update(**clean)
    trail.record(row.stream, "seals.corrected", by=by.ref, at=at, detail={"fields": changed})
    matters.remember(request_key, row.stream, at=at)
    return row


@transaction.atomic(durable=True)
def hand_over(
    seal: int,
    *,
    keeper: Person,
    witness: Person | None,
    note: str = "",
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Seal:
    """Give a seal into another keeping (移交保管) before a third person: by its keeper, or who keeps the register."""
    (row,) = queries.locked([seal])
    request_key = form_key(request_key, by, "keeping", seal)
    if spine.by_request(request_key):
        return row
    old = row.keeping
    if old is None:
        raise Refused("该印章已不在本机关，不能移交。")
    if by.pk != old.keeper_id:
        check_registrar(by, row.organ_id, at)
    rules.check_hand_over(row, old.keeper, keeper, witness)
    note = text.clean_line(note, 200, "移交说明", field="note")
    rules.check_no_secret(note)
    Keeping.objects.filter(pk=old.pk).update(until=at)
    Keeping.objects.create(seal=row, keeper=keeper, since=at, witness=witness, note=note, by=by)
    detail = {"from": old.keeper_id, "to": keeper.pk, "witness": witness.pk if witness else None}
    trail.record(row.stream, "seals.handed_over", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, row.stream, at=at)
    return row


@transaction.atomic(durable=True)
def end(
    seal: int,
    *,
    what: str,
    on: date,
    reason: str,
    receiver: str = "",
    witness: Person | None = None,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Seal:
    """Note that a seal is used no longer, and what became of it (停用、封存、缴回、销毁), for good."""
    (row,) = queries.locked([seal])
    request_key = form_key(request_key, by, "ending", what, seal)
    if spine.by_request(request_key):
        return row
    check_registrar(by, row.organ_id, at)
    receiver = text.clean_line(receiver, 100, "接收或销毁单位", field="receiver")
    before = [one.what for one in row.endings.all()]
    rules.check_ending(before, what, witness, receiver, is_out=row.loan is not None)
    rules.check_day(on, org.local_day(at), "日期", field="on", since=row.used_since)
    reason = rules.line(reason, 200, "原因", field="reason")
    Ending.objects.create(seal=row, what=what, on=on, reason=reason, receiver=receiver, witness=witness, by=by, at=at)
    if what == "stopped":
        Seal.objects.filter(pk=row.pk).update(stopped_at=at)
    elif what in rules.GONE:
        Keeping.objects.filter(seal=row, until=None).update(until=at)
    detail = {"what": what, "on": on.isoformat(), "reason": digests.sm3(reason)}
    trail.record(row.stream, "seals.ended", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, row.stream, at=at)
    return row
