"""The desk (工作台): 待办 待阅 已办 我发起, each one indexed query."""

from datetime import datetime

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from zhongshu.matters.models import Matter, Task
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import READ

BOXES = (("todo", "待办"), ("to_read", "待阅"), ("done", "已办"), ("mine", "我发起"))
COLUMNS = (
    "id",
    "matter_id",
    "name",
    "kind",
    "given_by",
    "opened_at",
    "seen_at",
    "done_at",
    "opinion",
    "holder_id",
    "on_behalf_of_id",
    "matter__title",
    "matter__number",
    "matter__kind",
    "matter__urgency",
    "matter__label",
    "matter__closed_at",
    "matter__outcome",
    "due",
)


def box(person: Person, name: str, at: datetime) -> QuerySet[Task, dict[str, object]] | QuerySet[Matter]:
    """Return one box of a person's desk: tasks as dicts of COLUMNS, or for `mine` the matters.

    Open tasks come by urgency, then by what is due first; finished ones newest first.
    """
    if name == "mine":
        return Matter.objects.filter(opened_by=person).select_related("lead_unit").order_by("-opened_at", "-id")
    if name == "done":
        tasks = Task.objects.filter(done_by=person, outcome="completed").order_by("-done_at", "-id")
    else:
        tasks = _open(person, at).filter(kind=READ) if name == "to_read" else _open(person, at).exclude(kind=READ)
        tasks = tasks.order_by("-matter__urgency", F("due").asc(nulls_last=True), "opened_at", "id")
    return tasks.annotate(due=Coalesce("due_at", "matter__due_at")).values(*COLUMNS)


def counts(person: Person, at: datetime) -> dict[str, int]:
    """Count what is open: {"todo", "to_read", "late"}."""
    rows = _open(person, at).annotate(due=Coalesce("due_at", "matter__due_at"))
    return rows.aggregate(
        todo=Count("id", filter=~Q(kind=READ)),
        to_read=Count("id", filter=Q(kind=READ)),
        late=Count("id", filter=~Q(kind=READ) & Q(due__lt=at)),
    )


def _open(person: Person, at: datetime) -> QuerySet[Task]:
    return Task.objects.filter(holder__in=org.holders_of(person.pk, at), done_at__isnull=True, opened_at__isnull=False)
