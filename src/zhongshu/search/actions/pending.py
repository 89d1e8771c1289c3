"""Working off what has changed, one subject and one short transaction after the other."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection, transaction

from zhongshu.search.models import Pending

BATCH = 200
PAGES = 500

logger = logging.getLogger(__name__)


def drain(index: Callable[[int], None], *, report: Callable[[int], None] = lambda left: None) -> int:
    """Index whatever has changed (更新检索) by `index`, in a transaction for each; return how many.

    `index` takes the subject up and writes its entry. `report` is told now and then how many are left. Stopped in
    the middle, it goes on where it stood; what fails holds up nothing else, and is raised at the end.
    """
    done, error = 0, None
    failed: list[int] = []
    while batch := _next(failed):
        report(Pending.objects.count())
        for subject in batch:
            try:
                with transaction.atomic():
                    index(subject)
            except (InterfaceError, OperationalError):  # the database itself: nothing else would fare better
                raise
            except Exception as one:
                logger.exception("检索条目 %s 更新失败。", subject)
                failed, error = [*failed, subject], one
        done += len(batch)
    if error:
        raise error
    return done - len(failed)


def _next(failed: list[int]) -> list[int]:
    waiting = Pending.objects.exclude(subject__in=failed).order_by("at", "subject")
    return list(waiting.values_list("subject", flat=True)[:BATCH])


def scrub() -> None:
    """Rewrite the index so that nothing of what was taken out stays on the disk (清除检索残留).

    SQLite only strikes out what is taken from a full-text table, and drops it when parts are merged: here all are
    merged into one, a few pages at a time, so that nobody waits for long. PostgreSQL drops it by itself.
    """
    pages = -PAGES  # the minus begins with all parts, however few have gathered
    while connection.vendor == "sqlite" and _merge(pages) > 1:
        pages = PAGES


def _merge(pages: int) -> int:
    """Merge as much of the index as some pages hold; return how many rows of it changed: one if all is merged."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()[0]
        cursor.execute("INSERT INTO search_grams (search_grams, rank) VALUES ('merge', %s)", [pages])
        cursor.execute("SELECT total_changes()")
        return int(cursor.fetchone()[0]) - before
