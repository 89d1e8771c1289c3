"""How the system runs (系统运行), for its keeper to look at."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

import zhongshu
from zhongshu.jobs import queries as jobs
from zhongshu.jobs.models import Schedule
from zhongshu.portal.queries import running as queries
from zhongshu.portal.views.lists import job_titles
from zhongshu.ui import access
from zhongshu.ui.pages import page

KINDS = {"web": "网页服务", "worker": "后台作业"}


@require_GET
@access.administrator("sysadmin")
def running(request: HttpRequest) -> HttpResponse:
    """系统运行: what must be looked after, then machine, processes, jobs and backups."""
    now = timezone.now()
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
        processes=jobs.processes(now),
        kinds=KINDS,
        waiting=jobs.waiting(now).count(),
        failed=jobs.failed().count(),
        oldest_minutes=int((now - oldest.run_at).total_seconds() // 60) if oldest else None,
        schedules=Schedule.objects.order_by("next_at"),
        titles=job_titles(),
        backups=state,
        has_backups=bool(settings.BACKUP_FOLDER),
        keep=settings.BACKUP_KEEP.split(","),
        backup_at=settings.BACKUP_AT,
        programs=queries.programs(),
    )
