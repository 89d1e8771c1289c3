"""Telling those concerned what has become of a matter (告知)."""

from collections.abc import Iterable
from datetime import datetime

from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import visible
from zhongshu.notices import actions as notices
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
    text = f"{words}：{matter.title or matter.number}"
    if people:
        notices.tell(
            sorted(people),
            kind=kind,
            text=text,
            outside=text if matter.is_quotable else "",
            link=f"/matters/{matter.pk}/",
            about=matter.stream,
            at=at,
            known=known,
        )


def concerned(matter: Matter, *, known: org.Directory) -> set[int]:
    """Return whom a matter concerns now: whoever has an open task on it, who opened it, who answers for it."""
    waiting = Task.objects.filter(matter=matter, done_at=None, opened_at__isnull=False, station__isnull=False)
    people = filter(None, (matter.opened_by_id, matter.owner_id))
    return {*waiting.values_list("holder", flat=True), *(org.holder_of(person, known=known) for person in people)}
