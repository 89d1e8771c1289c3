"""Reminders and what is answered to them (催办、反馈)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours, words
from zhongshu.config.demo.stage import open_task
from zhongshu.documents.rules import TELEGRAM
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Task
from zhongshu.org.models import Person

if TYPE_CHECKING:
    from zhongshu.config.demo.incoming import Incoming, Moment


def later(story: Incoming, at: datetime) -> Moment:
    """Remind of what waits once its day has passed; some answer."""
    task = open_task(story.matter)
    if task is None or not story.takes_place("chased"):
        return at
    due = hours.opening(calendars.add_workdays(story.plot.due or at.date(), 1))
    at = yield from story.wait(hours.later(max(at, due), 90))
    task = story.still()
    chase(story, task, at)
    if story.takes_place("answered"):
        at = yield from story.wait(hours.later(at, 120))
        task = story.still()
        answer(story, task, story.cast.actor(task, at, story.rng), at)
    return at


def chase(story: Incoming, task: Task, at: datetime) -> None:
    """Remind whoever holds a task; of a telegram its keeper does."""
    mode = story.rng.choice(("message", "phone", "document", "on_site"))
    by = story.cast.one("supervisors", story.rng)
    by = story.keeper if story.fate.kind == TELEGRAM else by
    said = story.rng.choice(words.CHASE)
    matters.chase(story.matter.pk, tasks=[task.pk], mode=mode, words=said, by=by, at=at)


def answer(story: Incoming, task: Task, by: Person, at: datetime) -> None:
    """Answer the last reminder of a task."""
    story.left.discard("answered")
    last = task.chases.order_by("-id").values_list("pk", flat=True).first()
    if last:  # handed over meanwhile, the reminder stays with whoever got it
        matters.answer(last, words=story.rng.choice(words.ANSWER), by=by, at=at)
