"""What is to leave, on its way (外发): when each message leaves, who takes it, and what came of it.

The work of the machine: nobody acts, so nothing of it stands on the trail; the rows say what became of each.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from zhongshu.calendars import queries as calendars
from zhongshu.notices import rules
from zhongshu.notices.models import Address, Channel, Delivery, Hours, Posting, Webhook
from zhongshu.notices.models.outbox import OPEN
from zhongshu.notices.rules import reasons, times
from zhongshu.org import queries as org

MANY = 1000  # deliveries settled in one go
BATCH = 100  # taken at once by a sender
TIED = timedelta(minutes=5)  # how long what was taken is left to whoever took it, should that one die


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one person by a channel in one message (一次发送): the deliveries, where to, and the text."""

    person: int
    address: str
    text: str
    deliveries: tuple[int, ...]


@transaction.atomic
def settle(*, at: datetime) -> int:
    """Decide when each new delivery leaves (排定发送时间) by its person's wishes; return how many were decided."""
    fresh = list(Delivery.objects.filter(OPEN, due_at=None).select_related("notice").order_by("pk")[:MANY])
    quiet = _quiet({one.notice.person_id for one in fresh})
    is_workday = calendars.current().is_workday if fresh else None
    groups: dict[datetime, list[int]] = defaultdict(list)
    for one in fresh:
        notice = one.notice
        leaves = times.leaves_at(
            notice.at,
            manner=one.manner,
            is_pressing=notice.is_urgent or notice.kind in rules.PRESSING,
            quiet=quiet.get(notice.person_id, times.Quiet()),
            is_workday=is_workday or (lambda day: True),
        )
        groups[leaves].append(one.pk)
    for leaves, numbers in groups.items():
        Delivery.objects.filter(pk__in=numbers).update(due_at=leaves)
    return len(fresh)


def _quiet(people: Iterable[int]) -> dict[int, times.Quiet]:
    rows = Hours.objects.filter(person__in=list(people))
    return {row.person_id: times.Quiet(row.begins, row.ends, row.rests_on_holidays) for row in rows}


@transaction.atomic
def take(channel: Channel, *, at: datetime) -> list[Parcel]:
    """Take the next messages of a channel whose time has come (领取待发消息), one parcel for each person.

    What has come to nothing meanwhile is dropped. Taken, it counts as tried, and is left alone for a while.
    """
    due = Delivery.objects.filter(OPEN, channel=channel, due_at__lte=at).order_by("due_at", "notice__person", "pk")
    rows = list(due.select_related("notice")[:BATCH])
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(attempts=F("attempts") + 1, due_at=at + TIED)
    known = org.directory()
    here = known.on(org.local_day(at)).people
    addresses = _addresses(channel, rows)
    parcels: dict[int, list[Delivery]] = defaultdict(list)
    for row in rows:
        person = row.notice.person_id
        nothing = _why_not(row, person in here, channel.is_group or person in addresses)
        if nothing:
            Delivery.objects.filter(pk=row.pk).update(dropped_at=at, reason=nothing)
        else:
            parcels[person].append(row)
    return [
        Parcel(
            person,
            addresses.get(person, ""),
            rules.message(
                ((row.notice.kind, row.notice.outside) for row in taken),
                to=known.people[person].name if channel.is_group else "",
            ),
            tuple(row.pk for row in taken),
        )
        for person, taken in parcels.items()
    ]


def _addresses(channel: Channel, rows: list[Delivery]) -> dict[int, str]:
    people = {row.notice.person_id for row in rows}
    return dict(Address.objects.filter(person__in=people, medium=channel.medium).values_list("person", "value"))


def _why_not(row: Delivery, is_here: bool, is_reachable: bool) -> str:
    """Return why a message need not be sent any more, or nothing."""
    if not row.notice.text:
        return reasons.WITHHELD
    if row.notice.read_at is not None:
        return reasons.READ
    if not is_here:
        return reasons.LEFT
    return "" if is_reachable else reasons.NO_ADDRESS


@transaction.atomic
def note_sent(channel: Channel, parcel: Parcel, *, at: datetime) -> None:
    """Note that a parcel went out (已发送): the channel and the person's address work."""
    Delivery.objects.filter(pk__in=parcel.deliveries).update(sent_at=at, reason="")
    Address.objects.filter(person=parcel.person, medium=channel.medium, failed_at__isnull=False).update(
        failed_at=None, reason=""
    )
    recover(channel)


@transaction.atomic
def note_failed(channel: Channel, parcels: Iterable[Parcel], reason: str, *, at: datetime) -> None:
    """Note that parcels did not go out (发送失败), for a reason of `reasons.REASONS`.

    They are tried again after growing pauses, so many times, and have then failed. A fault of the channel lets it
    rest; a fault of the address is shown to its owner.
    """
    parcels = list(parcels)
    numbers = [number for parcel in parcels for number in parcel.deliveries]
    _put_off(Delivery.objects.filter(pk__in=numbers), reason, at)
    if reason in reasons.OF_OUTLET:
        falter(channel, at=at)
    else:
        people = [parcel.person for parcel in parcels]
        Address.objects.filter(person__in=people, medium=channel.medium).update(
            failed_at=at, reason=reasons.REASONS[reason]
        )


def put_back(parcels: Iterable[Parcel], *, at: datetime) -> None:
    """Put back what was taken and not tried (退回待发)."""
    numbers = [number for parcel in parcels for number in parcel.deliveries]
    Delivery.objects.filter(pk__in=numbers).update(attempts=F("attempts") - 1, due_at=at)


def _put_off(rows: QuerySet[Delivery] | QuerySet[Posting], reason: str, at: datetime) -> None:
    words = reasons.REASONS[reason]
    for attempts in sorted(set(rows.values_list("attempts", flat=True))):
        tried = rows.filter(attempts=attempts)
        if attempts >= times.ATTEMPTS:
            tried.update(failed_at=at, reason=words)
        else:
            tried.update(due_at=at + times.pause(attempts), reason=words)


def falter(outlet: Channel | Webhook, *, at: datetime) -> None:
    """Let an outlet rest (暂停发送) after a fault of its own: the longer it has been failing, the longer."""
    outlet.failing_since = outlet.failing_since or at
    outlet.rests_until = at + times.rest(at - outlet.failing_since)
    outlet.save(update_fields=["failing_since", "rests_until"])


def recover(outlet: Channel | Webhook) -> None:
    """Note that an outlet works again."""
    if outlet.failing_since is not None:
        outlet.failing_since = outlet.rests_until = None
        outlet.save(update_fields=["failing_since", "rests_until"])


@transaction.atomic
def take_postings(webhook: Webhook, *, at: datetime) -> list[Posting]:
    """Take the next events of a webhook whose time has come (领取待推送事件), the oldest first."""
    rows = list(Posting.objects.filter(OPEN, webhook=webhook, due_at__lte=at).order_by("due_at", "pk")[:BATCH])
    Posting.objects.filter(pk__in=[row.pk for row in rows]).update(attempts=F("attempts") + 1, due_at=at + TIED)
    return rows


@transaction.atomic
def note_posted(webhook: Webhook, posting: Posting, *, at: datetime) -> None:
    """Note that an event went out (已推送)."""
    Posting.objects.filter(pk=posting.pk).update(sent_at=at, reason="")
    recover(webhook)


@transaction.atomic
def note_not_posted(webhook: Webhook, postings: Iterable[Posting], reason: str, *, at: datetime) -> None:
    """Note that events did not go out (推送失败); the webhook rests, and they are tried again so many times."""
    _put_off(Posting.objects.filter(pk__in=[one.pk for one in postings]), reason, at)
    falter(webhook, at=at)
