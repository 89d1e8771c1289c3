"""Telling people what happened, within the transaction of what happened."""

from collections.abc import Iterable
from datetime import datetime

from zhongshu.notices.models import Notice
from zhongshu.trail.rules import check_transaction

TEXT_LENGTH = 200


def tell(people: Iterable[int], *, text: str, link: str, about: str, at: datetime, urgent: bool = False) -> None:
    """Write one message (消息) to each person, by id, once; a text over 200 characters is shortened with an ellipsis.

    Rolled back with the act that it tells of. The act's own trail stands for it.
    """
    check_transaction()
    short = text if len(text) <= TEXT_LENGTH else text[: TEXT_LENGTH - 1] + "…"
    Notice.objects.bulk_create(
        Notice(person_id=person, text=short, link=link, about=about, at=at, is_urgent=urgent)
        for person in dict.fromkeys(people)
    )


def read(person: int, ids: Iterable[int], *, at: datetime) -> int:
    """Mark a person's own messages read (标为已读); return how many were unread. No act of office, so no trail."""
    return Notice.objects.filter(person_id=person, id__in=list(ids), read_at=None).update(read_at=at)


def read_about(person: int, about: str, *, at: datetime) -> int:
    """Mark the person's messages about a stream read, because what they tell of has been opened; return how many."""
    unread = Notice.objects.filter(person_id=person, about=about, read_at=None)
    return unread.update(read_at=at) if unread.exists() else 0


def withhold(about: str) -> int:
    """Blank every message about a stream (隐去消息内容), because what it quotes must not be seen; return how many.

    The act that withholds records it. 保守国家秘密法 (2024) arts. 26–31: no secret in a system of this kind.
    """
    check_transaction()
    return Notice.objects.filter(about=about).exclude(text="").update(text="")
