"""What the served side says of a closed matter (评价)."""

from datetime import datetime

from django.db import transaction

from zhongshu.kit import digests, text
from zhongshu.kit.errors import Refused
from zhongshu.matters import rules
from zhongshu.matters.actions import opening, telling
from zhongshu.matters.models import Matter, Rating
from zhongshu.matters.queries import ratings, visible
from zhongshu.org.models import Person
from zhongshu.trail import actions as trail


@transaction.atomic(durable=True)
def rate(matter: int, *, score: int, words: str = "", by: Person, at: datetime, request_key: str = "") -> Matter:
    """Rate a closed matter (评价) with a score of `rules.SCORES`; what falls short wants a word why.

    Raises Refused for who is not served by it, twice, too late, or with a low score and no words.
    """
    row = Matter.objects.select_for_update().get(pk=matter)
    request_key = rules.form_key(request_key, by, "rate", matter)
    if visible.by_request(request_key):
        return row
    ratings.check_may(row, by, at)
    words = text.clean_text(words, rules.WORDS_LIMIT, "评价说明")
    if score not in dict(rules.SCORES):
        raise Refused("请选择评价等次。", field="score")
    if score <= rules.LOW_SCORE and not words:
        raise Refused("评价为不满意的，请说明哪里需要改进。", field="words")
    opening.ask_domain("rate", row, by=by, at=at, opinion=words)
    Rating.objects.create(matter=row, score=score, words=words, lead_unit=row.lead_unit, owner=row.owner, by=by, at=at)
    _tell(row, score, at)
    detail = {"score": score} | ({"words": digests.sm3(words)} if words else {})
    trail.record(row.stream, "matters.rated", by=by.ref, at=at, detail=detail)
    opening.remember(request_key, row.stream, at=at)
    return row


def _tell(matter: Matter, score: int, at: datetime) -> None:
    """Whoever answered for the work hears of it."""
    if matter.owner_id:
        text = f"评价：{matter.title or matter.number}，{dict(rules.SCORES)[score]}。"
        telling.send(matter, [matter.owner_id], text, outside=f"评价：{matter.title}", kind="result", at=at)
