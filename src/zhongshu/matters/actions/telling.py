"""Telling those concerned what has become of a matter (告知)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import visible
from zhongshu.notices import actions as notices
from zhongshu.notices.actions.telling import recall
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.trail.rules import check_transaction


def tell(
    matter: Matter,
    holders: Iterable[int],
    words: str,
    *,
    by: Person,
    at: datetime,
    known: org.Directory,
    kind: str = "result",
) -> None:
    """Tell everybody behind the holders who may know of it something about a matter, except the one who acted."""
    check_transaction()
    people = visible.hearers(matter, holders, at, known=known) - {by.pk}
    if people:
        send(matter, people, f"{words}：{matter.title or matter.number}", kind=kind, at=at, known=known)


def send(matter: Matter, people: Iterable[int], text: str, *, outside: str = "", **how: Any) -> None:
    """Send a message on a matter, that leads to it; `how` as `notices.tell` takes it.

    Outside the system only what may be quoted is said (外发): `outside`, or else the text; of all other, nothing.
    """
    shown = (outside or text) if matter.is_quotable else ""
    notices.tell(sorted(people), text=text, outside=shown, link=f"/matters/{matter.pk}/", about=matter.stream, **how)


def take_back(matter: Matter, *, told_at: datetime, at: datetime) -> None:
    """Take back what was told of a matter at one moment and has not been read yet: it is settled (收回消息)."""
    recall(matter.stream, told_at=told_at, at=at)


def concerned(matter: Matter, *, known: org.Directory) -> set[int]:
    """Return whom a matter concerns now: whoever has an open task on it, who opened it, who answers for it."""
    waiting = Task.objects.filter(matter=matter, done_at=None, opened_at__isnull=False, station__isnull=False)
    people = filter(None, (matter.opened_by_id, matter.owner_id))
    return {*waiting.values_list("holder", flat=True), *(org.holder_of(person, known=known) for person in people)}
