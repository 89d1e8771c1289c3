"""What others say of a text before it goes on (征求意见、批注): three opinions, of which one waits to be decided."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING, Any

from zhongshu.calendars import queries as calendars
from zhongshu.config.demo import hours
from zhongshu.config.demo.stage import Cast
from zhongshu.matters import actions as matters
from zhongshu.matters.models import Matter, Task
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import consulting, remarks
from zhongshu.outgoing.models import Remark
from zhongshu.outgoing.queries import passages

if TYPE_CHECKING:
    from zhongshu.config.demo.incoming import Moment

ASKED = "请对文稿提出修改意见，没有意见的请注明。"
SAID = ("建议明确牵头单位和完成时限。", "建议将有关资金安排表述为“按规定统筹安排”。", "无意见。")
DECIDED: tuple[dict[str, str], ...] = (
    {"verdict": "adopted"},
    {"verdict": "declined", "reason": "资金已列入年初预算，保留原表述。"},
)
REMARK, ANSWER = "这里的数字请与上季度通报核对一致。", "已核对，与上季度通报口径一致。"


def heard(cast: Cast, matter: Matter, by: Person, at: datetime, rng: Random) -> Moment:
    """Let three heads be asked and answer, the drafter decide on two, one remark; return when all is said."""
    heads = [one for one in cast.office.people["heads"][:12] if one != by and cast.is_here(one, at)]
    heads = [one for one in heads if cast.holder(one) not in cast.handed]
    asked = rng.sample(heads, len(SAID))
    until = calendars.add_workdays(at.date(), 3)
    holders = [cast.holder(one) for one in asked]
    matters.consult(matter.pk, holders=holders, until=until, question=ASKED, by=by, at=at)
    for head, words in zip(asked, SAID, strict=True):
        at = hours.later(at, rng.randrange(5, 25))
        yield at
        matters.complete(_task(matter, cast, head).pk, opinion=words, by=head, at=at)
    at = hours.later(at, 10)
    yield at
    for head, decided in zip(asked, DECIDED, strict=False):
        consulting.decide(matter.pk, about=f"task-{_task(matter, cast, head).pk}", by=by, at=at, **decided)
    return (yield from _remarked(matter, asked[0], by, at))


def _task(matter: Matter, cast: Cast, head: Person) -> Task:
    return Task.objects.get(matter=matter, station__key="consultation_opinions", holder=cast.holder(head))


def _remarked(matter: Matter, head: Person, by: Person, at: datetime) -> Moment:
    """One of those who were asked says something of the longest paragraph; the drafter answers."""
    version = queries.latest(matter.pk)
    longest = max(passages.paragraphs(queries.draft_of(version)), key=lambda one: len(one.text))
    at = hours.later(at, 10)
    yield at
    where: dict[str, Any] = {"version": version.order, "paragraph": longest.number}
    remarks.remark(matter.pk, words=REMARK, by=head, at=at, **where)
    at = hours.later(at, 10)
    yield at
    remarks.answer(Remark.objects.get(document_id=matter.pk, answers=None).pk, words=ANSWER, by=by, at=at)
    return at
