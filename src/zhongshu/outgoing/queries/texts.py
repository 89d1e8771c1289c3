"""The text of a document: its versions, what somebody is writing, who may write (文稿、版本)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.draft.model import Draft, Signer
from zhongshu.matters.models import Matter, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import rules
from zhongshu.outgoing.models import OutgoingDocument, Signature, Version, WorkingCopy


def latest(document: OutgoingDocument | int) -> Version:
    """Return the version in force (现行文稿)."""
    return Version.objects.select_related("by").filter(document=document).latest("order")


def latest_of(documents: QuerySet[Any]) -> QuerySet[Version]:
    """Return the versions in force of some documents, with their matters; `documents` gives the keys."""
    newest = Version.objects.filter(document=OuterRef("document")).order_by("-order").values("pk")[:1]
    found = Version.objects.filter(document__in=documents, pk=Subquery(newest))
    return found.select_related("document__matter").order_by("pk")


def draft_of(version: Version) -> Draft:
    """Return the text of a version as a draft."""
    return read(version.text)


def substance_of(version: Version) -> str:
    """Return the SM3 of what a signature under a version stands for (实质内容), see `rules.substance`."""
    return rules.digest(rules.substance(draft_of(version)))


def read(text: str) -> Draft:
    """Return a draft from the form in which it is kept."""
    return schema.parse(text)


def foreseen(draft: Draft, at: datetime, *, known: org.Directory | None = None) -> Draft:
    """Return a draft with who will sign what goes up (拟签发人): each issuer's principal head; else as it is."""
    if draft.direction != "up" or draft.signers:
        return draft
    known, day = known or org.directory(), org.local_day(at)
    issuers = {unit.name: unit.id for unit in known.on(day).units.values() if unit.name in draft.issuers}
    found = []
    for name in (name for name in draft.issuers if name in issuers):
        people = org.people_behind(org.heads(issuers[name], day, known=known)[:1], day, known=known)
        found += [Signer(known.people[one].name, name if len(draft.issuers) > 1 else "") for one in people]
    return replace(draft, signers=tuple(found))


def working_copy(document: OutgoingDocument, person: Person) -> WorkingCopy | None:
    """Return what a person has written and not handed in."""
    return WorkingCopy.objects.filter(document=document, person=person).first()


def handed_in(document: OutgoingDocument, person: Person) -> list[int]:
    """Return the numbers of the versions that a person has handed in, by which a page knows its text again."""
    return list(Version.objects.filter(document=document, by=person).order_by("order").values_list("order", flat=True))


def writing_task(matter: Matter, person: Person, at: datetime, *, known: org.Directory | None = None) -> Task | None:
    """Return the open task that lets a person change the text (可修改文稿的任务), or None."""
    holders = org.holders_of(person.pk, at, known=known)
    return (
        Task.objects.select_related("station")
        .filter(matter=matter, done_at=None, opened_at__isnull=False, holder__in=holders)
        .filter(station__key__in=rules.WRITING, station__run__role="main")
        .order_by("pk")
        .first()
    )


def signatures(document: OutgoingDocument) -> list[Signature]:
    """Return the signatures that stand (有效签发): of the last round, not taken back, in their order."""
    found = Signature.objects.select_related("task__station", "task__done_by", "version").filter(
        document=document, task__outcome="completed", task__withdrawn_at=None
    )
    return [one for one in found.order_by("task__done_at") if _stands(one.task)]


def is_as_signed(document: OutgoingDocument) -> bool:
    """Tell whether the text in force is the one under which the signatures stand (与签发时一致)."""
    return {substance_of(one.version) for one in signatures(document)} == {substance_of(latest(document))}


def _stands(task: Task) -> bool:
    """Whether what was done at a station still counts: it is of the last round, and nobody has gone back behind it."""
    station = task.station
    assert station is not None  # noqa: S101 - nobody signs but at a station
    return task.round == station.round and bool(station.begun_at or station.ended_at)
