"""Amending what lies ahead of a running slip (调整后续环节)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from django.db import transaction

from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.matters.actions import acting, telling
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import slips
from zhongshu.org.models import Person
from zhongshu.routes import acts, model

NAME_LIMIT = 40


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step that somebody puts on a running slip (新增环节), outside its parallel blocks; `days` None: no term."""

    name: str
    kind: str
    holders: tuple[int, ...]
    completion: str
    days: int | None = None


@transaction.atomic(durable=True)
def amend(
    matter: int,
    *,
    ahead: Sequence[str | NewStep],
    struck: frozenset[str],
    seen: str,
    by: Person,
    at: datetime,
    request_key: str = "",
) -> Matter:
    """Put what lies ahead in a new order, with new steps and without what is struck off (调整后续环节), all at once.

    `seen` is `slips.outlook` of what the person had before them: whoever else has amended it, or whatever has begun
    since, lets this be refused.
    """
    act = acting.on_matter("amend", matter, by=by, at=at, request_key=request_key)
    if act is None:
        return Matter.objects.get(pk=matter)
    if seen != slips.outlook(act.slip):
        raise Refused("后续环节已有变化，可能其他人刚作过调整，请刷新页面后重新调整。")
    numbers = count(len(act.slip.stations))
    steps = {place: _step(each, next(numbers)) for place, each in enumerate(ahead) if isinstance(each, NewStep)}
    act.opinion = "；".join(step.name for step in steps.values())  # the domain looks at what is written
    wanted = tuple(steps.get(place) or str(each) for place, each in enumerate(ahead))
    chosen = {step.key: tuple(ahead[place].holders) for place, step in steps.items()}  # type: ignore[union-attr]
    detail = {"added": [step.key for step in steps.values()], "struck": sorted(struck)}
    row = acting.carry_out(act, lambda _: acts.Amend(wanted, struck, chosen), detail, {})
    telling.tell(row, telling.concerned(row, known=act.known), "后续环节已调整", by=by, at=at, known=act.known)
    return row


def _step(new: NewStep, number: int) -> model.Step:
    """Return the step; stations never leave a slip, so that one counted on from theirs has a key of its own."""
    name = text.clean_text(new.name, NAME_LIMIT, "环节名称")
    if not name or not new.holders:
        raise Refused("新增的环节要有名称和办理人，请补充。")
    return model.Step(
        key=f"added{number}",
        name=name,
        kind=new.kind,
        who=model.Who("chosen"),
        completion=new.completion,
        due_days=new.days,
    )
