"""The work behind the pages (后台作业), to look at."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from zhongshu.jobs import queries
from zhongshu.matters import actions as matters
from zhongshu.portal.views import acting
from zhongshu.portal.views import running_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import page

PER_PAGE = 30


@require_GET
@access.administrator("sysadmin")
def jobs(request: HttpRequest) -> HttpResponse:
    """后台作业: what waits and runs, or what was given up."""
    asking = declared.ask(request, lists.JOBS)
    return page(
        request,
        "portal/administration/jobs.html",
        known=asking.known,
        listed=lists.JOBS,
        rows=Paginator(lists.JOBS.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
        has_failed=asking.params.get("state") == "failed",
        counts={"unfinished": queries.unfinished().count(), "failed": queries.failed().count()},
        titles=lists.job_titles(),
        status_of=queries.status,
    )


@require_POST
@access.administrator("sysadmin")
def reindexing(request: HttpRequest) -> HttpResponse:
    """重建检索: all matters are indexed anew by a job, which shows here how far it is."""
    done = "已开始重建检索，进度见下表。重建期间检索照常使用。"
    acting.press(request, lambda: matters.reindex(**acting.signed(request)), done)
    return redirect("jobs")
