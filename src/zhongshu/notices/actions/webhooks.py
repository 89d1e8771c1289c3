"""Other systems that are told what happens (推送订阅), kept by 系统管理员."""

import json
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from zhongshu.jobs import actions as jobs
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.notices import rules
from zhongshu.notices.actions import outbox, telling
from zhongshu.notices.models import Posting, Webhook
from zhongshu.notices.models.outbox import OPEN
from zhongshu.notices.rules import addresses, reasons, times
from zhongshu.org import queries as org
from zhongshu.org.actions import changes
from zhongshu.org.models import Unit
from zhongshu.org.rules import SYSTEM, administrators
from zhongshu.trail import actions as trail

STREAM = "settings"
PUSH = "zhongshu.notices.jobs.push"


@transaction.atomic(durable=True)
def add_webhook(
    organ: Unit, *, name: str, target: str, events: Iterable[str], by: str, at: datetime
) -> tuple[Webhook, str]:
    """Let another system be told of events of an organ (添加推送订阅); return it with its secret, shown this once.

    Each posting is signed with the secret, so that the other side knows who sent it, and when.
    """
    administrators.check_duty(changes.role_of(by), "sysadmin", by)
    changes.begin()
    clean = text.clean_line(name, 40, "名称", field="name")
    wanted = [event for event in dict.fromkeys(events) if event in dict(rules.EVENTS)]
    if not clean:
        raise Refused("请填写对方系统的名称。", field="name")
    if not wanted:
        raise Refused("请选择要推送的事件。", field="events")
    secret = secrets.token_urlsafe(32)
    webhook = Webhook.objects.create(
        organ=organ,
        name=clean,
        target=addresses.target(target),
        secret=addresses.seal(secret),
        events=wanted,
        added_by=by,
        added_at=at,
    )
    detail = {"webhook": webhook.pk, "events": wanted}
    trail.record(STREAM, "notices.webhook_added", by=by, at=at, detail=detail)
    return webhook, secret


@transaction.atomic(durable=True)
def try_webhook(webhook: int, *, by: str, at: datetime) -> Posting:
    """Push an event that tells of nothing (试推送), signed like every other; a job does it at once, and only once."""
    administrators.check_duty(changes.role_of(by), "sysadmin", by)
    row = Webhook.objects.select_for_update().get(pk=webhook)
    if row.disabled_at is not None:
        raise Refused("该推送订阅已停用，请先启用再试推送。")
    if Posting.objects.filter(OPEN, webhook=row, event=rules.TRIAL).exists():
        raise Refused("上一次试推送尚无结果，请稍后刷新本页查看。")
    body = json.dumps({"event": rules.TRIAL, "at": at.isoformat()}, sort_keys=True)
    posting = Posting.objects.create(
        webhook=row, event=rules.TRIAL, about=STREAM, body=body, at=at, due_at=at, attempts=times.ATTEMPTS - 1
    )
    Webhook.objects.filter(pk=row.pk).update(rests_until=None)
    jobs.enqueue(PUSH, at=at, args=[row.pk], unique_key=f"{PUSH}:{row.pk}")
    trail.record(STREAM, "notices.webhook_tried", by=by, at=at, detail={"webhook": row.pk})
    return posting


@transaction.atomic(durable=True)
def disable_webhook(webhook: int, *, by: str, at: datetime) -> Webhook:
    """Tell another system no more (停用推送订阅); what waited for it is dropped."""
    administrators.check_duty(changes.role_of(by), "sysadmin", by)
    row = Webhook.objects.select_for_update().get(pk=webhook)
    if row.disabled_at is not None:
        raise Refused("该推送订阅已停用，无须重复办理。")
    _disable(row, by, at)
    return row


@transaction.atomic(durable=True)
def give_up(webhook: int, *, at: datetime) -> bool:
    """Switch off a webhook that has done nothing but fail for days (自动停用); tell whether it was.

    系统管理员 finds it on the first page, for most of them have no inbox; who has one is told there as well.
    """
    row = Webhook.objects.select_for_update().get(pk=webhook)
    since = row.failing_since
    is_over = row.disabled_at is None and since is not None and at - since >= times.DISABLE_AFTER
    if is_over:
        _disable(row, SYSTEM, at)
        _tell(row, at)
    return is_over


def _tell(row: Webhook, at: datetime) -> None:
    in_office = org.administrators().filter(role="sysadmin", account__person__isnull=False)
    people = in_office.values_list("account__person_id", flat=True)
    text = f"向“{row.name}”的事件推送连续失败，已自动停用。"
    telling.tell(people, text=text, link="/outbox/", about=STREAM, at=at, urgent=True)


def _disable(row: Webhook, by: str, at: datetime) -> None:
    changes.begin()
    row.disabled_by, row.disabled_at = by, at
    row.save(update_fields=["disabled_by", "disabled_at"])
    Posting.objects.filter(OPEN, webhook=row).update(dropped_at=at, reason=reasons.SWITCHED_OFF)
    trail.record(STREAM, "notices.webhook_disabled", by=by, at=at, detail={"webhook": row.pk})


@transaction.atomic(durable=True)
def enable_webhook(webhook: int, *, by: str, at: datetime) -> Webhook:
    """Tell another system again (重新启用推送订阅); what happened meanwhile is not told."""
    administrators.check_duty(changes.role_of(by), "sysadmin", by)
    changes.begin()
    row = Webhook.objects.select_for_update().get(pk=webhook)
    if row.disabled_at is None:
        raise Refused("该推送订阅已启用，无须重复办理。")
    row.disabled_by, row.disabled_at = "", None
    row.save(update_fields=["disabled_by", "disabled_at"])
    outbox.recover(row)
    trail.record(STREAM, "notices.webhook_enabled", by=by, at=at, detail={"webhook": row.pk})
    return row
