"""What the jobs that send do: take what is due, give it to the postman, note what came of it."""

import hmac
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from zhongshu.jobs import actions as jobs
from zhongshu.kit import sealing
from zhongshu.notices import actions, queries, rules
from zhongshu.notices.actions import channels, outbox
from zhongshu.notices.jobs.postman import Postman
from zhongshu.notices.models import Channel, Posting, Webhook
from zhongshu.notices.rules import addresses, reasons
from zhongshu.notices.rules.hosts import Hosts

SEND, PUSH = "zhongshu.notices.jobs.send", "zhongshu.notices.jobs.push"
TURN = 60.0  # seconds after which a sender lets others have the worker; the next minute goes on
PATIENCE = 3  # failures in a row, whatever the reason, after which the rest is put off
TRIAL_WORDS = "这是一条试发消息，收到即表示渠道可用。"

Clock = Callable[[], datetime]


def dispatch(*, at: datetime) -> int:
    """Decide when new messages leave, and start a sender for each outlet with something due; return how many."""
    while outbox.settle(at=at) == outbox.MANY:
        pass
    due = [(SEND, number) for number in queries.due_channels(at)] + [(PUSH, one) for one in queries.due_webhooks(at)]
    with transaction.atomic():
        for task, number in due:
            jobs.enqueue(task, at=at, args=[number], unique_key=f"{task}:{number}")
    return len(due)


def send(channel: int, *, now: Clock) -> int:
    """Send what is due by a channel, until nothing is left, the channel falters, or its turn is over."""
    row, sent, end = Channel.objects.get(pk=channel), 0, time.monotonic() + TURN
    if not row.is_on:
        return 0
    with Postman(Hosts(settings.OUTSIDE_HOSTS)) as postman:
        while time.monotonic() < end and (parcels := outbox.take(row, at=now())):
            done = _send_each(row, parcels, postman, now, end)
            sent += done
            if done < len(parcels):
                break
    return sent


def _send_each(channel: Channel, parcels: list[outbox.Parcel], postman: Postman, now: Clock, end: float) -> int:
    """Send one parcel after another until `end`; return how many went out. After a fault of the channel all rest."""
    sent, in_a_row = 0, 0
    for place, parcel in enumerate(parcels):
        if time.monotonic() >= end:
            outbox.put_back(parcels[place:], at=now())
            break
        reason = postman.ask(_by_channel(channel, parcel.address, parcel.text))
        if not reason:
            outbox.note_sent(channel, parcel, at=now())
            sent, in_a_row = sent + 1, 0
            continue
        in_a_row += 1
        if reason in reasons.OF_OUTLET:
            outbox.note_failed(channel, parcels[place:], reason, at=now())
            break
        outbox.note_failed(channel, [parcel], reason, at=now())
        if in_a_row == PATIENCE:
            outbox.put_back(parcels[place + 1 :], at=now())
            outbox.falter(channel, at=now())
            break
    return sent


def _by_channel(channel: Channel, address: str, text: str) -> dict[str, Any]:
    try:
        template = addresses.unseal(channel.template)
    except sealing.Broken:
        return {"reason": "locked"}
    return {"by": "apprise", "address": addresses.filled(template, address), "title": rules.SUBJECT, "text": text}


def try_out(channel: int, address: str, *, now: Clock) -> str:
    """Send a test message and note what came of it; return why it did not go out, or nothing."""
    row = Channel.objects.get(pk=channel)
    with Postman(Hosts(settings.OUTSIDE_HOSTS)) as postman:
        reason = postman.ask(_by_channel(row, address, TRIAL_WORDS))
    channels.note_trial(channel, reason, at=now())
    return reason


def push(webhook: int, *, now: Clock) -> int:
    """Push the events that are due, in their order, until one fails: what comes later waits for it."""
    row, sent, end = Webhook.objects.get(pk=webhook), 0, time.monotonic() + TURN
    if row.disabled_at is not None:
        return 0
    with Postman(Hosts(settings.OUTSIDE_HOSTS, any_public=True)) as postman:
        while time.monotonic() < end and (postings := outbox.take_postings(row, at=now())):
            done = _push_each(row, postings, postman, now)
            sent += done
            if done < len(postings):
                actions.give_up(row.pk, at=now())
                break
    return sent


def _push_each(webhook: Webhook, postings: list[Posting], postman: Postman, now: Clock) -> int:
    for place, posting in enumerate(postings):
        reason = postman.ask(_signed(webhook, posting, now()))
        if reason:
            outbox.note_not_posted(webhook, postings[place:], reason, at=now())
            return place
        outbox.note_posted(webhook, posting, at=now())
    return len(postings)


def _signed(webhook: Webhook, posting: Posting, at: datetime) -> dict[str, Any]:
    """Return an event as it is pushed: HMAC-SHA256 over the moment and the body, so that neither can be changed."""
    try:
        secret = addresses.unseal(webhook.secret)
    except sealing.Broken:
        return {"reason": "locked"}
    stamp = str(int(at.timestamp()))
    signature = hmac.digest(secret.encode(), f"{stamp}.{posting.body}".encode(), "sha256").hex()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Zhongshu-Event": posting.event,
        "X-Zhongshu-Delivery": str(posting.pk),
        "X-Zhongshu-Timestamp": stamp,
        "X-Zhongshu-Signature": f"sha256={signature}",
    }
    return {"by": "post", "address": webhook.target, "headers": headers, "text": posting.body}
