"""Planting the demonstration (装入演示数据) into an empty database, and nowhere else."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import (
    arrivals,
    changes,
    hours,
    messages,
    office,
    outgoing,
    parcels,
    places,
    plots,
    seals,
    stage,
    year,
)
from zhongshu.config.demo.cards import card
from zhongshu.config.demo.incoming import Incoming
from zhongshu.documents import actions as documents
from zhongshu.documents.rules import PAPER_CARD
from zhongshu.kit.errors import Refused
from zhongshu.org.models import Account, Person, Unit
from zhongshu.org.rules import SYSTEM
from zhongshu.outgoing import actions as numbers
from zhongshu.portal.demonstration import PLANTED
from zhongshu.seals import actions as register
from zhongshu.trail import actions as trail


class Planted(NamedTuple):
    """How much was planted."""

    units: int
    people: int
    matters: int


def plant(*, seed: int, people: int, matters: int, at: datetime, is_year: bool = False) -> Planted:
    """Plant a county office with so many people and matters (装入演示数据), the same for the same seed and day.

    is_year: of a whole year instead of half of one, with most of it done long ago.

    Raises Refused unless the database is empty, and for fewer people than there are desks.
    """
    now = timezone.localtime(at)
    _check(people, matters)
    span, compose = (year.SPAN, year.plots) if is_year else (plots.HALF_A_YEAR, plots.plots)
    events = compose(Random(seed), size=matters, now=now)  # noqa: S311
    made = _found(seed, people, span, now)
    cast = stage.Cast(made, {person.pk: person for person in Person.objects.all()})
    stories = [_story(cast, plot, seed) for plot in events]
    kept = seals.stories(cast, now, seed=seed, size=matters, span=span)
    sent = outgoing.stories(cast, now, seed=seed, size=matters, span=span)
    stage.tell([*changes.stories(cast, now, span=span), *kept, *sent, *stories], until=now)
    arrivals.plant(cast, seed=seed, now=now)
    parcels.plant(cast, now=now)
    messages.catch_up(Random(seed), at=now)  # noqa: S311
    return Planted(len(made.units) + 1, made.count, len(events))


def _story(cast: stage.Cast, plot: plots.Plot, seed: int) -> stage.Story:
    return card(cast, plot, seed) if plot.fate.kind == PAPER_CARD else Incoming(cast, plot, seed).tell()


def _check(people: int, matters: int) -> None:
    if Unit.objects.exists() or Account.objects.exists():
        raise Refused("数据库中已有机关或账号，演示数据只能装入空数据库。请换一个空的数据目录后重试。")
    if people < office.FEWEST:
        raise Refused(f"演示机关至少需要{office.FEWEST}人。")
    if matters < 0:
        raise Refused("事项数不能小于0。")


@transaction.atomic(durable=True)
def _found(seed: int, people: int, span: int, now: datetime) -> office.Office:
    """Found the office, its registers, and the word that all of this is invented, in one transaction."""
    day = calendars.add_workdays(now.date(), -span) - timedelta(days=10)
    begun = hours.opening(day)
    made = office.found(Random(seed), size=people, on=day, at=begun)  # noqa: S311
    for organ in (made.organ, *(unit for unit in made.units.values() if unit.kind == Unit.ORGAN)):
        documents.open_registers(organ.pk, by=SYSTEM, at=begun)
        register.open_log(organ.pk, by=SYSTEM, at=begun)
    for code in places.NUMBER_CODES:
        numbers.open_code_within(organ=made.organ.pk, code=code, by=SYSTEM, at=begun)
    for bureau in (*places.BUREAUS, *places.TOWNS):
        numbers.open_code_within(organ=made.units[bureau.name].pk, code=bureau.code, by=SYSTEM, at=begun)
    trail.record("settings", PLANTED, by=SYSTEM, at=now, detail={"seed": seed, "people": people})
    return made
