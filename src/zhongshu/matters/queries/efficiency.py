"""Figures of efficiency (办理效率): how much, how fast, how often on time, by person, unit, kind, station or month.

What is counted is what came within the period: pending work counts with the time that it has waited so far, so that
nobody looks quick by leaving the hard things undone. The rule is shown under every table (COUNTED).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from zhongshu.matters.models import Matter, Suspension, Task
from zhongshu.matters.queries import measures, visible
from zhongshu.matters.queries.measures import MATTERS, TASKS, Question
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes.model import READ

GROUPS = {
    TASKS: (("person", "按人员"), ("unit", "按单位"), ("kind", "按事项类型"), ("step", "按环节"), ("month", "按月份")),
    MATTERS: (("unit", "按主办单位"), ("person", "按责任人"), ("kind", "按事项类型"), ("month", "按月份")),
}
COUNTED = {
    TASKS: (
        "统计所选时段内送达的办理和签批任务，传阅不计；转办、取消和被撤回的不计，由接办人计。",
        "用时从送达算到办理；未办的从送达算到现在，一并计入平均数和中位数；事项暂停的时间不计。",
        "按时率：到期前办理的件数，除以已办和已到期未办的件数；未设时限的、未到期未办的不计。",
        "代办的计入委托人；岗位任务计入实际办理人，未办的计入岗位。退回指退给前面环节，重办指被退回后再次办理。",
    ),
    MATTERS: (
        "统计所选时段内立项的事项，作废、退文和隔离的不计。",
        "用时从收到算到办结；未办结的从收到算到现在，一并计入平均数和中位数；暂停的时间不计。",
        "按时率：到期前办结的件数，除以已办结和已到期未办结的件数；未设时限的、未到期未办结的不计。",
        "退回指流转中退给前面环节的次数；评价为服务对象所评分数的平均，满分5分。",
    ),
}
STATES = {"pending": "未办", "late": "超期", "returned": "退回", "again": "重办"}


@dataclass(frozen=True, slots=True)
class Figure:
    """What the tables show of one person, unit, kind, station or month. Times in seconds; None where nothing counts."""

    key: int | str
    count: int
    pending: int
    late: int
    returned: int
    again: int
    mean: float
    median: float
    longest: float
    on_time: int
    decided: int
    rating: float | None = None
    rated: int = 0

    @property
    def rate(self) -> float | None:
        """The share that was on time (按时率), from 0 to 1."""
        return self.on_time / self.decided if self.decided else None


def figures(question: Question, at: datetime) -> tuple[Figure, list[Figure]]:
    """Return the figures of all together (合计) and of each group, the largest first (分组统计)."""
    measures.teach(connection)
    statement, given = measures.statement(question, at, rests=_rests(question))
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        whole, *groups = map(_figure, cursor.fetchall())
    return whole, sorted(groups, key=lambda one: (-one.count, str(one.key)))


def _rests(question: Question) -> bool:
    """Tell whether anything rested since the period began: where nothing did, nothing has to be taken off."""
    resumed = Q(resumed_at=None) | Q(resumed_at__gte=question.start)
    return Suspension.objects.filter(resumed, matter__organ=question.organ).exists()


def _figure(row: tuple[Any, ...]) -> Figure:
    key, *counts = row
    count, pending, late, returned, again, mean, median, longest, on_time, decided, rating, rated = counts
    return Figure(
        key=key if key is not None else 0,
        count=count,
        pending=pending or 0,
        late=late or 0,
        returned=returned or 0,
        again=again or 0,
        mean=float(mean or 0),
        median=float(median or 0),
        longest=float(longest or 0),
        on_time=on_time or 0,
        decided=decided or 0,
        rating=None if rating is None else float(rating),
        rated=rated or 0,
    )


def behind_tasks(
    question: Question, key: int | str, state: str, person: Person, at: datetime, *, known: org.Directory
) -> QuerySet[Task]:
    """Return the tasks that a figure counts, as far as the person may see their matters, the longest waiting first.

    key: the group's key, as in Figure; state: one of STATES, or empty for all.
    """
    found = Task.objects.filter(
        station__isnull=False,
        outcome__in=("", "completed", "returned"),
        withdrawn_at=None,
        opened_at__gte=question.start,
        opened_at__lt=question.end,
        matter__organ=question.organ,
        matter__in=visible.visible_to(person, at, known=known),
    ).exclude(kind=READ)
    found = found.annotate(due=Coalesce("due_at", "matter__due_at"))
    if question.kind:
        found = found.filter(matter__kind=question.kind)
    found = found.filter(_whose(question, key, done="done_by", holder="holder__person", pool="holder"))
    found = found.filter(_in_state(state, at, done="done_at"))
    return found.select_related("matter", "done_by").order_by("opened_at", "id")


def behind_matters(
    question: Question, key: int | str, state: str, person: Person, at: datetime, *, known: org.Directory
) -> QuerySet[Matter]:
    """Return the matters that a figure counts, as far as the person may see them, the oldest first."""
    found = visible.visible_to(person, at, known=known).filter(
        organ=question.organ, opened_at__gte=question.start, opened_at__lt=question.end
    )
    found = found.filter(outcome__in=measures.COUNTING).annotate(due=F("due_at"))
    if question.kind:
        found = found.filter(kind=question.kind)
    match question.by:
        case "person":
            found = found.filter(owner=int(key) or None)
        case "unit":
            found = found.filter(lead_unit=int(key) or None)
        case "kind":
            found = found.filter(kind=key)
    if question.is_bounded:
        found = found.filter(Q(lead_unit__in=set(question.places.values())) | Q(owner__in=list(question.places)))
    if state == "returned":
        found = found.filter(tasks__outcome="returned").distinct()
    else:
        found = found.filter(_in_state(state, at, done="closed_at"))
    return found.select_related("lead_unit", "owner").order_by("opened_at", "id")


def _whose(question: Question, key: int | str, *, done: str, holder: str, pool: str) -> Q:
    """Whose the tasks are: of a group's key, and within the bounds of the question."""
    asked = Q()
    if question.is_bounded:
        asked &= _of_people(question.places, done=done, holder=holder, pool=pool)
    match question.by:
        case "person":
            return asked & _of_people([int(key)], done=done, holder=holder, pool=pool)
        case "unit":
            inside = [who for who, unit in question.places.items() if unit == int(key)]
            if not int(key):  # what belongs to no unit is what the places do not know
                return asked & ~_of_people(question.places, done=done, holder=holder, pool=pool)
            return asked & _of_people(inside, done=done, holder=holder, pool=pool)
        case "kind":
            return asked & Q(matter__kind=key)
        case "step":
            return asked & Q(name=key)
    return asked


def _of_people(keys: Iterable[int], *, done: str, holder: str, pool: str) -> Q:
    """The same attribution as in the statement: the holder's person, else who did it, else the post."""
    people = [key for key in keys if key > 0]
    posts = [-key for key in keys if key < 0]
    by_person = Q(**{f"{holder}__in": people}) | Q(**{holder: None, f"{done}__in": people})
    return by_person | Q(**{holder: None, done: None, f"{pool}__in": posts}) if posts else by_person


def _in_state(state: str, at: datetime, *, done: str) -> Q:
    match state:
        case "pending":
            return Q(**{done: None})
        case "late":
            return Q(**{f"{done}__gt": F("due")}) | Q(**{done: None, "due__lt": at})
        case "returned":
            return Q(outcome="returned")
        case "again":
            return Q(round__gt=1)
    return Q()
