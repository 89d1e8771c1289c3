"""Who is told what happens (事件推送), kept by the system administrator's token."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from zhongshu.notices import actions, rules
from zhongshu.notices.models import Webhook
from zhongshu.org.models import Unit
from zhongshu.portal.api.shapes import NOT_FOUND, REFUSALS, Number

router = Router()
EVENTS = "、".join(f"{key} {name}" for key, name in rules.EVENTS)


class Wanted(Schema):
    """要推送到哪里、推送什么."""

    organ: int = Field(description="机关", ge=1, lt=2**63)
    name: str = Field(description="对方系统的名称")
    target: str = Field(description="对方的地址", max_length=500)
    events: list[str] = Field(description=EVENTS, max_length=20)


class Subscription(Schema):
    """推送订阅."""

    id: int
    organ: int
    name: str
    target: str
    events: list[str]
    added_at: datetime
    disabled_at: datetime | None
    secret: str = Field("", description="签名密钥，只在添加时返回一次")


@router.get("", response={200: list[Subscription], **REFUSALS}, operation_id="webhooks")
def listed(request: HttpRequest) -> object:
    """全部推送订阅，包括已停用的."""
    return [_shown(row) for row in Webhook.objects.order_by("id")]


@router.post("", response={201: Subscription, **REFUSALS, **NOT_FOUND}, operation_id="webhook_add")
def add(request: HttpRequest, body: Wanted) -> object:
    """添加推送订阅。每次推送带 HMAC-SHA256 签名和时间，对方用返回的密钥核对."""
    organ = Unit.objects.filter(pk=body.organ, kind="organ").first()
    if organ is None:
        raise Http404
    asked = body.dict(exclude={"organ"})
    made, secret = actions.add_webhook(organ, by=request.user.ref, at=timezone.now(), **asked)  # type: ignore[union-attr]
    return Status(201, _shown(made) | {"secret": secret})


@router.delete("{number}", response={204: None, **REFUSALS, **NOT_FOUND}, operation_id="webhook_disable")
def disable(request: HttpRequest, number: Number) -> object:
    """停用推送订阅；尚未送出的不再推送."""
    if not Webhook.objects.filter(pk=number).exists():
        raise Http404
    actions.disable_webhook(number, by=request.user.ref, at=timezone.now())  # type: ignore[union-attr]
    return Status(204, None)


def _shown(row: Webhook) -> dict[str, object]:
    names = ("id", "name", "target", "events", "added_at", "disabled_at")
    return {name: getattr(row, name) for name in names} | {"organ": row.organ_id}
