"""Telling receivers what the sender did with what is out (告知收文机关): they may be many, so a job does it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhongshu.exchange import queries, rules
from zhongshu.exchange.actions import telling
from zhongshu.exchange.models import Delivery
from zhongshu.jobs import actions as jobs
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.actions import telling as telling_of_matters
from zhongshu.matters.rules import form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

KINDS = {"exchange.recalled": "chase"}  # of the message to who has registered it: what asks for something to be done


def announce_within(deliveries: Iterable[int], verb: str, words: str, *, by: Person, at: datetime) -> None:
    """Have receivers told of an act of the sender (告知), within its transaction.

    verb: what it is called on the trails; words: what the messages say before the title.
    """
    check_transaction()
    told = list(deliveries)
    if told:
        jobs.enqueue(rules.ANNOUNCING, at=at, args=[told, verb, words, by.pk, at.isoformat()])


def announce(deliveries: Iterable[int], verb: str, words: str, *, by: Person, act: str, at: datetime) -> None:
    """Tell who has a document waiting, in one go for each dispatch, and who has registered it, on its trail and page.

    act: the moment of what is told, by which this is told once however often the job begins anew.
    """
    known = org.directory()
    rows = list(queries.states_of(deliveries).select_related("dispatch__matter"))
    for together in telling.by_dispatch([row for row in rows if _waits(row)]):
        _tell_waiting(together, words, form_key(act, by, verb, "dispatch", together[0].dispatch_id), at)
    for row in rows:
        if row.matter_id:
            _tell_registered(row, verb, words, form_key(act, by, verb, row.pk), by, at, known)


def _waits(row: Delivery) -> bool:
    """Tell whether a receiver of this system found a document that it has neither registered nor sent back."""
    is_there = row.unit_id is not None and row.delivered_at is not None
    return is_there and row.matter_id is None and not hasattr(row, "rejection")


@transaction.atomic(durable=True)
def _tell_waiting(rows: list[Delivery], words: str, key: str, at: datetime) -> None:
    if matters.claim(key, at=at):
        return
    dispatch = rows[0].dispatch
    units = [row.unit_id for row in rows if row.unit_id]
    telling.tell_receivers(dispatch, units, telling.titled(words, dispatch), kind="result", at=at)
    matters.remember(key, telling.about(dispatch), at=at)


@transaction.atomic(durable=True)
def _tell_registered(
    row: Delivery, verb: str, words: str, key: str, by: Person, at: datetime, known: org.Directory
) -> None:
    matter = row.matter
    if matter is None or matters.claim(key, at=at):
        return
    trail.record(matter.stream, verb, by=by.ref, at=at, detail={"delivery": row.pk})
    keepers = org.role(rules.keeper_of(row.dispatch), matter.organ_id, org.local_day(at), known=known)
    people = spine.hearers(matter, keepers, at, known=known)
    said = f"{words}：{row.dispatch.sender_name}《{matter.title}》" if matter.title else f"{words}：{matter.number}"
    telling_of_matters.send(matter, people, said, kind=KINDS.get(verb, "result"), at=at, known=known)
    matters.remember(key, matter.stream, at=at)
