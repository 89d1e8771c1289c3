"""Asking for a seal: to have something sealed here (用印申请), or to take it along (印章借用申请).

Opening the matter is its first station; what was returned is mended there and asked anew.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from zhongshu.calendars import queries as calendars
from zhongshu.gongwen import numbers
from zhongshu.kit import terms, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter, Task
from zhongshu.matters.rules import SEALED, form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.seals import queries, rules
from zhongshu.seals.models import Application, Loan, Seal
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def apply(
    *,
    seals: Iterable[int],
    label: str,
    details: Mapping[str, Any],
    uploads: Iterable[str],
    is_full: bool,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Matter:
    """Ask for seals to be put on something (用印申请) and send it to whoever must approve.

    details: title, document_number, reason, copies, sent_to. is_full: it was said in words that no blank paper is among
    it; uploads: the text itself. Raises Refused with the field, NotInHand for a seal that was stopped.
    """
    request_key = form_key(request_key, by, rules.USE)
    if earlier := matters.claim(request_key, at=at):
        return Matter.objects.get(pk=earlier.removeprefix("matter:"))
    chosen = _seals(by, seals, at)
    rules.check_full(is_full, bool(uploads))
    clean = cleaned(details)
    matter = _open(rules.USE, chosen[0], label, clean.pop("title"), by=by, at=at)
    Application.objects.create(matter=matter, **clean).seals.set(chosen)
    matters.attach_within(matter, uploads, role=SEALED, by=by, at=at)
    detail = {"seals": [seal.pk for seal in chosen], "copies": clean["copies"]}
    trail.record(matter.stream, "seals.applied", by=by.ref, at=at, detail=detail)
    _send_off(matter, by=by, at=at)
    matters.remember(request_key, matter.stream, at=at)
    return matter


@transaction.atomic(durable=True)
def ask_loan(
    *,
    seal: int,
    label: str,
    details: Mapping[str, Any],
    borrower: Person,
    companion: Person,
    due: datetime,
    uploads: Iterable[str],
    is_full: bool,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Matter:
    """Ask to take a seal out of the office (印章借用申请), with two persons and the time at which it comes back.

    details: as for `apply`, and place. Raises Refused with the field, NotInHand for a seal that was stopped.
    """
    request_key = form_key(request_key, by, rules.LOAN)
    if earlier := matters.claim(request_key, at=at):
        return Matter.objects.get(pk=earlier.removeprefix("matter:"))
    (chosen,) = _seals(by, [seal], at)
    rules.check_two(borrower, companion)
    rules.check_due(due, at)
    rules.check_full(is_full, bool(uploads))
    clean = cleaned(details, is_loan=True)
    matter = _open(rules.LOAN, chosen, label, clean.pop("title"), by=by, at=at)
    Loan.objects.create(matter=matter, seal=chosen, borrower=borrower, companion=companion, **clean)
    matters.set_due(matter, due, version_of(due), by=by, at=at)
    matters.grant(matter, map(holder_of, (borrower, companion)), reason="reader", at=at)
    matters.attach_within(matter, uploads, role=SEALED, by=by, at=at)
    detail = {"seal": chosen.pk, "borrower": borrower.pk, "companion": companion.pk, "copies": clean["copies"]}
    trail.record(matter.stream, "seals.loan_asked", by=by.ref, at=at, detail=detail)
    _send_off(matter, by=by, at=at)
    matters.remember(request_key, matter.stream, at=at)
    return matter


def holder_of(person: Person) -> int:
    """Return the holder that a person is."""
    return org.holder_of(person.pk)


def version_of(due: datetime) -> str:
    """Return the version of the calendar that a deadline was set by; a moment, so nothing else is reckoned."""
    return calendars.due(org.local_day(due), 0, "day").calendar


def _seals(by: Person, numbers: Iterable[int], at: datetime) -> list[Seal]:
    """Return the seals asked for. Raises Refused unless they are in use, and of one organ that the person may ask."""
    found = queries.locked(numbers)
    organs = queries.organs_of(by, at)
    if not found or any(seal.organ_id not in organs for seal in found):
        raise Refused("请选择需要使用的印章。", field="seals")
    for seal in found:
        rules.check_usable(seal)
        rules.check_tangible(seal)
    if len({seal.organ_id for seal in found}) > 1:
        raise Refused("一份申请只能使用同一机关的印章，请分别申请。", field="seals")
    return found


def cleaned(details: Mapping[str, Any], *, is_loan: bool = False) -> dict[str, Any]:
    """Return what was typed as the columns of the row, with the title."""
    clean = {
        "title": rules.line(details["title"], 200, "材料名称", field="title"),
        "reason": rules.line(details["reason"], 200, "事由", field="reason"),
        "sent_to": rules.line(details["sent_to"], 400, "送往单位", field="sent_to"),
        "copies": details["copies"],
    }
    if is_loan:
        clean["place"] = rules.line(details["place"], 200, "使用地点", field="place")
    else:
        typed = text.clean_line(details.get("document_number", ""), 100, "文件字号", field="document_number")
        clean["document_number"] = numbers.normalise(typed)
    rules.check_copies(clean["copies"])
    return clean


def _open(kind: str, seal: Seal, label: str, title: str, *, by: Person, at: datetime) -> Matter:
    if label not in dict(terms.LABELS):
        raise Refused("请选择材料的密级标志。涉密材料不得录入本系统。", field="label")
    return matters.open_matter(kind=kind, organ=seal.organ_id, title=title, by=by, at=at, label=label)


def _send_off(matter: Matter, *, by: Person, at: datetime) -> None:
    """Set the matter on its way: asking was its first station, which is done herewith."""
    matters.start(matter, by=by, at=at)
    task = Task.objects.get(matter=matter, station__key=rules.APPLYING)
    matters.complete_within(task.pk, by=by, at=at, fields={}, chosen={})
