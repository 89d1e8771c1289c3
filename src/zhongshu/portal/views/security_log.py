"""安全日志: who signed in, read, took along, was refused, or changed powers; and the sealed file of it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.org.actions import security
from zhongshu.org.rules.security import KEPT_MONTHS, LINES, sealed
from zhongshu.portal import queries as portal
from zhongshu.portal.queries import security as queries
from zhongshu.portal.views import acting
from zhongshu.portal.views import guarding_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import BoundedPaginator, page
from zhongshu.ui.views.outputs import sent

PER_PAGE = 50


@require_GET
@access.administrator("secadmin", "auditor")
def log(request: HttpRequest) -> HttpResponse:
    """安全日志: 安全保密管理员 reads the users' and the auditors', 安全审计员 that of the other administrators."""
    listed = lists.SECURITY_LOG
    asking = declared.ask(request, listed)
    is_understood = asking.form is not None and asking.form.is_valid()
    shown = BoundedPaginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/administration/security_log.html",
        known=asking.known,
        listed=listed,
        status=200 if is_understood else 422,
        form=asking.form,
        rows=shown,
        lines=list(listed.drawn(list(shown.object_list), asking)) if is_understood else [],
        of=portal.OF[request.administrator],  # type: ignore[attr-defined]
        months=KEPT_MONTHS,
    )


@require_POST
@access.administrator("secadmin", "auditor")
def export(request: HttpRequest) -> HttpResponseBase:
    """导出安全日志 with the filters of the address: a line each, and a seal over all of them at the end."""
    asking = declared.ask(request, lists.SECURITY_LOG)

    def write() -> str:
        found = lists.SECURITY_LOG.rows(asking)
        if found.count() > LINES:
            raise Refused(f"符合条件的记录超过{LINES}条，请缩小日期范围后再导出。")
        text = sealed(queries.written(found))
        security.note_export(text, **acting.signed(request))
        return text

    text = acting.press(request, write)
    if text is None:
        return redirect("security_log")
    name = f"安全日志{timezone.localtime():%Y%m%d%H%M}.jsonl"
    return sent(HttpResponse(text, content_type="application/x-ndjson; charset=utf-8"), name)
