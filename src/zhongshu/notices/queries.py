"""Reading one's messages."""

from django.db.models import QuerySet

from zhongshu.notices.models import Notice


def unread_count(person: int) -> int:
    """Return how many messages the person, by id, has not read (未读消息数)."""
    return Notice.objects.filter(person_id=person, read_at=None).count()


def inbox(person: int) -> QuerySet[Notice]:
    """Return the person's messages (我的消息), the latest first."""
    return Notice.objects.filter(person_id=person).order_by("-id")
