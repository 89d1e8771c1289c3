"""Work on the index of matters outside the request."""

from functools import partial
from typing import Any

from django.utils import timezone
from django_tasks import task

from zhongshu.matters.actions import reading_files
from zhongshu.search import actions as search


@task(takes_context=True)
def index(context: Any) -> int:
    """Index whatever has changed (更新检索); return how many matters."""
    most = 1

    def report(left: int) -> None:
        nonlocal most
        most = max(most, left)
        context.report(100 * (most - left) // most, f"还有{left}件待更新")

    return search.drain(partial(reading_files.index, at=timezone.now()), report=report)


@task()
def read_file(file: int) -> None:
    """Read a file of a matter (识读附件)."""
    reading_files.read_file(file, at=timezone.now())


@task()
def scrub() -> None:
    """Overwrite what the index still keeps of matters that were taken out (清除检索残留)."""
    search.scrub()
