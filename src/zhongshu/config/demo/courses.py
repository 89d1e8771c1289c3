"""What befalls the course of a document beside its steps (流转中的变化): rests, requests, jumps, amended slips.

Each is a part of a story that begins while a task waits and returns the moment when it is over. Of what is still
so today (`standing`) the first half is told and the second is yet to come.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours, words
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Jump, Matter, Run, Task
from zhongshu.matters.queries import slips
from zhongshu.org import queries as org
from zhongshu.routes import books, places

if TYPE_CHECKING:
    from zhongshu.config.demo.incoming import Incoming, Moment

LEGAL = "司法局"
Course = Callable[["Incoming", datetime], "Moment"]


def befalling(story: Incoming, station: str) -> Course | None:
    """Return what befalls the document now at a station, struck off what is still to come; None for nothing."""
    for incident, act in ALONG.get(station, {}).items():
        if story.takes_place(incident):
            return act
    return None


def standing(story: Incoming, at: datetime) -> Moment:
    """Begin what is still so today: it rests, or somebody has asked and nobody has answered."""
    for incident, act in STANDING.items():
        if story.takes_place(incident):
            at = yield from act(story, at)
    return at


def _rest(story: Incoming, at: datetime) -> Moment:
    at = yield from _come_to_rest(story, at)
    at = yield from story.wait(hours.later(at, story.rng.randrange(1000, 2600)))
    matters.resume(story.matter.pk, by=story.keeper, at=at)
    return at


def _come_to_rest(story: Incoming, at: datetime) -> Moment:
    at = yield from story.wait(hours.later(at, 70))
    matters.suspend(story.matter.pk, by=story.keeper, at=at, reason=story.rng.choice(words.RESTS))
    return at


def _extend(story: Incoming, at: datetime) -> Moment:
    at = yield from _ask_for_time(story, at)
    verdict = story.rng.choices(("approved", "rejected"), (5, 1))[0]
    opinion = words.EXTENDED if verdict == "approved" else words.NOT_EXTENDED
    return (yield from _answer(story, "extension", at, opinion, {"verdict": verdict}))


def _ask_for_time(story: Incoming, at: datetime) -> Moment:
    at = yield from story.wait(hours.later(at, 120))
    until = max(timezone.localdate(Matter.objects.get(pk=story.matter.pk).due_at), at.date())
    matters.ask_extension(
        story.matter.pk,
        until=calendars.add_workdays(until, 5),
        reason=story.rng.choice(words.MORE_TIME),
        by=story.cast.actor(story.still(), at, story.rng),
        at=at,
    )
    return at


def _consult(story: Incoming, at: datetime) -> Moment:
    at = yield from _ask_opinions(story, at)
    return (yield from _answer(story, "consultation", at, story.rng.choice(words.OPINIONS), {}))


def _ask_opinions(story: Incoming, at: datetime) -> Moment:
    at = yield from story.wait(hours.later(at, 90))
    by = story.cast.actor(story.still(), at, story.rng)
    others = [head for head in story.cast.office.people["heads"][:12] if head != by and story.cast.is_here(head, at)]
    matters.consult(
        story.matter.pk,
        holders=[story.cast.holder(head) for head in story.rng.sample(others, 2)],
        until=calendars.add_workdays(at.date(), 3),
        question=words.QUESTION,
        by=by,
        at=at,
    )
    return at


def _refuse(story: Incoming, at: datetime) -> Moment:
    at = yield from _ask_release(story, at)
    return (yield from _answer(story, "refusal", at, words.REASSIGNED, {"verdict": "reassigned"}))


def _ask_release(story: Incoming, at: datetime) -> Moment:
    at = yield from story.wait(hours.later(at, 60))
    task = story.still()
    matters.ask_refusal(task.pk, reason=words.DECLINED, by=story.cast.actor(task, at, story.rng), at=at)
    return at


def _answer(story: Incoming, side: str, at: datetime, opinion: str, fields: dict[str, str]) -> Moment:
    """Whoever is asked answers, one after the other."""
    waiting = Task.objects.filter(station__run__matter=story.matter, station__run__route_key=side, done_at=None)
    for number in list(waiting.order_by("order", "id").values_list("pk", flat=True)):
        at = yield from story.wait(hours.later(at, story.rng.randrange(100, 500)))
        task = Task.objects.get(pk=number)
        if task.done_at is None:
            by = story.cast.actor(task, at, story.rng)
            matters.complete(number, by=by, at=at, opinion=opinion, fields=fields)
    return at


def _jump(story: Incoming, at: datetime) -> Moment:
    at = yield from _ask_jump(story, at)
    at = yield from story.wait(hours.later(at, 30))
    asked = Jump.objects.get(run__matter=story.matter, settled_at=None)
    matters.settle_jump(asked.pk, verdict="approved", by=story.cast.one("office_head", story.rng), at=at)
    return at


def _ask_jump(story: Incoming, at: datetime) -> Moment:
    at = yield from story.wait(hours.later(at, 60))
    matters.ask_jump(story.matter.pk, to="assignment", reason=words.JUMPED, by=story.keeper, at=at)
    return at


def _amend(story: Incoming, at: datetime) -> Moment:
    """The registrar puts a legal review before what is still ahead."""
    at = yield from story.wait(hours.later(at, 40))
    slip, _, _ = slips.load_slip(Run.objects.get(matter=story.matter, role=Run.MAIN), story.matter)
    lawyer = story.cast.office.teams[story.cast.unit(LEGAL).code][0]
    new = matters.NewStep("合法性审核", "sign", (story.cast.holder(lawyer),), "one", 2)
    ahead: list[str | matters.NewStep] = [new, *(each.key for each in places.ahead(books.Books(slip)))]
    seen = slips.outlook(slip)
    matters.amend(story.matter.pk, ahead=ahead, struck=frozenset(), seen=seen, by=story.keeper, at=at)
    return at


def _correct(story: Incoming, at: datetime) -> Moment:
    """The registrar wants the reply corrected and straight back (直送)."""
    at = yield from story.wait(hours.later(at, 45))
    matters.give_back(story.still().pk, to="reply", straight=True, by=story.keeper, at=at, reason=words.CORRECT)
    return at


def rate(story: Incoming, at: datetime) -> Moment:
    """Whoever instructed says what they think of the result (评价); slow work is not praised."""
    matter = Matter.objects.get(pk=story.matter.pk)
    signed = Task.objects.filter(matter=matter, kind="sign", station__key="instruction", outcome="completed")
    first = signed.exclude(done_by=matter.owner_id).order_by("id").first()
    if matter.outcome != "completed" or first is None or first.done_by is None or first.on_behalf_of_id:
        return at
    at = yield from story.wait(hours.later(at, story.rng.randrange(60, 1200)))
    if not org.people_of(first.holder_id, org.local_day(at)):
        return at
    late = bool(matter.due_at and matter.closed_at and matter.closed_at > matter.due_at + timedelta(days=1))
    score = story.rng.choices((5, 4, 3, 2), (1, 3, 5, 3) if late else (9, 8, 2, 0))[0]
    matters.rate(matter.pk, score=score, words=words.FALLS_SHORT if score == 2 else "", by=first.done_by, at=at)
    return at


# What has its course on the way, by station.
ALONG: dict[str, dict[str, Course]] = {
    "instruction": {"jumped": _jump, "amended": _amend},
    "handling": {"rested": _rest, "extended": _extend, "consulted": _consult, "refused": _refuse},
    "closing": {"corrected": _correct},
}
# What is so today.
STANDING: dict[str, Course] = {
    "asks_time": _ask_for_time,
    "asks_opinions": _ask_opinions,
    "asks_release": _ask_release,
    "asks_jump": _ask_jump,
    "amended": _amend,
    "resting": _come_to_rest,
}
