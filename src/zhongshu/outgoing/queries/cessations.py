"""Whether a document is still in force (效力): what was annulled or repealed, and what decides such things."""

from datetime import datetime

from django.db.models import Q, QuerySet

from zhongshu.gongwen import numbers
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person
from zhongshu.outgoing.models import Cessation


def cessation_of(matter: Matter) -> Cessation | None:
    """Return how a document lost its force (撤销、废止), or None for one that is in force."""
    return Cessation.objects.select_related("by", "decided_by").filter(document=matter.pk).first()


def named(number: str, organ: int, person: Person, at: datetime, *, incoming: bool = False) -> Matter | None:
    """Return the document of an organ that goes by a number, of those that a person may see.

    That is a document issued there, or one that came in: by its number in the register, or by that of its sender.
    incoming: of those that came in alone.
    """
    number = numbers.normalise(number.strip())
    if not number:
        return None
    seen = matters.visible_to(person, at).filter(organ=organ)
    came = Q(incoming_document__isnull=False) & (Q(number=number) | _sent_as(number))
    issued = Q(outgoing_document__isnull=False, number=number, outcome="completed")
    return _latest(seen.filter(came if incoming else came | issued))


def _sent_as(number: str) -> Q:
    return Q(incoming_document__number_key=numbers.number_key(number), incoming_document__sender_number=number)


def _latest(found: QuerySet[Matter]) -> Matter | None:
    return found.order_by("-opened_at", "-pk").first()
