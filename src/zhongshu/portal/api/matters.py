"""Matters that one may see (事项): lists, and one with its slip, files, links and trail."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from zhongshu.matters import queries
from zhongshu.matters.queries import slips as running
from zhongshu.org import queries as org
from zhongshu.portal.api import shapes
from zhongshu.portal.api.shapes import NOT_FOUND, REFUSALS, Number
from zhongshu.trail import queries as trail
from zhongshu.ui import amending, guarding, slips
from zhongshu.ui.views.matters import visible_or_404

router = Router()
SIZE = 50


class Matters(Schema):
    """一页事项."""

    items: list[shapes.Matter]
    count: int = Field(description="总件数")


class StationTask(Schema):
    """环节中一人的任务."""

    id: int
    holder: int
    who: str
    unit: str
    behalf: str
    opinion: str
    doubtful: bool = Field(description="记录与留痕不符：经核验与办理时的留痕不一致，意见不予显示")
    outcome: str = Field(
        description="completed 已办、returned 已退回、transferred 已转办、cancelled 已取消、removed 已减签；未办的为空"
    )
    opened_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None


class Station(Schema):
    """环节."""

    key: str
    name: str
    state: str = Field(
        description="done 已办、current 在办、waiting 未开始、skipped 跳过、stopped 中止、unreached 未办理等"
    )
    round: int = Field(description="第几次办理")
    tasks: list[StationTask]


class Attachment(Schema):
    """附件."""

    id: int
    name: str
    role: str
    size: int
    at: datetime


class Whole(shapes.Matter):
    """一个事项的全部."""

    source_quote: str
    slip: list[Station] = Field(description="路线单")
    attachments: list[Attachment]
    acts: list[str] = Field(description="现在可以做的操作")
    tasks: list[int] = Field(description="等待本人办理的任务")


class Step(Schema):
    """尚未开始的环节."""

    key: str
    name: str
    struck: bool = Field(description="已撤销")
    required: bool = Field(description="必经环节，不能撤销")
    block: str = Field(description="所在的并行办理，没有的为空；同一并行办理整体移动")


class Ahead(Schema):
    """后续环节."""

    seen: str = Field(description="调整时原样写上，其间有了变化的不予调整")
    ahead: list[Step]


class Entry(Schema):
    """一条留痕."""

    at: datetime
    who: str
    behalf: str
    words: str


@router.get("", response={200: Matters, **REFUSALS}, operation_id="matters")
def listed(
    request: HttpRequest,
    kind: str = Query("", max_length=32),
    state: Literal["", "open", "closed"] = "",
    number: str = Query("", max_length=64),
    page: int = Query(1, ge=1, le=10000),
) -> object:
    """本人可以查看的事项，新的在前，每页50件."""
    found = queries.visible_to(request.person, timezone.now())  # type: ignore[attr-defined]
    asked: dict[str, Any] = {"kind": kind, "number": number}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    if state:
        found = found.filter(closed_at__isnull=state == "open")
    start = (page - 1) * SIZE
    rows = found.select_related("lead_unit", "owner").order_by("-opened_at", "-id")[start : start + SIZE]
    return {"count": found.count(), "items": [shapes.matter(row) for row in rows]}


@router.get("{number}", response={200: Whole, **REFUSALS, **NOT_FOUND}, operation_id="matter")
def one(request: HttpRequest, number: Number) -> object:
    """一个事项：基本情况、路线单、附件和现在可以做的操作."""
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    matter = visible_or_404(request, number, known=known)
    guarding.seen(request, matter)
    stops, copies = queries.timeline(queries.slip_of(matter)), queries.readers(matter)
    acts = queries.acts_for(matter, stops, copies, person, now, known=known)
    drawn = slips.Slip(known, now, matter, person)
    kept = matter.attachments.select_related("file").filter(withheld_at=None).order_by("id")
    return shapes.matter(matter).dict() | {
        "source_quote": matter.source_quote,
        "slip": [_station(stop, drawn) for stop in stops],
        "attachments": [
            {"id": row.pk, "name": row.name, "role": row.role, "size": row.file.size, "at": row.at} for row in kept
        ],
        "acts": sorted(acts.may),
        "tasks": [task.pk for task in (*acts.handling, *acts.reading)],
    }


@router.get("{number}/ahead", response={200: Ahead, **REFUSALS, **NOT_FOUND}, operation_id="matter_ahead")
def ahead(request: HttpRequest, number: Number) -> object:
    """一个事项尚未开始的环节，先后为序，供调整后续环节用."""
    matter = visible_or_404(request, number)
    guarding.seen(request, matter)
    outlook = amending.Outlook(running.load_slip(running.main_run(matter), matter)[0])
    return {
        "seen": outlook.seen,
        "ahead": [
            {"key": one.key, "name": one.name, "struck": one.is_struck, "required": one.is_required, "block": one.block}
            for one in outlook.items
        ],
    }


@router.get("{number}/trail", response={200: list[Entry], **REFUSALS, **NOT_FOUND}, operation_id="matter_trail")
def entries(request: HttpRequest, number: Number) -> object:
    """一个事项的全部留痕，先后为序."""
    known = org.directory()
    matter = visible_or_404(request, number, known=known)
    guarding.seen(request, matter)
    drawn = slips.Slip(known, timezone.now(), matter, request.person, frozenset())  # type: ignore[attr-defined]
    names = {stop.station.key: stop.station.name for stop in queries.timeline(queries.slip_of(matter))}
    return drawn.trail(trail.entries(matter.stream), names)


def _station(stop: Any, drawn: slips.Slip) -> dict[str, Any]:
    row = stop.station
    tasks = [
        drawn.actor(task)
        | drawn.words(task)
        | {name: getattr(task, name) for name in ("outcome", "opened_at", "due_at", "done_at")}
        | {"id": task.pk, "holder": task.holder_id}
        for task in stop.tasks
    ]
    return {"key": row.key, "name": row.name, "state": stop.state, "round": row.round, "tasks": tasks}
