"""Reading incoming documents: the register (收文登记簿), one document, duplicates, the courier log, paper cards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from zhongshu.documents import rules
from zhongshu.documents.models import Alternative, Choice, IncomingDocument, Leg, PaperCard, SecretFinding
from zhongshu.gongwen import numbers
from zhongshu.kit import terms
from zhongshu.matters import queries as matters
from zhongshu.matters.kinds import Searched
from zhongshu.matters.models import Matter, Station, Task
from zhongshu.matters.queries import visible
from zhongshu.matters.rules import end_of_day
from zhongshu.org import queries as org
from zhongshu.org.models import Person

FINDING = ("secret_finding__found_by", "secret_finding__first_by")


def visible_to(person: Person, at: datetime, *, known: org.Directory | None = None) -> QuerySet[IncomingDocument]:
    """Return the incoming documents that a person may see."""
    return IncomingDocument.objects.filter(matter__in=matters.visible_to(person, at, known=known))


def register(
    person: Person, kind: str, at: datetime, wanted: Mapping[str, Any], *, known: org.Directory | None = None
) -> QuerySet[IncomingDocument]:
    """Return the register of a kind, newest first, narrowed by what is wanted.

    wanted: q (title, sender, either number), year, first and last day on which it came, state (open | late |
    closed), urgency, handling_type, unit.
    """
    found = IncomingDocument.objects.filter(matter__in=visible.listed(person, at, known=known), matter__kind=kind)
    found = found.select_related("matter__lead_unit")
    if wanted.get("q"):
        found = found.filter(_matching(wanted["q"]))
    for name in ("year", "urgency", "handling_type"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    if wanted.get("unit"):
        found = found.filter(matter__lead_unit=wanted["unit"])
    if wanted.get("first"):
        found = found.filter(matter__received_at__gt=end_of_day(wanted["first"] - timedelta(days=1)))
    if wanted.get("last"):
        found = found.filter(matter__received_at__lte=end_of_day(wanted["last"]))
    return _in_state(found, wanted.get("state", ""), at).order_by("-matter__opened_at", "-matter_id")


def _matching(words: str) -> Q:
    found = Q(matter__title__icontains=words) | Q(sender__icontains=words)
    found |= Q(matter__number__icontains=numbers.normalise(words))
    key = numbers.number_key(words)
    return found | Q(number_key__contains=key) if key else found


def _in_state(found: QuerySet[IncomingDocument], state: str, at: datetime) -> QuerySet[IncomingDocument]:
    match state:
        case "open":
            return found.filter(matter__closed_at=None)
        case "late":
            return found.filter(matter__closed_at=None, matter__due_at__lt=at)
        case "closed":
            return found.filter(matter__closed_at__isnull=False)
    return found


def same_number(person: Person, sender_number: str, at: datetime) -> QuerySet[IncomingDocument]:
    """Return the visible documents that bear the same number and are not void (查重)."""
    key = numbers.number_key(sender_number)
    same = visible_to(person, at).filter(number_key=key).exclude(matter__outcome="voided").select_related("matter")
    return same if key else same.none()


def years(person: Person, kind: str, at: datetime, *, known: org.Directory | None = None) -> list[int]:
    """Return the years of the register, the newest first."""
    found = IncomingDocument.objects.filter(matter__in=visible.listed(person, at, known=known), matter__kind=kind)
    return list(found.order_by("-year").values_list("year", flat=True).distinct())


def document_of(matter: Matter) -> IncomingDocument:
    """Return the document of a matter that was found visible."""
    return IncomingDocument.objects.get(matter=matter)


def part(matter: Matter, person: Person) -> Mapping[str, Any]:
    """Return what the matter page shows of the document itself.

    proposals: the alternatives of each proposal (拟办), the last one first. chosen: see `choices`.
    keeps: whether the person keeps the register; judges: whether the person's word is asked on what becomes of it.
    """
    document = IncomingDocument.objects.select_related(*FINDING).get(matter=matter)
    known, now = org.directory(), timezone.now()
    alternatives = list(document.alternatives.order_by("-task_id", "order"))
    finding = getattr(document, "secret_finding", None)
    waits = finding is not None and finding.second_at is None and finding.first_by_id != person.pk
    return {
        "document": document,
        "force": rules.say_force(document.force, document.force_ends, org.local_day(now)),
        "genre": terms.show(terms.GENRES, document.genre),
        "handling_type": dict(terms.HANDLING_TYPES).get(document.handling_type, ""),
        "proposals": [list(found) for _, found in groupby(alternatives, key=lambda each: each.task_id)],
        "chosen": choices(matter) if alternatives else {},
        "dissents": list(document.dissents.select_related("by").order_by("at")),
        "legs": list(document.legs.order_by("-out_at")) if matter.kind == rules.TELEGRAM else [],
        "finding": finding,
        "verdicts": dict(rules.VERDICTS),
        "without": ("circulate", "attach") if finding else (),
        "keeps": keeps(person, matter.kind, matter.organ_id, now, known=known),
        "judges": waits and keeps(person, rules.PAPER_CARD, matter.organ_id, now, known=known),
    }


def choices(matter: Matter) -> dict[int, list[Task]]:
    """Return who stands by which alternative (选定情况): {alternative number: instructions}.

    Of each person the last instruction counts, and none that was withdrawn.
    """
    tasks = Task.objects.filter(matter=matter, station__key="instruction", outcome="completed", withdrawn_at=None)
    last = {task.done_by_id: task for task in tasks.select_related("done_by").order_by("id")}
    standing = {task.pk: task for task in last.values()}
    found: dict[int, list[Task]] = {}
    for choice in Choice.objects.filter(task__in=list(standing)).order_by("task_id"):
        found.setdefault(choice.alternative_id, []).append(standing[choice.task_id])
    return found


def offered_alternatives(matter: Matter) -> QuerySet[Alternative]:
    """Return the alternatives of the last proposal (备选方案); earlier ones stay on record but are not on offer."""
    all_of_them = Alternative.objects.filter(document_id=matter.pk)
    last = all_of_them.order_by("-task_id").values("task_id")[:1]
    return all_of_them.filter(task_id=last).order_by("order")


def proposed(matter: Matter) -> Mapping[str, Any]:
    """Return what the last proposal put forward, for one that is made anew (重新拟办): alternatives, leaders."""
    station = Station.objects.filter(run__matter=matter, key="instruction").order_by("-run_id").first()
    alternatives = [each.text for each in offered_alternatives(matter)]
    return {
        "alternatives": alternatives,
        "asks_decision": bool(alternatives),
        "leaders": station.chosen if station else [],
    }


def keeps(person: Person, kind: str, organ: int, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether a person keeps the register of a kind in an organ (登记人员)."""
    return org.has_role(person.pk, rules.KEEPERS[kind], at, unit=organ, known=known)


def leg_for(person: Person, number: int, at: datetime) -> Leg | None:
    """Return a line of the courier log of a visible document, or None."""
    return Leg.objects.filter(pk=number, document__in=visible_to(person, at)).select_related("document__matter").first()


def searchable(matter: Matter) -> Searched | None:
    """Return what a document can be found by besides (检索内容), or None for one that lies in quarantine."""
    if SecretFinding.objects.filter(document_id=matter.pk).exists():
        return None
    document = document_of(matter)
    alternatives = Alternative.objects.filter(document=document).order_by("task_id", "order")
    parts = (
        ("来文单位", document.sender),
        ("来文字号", document.sender_number),
        ("主送机关", document.recipients),
        ("附件说明", document.attachment_titles.replace("\n", "；")),
        ("备注", document.note),
        *(("备选方案", each.text) for each in alternatives),
        *(("不同意见", each.text) for each in document.dissents.order_by("id")),
    )
    return Searched(parts, numbers=(document.sender_number,))


def paper_cards(person: Person, at: datetime) -> QuerySet[PaperCard]:
    """Return the paper-tracking cards that a person may see, newest first."""
    seen = PaperCard.objects.filter(matter__in=matters.visible_to(person, at))
    return seen.select_related("matter").order_by("-matter__opened_at", "-matter_id")


def paper_part(matter: Matter, person: Person) -> Mapping[str, Any]:
    """Return what the matter page shows of a paper card."""
    return {"card": PaperCard.objects.get(matter=matter)}
