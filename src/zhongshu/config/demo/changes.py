"""What happens to the office itself (机构人员变动): a new name, a head who leaves, stand-ins, a new route."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours, messages, places, words
from zhongshu.config.demo.stage import Cast, Story
from zhongshu.documents.rules import INCOMING
from zhongshu.matters import actions as matters
from zhongshu.matters import kinds
from zhongshu.matters.actions import routes as drawing
from zhongshu.matters.models import HandOver, Task
from zhongshu.matters.queries import routes
from zhongshu.org.actions import delegations, people, posts, units
from zhongshu.org.models import Person
from zhongshu.org.rules import SYSTEM


def stories(cast: Cast, now: datetime, *, span: int) -> list[Story]:
    """Return the changes of the last `span` working days, each so many working days before today."""

    def ago(days: int) -> datetime:
        return hours.later(hours.opening(calendars.add_workdays(hours.latest_day(now), -days)), 30)

    return [
        _once(ago(60), lambda at: _rename(cast, at)),
        _once(ago(30), lambda at: _leave(cast, at)),
        _once(ago(45), lambda at: _delegate(cast, 1, 2, at, ago(40), words.AWAY[0])),
        _once(ago(2), lambda at: _delegate(cast, 3, 4, at, ago(-4), words.AWAY[1])),
        _once(ago(span // 2), lambda at: _publish(cast, at)),
        _stand_in(cast, ago(10)),
        *[messages.must_read(cast, ago(1 + 40 * number), number) for number in range(1 + span // 40)],
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


def _stand_in(cast: Cast, at: datetime) -> Story:
    """The head with most on the desk hands it over for a training that is put off the same day (移交、撤销)."""
    yield at
    chief = cast.office.people["office_head"][0]
    waiting = Task.objects.filter(done_at=None, opened_at__isnull=False).values_list("holder__person", flat=True)
    counted = Counter(waiting)
    heads = [head for head in cast.office.people["heads"] if counted[head.pk] and cast.is_here(head, at)]
    if not heads:
        return
    head = max(heads, key=lambda one: (counted[one.pk], -one.pk))
    heir = next(iter(cast.colleagues(head, at)), cast.office.people["office_deputies"][0])
    cast.handed |= {cast.holder(head), cast.holder(heir)}
    matters.hand_over(head, to=heir, by=chief, at=at, reason=words.TRAINING)
    made = HandOver.objects.filter(leaver=head).latest("id")
    at += timedelta(minutes=25)
    yield at
    matters.hand_back(made.pk, by=chief, at=at)


def _publish(cast: Cast, at: datetime) -> None:
    """The office publishes its own route (发布流程): requests are looked over first. What runs goes on as it began."""
    chief, kind, organ = cast.office.people["office_head"][0], kinds.get(INCOMING), cast.organ
    tree = dict(routes.definition(kind, organ, kind.loaded_route.version))
    post = cast.office.post(cast.unit("综合科"), "科长")
    review = {
        "key": "policy",
        "name": "政策审核",
        "kind": "sign",
        "who": {"rule": "post", "key": post.code},
        "when": [{"fact": "genre", "op": "is", "value": "request"}],
        "due_days": 2,
    }
    place = next(place for place, step in enumerate(tree["steps"], 1) if step["key"] == "proposal")
    tree["steps"] = [*tree["steps"][:place], review, *tree["steps"][place:]]
    draft = drawing.save_draft(INCOMING, organ, definition=tree, revision=0, based_on=1, by=chief, at=at)
    drawing.publish(
        INCOMING,
        organ,
        revision=draft.revision,
        based_on=1,
        note=words.ROUTE_NOTE,
        is_confirmed=True,
        by=chief,
        at=at,
    )
