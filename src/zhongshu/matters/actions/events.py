"""What other systems are told of a matter (事件推送): numbers, kinds and times; its title only where it is public."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhongshu.matters.models import Matter, Task
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org


def emit(
    event: str, matter: Matter, *, at: datetime, task: Task | None = None, known: org.Directory | None = None
) -> None:
    """Let the webhooks of the matter's organ know of an event, of one of its tasks where one is given."""
    payload: dict[str, Any] = {
        "matter": matter.pk,
        "kind": matter.kind,
        "number": matter.number,
        "outcome": matter.outcome,
        "opened_at": matter.opened_at.isoformat(),
        "due_at": matter.due_at.isoformat() if matter.due_at else None,
    }
    if matter.is_quotable and matter.title:
        payload["title"] = matter.title
    if task is not None:
        payload["task"] = {"id": task.pk, "name": task.name, "kind": task.kind, "holder": task.holder_id}
    notices.emit(event, stream=matter.stream, payload=payload, organ=matter.organ_id, at=at, known=known)


def emit_each(
    event: str, matter: Matter, tasks: Iterable[Task], *, at: datetime, known: org.Directory | None = None
) -> None:
    """Do the same for several tasks of a matter."""
    for task in tasks:
        emit(event, matter, at=at, task=task, known=known)
