"""Remarks on passages of a text (批注): written, answered, settled; never taken away."""

from datetime import datetime

from django.db import transaction

from zhongshu.kit import digests
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Person
from zhongshu.outgoing.actions import hearing
from zhongshu.outgoing.actions.hearing import Hearing
from zhongshu.outgoing.models import Remark
from zhongshu.outgoing.queries import parties
from zhongshu.outgoing.rules import consulting as rules


@transaction.atomic(durable=True)
def remark(
    matter: int,
    *,
    version: int,
    paragraph: int = 0,
    quote: str = "",
    words: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> None:
    """Say something of a passage (批注): words of a paragraph of a version, all of it, or without one the whole text.

    By whoever is on the route of the document. Raises Refused with the field, SecretFound.
    """
    heard = hearing.begin(matter, request_key, "remark", by=by, at=at)
    if heard.is_done:
        return
    rules.check_on_route(parties.is_on_route(heard.matter, by, at), "加批注")
    words = hearing.said(words, "批注内容")
    on = hearing.version(heard, version)
    field, quote = hearing.passage(on, paragraph, quote)
    made = Remark.objects.create(
        document=heard.document, version=on, field=field, quote=quote, words=words, by=by, at=at
    )
    hearing.record(heard, "outgoing.remarked", remark=made.pk, version=on.order, words=digests.sm3(words))
    hearing.tell(heard, {heard.matter.opened_by_id}, f"{by.name}对文稿加了批注")


@transaction.atomic(durable=True)
def answer(remark: int, *, words: str, by: Person, at: datetime, request_key: str = "") -> None:
    """Answer a remark (答复批注). By whoever is on the route; who wrote it, and the drafter, are told."""
    found, heard = _heard(remark, "remark_answer", request_key, by, at)
    if heard.is_done:
        return
    rules.check_on_route(parties.is_on_route(heard.matter, by, at), "答复批注")
    _check_open(found, "不能再答复；有新的意见，请另加批注")
    words = hearing.said(words, "答复内容")
    made = Remark.objects.create(
        document=heard.document, version=found.version, answers=found, words=words, by=by, at=at
    )
    hearing.record(heard, "outgoing.remark_answered", remark=found.pk, answer=made.pk, words=digests.sm3(words))
    hearing.tell(heard, {found.by_id, heard.matter.opened_by_id}, f"{by.name}答复了批注")


@transaction.atomic(durable=True)
def settle(remark: int, *, by: Person, at: datetime, request_key: str = "") -> None:
    """Settle a remark (批注已处理). By who wrote it, or whoever writes the text now."""
    found, heard = _heard(remark, "remark_settlement", request_key, by, at)
    if heard.is_done:
        return
    if not parties.settled_by(heard.matter, [found], by, at):
        raise Refused("批注由批注人或者正在修改文稿的人员处理。")
    _check_open(found, "不需要重复处理")
    Remark.objects.filter(pk=found.pk).update(settled_by=by, settled_at=at)
    hearing.record(heard, "outgoing.remark_settled", remark=found.pk)
    hearing.tell(heard, {found.by_id}, f"{by.name}处理了您的批注")


def _heard(remark: int, what: str, request_key: str, by: Person, at: datetime) -> tuple[Remark, Hearing]:
    """Return a remark, as it stands once its matter is locked."""
    document = Remark.objects.values_list("document", flat=True).get(pk=remark, answers=None)
    heard = hearing.begin(document, request_key, what, remark, by=by, at=at)
    return Remark.objects.select_related("version").get(pk=remark), heard


def _check_open(remark: Remark, then: str) -> None:
    if remark.settled_at is not None:
        raise Refused(f"这条批注已经处理，{then}。")
