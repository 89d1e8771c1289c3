"""Conflicts with documents of superiors (与上级文件不一致): raised on the route, answered before the text is signed."""

from datetime import datetime

from django.db import transaction

from zhongshu.documents import rules as secrecy
from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters.kinds import Step
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import hearing
from zhongshu.outgoing.models import Conflict
from zhongshu.outgoing.queries import conflicts, parties
from zhongshu.outgoing.rules import consulting as rules


@transaction.atomic(durable=True)
def raise_conflict(
    matter: int,
    *,
    version: int,
    superior: str,
    paragraph: int = 0,
    quote: str = "",
    words: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> None:
    """Say that a text does not agree with a superior's document (提出与上级文件不一致), named by title and number.

    By whoever is on the route. Raises Refused with the field, SecretFound.
    """
    heard = hearing.begin(matter, request_key, "conflict", by=by, at=at)
    if heard.is_done:
        return
    rules.check_on_route(parties.is_on_route(heard.matter, by, at), "提出不一致意见")
    superior = text.required_line(superior, rules.SUPERIOR, "上级文件名称和文号", field="superior")
    secrecy.check_no_secret(superior)
    words = hearing.said(words, "不一致的内容")
    on = hearing.version(heard, version)
    _, quote = hearing.passage(on, paragraph, quote)
    made = Conflict.objects.create(
        document=heard.document, version=on, superior=superior, quote=quote, words=words, by=by, at=at
    )
    detail = {"conflict": made.pk, "version": on.order, "superior": digests.sm3(superior), "words": digests.sm3(words)}
    hearing.record(heard, "outgoing.conflict_raised", **detail)
    hearing.tell(heard, {heard.matter.opened_by_id}, f"{by.name}提出文稿与上级文件不一致，请答复")


@transaction.atomic(durable=True)
def answer(conflict: int, *, outcome: str, words: str = "", by: Person, at: datetime, request_key: str = "") -> None:
    """Answer a conflict (答复不一致意见): by another text, or by the reason. By the side that writes, or the office."""
    document = Conflict.objects.values_list("document", flat=True).get(pk=conflict)
    heard = hearing.begin(document, request_key, "conflict_answer", conflict, by=by, at=at)
    if heard.is_done:
        return
    row = Conflict.objects.get(pk=conflict)
    if not (parties.is_drafter(heard.matter, by, at) or parties.is_office(heard.matter, by, at)):
        raise Refused("与上级文件不一致的意见，由拟稿单位或者办公室答复。")
    if row.answered_at is not None:
        raise Refused("这条意见已经答复，不能重复答复。")
    words = hearing.said(words, "答复内容", required=False)
    revised = conflicts.revised(row)
    rules.check_outcome(outcome, words, revised is not None)
    made = {"outcome": outcome, "answer": words or f"已在第{revised.order}版中修改。" if revised else words}
    Conflict.objects.filter(pk=conflict).update(**made, answered_by=by, answered_at=at)
    hearing.record(
        heard, "outgoing.conflict_answered", conflict=conflict, outcome=outcome, words=digests.sm3(made["answer"])
    )
    hearing.tell(heard, {row.by_id}, f"{by.name}答复了您提出的不一致意见")


def check(step: Step) -> None:
    """Refuse to sign over a conflict that nobody has answered (未答复的不一致意见), or to go on after the signature."""
    unanswered = conflicts.unanswered(queries.document_of(step.matter))
    then = "签发" if step.station == "sign_off" else "继续办理"
    rules.check_no_conflict([one.superior for one in unanswered], then)
