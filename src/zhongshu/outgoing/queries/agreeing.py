"""Whether those who countersign agree with a text (会签意见)."""

from datetime import date

from zhongshu.org import queries as org
from zhongshu.outgoing.models import Countersignature, OutgoingDocument


def opposed(document: OutgoingDocument, day: date, *, known: org.Directory | None = None) -> list[Countersignature]:
    """Return the last words of those who do not agree (不同意的会签意见), but of who has left."""
    known = known or org.directory()
    rows = Countersignature.objects.filter(document=document, task__withdrawn_at=None)
    last = {one.task.holder_id: one for one in rows.select_related("task__done_by").order_by("task__done_at", "pk")}
    return [one for holder, one in last.items() if not one.agrees and org.people_of(holder, day, known=known)]
