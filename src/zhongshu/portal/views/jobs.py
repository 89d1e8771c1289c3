"""The work behind the pages (后台作业), to look at."""

from functools import cache

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from zhongshu.jobs import queries
from zhongshu.matters import actions as matters
from zhongshu.portal.forms.fields import ChangeForm
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page

PER_PAGE = 30


@require_GET
@access.administrator("sysadmin")
def jobs(request: HttpRequest) -> HttpResponse:
    """后台作业: what waits and runs, or what was given up."""
    has_failed = request.GET.get("state") == "failed"
    found = queries.failed() if has_failed else queries.unfinished()
    return page(
        request,
        "portal/administration/jobs.html",
        rows=Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        has_failed=has_failed,
        counts={"unfinished": queries.unfinished().count(), "failed": queries.failed().count()},
        titles=titles(),
        status_of=queries.status,
    )


@require_POST
@access.administrator("sysadmin")
def reindexing(request: HttpRequest) -> HttpResponse:
    """重建检索: all matters are indexed anew by a job, which shows here how far it is."""
    done = "已开始重建检索，进度见下表。重建期间检索照常使用。"
    attempt(request, ChangeForm(request.POST), lambda: matters.reindex(**acting.signed(request)), done)
    return redirect("jobs")


@cache
def titles() -> dict[str, str]:
    """Return what each job does in words, as the apps declare it in `tasks`."""
    return {path: title for app in apps.get_app_configs() for path, title in getattr(app, "tasks", {}).items()}
