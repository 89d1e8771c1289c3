"""Telling other systems what happened (事件推送), within the transaction of what happened."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhongshu.notices import queries
from zhongshu.notices.models import Posting
from zhongshu.org import queries as org
from zhongshu.trail.rules import check_transaction


def emit(
    event: str,
    *,
    stream: str,
    payload: Mapping[str, Any],
    organ: int,
    at: datetime,
    known: org.Directory | None = None,
) -> None:
    """Let the webhooks of an organ know of an event of `rules.EVENTS`: one row each, nothing where there is none.

    `payload` holds numbers, kinds, times; a title only where the matter is public. Asks the database only when the
    copy in memory is stale, for which `known` saves one small query more.
    """
    check_transaction()
    hooks = [
        hook
        for hook in queries.outlets(known or org.directory()).hooks
        if hook.organ_id == organ and event in hook.events
    ]
    if hooks:
        said = {"event": event, "stream": stream, "at": at.isoformat(), **payload}
        body = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        Posting.objects.bulk_create(
            Posting(webhook_id=hook.id, event=event, about=stream, body=body, at=at, due_at=at) for hook in hooks
        )
