"""Writing the trail. Called by the actions of every room, inside their transaction."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from zhongshu.trail import rules
from zhongshu.trail.models import Checkpoint, Entry, Head


def record(
    stream: str,
    verb: str,
    *,
    by: str,
    at: datetime,
    on_behalf_of: str = "",
    detail: dict[str, Any] | None = None,
) -> Entry:
    """Append one act (记一条留痕) to `stream`.

    `by` and `on_behalf_of` are references such as `person:12`, `account:3` or `system`. `detail` holds
    digests, numbers and keys, never free text: what is secret must not linger here.
    Raises ClockSetBack when `at` lies before the stream's last entry.
    """
    rules.check_transaction()
    head = Head.objects.select_for_update().filter(stream=stream).first()
    if head is None:
        # The insert itself is the lock: of two first entries one waits here and then finds the head.
        head, _ = Head.objects.get_or_create(stream=stream, defaults={"seq": 0, "digest": rules.FIRST, "at": at})
        head = Head.objects.select_for_update().get(stream=stream)
    rules.check_clock(at, head.at)
    seq, text = head.seq + 1, rules.canonical(detail)
    digest = rules.seal(head.digest, stream, seq, verb, by, on_behalf_of, rules.instant(at), text)
    entry = Entry.objects.create(
        stream=stream, seq=seq, verb=verb, by=by, on_behalf_of=on_behalf_of, at=at, detail=text, digest=digest
    )
    Head.objects.filter(stream=stream).update(seq=seq, digest=digest, at=max(at, head.at))
    return entry


@transaction.atomic(durable=True)
def checkpoint(*, by: str, at: datetime) -> Checkpoint:
    """Seal all heads of this moment together (生成校验点), once a day and on demand."""
    record("settings", "trail.checkpointed", by=by, at=at)
    heads = json.dumps(dict(Head.objects.order_by("stream").values_list("stream", "seq")), separators=(",", ":"))
    digests = "".join(Head.objects.order_by("stream").values_list("digest", flat=True))
    last = Checkpoint.objects.order_by("-id").values_list("digest", flat=True).first() or rules.FIRST
    digest = rules.seal(last, rules.instant(at), heads, digests)
    return Checkpoint.objects.create(at=at, heads=heads, digest=digest)
