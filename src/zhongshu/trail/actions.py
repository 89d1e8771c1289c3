"""Writing the trail. Called by the actions of every room, inside their transaction."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from zhongshu.trail import rules
from zhongshu.trail.models import Checkpoint, Entry, Head

# Found or made, the head comes back locked: of two first entries one waits here, then continues the other's chain.
LOCK_HEAD = """
    INSERT INTO trail_head (stream, seq, digest, at) VALUES (%s, 0, %s, %s)
    ON CONFLICT (stream) DO UPDATE SET seq = trail_head.seq RETURNING seq, digest, at
"""
ADD_ENTRY = """
    INSERT INTO trail_entry (stream, seq, verb, "by", on_behalf_of, at, detail, digest)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
MOVE_HEAD = "UPDATE trail_head SET seq = %s, digest = %s, at = %s WHERE stream = %s"
# One journey to the server instead of two; SQLite has no such journey and no such statement.
BOTH_AT_ONCE = f"WITH moved AS ({MOVE_HEAD}) {ADD_ENTRY}"


def record(
    stream: str,
    verb: str,
    *,
    by: str,
    at: datetime,
    on_behalf_of: str = "",
    detail: dict[str, Any] | None = None,
) -> int:
    """Append one act (记一条留痕) to `stream` and return its number there.

    `by` and `on_behalf_of` are references such as `person:12`, `account:3` or `system`. `detail` holds
    digests, numbers and keys, never free text: what is secret must not linger here.
    Raises ClockSetBack when `at` lies before the stream's last entry.
    """
    rules.check_transaction()
    text = rules.canonical(detail)
    # Every step of the product passes here: bare SQL costs a sixth of what the ORM does for the same statements.
    with connection.cursor() as cursor:
        stored = connection.ops.adapt_datetimefield_value(at)
        cursor.execute(LOCK_HEAD, [stream, rules.FIRST, stored])
        last, previous, kept = cursor.fetchone()
        last_at = rules.moment(kept)
        rules.check_clock(at, last_at)
        seq = last + 1
        digest = rules.seal(previous, stream, seq, verb, by, on_behalf_of, rules.instant(at), text)
        entry = [stream, seq, verb, by, on_behalf_of, stored, text, digest]
        head = [seq, digest, stored if at > last_at else kept, stream]
        if connection.vendor == "postgresql":
            cursor.execute(BOTH_AT_ONCE, head + entry)
        else:
            cursor.execute(ADD_ENTRY, entry)
            cursor.execute(MOVE_HEAD, head)
    return seq


@transaction.atomic(durable=True)
def note_findings(number: int, *, by: str, at: datetime) -> None:
    """Record that a verification has found something wrong (核验发现异常), and how much: it alarms the auditor."""
    record("settings", "trail.findings_noted", by=by, at=at, detail={"findings": number})


@transaction.atomic(durable=True)
def checkpoint(*, by: str, at: datetime) -> Checkpoint:
    """Seal together all heads that moved since the last checkpoint (生成校验点), once a day and on demand."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Waits for every act under way: no entry below `upto` can appear after the checkpoint has been taken.
            # The heads first, in the order of `record`: an act that has its head must still get to write its entry.
            cursor.execute("LOCK TABLE trail_head, trail_entry IN SHARE ROW EXCLUSIVE MODE")
    record("settings", "trail.checkpointed", by=by, at=at)
    last = Checkpoint.objects.order_by("-id").first()
    fresh = Entry.objects.filter(id__gt=last.upto if last else 0)
    moved = Head.objects.filter(stream__in=fresh.values("stream")).values_list("stream", "seq", "digest")
    heads = rules.canonical({stream: [seq, digest] for stream, seq, digest in moved})
    upto = fresh.aggregate(upto=Max("id"))["upto"]
    digest = rules.seal(last.digest if last else rules.FIRST, rules.instant(at), upto, heads)
    return Checkpoint.objects.create(at=at, upto=upto, heads=heads, digest=digest)


def install_guards() -> None:
    """Let the database itself refuse every change of what is on record (安装留痕防改动保护). May be repeated."""
    postgresql = connection.vendor == "postgresql"
    with transaction.atomic(), connection.cursor() as cursor:
        if postgresql:
            cursor.execute(rules.POSTGRESQL_FUNCTION)
        for table, name, statement in rules.guards(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))
            cursor.execute(statement)
