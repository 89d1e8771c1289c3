"""Numbers set aside (预留文号): for a document that is announced before it is ready. No number ends without a word."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from zhongshu.documents import rules as secrecy
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import form_key
from zhongshu.numbering import actions as numbering
from zhongshu.numbering.models import Number, Series
from zhongshu.org.models import Person, Unit
from zhongshu.outgoing import queries, rules
from zhongshu.outgoing.models import Reservation
from zhongshu.trail.rules import check_transaction

GONE = "该预留文号已经使用或者作废，请刷新页面查看最新情况。"


@transaction.atomic(durable=True)
def reserve(*, series: int, count: int, purpose: str, by: Person, at: datetime, request_key: str = "") -> list[Number]:
    """Set the next numbers of a 机关代字 aside (预留文号), saying what for. By a registrar of the organ.

    Raises Refused with the field, SecretFound. A form that comes twice finds the numbers of its first arrival.
    """
    request_key = form_key(request_key, by, "reserve", series)
    if earlier := matters.claim(request_key, at=at):
        first, last = earlier.split("-")
        return list(
            Number.objects.filter(series=series, year=timezone.localtime(at).year, value__range=(first, last)).order_by(
                "value"
            )
        )
    organ = queries.organ_kept_by(by, at)
    if organ is None:
        raise Refused("只有登记人员可以预留文号。")
    found = queries.codes(organ).filter(pk=series).first()
    if found is None:
        raise Refused("请选择机关代字。", field="series")
    purpose = text.required_line(purpose, 200, "预留用途", field="purpose")
    secrecy.check_no_secret(purpose)
    Unit.objects.select_for_update(no_key=True).get(pk=organ)  # or two at once would each find room
    rules.check_reserved(count, queries.reserved(organ, timezone.localtime(at).year).count())
    numbers = [_set_aside(found, organ, purpose, by=by, at=at) for _ in range(count)]
    matters.remember(request_key, f"{numbers[0].value}-{numbers[-1].value}", at=at)
    return numbers


def _set_aside(series: Series, organ: int, purpose: str, *, by: Person, at: datetime) -> Number:
    year, holder = timezone.localtime(at).year, f"reservation:{uuid.uuid4().hex}"
    taken = numbering.take(series, year=year, holder=holder, by=by.ref, at=at)
    Reservation.objects.create(number=taken, organ_id=organ, purpose=purpose, by=by, at=at)
    return taken


@transaction.atomic(durable=True)
def release(number: int, *, reason: str, by: Person, at: datetime) -> Number:
    """Void a number that was set aside and is not wanted any more (作废预留文号). It is never issued again."""
    secrecy.check_no_secret(reason)
    row = _locked(number)
    if row is None or queries.organ_kept_by(by, at) != row.organ_id:
        raise Refused("只有登记人员可以作废本机关的预留文号。")
    if row.used_at:
        raise Refused(GONE)
    return numbering.void(row.number, reason=reason, by=by.ref, at=at)


def use(number: int, series: Collection[int], *, matter: Matter, by: Person, at: datetime) -> Number:
    """Give a number that was set aside to its document (启用预留文号), within the act that numbers it.

    series: those of which the document may have a number: a telegram takes none of the other documents.
    """
    check_transaction()
    row = _locked(number)
    if row is None or row.organ_id != matter.organ_id or row.used_at or row.number.is_voided:
        raise Refused(GONE, field="reserved")
    if row.number.series_id not in series:
        raise Refused("该预留文号的机关代字不能用于这类文件，请另选。", field="reserved")
    rules.check_reserved_year(row.number.year, timezone.localtime(at).year)
    Reservation.objects.filter(pk=row.pk).update(used_by=matter, used_at=at)
    return numbering.hand_on(row.number, holder=matter.stream, by=by.ref, at=at)


def _locked(number: int) -> Reservation | None:
    locked = Reservation.objects.select_for_update(of=("self",)).select_related("number__series")
    return locked.filter(pk=number).first()
