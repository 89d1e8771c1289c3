"""Telling people what happened, within the transaction of what happened."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from zhongshu.notices import queries, rules
from zhongshu.notices.models import Channel, Delivery, Notice, Posting
from zhongshu.notices.models.channels import ON
from zhongshu.notices.models.outbox import OPEN
from zhongshu.notices.rules import reasons
from zhongshu.org import queries as org
from zhongshu.trail.rules import check_transaction

TEXT_LENGTH = 200
MANY = 500  # notices in one statement
# In one statement, whoever is told: by which channel each of them wants it, if by any.
SPREAD = """
    INSERT INTO notices_delivery (notice_id, channel_id, manner, attempts, reason)
    SELECT n.id, c.id, COALESCE(w.manner, %s), 0, ''
    FROM notices_notice n
    JOIN notices_channel c ON c.id IN ({on})
    LEFT JOIN notices_choice w ON w.person_id = n.person_id AND w.kind = n.kind AND w.medium = c.medium
    LEFT JOIN notices_address a ON a.person_id = n.person_id AND a.medium = c.medium
    WHERE n.id IN ({told}) AND COALESCE(w.manner, %s) <> %s
    AND CASE WHEN c.is_group THEN w.id IS NOT NULL ELSE a.id IS NOT NULL END
"""


def tell(
    people: Iterable[int],
    *,
    text: str,
    link: str,
    about: str,
    at: datetime,
    kind: str = "system",
    urgent: bool = False,
    outside: str = "",
    known: org.Directory | None = None,
) -> None:
    """Write one message (消息) to each person, by id, once; a text over 200 characters is shortened with an ellipsis.

    With it goes one delivery for each channel by which the person wants messages of that kind (`rules.KINDS`).
    `outside` is what may be quoted outside the system, empty for nothing; `known` saves asking whether there is a
    channel at all. Rolled back with the act that it tells of. The act's own trail stands for it.
    """
    check_transaction()
    told = Notice.objects.bulk_create(
        Notice(
            person_id=person,
            kind=kind,
            text=_short(text),
            outside=_short(outside),
            link=link,
            about=about,
            at=at,
            is_urgent=urgent,
        )
        for person in dict.fromkeys(people)
    )
    if known is None or queries.outlets(known).has_channel:
        for first in range(0, len(told), MANY):
            _spread([notice.pk for notice in told[first : first + MANY]], rules.DEFAULTS[kind])


def _short(text: str) -> str:
    return text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"


def _spread(notices: Sequence[int], default: str) -> None:
    on = str(Channel.objects.filter(ON).values("pk").query)
    statement = SPREAD.format(on=on, told=", ".join(["%s"] * len(notices)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [default, *notices, default, rules.NEVER])


def read(person: int, ids: Iterable[int], *, at: datetime) -> int:
    """Mark a person's own messages read (标为已读); return how many were unread. No act of office, so no trail."""
    return Notice.objects.filter(person_id=person, id__in=list(ids), read_at=None).update(read_at=at)


def read_about(person: int, about: str, *, at: datetime) -> int:
    """Mark the person's messages about a stream read, because what they tell of has been opened; return how many."""
    unread = Notice.objects.filter(person_id=person, about=about, read_at=None)
    return unread.update(read_at=at) if unread.exists() else 0


def hush(about: str) -> None:
    """Say no more outside than that there is something (不再外传标题): the matter has become known to a few alone."""
    check_transaction()
    Notice.objects.filter(about=about).exclude(outside="").update(outside="")
    for posting in Posting.objects.filter(OPEN, about=about):
        body = {name: value for name, value in json.loads(posting.body).items() if name != "title"}
        Posting.objects.filter(pk=posting.pk).update(body=json.dumps(body, ensure_ascii=False, sort_keys=True))


def recall(about: str, *, at: datetime, told_at: datetime | None = None) -> None:
    """Take back what has not been read yet (收回消息): it is marked read, and what has not left never leaves.

    `told_at`: only what was told at that moment.
    """
    check_transaction()
    told = Notice.objects.filter(about=about) if told_at is None else Notice.objects.filter(about=about, at=told_at)
    told.filter(read_at=None).update(read_at=at)
    waiting = Delivery.objects.filter(OPEN, notice__in=told)
    waiting.update(dropped_at=at, reason=reasons.RECALLED)


def withhold(about: str, *, at: datetime) -> int:
    """Blank every message about a stream (隐去消息内容), because what it quotes must not be seen; return how many.

    What has not left yet never leaves. The act that withholds records it. 保守国家秘密法 (2024) arts. 26–31: no
    secret in a system of this kind.
    """
    check_transaction()
    gone = {"dropped_at": at, "reason": reasons.WITHHELD}
    Delivery.objects.filter(OPEN, notice__in=Notice.objects.filter(about=about)).update(**gone)
    Posting.objects.filter(OPEN, about=about).update(**gone)
    Posting.objects.filter(about=about).update(body="")
    return Notice.objects.filter(about=about).exclude(text="").update(text="", outside="")
