"""Reading one's messages."""

from django.db import connection
from django.db.models import QuerySet

from zhongshu.notices.models import Notice


def unread_count(person: int) -> int:
    """Return how many messages the person, by id, has not read (未读消息数)."""
    # Asked by every page, and written out: the ORM takes longer to put the question than the database to answer.
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notices_notice WHERE person_id = %s AND read_at IS NULL", [person])
        return int(cursor.fetchone()[0])


def inbox(person: int) -> QuerySet[Notice]:
    """Return the person's messages (我的消息), the latest first."""
    return Notice.objects.filter(person_id=person).order_by("-id")
