"""The lists of messages (必达通知、消息渠道、外发消息): what stands in each, page, workbook and print alike."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django.http import Http404

from zhongshu.notices import queries, rules
from zhongshu.notices.models import Broadcast, Channel, Receipt, Webhook
from zhongshu.org import queries as org
from zhongshu.ui.lists import LABEL, LABELS, MOMENT, NUMBER, Asking, Column, List

KINDS, MEDIA, EVENTS = dict(rules.KINDS), dict(rules.MEDIA), rules.EVENT_NAMES


def _broadcasts(asking: Asking) -> Any:
    return queries.with_counts(queries.visible_to(asking.reader, asking.at))


def waiting_for(asking: Asking) -> set[int]:
    """Return the notices that the person has yet to confirm, for themself or a principal (待确认)."""
    mine = queries.waiting(queries.readers_for(asking.reader.pk, asking.at, known=asking.known))
    return set(mine.values_list("broadcast", flat=True))


def _with_state(rows: Sequence[Any], asking: Asking) -> list[Any]:
    mine = waiting_for(asking)
    return [SimpleNamespace(row=row, state=_state(row, row.pk in mine)) for row in rows]


def _state(row: Any, is_mine: bool) -> str:
    if row.withdrawn_at:
        return "已撤回"
    return "待您确认" if is_mine else "全部已阅" if row.readings == row.people else "尚有未阅"


BROADCASTS = List(
    key="broadcasts",
    title="必达通知",
    page="broadcasts",
    rows=_broadcasts,
    drawn=_with_state,
    columns=(
        Column("标题", lambda one, asking: one.row.title, width=44),
        Column(LABEL, lambda one, asking: LABELS[one.row.label], width=10),
        Column("发送人", lambda one, asking: one.row.sender.name, width=12),
        Column("发送时间", lambda one, asking: one.row.at, sort=MOMENT, width=18),
        Column("已阅", lambda one, asking: one.row.readings, sort=NUMBER, width=8),
        Column("应阅", lambda one, asking: one.row.people, sort=NUMBER, width=8),
        Column("状态", lambda one, asking: one.state, width=12),
    ),
)


def _kept(asking: Asking) -> Broadcast:
    """Return the notice whose receipts are asked for, by whoever keeps it. Raises Http404."""
    row = queries.visible_to(asking.reader, asking.at).filter(pk=asking.number("broadcast")).first()
    if row is None or not queries.keeps_broadcast(row, asking.reader, asking.at):
        raise Http404
    return row


def _receipts(asking: Asking) -> list[Any]:
    row = _kept(asking)
    groups, units = queries.receipts(row, org.local_day(asking.at)), asking.known.units
    return [
        SimpleNamespace(
            unit=units[group.unit].short_name if group.unit in units else "其他人员",
            row=one,
            label=row.label,
            state=_reading(one, one.person_id in group.left),
        )
        for group in groups
        for one in group.rows
    ]


def _reading(one: Receipt, has_left: bool) -> str:
    if one.read_by is None:
        return "已离岗" if has_left else "未阅"
    return "已阅" if one.read_by_id == one.person_id else f"{one.read_by.name}代阅"


RECEIPTS = List(
    key="receipts",
    title="必达通知阅读情况",
    page="broadcast",
    of=("broadcast",),
    rows=_receipts,
    said=lambda asking: f"通知：{_kept(asking).title}",
    columns=(
        Column("单位", lambda one, asking: one.unit, width=20),
        Column("姓名", lambda one, asking: one.row.person.name, width=14),
        Column("阅读情况", lambda one, asking: one.state, width=16),
        Column("时间", lambda one, asking: one.row.read_at, sort=MOMENT, width=18),
        Column(LABEL, lambda one, asking: LABELS[one.label], width=10),
    ),
)


def _standing(row: Channel, asking: Asking) -> str:
    if row.is_on:
        return "暂停，稍后重试" if row.rests_until and row.rests_until > asking.at else "使用中"
    return "已停用" if row.disabled_at else "未启用"


def _trial(row: Channel, asking: Asking) -> str:
    if row.trial_reason:
        return f"没有发出：{row.trial_reason}"
    if row.tested_at and (not row.tried_at or row.tested_at >= row.tried_at):
        return "已发出"
    return "正在试发" if row.tried_at else "尚未试发"


# Where a channel sends to is a secret of the office and stands on no page; nor does it here.
CHANNELS = List(
    key="channels",
    title="消息渠道",
    page="channels",
    rows=lambda asking: queries.channels(),
    columns=(
        Column("渠道", lambda row, asking: row.name, width=20),
        Column("渠道类别", lambda row, asking: MEDIA[row.medium] + ("（发到群）" if row.is_group else ""), width=18),
        Column("状态", _standing, width=16),
        Column("添加时间", lambda row, asking: row.added_at, sort=MOMENT, width=18),
        Column("启用时间", lambda row, asking: row.enabled_at if row.is_on else None, sort=MOMENT, width=18),
        Column("试发", _trial, width=30),
    ),
)


def _doing(one: queries.Doing, asking: Asking) -> str:
    if not one.channel.is_on:
        return "未启用"
    return "暂停，稍后重试" if one.channel.rests_until and one.channel.rests_until > asking.at else "正常"


DOINGS = List(
    key="channel_doings",
    title="渠道情况",
    page="outbox",
    rows=lambda asking: queries.doings(asking.at),
    columns=(
        Column("渠道", lambda one, asking: one.channel.name, width=20),
        Column("状态", _doing, width=16),
        Column("待发", lambda one, asking: one.waiting, sort=NUMBER, width=10),
        Column("近7天已发", lambda one, asking: one.sent, sort=NUMBER, width=12),
        Column("近7天失败", lambda one, asking: one.failed, sort=NUMBER, width=12),
        Column("最近发出", lambda one, asking: one.last_at, sort=MOMENT, width=18),
    ),
)


def has_failed(asking: Asking) -> bool:
    """Tell whether what failed is asked for (失败), not what waits (待发)."""
    return asking.params.get("state") == "failed"


DELIVERIES = List(
    key="outbox",
    title="外发消息",
    page="outbox",
    rows=lambda asking: queries.failed() if has_failed(asking) else queries.unsent(),
    said=lambda asking: "状态：失败" if has_failed(asking) else "状态：待发",
    columns=(
        Column("消息类别", lambda row, asking: KINDS[row.notice.kind], width=20),
        Column("接收人", lambda row, asking: row.notice.person.name, width=14),
        Column("渠道", lambda row, asking: row.channel.name, width=18),
        Column("时间", lambda row, asking: row.failed_at if has_failed(asking) else row.due_at, MOMENT, width=18),
        Column("已试次数", lambda row, asking: row.attempts, sort=NUMBER, width=10),
        Column("原因", lambda row, asking: row.reason, width=36),
    ),
)
POSTINGS = List(
    key="failed_postings",
    title="推送失败的事件",
    page="outbox",
    rows=lambda asking: queries.failed_postings(),
    columns=(
        Column("对方系统", lambda one, asking: one.webhook.name, width=22),
        Column("事件", lambda one, asking: EVENTS[one.event], width=18),
        Column("时间", lambda one, asking: one.failed_at, sort=MOMENT, width=18),
        Column("已试次数", lambda one, asking: one.attempts, sort=NUMBER, width=10),
        Column("原因", lambda one, asking: one.reason, width=36),
    ),
)


def _pushing(row: Webhook, asking: Asking) -> str:
    if row.disabled_at:
        return "已自动停用" if row.failing_since else "已停用"
    return "推送失败，稍后重试" if row.failing_since else "使用中"


WEBHOOKS = List(
    key="webhooks",
    title="事件推送",
    page="webhooks",
    rows=lambda asking: queries.webhooks(),
    columns=(
        Column("对方系统", lambda row, asking: row.name, width=22),
        Column("机关", lambda row, asking: row.organ.short_name, width=20),
        Column("推送地址", lambda row, asking: row.target, width=40),
        Column("推送的事件", lambda row, asking: "、".join(EVENTS[one] for one in row.events), width=36),
        Column("状态", _pushing, width=18),
        Column("添加时间", lambda row, asking: row.added_at, sort=MOMENT, width=18),
        Column("停用时间", lambda row, asking: row.disabled_at, sort=MOMENT, width=18),
    ),
)
EVERY = (BROADCASTS, RECEIPTS, CHANNELS, DOINGS, DELIVERIES, POSTINGS, WEBHOOKS)
