"""What a person waits for, and what others do in their name (我在等谁、我委托的)."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import visible
from zhongshu.matters.queries.desk import ROW
from zhongshu.matters.queries.selecting import EVERYTHING, Selection
from zhongshu.org import queries as org
from zhongshu.org.models import Person

Rows = QuerySet[Task, dict[str, Any]]
WAITED = ("matter_id", "name", "holder_id", "opened_at", "seen_at")
PASSED_ON = ("id", "matter_id", "name", "holder_id", "opened_at", "done_at", "opinion", "done_by_id")


def waited_for(
    person: Person, at: datetime, selection: Selection = EVERYTHING, *, known: org.Directory | None = None
) -> Rows:
    """Return whose hands it is in (我在等谁): open tasks of others on what the person has opened or handed on.

    Copies to read are waited for by nobody. The longest waiting of what is due first stands on top. Each row:
    WAITED, ROW, opener and organ_id of the matter, suspended_at.
    """
    own = org.own_holders(person.pk, at, known=known)
    opened = Matter.objects.filter(opened_by=person, closed_at=None).values("pk")
    mine = Q(given_by=person.ref) | Q(matter__in=opened)
    seen = visible.visible_to(person, at, known=known)
    found = Task.objects.filter(mine, selection.of_tasks(), selection.at_whom(), matter__in=seen, station__isnull=False)
    found = found.filter(done_at=None, opened_at__isnull=False).exclude(holder__in=own)
    more = {name: F(f"matter__{name}") for name in ("opened_by", "organ", "suspended_at")}
    rows = found.values(*WAITED, **ROW, **more).filter(**selection.within("due", at))
    return rows.order_by("-urgency", F("due").asc(nulls_last=True), "opened_at", "pk")


def passed_on(
    person: Person,
    at: datetime,
    selection: Selection = EVERYTHING,
    *,
    running: bool,
    known: org.Directory | None = None,
) -> Rows:
    """Return what delegates may do or have done for the person (我委托的): open ones first, then the latest done.

    running: whether a delegation runs now; without one nothing open is in anybody else's hands.
    """
    own = org.own_holders(person.pk, at, known=known)
    may = Q(holder__in=own, done_at=None, opened_at__isnull=False, matter__restricted_at=None)
    done = Q(on_behalf_of=person, outcome="completed", matter__in=visible.visible_to(person, at, known=known))
    found = Task.objects.filter(may | done if running else done).filter(selection.of_tasks())
    rows = found.values(*PASSED_ON, **ROW, outcome_of_matter=F("matter__outcome"))
    return rows.order_by(F("done_at").desc(nulls_first=True), "-urgency", "opened_at", "pk")
