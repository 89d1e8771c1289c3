"""What the trail refuses, and how an entry is sealed."""

import hmac
import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from zhongshu.kit.errors import Refused

# Hosts of one deployment may differ by a little; a clock set back by more would forge the order of acts.
CLOCK_TOLERANCE = timedelta(minutes=2)
FIRST = "0" * 64


class ClockSetBack(Refused):
    """The machine's clock runs behind what is already on record (系统时钟被调回)."""


class OutsideTransaction(RuntimeError):
    """A write of the spine was called outside an action's transaction: a programming error, never a user's."""


def check_transaction() -> None:
    """Require the open transaction of an action, so that change and trail stand or fall together."""
    if not connection.in_atomic_block:
        raise OutsideTransaction("an action must open the transaction")


def check_clock(at: datetime, last: datetime | None) -> None:
    """Refuse an act that would stand clearly before the last one of its stream."""
    if last is not None and at < last - CLOCK_TOLERANCE:
        shown = timezone.localtime(last).strftime("%Y年%-m月%-d日 %H:%M")
        raise ClockSetBack(f"系统时间早于已有记录的时间（{shown}），本次操作没有保存。请联系系统管理员校准时钟后重试。")


def canonical(detail: dict[str, Any] | None) -> str:
    """Return detail as one-line JSON with sorted keys: the form that is stored and sealed."""
    return json.dumps(detail, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if detail else ""


def seal(previous: str, *fields: str | int) -> str:
    """Return the HMAC-SM3 (GB/T 32905) over the previous digest and the fields, 64 hexadecimal digits."""
    message = "\x1f".join([previous, *map(str, fields)]).encode()
    return hmac.digest(settings.TRAIL_KEY, message, "sm3").hex()


def instant(at: datetime) -> str:
    """Return the moment as it is sealed: UTC, microseconds, the same from either database."""
    return at.astimezone(timezone.get_fixed_timezone(0)).strftime("%Y-%m-%dT%H:%M:%S.%f")
