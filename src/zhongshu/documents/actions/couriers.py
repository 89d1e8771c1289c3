"""The courier log of telegrams (电报送阅登记): every way out and every return of the paper."""

from datetime import datetime

from django.db import transaction

from zhongshu.documents import queries
from zhongshu.documents.models import Leg
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import form_key
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def give_to_courier(
    matter: int, *, courier: str, receiver: str, copies: int, by: Person, at: datetime, request_key: str = ""
) -> Leg:
    """Note that a courier takes copies to a receiver (送出)."""
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = form_key(request_key, by, "leg", matter)
    if earlier := spine.by_request(request_key):
        return Leg.objects.get(pk=earlier.removeprefix("leg:"))
    _check_keeper(row, by, at)
    document = queries.document_of(row)
    courier = text.clean_line(courier, 40, "送件人", field="courier")
    receiver = text.clean_line(receiver, 40, "收件人", field="receiver")
    if not courier or not receiver:
        raise Refused("请填写送件人和收件人。", field="courier")
    out = sum(document.legs.filter(back_at=None).values_list("copies", flat=True))
    if not 1 <= copies <= document.copies - out:
        raise Refused(f"该件共{document.copies}份，已送出未退回{out}份，请核对送出份数。", field="copies")
    leg = Leg.objects.create(document=document, courier=courier, receiver=receiver, copies=copies, by=by, out_at=at)
    trail.record(row.stream, "documents.sent_by_courier", by=by.ref, at=at, detail={"leg": leg.pk, "copies": copies})
    matters.remember(request_key, f"leg:{leg.pk}", at=at)
    return leg


@transaction.atomic(durable=True)
def take_back(leg: int, *, by: Person, at: datetime) -> Leg:
    """Note that the copies have come back (退回)."""
    row = Leg.objects.select_related("document__matter").get(pk=leg)
    Matter.objects.select_for_update().get(pk=row.document_id)
    _check_keeper(row.document.matter, by, at)
    if not Leg.objects.filter(pk=leg, back_at=None).update(back_at=at, back_by=by):
        raise Refused("该件已登记退回。")
    trail.record(row.document.matter.stream, "documents.came_back", by=by.ref, at=at, detail={"leg": leg})
    row.refresh_from_db()
    return row


def _check_keeper(matter: Matter, by: Person, at: datetime) -> None:
    if not queries.keeps(by, matter.kind, matter.organ_id, at):
        raise Refused("只有机要登记人员可以登记送阅情况。")
