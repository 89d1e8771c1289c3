"""How far the numbers of an organ have been counted (发文字号使用情况)."""

from typing import Any

from django.db.models import Count, Max, Q

from zhongshu.numbering.models import Number
from zhongshu.outgoing.queries import documents


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
    return [{"name": one.name, **row} for one in series for row in used.get(one.pk, [unused])]
