"""Entering that a document was taken up by a decision (登记采用情况), and taking a wrong entry back."""

from datetime import date, datetime

from django.db import transaction

from zhongshu.documents import rules as secrecy
from zhongshu.gongwen import numbers
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.matters import queries as spine
from zhongshu.matters.models import Matter
from zhongshu.matters.rules import form_key
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing.models import OutgoingDocument, Uptake
from zhongshu.outgoing.queries import parties
from zhongshu.outgoing.rules import uptakes as rules
from zhongshu.trail import actions as trail

NOT_YOURS = "采用情况由拟稿单位或者办公室登记。"


@transaction.atomic(durable=True)
def enter_uptake(
    matter: int,
    *,
    manner: str,
    where: str,
    taken_on: date,
    number: str = "",
    by: Person,
    at: datetime,
    request_key: str = "",
) -> None:
    """Enter what took a document up (采用): in words and, where it is on this system, by its number.

    By the side that wrote it, or the office. Raises Refused with the field, SecretFound.
    """
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = form_key(request_key, by, "uptake", matter)
    if spine.by_request(request_key):
        return
    _check_side(row, by, at)
    rules.check_finished(bool(row.number) or row.outcome == "completed")
    rules.check_manner(manner)
    rules.check_day(taken_on, org.local_day(at))
    where = text.required_line(where, 300, "采用情况", field="where")
    secrecy.check_no_secret(where)
    document = OutgoingDocument.objects.get(matter=row)
    taker = _numbered(number, row, by, at)
    made = Uptake.objects.create(
        document=document, manner=manner, matter=taker, where=where, taken_on=taken_on, by=by, at=at
    )
    detail = {"uptake": made.pk, "manner": manner, "matter": taker.pk if taker else None, "where": digests.sm3(where)}
    trail.record(row.stream, "outgoing.taken_up", by=by.ref, at=at, detail=detail)
    matters.remember(request_key, row.stream, at=at)


@transaction.atomic(durable=True)
def withdraw_uptake(uptake: int, *, by: Person, at: datetime) -> None:
    """Take a wrong entry back (撤销采用登记). It stays on the trail."""
    found = Uptake.objects.select_for_update().get(pk=uptake)
    row = Matter.objects.get(pk=found.document_id)
    _check_side(row, by, at)
    if not Uptake.objects.filter(pk=uptake, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by):
        raise Refused("这条采用登记已经撤销。")
    trail.record(row.stream, "outgoing.uptake_withdrawn", by=by.ref, at=at, detail={"uptake": uptake})


def _check_side(matter: Matter, by: Person, at: datetime) -> None:
    if not (parties.is_drafter(matter, by, at) or parties.is_office(matter, by, at)):
        raise Refused(NOT_YOURS)


def _numbered(number: str, own: Matter, by: Person, at: datetime) -> Matter | None:
    """Return the matter of a number, among those that the person may see."""
    wanted = numbers.normalise(text.clean_line(number, 100, "采用文件的文号", field="number"))
    if not wanted:
        return None
    found = spine.visible_to(by, at).filter(number=wanted).exclude(pk=own.pk).order_by("-pk").first()
    if found is None:
        raise Refused(
            f"没有找到文号为{wanted}的文件，或者您不能查看。请核对文号；不在本系统的，不填文号。", field="number"
        )
    return found
