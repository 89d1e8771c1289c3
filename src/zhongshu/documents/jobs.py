"""Work on what came in: reading, unpacking, looking into the watched folder."""

from typing import Any

from django.utils import timezone
from django_tasks import task

from zhongshu.documents import actions
from zhongshu.jobs.actions import Context


@task(takes_context=True)
def read(context: Any, arrival: int) -> None:
    """Read a file that was taken in (识读待登记件), telling page by page how far it is."""
    actions.read(arrival, at=timezone.now(), report=_pages(context, "正在识读第{done}页，共{of}页"))


@task(takes_context=True)
def unpack(context: Any, arrival: int) -> None:
    """Unpack an archive that was taken in (解包)."""
    actions.unpack(arrival, at=timezone.now(), report=_pages(context, "正在解压第{done}个文件，共{of}个"))


@task()
def collect() -> None:
    """Take in what lies in the watched folder (收取收文目录)."""
    actions.collect(at=timezone.now())


def _pages(context: Context, sentence: str) -> actions.Report:
    def report(done: int, of: int) -> None:
        context.report(100 * done // max(of, 1), sentence.format(done=done, of=of))

    return report
