"""How what leaves the system fares (外发消息): what waits, what failed, how each channel does."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from zhongshu.notices import rules
from zhongshu.notices.models import Address, Channel, Choice, Delivery, Hours, Posting, Webhook
from zhongshu.notices.models.channels import ON
from zhongshu.notices.models.outbox import OPEN
from zhongshu.notices.rules import times

LATELY = timedelta(days=7)
LATE = timedelta(minutes=15)
LAST = 5  # postings shown of each webhook


def due_channels(at: datetime) -> list[int]:
    """Return the channels that are on, do not rest, and for which something waits whose time has come."""
    waiting = Delivery.objects.filter(OPEN, due_at__lte=at).values("channel")
    return list(
        _awake(Channel.objects.filter(ON), at).filter(pk__in=waiting).order_by("pk").values_list("pk", flat=True)
    )


def due_webhooks(at: datetime) -> list[int]:
    """Return the webhooks that are on, do not rest, and for which something waits whose time has come."""
    waiting = Posting.objects.filter(OPEN, due_at__lte=at).values("webhook")
    on = Webhook.objects.filter(disabled_at=None)
    return list(_awake(on, at).filter(pk__in=waiting).order_by("pk").values_list("pk", flat=True))


def _awake(outlets: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    return outlets.filter(Q(rests_until=None) | Q(rests_until__lte=at))


def channels() -> QuerySet[Channel]:
    """Return all channels (消息渠道), those that are on first."""
    return Channel.objects.order_by(F("disabled_at").asc(nulls_first=True), "-enabled_at", "-pk")


def channels_on() -> list[Channel]:
    """Return the channels that are on, in the order of their media."""
    order = [medium for medium, _ in rules.MEDIA]
    return sorted(Channel.objects.filter(ON), key=lambda channel: order.index(channel.medium))


def unsent() -> QuerySet[Delivery]:
    """Return what waits to leave (待发消息), the next first."""
    found = Delivery.objects.filter(OPEN).select_related("notice__person", "channel")
    return found.order_by(F("due_at").asc(nulls_first=True), "pk")


def failed() -> QuerySet[Delivery]:
    """Return what was given up (发送失败), the latest first."""
    found = Delivery.objects.filter(failed_at__isnull=False).select_related("notice__person", "channel")
    return found.order_by("-failed_at", "-pk")


def failed_postings() -> QuerySet[Posting]:
    """Return the events that were given up (推送失败), the latest first."""
    return _failed_postings().select_related("webhook").order_by("-failed_at", "-pk")


def _failed_postings() -> QuerySet[Posting]:
    """A trial is looked at where it was asked for."""
    return Posting.objects.filter(failed_at__isnull=False).exclude(event=rules.TRIAL)


def webhooks() -> QuerySet[Webhook]:
    """Return all webhooks (推送订阅), those that are on first."""
    return Webhook.objects.select_related("organ").order_by(F("disabled_at").desc(nulls_first=True), "-pk")


def last_postings(webhook: Webhook) -> list[Posting]:
    """Return what was last to be pushed to another system (最近推送), the latest first."""
    return list(Posting.objects.filter(webhook=webhook).defer("body").order_by("-pk")[:LAST])


def stopped_webhooks() -> QuerySet[Webhook]:
    """Return the webhooks that were switched off because they only failed (自动停用的推送), the latest first."""
    return Webhook.objects.filter(disabled_at__isnull=False, failing_since__isnull=False).order_by("-disabled_at")


@dataclass(frozen=True, slots=True)
class Doing:
    """How a channel has done lately (渠道情况): counts, and when something last went out."""

    channel: Channel
    waiting: int
    sent: int
    failed: int
    last_at: datetime | None


def doings(at: datetime) -> list[Doing]:
    """Return how each channel does (渠道统计): what waits now, what left and what failed in the last seven days."""
    since = at - LATELY
    rows = Channel.objects.annotate(
        waiting=Count("deliveries", filter=_of("deliveries__", OPEN)),
        sent=Count("deliveries", filter=Q(deliveries__sent_at__gte=since)),
        failed=Count("deliveries", filter=Q(deliveries__failed_at__gte=since)),
        last_at=Max("deliveries__sent_at"),
    )
    return [Doing(row, row.waiting, row.sent, row.failed, row.last_at) for row in rows.order_by("-enabled_at", "-pk")]


def _of(prefix: str, condition: Q) -> Q:
    return Q(**{f"{prefix}{name}": value for name, value in condition.children})  # type: ignore[misc]


def figures(at: datetime) -> dict[str, float]:
    """Return what a watcher of the machine asks (监测指标): what waits, since when in seconds, what failed in a day."""
    due = Q(due_at__lte=at) | Q(due_at=None)
    waiting = Delivery.objects.filter(OPEN).aggregate(
        every=Count("pk"), due=Count("pk", filter=due), oldest=Min("due_at", filter=due)
    )
    posting = Posting.objects.filter(OPEN).aggregate(every=Count("pk"), oldest=Min("due_at"))
    day = at - timedelta(days=1)
    oldest = [moment for moment in (waiting["oldest"], posting["oldest"]) if moment and moment <= at]
    return {
        "deliveries_waiting": waiting["every"],
        "deliveries_due": waiting["due"],
        "postings_waiting": posting["every"],
        "oldest_due_seconds": max(((at - moment).total_seconds() for moment in oldest), default=0.0),
        "deliveries_failed_day": Delivery.objects.filter(failed_at__gte=day).count(),
        "postings_failed_day": _failed_postings().filter(failed_at__gte=day).count(),
        "webhooks_stopped": stopped_webhooks().count(),
    }


def is_stuck(at: datetime) -> bool:
    """Tell whether something needs looking after (外发受阻): failures of the day, what is late, a stopped webhook."""
    found = figures(at)
    wrong = ("deliveries_failed_day", "postings_failed_day", "webhooks_stopped")
    return found["oldest_due_seconds"] > LATE.total_seconds() or any(found[name] for name in wrong)


@dataclass(frozen=True, slots=True)
class Reception:
    """How a person is told (消息接收设置): addresses by medium, a manner by kind and medium, the quiet hours."""

    addresses: dict[str, Address]
    manners: dict[tuple[str, str], str]
    quiet: times.Quiet


def reception(person: int, media: dict[str, bool]) -> Reception:
    """Return how a person is told by each medium; `media` says of each whether it leads to a group.

    By a group nothing is told to whom has not asked for it.
    """
    chosen = {(row.kind, row.medium): row.manner for row in Choice.objects.filter(person=person)}
    manners = {
        (kind, medium): chosen.get((kind, medium), rules.NEVER if is_group else rules.DEFAULTS[kind])
        for kind, _ in rules.KINDS
        for medium, is_group in media.items()
    }
    hours = Hours.objects.filter(person=person).first()
    quiet = times.Quiet(hours.begins, hours.ends, hours.rests_on_holidays) if hours else times.Quiet()
    return Reception({row.medium: row for row in Address.objects.filter(person=person)}, manners, quiet)
