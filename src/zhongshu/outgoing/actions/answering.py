"""A reply that goes out settles what it answers (答复来文): the incoming matter has it, and moves on where it may."""

from datetime import datetime

from django.db import transaction

from zhongshu.documents import rules as incoming
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.actions import telling
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.queries import dispatching
from zhongshu.trail import actions as trail

STATION = "reply"  # of the route of incoming documents (答复)


def settle_within(matter: Matter, *, by: Person, at: datetime) -> None:
    """Bring a reply to what it answers (答复), within the transaction in which it goes out.

    The incoming matter gets the reply among its files and a line on its trail. Whoever sends it completes 答复 there if
    that is theirs to do and can be done; else whoever has the matter in hand is told, and completes it.
    """
    for answered in _answered(matter):
        if _may_be_known(matter, answered):
            matters.attach_files(answered, dispatching.sent_files(matter), role="reply", by=by, at=at)
        detail = {"number": matter.number, "matter": matter.pk}
        trail.record(answered.stream, "outgoing.answered", by=by.ref, at=at, detail=detail)
        if not _complete(answered, _words(matter), by, at):
            known = org.directory()
            words = f"已发文答复（{matter.number}），请办理答复、办结"
            telling.tell(answered, telling.concerned(answered, known=known), words, by=by, at=at, known=known)


def _complete(answered: Matter, words: str, by: Person, at: datetime) -> bool:
    """Complete 答复 where that is the person's to do; tell whether it was done.

    What stands in its way there, such as a 子事项 that is still open, does not hold the reply back.
    """
    task = _task(answered, by, at)
    if task is None:
        return False
    try:
        with transaction.atomic():
            matters.complete_within(task.pk, by=by, at=at, opinion=words, fields={}, chosen={})
    except Refused:
        return False
    return True


def _answered(matter: Matter) -> list[Matter]:
    """Return what came and is still open, locked before anything is recorded on it, like every act on it does."""
    kinds = (incoming.INCOMING, incoming.TELEGRAM)
    found = Matter.objects.filter(links_in__source=matter, links_in__relation="reply_to", kind__in=kinds)
    return list(found.filter(closed_at=None).select_for_update(of=("self",)).order_by("pk"))


def _may_be_known(matter: Matter, answered: Matter) -> bool:
    """Tell whether all who see what came may see the reply: it is no more guarded, and not for a few alone."""
    return matter.restricted_at is None and not terms.is_freer(answered.label, matter.label)


def _task(answered: Matter, by: Person, at: datetime) -> Task | None:
    """Return the open task of 答复 that waits for a person, or None; what rests waits for nobody."""
    if answered.suspended_at is not None:
        return None
    waiting = Task.objects.filter(matter=answered, done_at=None, opened_at__isnull=False, station__key=STATION)
    mine = waiting.filter(station__run__role=Run.MAIN, holder__in=org.holders_of(by.pk, at))
    return mine.order_by("pk").first()


def _words(matter: Matter) -> str:
    return f"已以{matter.number}答复。" if matter.restricted_at else f"已以《{matter.title}》（{matter.number}）答复。"
