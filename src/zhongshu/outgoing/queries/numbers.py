"""The numbers of an organ: how far they have been counted, what became of each (编号登记), which are set aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter
from zhongshu.numbering.models import Number
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import Reservation
from zhongshu.outgoing.queries import documents

HELD = "matter:"  # before the number of the matter that has it


@dataclass(frozen=True, slots=True)
class Line:
    """A number of the register (编号登记): what has it, if the reader may see that, and whether it was set aside."""

    number: Number
    matter: Matter | None
    reservation: Reservation | None

    @property
    def state(self) -> str:
        """How it stands: 已作废, 预留未用, 已使用."""
        if self.number.is_voided:
            return "已作废"
        return "已使用" if self.number.holder.startswith(HELD) else "预留未用"

    @property
    def is_hidden(self) -> bool:
        """Whether a document has it that the reader may not see (限知悉范围), such as a telegram."""
        return self.matter is None and self.number.holder.startswith(HELD)


def counted(organ: int) -> list[dict[str, Any]]:
    """Return of every 机关代字 and year the last number and how many are void; of one not used yet its name alone."""
    series = list(documents.codes(organ))
    rows = (
        Number.objects.filter(series__in=series)
        .values("series_id", "year")
        .annotate(last=Max("value"), voided=Count("pk", filter=Q(voided_at__isnull=False)))
        .order_by("-year")
    )
    used: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        used.setdefault(row["series_id"], []).append(dict(row))
    unused = {"year": None, "last": 0, "voided": 0}
    return [{"name": one.name, "series_id": one.pk, **row} for one in series for row in used.get(one.pk, [unused])]


def numbered(organ: int, wanted: Mapping[str, Any]) -> QuerySet[Number]:
    """Return the numbers of an organ, the last one first, narrowed by series and year (编号登记)."""
    found = Number.objects.filter(series__in=documents.codes(organ))
    for name in ("series", "year"):
        if wanted.get(name):
            found = found.filter(**{name: wanted[name]})
    if wanted.get("state") == "voided":
        found = found.filter(voided_at__isnull=False)
    if wanted.get("state") == "reserved":
        found = found.filter(voided_at=None).exclude(holder__startswith=HELD)
    return found.order_by("-year", "series", "-value")


def lines(numbers: list[Number], person: Person, at: datetime, *, known: org.Directory | None = None) -> list[Line]:
    """Return some numbers with what has them, as far as the person may see that."""
    keys = [int(one.holder.removeprefix(HELD)) for one in numbers if one.holder.startswith(HELD)]
    seen = matters.visible_to(person, at, known=known).filter(pk__in=keys).in_bulk()
    kept = Reservation.objects.select_related("by").filter(number__in=numbers).in_bulk()
    return [
        Line(
            one, seen.get(int(one.holder.removeprefix(HELD))) if one.holder.startswith(HELD) else None, kept.get(one.pk)
        )
        for one in numbers
    ]


def reserved(organ: int, year: int) -> QuerySet[Reservation]:
    """Return the numbers that are set aside and waiting (可用的预留文号)."""
    waiting = Reservation.objects.filter(organ=organ, used_at=None, number__voided_at=None, number__year=year)
    return waiting.select_related("number", "by").order_by("number__series", "number__value")
