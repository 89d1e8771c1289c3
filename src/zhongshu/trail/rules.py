"""What the trail refuses, how an entry is sealed, and the guards that stand in the database."""

import hmac
import json
from datetime import UTC, datetime, timedelta
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
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def moment(stored: datetime) -> datetime:
    """Return a moment read by bare SQL: from SQLite it comes without its zone, which is UTC."""
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


GUARDED = {"trail_entry": "留痕", "trail_checkpoint": "校验点"}
REFUSAL = "留痕和校验点只能追加，不得修改或删除。"
POSTGRESQL_BODY = f" BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END "
POSTGRESQL_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $${POSTGRESQL_BODY}$$"
)


def guards(vendor: str) -> list[tuple[str, str, str]]:
    """Return the guards (防改动保护) that belong in the database: table, trigger name, statement that creates it."""
    if vendor == "postgresql":
        form = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()"
        verbs = ["UPDATE", "DELETE", "TRUNCATE"]
    else:
        form = "CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        verbs = ["UPDATE", "DELETE"]
    named = [(table, f"{table}_no_{verb.lower()}", verb) for table in GUARDED for verb in verbs]
    return [
        (table, name, form.format(name=name, verb=verb, table=table, refusal=REFUSAL)) for table, name, verb in named
    ]
