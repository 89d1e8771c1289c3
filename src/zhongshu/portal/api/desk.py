"""The desk (工作台) of whom the token belongs to."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from zhongshu.matters import queries
from zhongshu.org import queries as org
from zhongshu.portal.api.shapes import REFUSALS

router = Router()
SIZE = 50


class Counts(Schema):
    """件数."""

    todo: int = Field(description="待办")
    to_read: int = Field(description="待阅")
    late: int = Field(description="待办中已超期的")


class Waiting(Schema):
    """待办或待阅的任务."""

    id: int
    matter: int = Field(description="事项")
    kind: str = Field(description="事项类型")
    name: str = Field(description="环节名称")
    title: str
    number: str
    urgency: int
    label: str
    given_by: str = Field(description="送办人")
    behalf: str = Field(description="代谁办理，本人的为空")
    opened_at: datetime
    seen_at: datetime | None
    due_at: datetime | None


class WaitingTasks(Schema):
    """一页任务."""

    items: list[Waiting]
    count: int = Field(description="总件数")


@router.get("counts", response={200: Counts, **REFUSALS}, operation_id="desk_counts")
def counts(request: HttpRequest) -> object:
    """待办、待阅、超期件数."""
    return queries.counts(request.person, timezone.now())  # type: ignore[attr-defined]


@router.get("{box}", response={200: WaitingTasks, **REFUSALS}, operation_id="desk_tasks")
def tasks(request: HttpRequest, box: Literal["todo", "to_read"], page: int = Query(1, ge=1, le=10000)) -> object:
    """待办（todo）或待阅（to_read），每页50件，按紧急程度和时限排列."""
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    start = (page - 1) * SIZE
    mine = set(org.own_holders(person.pk, now, known=known))
    found = queries.open_tasks(person, now, reading=box == "to_read", start=start, stop=start + SIZE, known=known)
    return {
        "count": queries.counts(person, now, known=known)[box],
        "items": [
            row
            | {
                "matter": row["matter_id"],
                "kind": row["matter_kind"],
                "due_at": row["due"],
                "given_by": _name(row["given_by"], known),
                "behalf": "" if row["holder_id"] in mine else org.holder_name(row["holder_id"], known=known),
            }
            for row in found
        ],
    }


def _name(ref: str, known: org.Directory) -> str:
    kind, _, number = ref.partition(":")
    return known.people[int(number)].name if kind == "person" else ""
