"""When a document was printed (印制): files of an earlier print are not those of this one."""

from datetime import datetime

from zhongshu.matters.models import Matter, Run, Task
from zhongshu.routes.model import COMPLETED


def printed_at(matter: Matter) -> datetime | None:
    """Return when a document was printed last (印制时间), or None before that."""
    done = Task.objects.filter(matter=matter, station__key="printing", station__run__role=Run.MAIN)
    last = done.filter(outcome=COMPLETED, withdrawn_at=None).order_by("-done_at").first()
    return last.done_at if last else None
