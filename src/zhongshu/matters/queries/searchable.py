"""What can be found of a matter (检索内容), and finding it: everything that its page shows, and what its files say."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from zhongshu.files import queries as files
from zhongshu.matters import kinds, rules
from zhongshu.matters.models import Attachment, Chase, CoUnit, Matter, Task
from zhongshu.matters.queries import signatures, visible
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.search import queries as search_queries
from zhongshu.search.rules import Content, Filters, Part

HEAD = ("number", "label", "urgency", "restricted_at")
TASKS = ("id", "name", "opinion", "request", "done_by_id", "on_behalf_of_id", "holder__person_id")


def search(
    person: Person,
    query: str,
    at: datetime,
    *,
    filters: Filters,
    best: bool = False,
    start: int = 0,
    size: int = 20,
    known: org.Directory | None = None,
) -> search_queries.Found:
    """Find matters that a person may see (检索事项), as `search.queries.find` does."""
    known = known or org.directory()
    return search_queries.find(
        query,
        visible=visible.visible_to(person, at, known=known),
        few=lambda limit: visible.granted(person, at, limit, known=known),
        filters=filters,
        best=best,
        start=start,
        size=size,
    )


def heads(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return what stands beside the titles of matters: {number of the row: what HEAD names}."""
    if not numbers:
        return {}
    places = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {', '.join(HEAD)} FROM matters_matter WHERE id IN ({places})", numbers)  # noqa: S608
        return {row[0]: dict(zip(HEAD, row[1:], strict=True)) for row in cursor.fetchall()}


def content_of(matter: Matter) -> Content | None:
    """Return all that a matter can be found by, or None for one that must not be found: it is withheld."""
    own = kinds.get(matter.kind).searchable(matter)
    if own is None:
        return None
    number = Part("编号", matter.number)
    about: dict[str, Any] = {"kind": matter.kind, "at": matter.opened_at, "numbers": (matter.number, *own.numbers)}
    if own.is_bare:
        return Content(unit=None, title="", parts=(number,), **about)
    known = org.directory()
    tasks = list(Task.objects.filter(matter=matter).order_by("id").values(*TASKS))
    chases = list(Chase.objects.filter(matter=matter).order_by("id"))
    people = _people(matter, tasks, chases)
    names = {person: known.people[person].name for person in people}
    parts = (
        *(Part(label, words) for label, words in own.parts),
        Part("来源", matter.source_quote),
        *_said(tasks, names, signatures.doubtful_of(matter)),
        *_chased(chases),
        *_attached(matter),
        number,
        Part("单位", "、".join(_units(matter, known))),
        Part("人员", "、".join(names.values())),
    )
    return Content(unit=matter.lead_unit_id, title=matter.title, parts=parts, people=names, **about)


def _people(matter: Matter, tasks: list[dict[str, Any]], chases: list[Chase]) -> list[int]:
    """Return whoever has a part in a matter, each once: who opened it, answers for it, holds or did a task."""
    found: list[int | None] = [matter.opened_by_id, matter.owner_id]
    for task in tasks:
        found += [task["holder__person_id"], task["done_by_id"], task["on_behalf_of_id"]]
    for chase in chases:
        found += [chase.by_id, chase.answered_by_id]
    return [person for person in dict.fromkeys(found) if person]


def _said(tasks: list[dict[str, Any]], names: dict[int, str], doubtful: Collection[int]) -> Iterable[Part]:
    """Yield what was written; of a record that does not agree with the trail only that (记录与留痕不符)."""
    for task in tasks:
        who = names.get(task["done_by_id"], "")
        yield Part(f"{who}{task['name']}意见", rules.DOUBTFUL if task["id"] in doubtful else task["opinion"])
        yield Part("加签说明", task["request"])


def _chased(chases: list[Chase]) -> Iterable[Part]:
    for chase in chases:
        yield Part("催办", chase.text)
        yield Part("催办反馈", chase.answer)


def _attached(matter: Matter) -> Iterable[Part]:
    kept = list(Attachment.objects.filter(matter=matter, withheld_at=None).order_by("id"))
    texts = files.texts(one.file_id for one in kept)
    for one in kept:
        yield Part("附件名称", one.name, one.pk)
        yield Part(one.name, texts.get(one.file_id, ""), one.pk)


def _units(matter: Matter, known: org.Directory) -> list[str]:
    co_units = CoUnit.objects.filter(matter=matter).order_by("order").values_list("unit", flat=True)
    units = [known.units[unit] for unit in (matter.lead_unit_id, *co_units) if unit]
    return list(dict.fromkeys(name for unit in units for name in (unit.name, unit.short_name)))
