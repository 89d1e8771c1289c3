"""How the system runs (系统运行), for its keeper to look at."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

import zhongshu
from zhongshu.jobs import queries as jobs
from zhongshu.portal.queries import running as queries
from zhongshu.portal.views import running_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import page


@require_GET
@access.administrator("sysadmin")
def running(request: HttpRequest) -> HttpResponse:
    """系统运行: what must be looked after, then machine, processes, jobs and backups."""
    asking = declared.asking_of(request)
    now = asking.at
    state = queries.backups(now)
    oldest = jobs.waiting(now).first()
    return page(
        request,
        "portal/administration/running.html",
        troubles=queries.troubles(now),
        version=zhongshu.__version__,
        database=queries.database_version(),
        database_size=queries.database_size(),
        free_disk=queries.free_disk(),
        known=asking.known,
        listed={one.key: one for one in lists.EVERY},
        asking=asking,
        processes=lists.PROCESSES.rows(asking),
        kinds=lists.KINDS,
        waiting=jobs.waiting(now).count(),
        failed=jobs.failed().count(),
        oldest_minutes=int((now - oldest.run_at).total_seconds() // 60) if oldest else None,
        schedules=lists.SCHEDULES.rows(asking),
        titles=lists.job_titles(),
        interval=lists.interval,
        backups=state,
        has_backups=bool(settings.BACKUP_FOLDER),
        keep=settings.BACKUP_KEEP.split(","),
        backup_at=settings.BACKUP_AT,
        programs=lists.PROGRAMS.rows(asking),
    )
