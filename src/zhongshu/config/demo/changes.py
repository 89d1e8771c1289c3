"""What happens to the office itself in the half year (机构人员变动): a new name, a head who leaves, delegations."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours, places, words
from zhongshu.config.demo.stage import Cast, Story
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Task
from zhongshu.org.actions import delegations, people, posts, units
from zhongshu.org.models import Person
from zhongshu.org.rules import SYSTEM


def stories(cast: Cast, now: datetime) -> list[Story]:
    """Return the changes, each at so many working days before today."""

    def ago(days: int) -> datetime:
        return hours.later(hours.opening(calendars.add_workdays(hours.latest_day(now), -days)), 30)

    return [
        _once(ago(60), lambda at: _rename(cast, at)),
        _once(ago(30), lambda at: _leave(cast, at)),
        _once(ago(45), lambda at: _delegate(cast, 1, 2, at, ago(40), words.AWAY[0])),
        _once(ago(2), lambda at: _delegate(cast, 3, 4, at, ago(-4), words.AWAY[1])),
    ]


def _once(at: datetime, act: Callable[[datetime], None]) -> Story:
    yield at
    act(at)


@transaction.atomic(durable=True)
def _rename(cast: Cast, at: datetime) -> None:
    before, since = places.RENAMED
    name = f"{places.COUNTY}{since}"
    units.rename(cast.unit(before), name=name, short_name=f"县{since}", on=at.date(), by=SYSTEM, at=at)


def _leave(cast: Cast, at: datetime) -> None:
    """A head goes; a deputy, or the head of the neighbouring bureau, takes over with all that was open."""
    team = cast.office.teams[cast.unit(places.LEAVERS).code]
    leaver = team[0]
    heir = team[1] if len(team) > 1 else cast.office.teams[cast.unit(places.NEIGHBOUR).code][0]
    _appoint(cast, heir, at)
    chief = cast.office.people["office_head"][0]
    if Task.objects.filter(holder__person=leaver, done_at=None).exists():  # in a small office there may be nothing
        matters.hand_over(leaver, to=heir, by=chief, at=at, reason=words.LEFT)
    _let_go(leaver, at)


@transaction.atomic(durable=True)
def _appoint(cast: Cast, heir: Person, at: datetime) -> None:
    bureau = next(each for each in places.BUREAUS if each.name == places.LEAVERS)
    post = cast.office.post(cast.unit(places.LEAVERS), places.head_title(bureau))
    posts.appoint(heir, post, on=at.date(), by=SYSTEM, at=at)


@transaction.atomic(durable=True)
def _let_go(leaver: Person, at: datetime) -> None:
    people.leave(leaver, on=at.date(), by=SYSTEM, at=at)


@transaction.atomic(durable=True)
def _delegate(cast: Cast, principal: int, delegate: int, at: datetime, ends_at: datetime, reason: str) -> None:
    leaders = cast.office.people["leaders"]
    delegations.delegate(
        leaders[principal],
        to=leaders[delegate],
        begins_at=at,
        ends_at=ends_at,
        by=leaders[principal].ref,
        at=at,
        reason=reason,
    )
