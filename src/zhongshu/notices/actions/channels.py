"""The ways out to people (消息渠道), kept by 系统管理员: added, tried, switched on and off."""

from datetime import datetime

from django.db import transaction

from zhongshu.jobs import actions as jobs
from zhongshu.kit import text
from zhongshu.kit.errors import Refused
from zhongshu.notices import rules
from zhongshu.notices.models import Channel, Delivery
from zhongshu.notices.models.channels import ON
from zhongshu.notices.models.outbox import OPEN
from zhongshu.notices.rules import addresses, reasons
from zhongshu.org.actions import changes
from zhongshu.org.rules import administrators
from zhongshu.trail import actions as trail

STREAM = "settings"
TRIAL = "zhongshu.notices.jobs.try_out"


@transaction.atomic(durable=True)
def add_channel(*, name: str, medium: str, template: str, by: str, at: datetime) -> Channel:
    """Add a channel (添加渠道), switched off. Its address is kept sealed and shown to nobody again."""
    _check_duty(by)
    clean = text.required_line(name, 40, "渠道名称", field="name")
    address, is_group = addresses.template(template, medium)
    sealed = addresses.seal(address)
    channel = Channel.objects.create(
        name=clean, medium=medium, template=sealed, is_group=is_group, added_by=by, added_at=at
    )
    _record(channel, "notices.channel_added", by, at)
    return channel


@transaction.atomic(durable=True)
def try_channel(channel: int, *, address: str, by: str, at: datetime) -> Channel:
    """Send a test message (试发) to an address of one's own; a job does it, and what came of it stands on the page."""
    _check_duty(by)
    row = Channel.objects.select_for_update().get(pk=channel)
    to = addresses.value(address, row.medium)
    if not to and not row.is_group:
        raise Refused("请填写试发的接收地址。", field="address")
    row.tried_at, row.trial_reason = at, ""
    row.save(update_fields=["tried_at", "trial_reason"])
    jobs.enqueue(TRIAL, at=at, args=[row.pk, to], unique_key=f"{TRIAL}:{row.pk}")
    _record(row, "notices.channel_tried", by, at)
    return row


def note_trial(channel: int, reason: str, *, at: datetime) -> None:
    """Note what came of a test message: sent, or a reason of `reasons.REASONS`."""
    worked = {"tested_at": at, "failing_since": None, "rests_until": None, "trial_reason": ""}
    failed = {"tested_at": None, "trial_reason": reasons.REASONS.get(reason, "")}
    Channel.objects.filter(pk=channel).update(**failed if reason else worked)


@transaction.atomic(durable=True)
def enable_channel(channel: int, *, by: str, at: datetime) -> Channel:
    """Switch a channel on (启用渠道) once a test message has gone out; one of each medium at most."""
    _check_duty(by)
    changes.begin()
    row = Channel.objects.select_for_update().get(pk=channel)
    if row.is_on:
        raise Refused("该渠道已启用，无须重复办理。")
    if row.tested_at is None:
        raise Refused("请先试发，收到试发消息后再启用。")
    if Channel.objects.filter(ON, medium=row.medium).exists():
        raise Refused(f"已有启用的{dict(rules.MEDIA)[row.medium]}渠道，请先停用原渠道。")
    row.enabled_by, row.enabled_at, row.disabled_by, row.disabled_at = by, at, "", None
    row.failing_since = row.rests_until = None
    row.save()
    _record(row, "notices.channel_enabled", by, at)
    return row


@transaction.atomic(durable=True)
def disable_channel(channel: int, *, by: str, at: datetime) -> Channel:
    """Switch a channel off (停用渠道); what has not left by it never leaves."""
    _check_duty(by)
    changes.begin()
    row = Channel.objects.select_for_update().get(pk=channel)
    if not row.is_on:
        raise Refused("该渠道没有启用，无须停用。")
    row.disabled_by, row.disabled_at = by, at
    row.save(update_fields=["disabled_by", "disabled_at"])
    Delivery.objects.filter(OPEN, channel=row).update(dropped_at=at, reason=reasons.SWITCHED_OFF)
    _record(row, "notices.channel_disabled", by, at)
    return row


@transaction.atomic(durable=True)
def resend(delivery: int, *, by: str, at: datetime) -> Delivery:
    """Send a message once more that had failed (重发)."""
    _check_duty(by)
    row = Delivery.objects.select_for_update(of=("self",)).select_related("channel").get(pk=delivery)
    if row.failed_at is None:
        raise Refused("该消息没有失败，无须重发。")
    if not row.channel.is_on:
        raise Refused("该渠道已停用，请先启用渠道再重发。")
    Channel.objects.filter(pk=row.channel_id).update(rests_until=None)
    row.failed_at, row.attempts, row.due_at = None, 0, at
    row.save(update_fields=["failed_at", "attempts", "due_at"])
    trail.record(STREAM, "notices.delivery_resent", by=by, at=at, detail={"delivery": row.pk})
    return row


def _check_duty(by: str) -> None:
    administrators.check_duty(changes.role_of(by), "sysadmin", by)


def _record(channel: Channel, verb: str, by: str, at: datetime) -> None:
    trail.record(STREAM, verb, by=by, at=at, detail={"channel": channel.pk, "medium": channel.medium})
