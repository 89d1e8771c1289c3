"""Who has a part in a document (办理人员): whoever is on its route, who writes it, who answers for it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter, Run, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import Remark
from zhongshu.outgoing.queries import texts

DRAFTING = ("drafting", "checking")  # stations of the unit that writes (拟稿、核稿)
OFFICE = ("office_head", "registrar")


def is_on_route(matter: Matter, person: Person, at: datetime) -> bool:
    """Tell whether a person sees the document and has or had a task on it, or was consulted (办理过该件).

    A copy to read (传阅) is none.
    """
    return _tasks(matter, person, at).exists() and matters.may_see(person, matter, at)


def is_drafter(matter: Matter, person: Person, at: datetime) -> bool:
    """Tell whether a person belongs to the side that writes: who began it, who drafts or checks it (拟稿方)."""
    if matter.opened_by_id == person.pk:
        return True
    return _tasks(matter, person, at).filter(station__run__role=Run.MAIN, station__key__in=DRAFTING).exists()


def is_office(matter: Matter, person: Person, at: datetime) -> bool:
    """Tell whether a person speaks for the office of the organ (办公室)."""
    return any(org.has_role(person.pk, role, at, unit=matter.organ_id) for role in OFFICE)


def settled_by(matter: Matter, remarks: Iterable[Remark], person: Person, at: datetime) -> set[int]:
    """Return the keys of the remarks that a person may settle (处理批注): their own, or for whoever writes now all."""
    writes = texts.writing_task(matter, person, at) is not None
    return {one.pk for one in remarks if writes or one.by_id == person.pk}


def _tasks(matter: Matter, person: Person, at: datetime) -> QuerySet[Task]:
    holders = org.holders_of(person.pk, at)
    return Task.objects.filter(
        Q(holder__in=holders) | Q(done_by=person), matter=matter, station__isnull=False, opened_at__isnull=False
    )
