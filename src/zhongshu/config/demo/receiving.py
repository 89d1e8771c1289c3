"""What towns and bureaus make of what was sent to them (签收、退文): most sign, one sends it back, some wait."""

from datetime import datetime
from random import Random

from zhongshu.config.demo import hours
from zhongshu.config.demo.stage import Cast, Story
from zhongshu.exchange import actions as exchange
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person

MOST = 8  # so many sign for a document; the rest is still to come
REFUSAL = {"cause": "ours_to_handle", "reason": "所涉事项不在我单位职责范围内，请改送主管部门。"}


def answered(cast: Cast, matter: Matter, rng: Random) -> Story:
    """Let the receivers of a document of this system sign for it one after another, and one send it back."""
    dispatch = Dispatch.objects.filter(matter=matter).first()
    if dispatch is None:
        return
    at = hours.later(dispatch.at, 1)
    yield at
    exchange.deliver(dispatch.pk, at=at)
    waiting = list(Delivery.objects.filter(dispatch=dispatch, unit__isnull=False).select_related("unit").order_by("pk"))
    chosen = rng.sample(waiting, min(len(waiting), MOST))
    for place, one in enumerate(chosen):
        at = hours.later(at, rng.randrange(10, 60))
        yield at
        by = _registrar(cast, one, at)
        if by is None:
            continue
        if place == MOST - 1:
            exchange.reject(one.pk, **REFUSAL, by=by, at=at)
        else:
            exchange.sign(one.pk, by=by, at=at)


def _registrar(cast: Cast, one: Delivery, at: datetime) -> Person | None:
    """Return who keeps the register of a receiver that day, if anybody does."""
    day = org.local_day(at)
    people = org.people_behind(org.role("registrar", one.unit_id or 0, day), day)
    return cast.everybody[min(people)] if people else None
