"""What the office sends to its own people (必达通知), and what of their messages they have read."""

from datetime import datetime
from random import Random

from zhongshu.config.demo import hours, words
from zhongshu.config.demo.stage import Cast, Story
from zhongshu.notices import actions as notices
from zhongshu.notices.models import Notice, Receipt
from zhongshu.org.models import Person

FEW = 6  # messages that somebody has not got round to reading


def must_read(cast: Cast, at: datetime, number: int) -> Story:
    """Send a notice that must be read to the whole office; most confirm, and those who have not are reminded.

    number: how many came after it; of the last one some are still to confirm.
    """
    yield at
    chief = cast.office.people["office_head"][0]
    title, text = words.BROADCASTS[number % len(words.BROADCASTS)]
    sent = notices.broadcast(
        organ=cast.organ,
        title=title,
        words=text,
        label="internal",
        units=[cast.unit("办公室").pk],
        people=[leader.pk for leader in cast.office.people["leaders"]],
        by=chief,
        at=at,
    )
    yield from _confirm(cast, sent.pk, hours.later(at, 40), share=3 if number else 2)
    at = hours.later(at, 300)
    yield at
    if Receipt.objects.filter(broadcast=sent, read_at=None).exists():
        notices.resend_broadcast(sent.pk, by=chief, at=at)
    if number:
        yield from _confirm(cast, sent.pk, hours.later(at, 20), share=20)


def _confirm(cast: Cast, broadcast: int, at: datetime, *, share: int) -> Story:
    """All but one in `share` of those who have not confirmed do so now."""
    unread = Receipt.objects.filter(broadcast=broadcast, read_at=None).order_by("id")
    for place, person in enumerate(list(unread.values_list("person", flat=True))):
        if place % share == share - 1:
            continue
        yield at
        if cast.is_here(cast.everybody[person], at):
            notices.confirm(broadcast, by=cast.everybody[person], at=at)
        at = hours.later(at, 3)


def catch_up(rng: Random, *, at: datetime) -> None:
    """Let everybody have read their messages but for the last few (消息已读)."""
    for person in Person.objects.order_by("pk"):
        unread = Notice.objects.filter(person=person, read_at=None).order_by("-id").values_list("pk", flat=True)
        notices.read(person.pk, unread[rng.randrange(2, FEW) :], at=at)
