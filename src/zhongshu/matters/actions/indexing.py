"""Keeping the full-text index up with the matters (更新检索)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from django.db import transaction

from zhongshu.jobs import actions as jobs
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import searchable
from zhongshu.search import actions as search
from zhongshu.trail import actions as trail
from zhongshu.trail.rules import check_transaction

INDEXING, SCRUBBING = "zhongshu.matters.jobs.index", "zhongshu.matters.jobs.scrub"
# The key that the schedule gives its jobs: whoever starts it, one runs.
KEY = "schedule:matters.index"


_at_leisure = False


@contextmanager
def at_leisure() -> Iterator[None]:
    """Call nobody for a while (暂不唤起检索更新): the notes stand, and whoever does much at once drains them after."""
    global _at_leisure
    _at_leisure = True
    try:
        yield
    finally:
        _at_leisure = False


def touch(matter: Matter, *, at: datetime) -> None:
    """Let a matter be indexed again soon (待更新检索), because what it can be found by changes in this transaction."""
    search.mark(matter.pk, at=at)
    # Only a call to be quick: were it lost, the schedule would find the note.
    transaction.on_commit(partial(_wake, at=at), robust=True)


def _wake(*, at: datetime) -> None:
    if _at_leisure:
        return
    with transaction.atomic():
        jobs.enqueue(INDEXING, at=at, unique_key=KEY)


def hide(matters: Iterable[int], *, at: datetime) -> None:
    """Take matters out of the index at once (移出检索), because they are withheld or lose a file that is.

    Those that may still be found come back without it. What the index keeps on the disk is overwritten by a job.
    """
    check_transaction()
    for number in sorted(set(matters)):
        # In this order: whoever is just indexing it has then finished, or waits and sees what was withheld.
        search.mark(number, at=at)
        search.forget(number)
    jobs.enqueue(SCRUBBING, at=at, unique_key="scrub")


def index(number: int) -> None:
    """Write what a matter can be found by into the index (编入检索), under the lock under which it changes."""
    check_transaction()
    matter = Matter.objects.select_for_update().filter(pk=number).first()
    search.take_up(number)
    content = searchable.content_of(matter) if matter else None
    if content is None:
        search.forget(number)
    else:
        search.put(number, content)


@transaction.atomic(durable=True)
def reindex(*, by: str, at: datetime) -> None:
    """Let all matters be indexed anew (重建检索); until that is done the old entries are found."""
    search.mark_all(Matter._meta.db_table, at=at)
    jobs.enqueue(INDEXING, at=at, unique_key=KEY)
    trail.record("settings", "matters.reindexing_ordered", by=by, at=at)
