"""Who is named already for what is still to come on running slips (后续环节的办理人), without a task there yet."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from zhongshu.matters.models import Station

_CHOSEN = Q(begun_at=None, ended_at=None, skipped_at=None, struck_at=None) & ~Q(chosen=[])
_AWAITED = Q(begun_at__isnull=False, ended_at=None) & ~Q(resume_holders=[])


def planned(holder: int) -> list[Station]:
    """Return the stations to which a holder will come, with their runs and matters, what is due first on top."""
    # Both databases find the digits in a list of numbers; only one of them would find the number.
    texts = {"chosen_text": Cast("chosen", TextField()), "awaited_text": Cast("resume_holders", TextField())}
    found = _running().annotate(**texts).select_related("run__matter")
    found = found.filter(Q(chosen_text__contains=str(holder)) | Q(awaited_text__contains=str(holder)))
    rows = found.order_by("run__matter__due_at", "run__matter", "order")
    coming = [row for row in rows if holder in row.to_come]
    # To where a straight return leads they come once, though they may have been chosen there as well.
    back = {(row.run_id, row.resume_to) for row in coming}
    return [row for row in coming if (row.run_id, row.key) not in back]


def planned_holders() -> set[int]:
    """Return all who are named for what is still to come anywhere."""
    rows: Iterable[Station] = _running().only(
        "begun_at", "ended_at", "skipped_at", "struck_at", "chosen", "resume_holders"
    )
    return {holder for row in rows for holder in row.to_come}


def _running() -> QuerySet[Station]:
    return Station.objects.filter(_CHOSEN | _AWAITED, run__ended_at=None)
