"""Reading one's messages."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from zhongshu.notices.models import Notice

COUNTS = """
    SELECT
    (SELECT count(*) FROM notices_notice WHERE person_id = %s AND read_at IS NULL),
    (SELECT count(*) FROM notices_receipt r JOIN notices_broadcast b ON b.id = r.broadcast_id
     WHERE r.person_id IN ({}) AND r.read_at IS NULL AND b.withdrawn_at IS NULL)
"""


def counts(person: int, readers: Sequence[int]) -> tuple[int, int]:
    """Return how many messages the person, by id, has not read (未读消息数), and how many notices are to be confirmed.

    `readers` are all for whom the person confirms, themself among them; see `readers_for`.
    """
    # Asked by every page, and written out: the ORM takes longer to put the question than the database to answer.
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(", ".join(["%s"] * len(readers))), [person, *readers])
        unread, waiting = cursor.fetchone()
    return int(unread), int(waiting)


def inbox(person: int) -> QuerySet[Notice]:
    """Return the person's messages (我的消息), the latest first."""
    return Notice.objects.filter(person_id=person).order_by("-id")
