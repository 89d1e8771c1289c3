"""What of a list is wanted (筛选条件): the same questions about tasks and about matters."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from zhongshu.kit.terms import Terms
from zhongshu.matters import rules

LATE, TODAY, SOON, WEEK = "late", "today", "soon", "week"
DUES: Terms = ((LATE, "已超期"), (TODAY, "今日到期"), (SOON, "三日内到期"), (WEEK, "本周到期"))
TASK_DUE = Coalesce(F("due_at"), F("matter__due_at"))


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions of a list, each left out while empty (筛选条件).

    words: in title or number; kind, urgency, label: of the matter; step: name of the task; people: numbers of those
    a task came from, or whom one waits for (None: anybody); due: one of DUES.
    """

    words: str = ""
    kind: str = ""
    urgency: int | None = None
    label: str = ""
    step: str = ""
    people: tuple[int, ...] | None = None
    due: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is wanted."""
        return self == Selection()

    def of_matters(self, prefix: str = "") -> Q:
        """Return what is asked of the matter, whose fields begin with `prefix`."""
        asked = {"kind": self.kind or None, "urgency": self.urgency, "label": self.label or None}
        fits = Q(**{prefix + name: value for name, value in asked.items() if value is not None})
        if self.words:
            named = {prefix + f"{name}__icontains": self.words for name in ("title", "number")}
            fits &= Q(*named.items(), _connector=Q.OR)
        return fits

    def of_tasks(self) -> Q:
        """Return what is asked of a task and its matter; people and due are asked by the list itself."""
        fits = self.of_matters("matter__")
        return fits & Q(name=self.step) if self.step else fits

    def from_whom(self) -> Q:
        """Return what is asked of who gave the task (来自)."""
        return Q() if self.people is None else Q(given_by__in=[f"person:{one}" for one in self.people])

    def at_whom(self) -> Q:
        """Return what is asked of whom the task waits for (等谁)."""
        return Q() if self.people is None else Q(holder__person__in=self.people)

    def within(self, field: str, now: datetime) -> dict[str, Any]:
        """Return when `field` must lie, as arguments of `filter`."""
        if not self.due:
            return {}
        if self.due == LATE:
            return {f"{field}__lt": now}
        return {f"{field}__gte": now, f"{field}__lte": until(self.due, now)}


EVERYTHING = Selection()


def until(due: str, now: datetime) -> datetime:
    """Return the last moment of today, of the third day from now, or of this week's Sunday."""
    today = timezone.localdate(now)
    days = {TODAY: 0, SOON: rules.WARN_WITHIN.days, WEEK: 6 - today.weekday()}[due]
    return rules.end_of_day(today + timedelta(days=days))
