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
TAKEN_UP = "taken_up_by"


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
    """Enter what took a document up (采用): in words and, where it is here, by its number; the two are linked.

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
    given = {"manner": manner, "where": _worded(where), "taken_on": taken_on, "matter": _numbered(number, row, by, at)}
    _enter(Uptake(document=OutgoingDocument.objects.get(matter=row), **given, by=by, at=at))
    matters.remember(request_key, row.stream, at=at)


def _enter(made: Uptake) -> None:
    made.save(force_insert=True)
    own, by, at = made.document.matter, made.by, made.at
    detail = {"uptake": made.pk, "manner": made.manner, "matter": made.matter_id, "where": digests.sm3(made.where)}
    trail.record(own.stream, "outgoing.taken_up", by=by.ref, at=at, detail=detail)
    if made.matter:
        matters.link(own, made.matter, TAKEN_UP, by=by, at=at)


@transaction.atomic(durable=True)
def withdraw_uptake(uptake: int, *, by: Person, at: datetime) -> None:
    """Take a wrong entry back (撤销采用登记), and its link where no other entry names the same; the trail keeps it."""
    row = Matter.objects.select_for_update().get(outgoing_document__uptakes=uptake)
    _check_side(row, by, at)
    if not Uptake.objects.filter(pk=uptake, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by):
        raise Refused("这条采用登记已经撤销。")
    trail.record(row.stream, "outgoing.uptake_withdrawn", by=by.ref, at=at, detail={"uptake": uptake})
    _unlink(Uptake.objects.select_related("matter").get(pk=uptake), row, by, at)


def _unlink(gone: Uptake, own: Matter, by: Person, at: datetime) -> None:
    others = Uptake.objects.filter(document=gone.document_id, matter=gone.matter, withdrawn_at=None)
    if gone.matter and not others.exists():
        matters.unlink(own, gone.matter, TAKEN_UP, by=by, at=at)


def _check_side(matter: Matter, by: Person, at: datetime) -> None:
    if not (parties.is_drafter(matter, by, at) or parties.is_office(matter, by, at)):
        raise Refused(NOT_YOURS)


def _worded(where: str) -> str:
    where = text.required_line(where, 300, "采用情况", field="where")
    secrecy.check_no_secret(where)
    return where


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
