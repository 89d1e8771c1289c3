"""Shapes that several rooms of the API share (数据结构)."""

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse, JsonResponse
from ninja import Field, Path, Schema

Number = Annotated[int, Path(ge=1, lt=2**63)]  # what a row of ours can be called by


class Refusal(Schema):
    """拒绝: nothing was changed."""

    sentence: str = Field(description="说明原因和怎么办的一句话")
    field: str = Field("", description="与哪一项内容有关")


class Person(Schema):
    """人员."""

    id: int
    name: str


class Unit(Schema):
    """单位."""

    id: int
    name: str


class Matter(Schema):
    """事项 as it stands in a list."""

    id: int
    kind: str = Field(description="事项类型")
    number: str = Field(description="编号")
    title: str = Field(description="标题，不予显示的为空")
    label: str = Field(description="public 公开、internal 内部、work_secret 工作秘密")
    urgency: int = Field(description="0 平件、1 加急、2 特急、3 特提")
    lead_unit: Unit | None = Field(description="主办单位")
    owner: Person | None = Field(description="责任人")
    received_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str = Field(description="办理结果，在办的为空")


def answer(status: int, sentence: str, field: str = "") -> HttpResponse:
    """Return a refusal as other systems read it: a sentence, and the field that it is about."""
    said = {"sentence": sentence, "field": field}
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


# What any operation may answer instead.
REFUSALS = {401: Refusal, 403: Refusal, 422: Refusal}
NOT_FOUND = {404: Refusal}


def matter(row: "object") -> Matter:
    """Return a matter with its lead unit and owner, which the caller has fetched along."""
    lead, owner = row.lead_unit, row.owner  # type: ignore[attr-defined]
    return Matter(
        lead_unit=Unit(id=lead.pk, name=lead.short_name) if lead else None,
        owner=Person(id=owner.pk, name=owner.name) if owner else None,
        **{
            name: getattr(row, "pk" if name == "id" else name)
            for name in Matter.model_fields
            if name not in ("lead_unit", "owner")
        },
    )
