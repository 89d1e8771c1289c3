"""安全日志: who signed in, read, took along, was refused, or changed powers; and the sealed file of it."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org
from zhongshu.org.actions import security
from zhongshu.org.rules.security import KEPT_MONTHS, LINES, sealed
from zhongshu.portal.forms.fields import ChangeForm
from zhongshu.portal.forms.guarding import SecurityLogForm
from zhongshu.portal.queries import security as queries
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent

PER_PAGE = 50
RECENT = timedelta(days=30)


@require_GET
@access.administrator("secadmin", "auditor")
def log(request: HttpRequest) -> HttpResponse:
    """安全日志: 安全保密管理员 reads the users', 安全审计员 that of the administrators."""
    form, role = _asked(request)
    found = queries.log(role, form.cleaned_data if form.is_valid() else {})
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/administration/security_log.html",
        status=200 if form.is_valid() else 422,
        form=form,
        rows=shown,
        lines=list(queries.lines(shown.object_list)) if form.is_valid() else [],
        of="管理员" if role == "auditor" else "用户",
        months=KEPT_MONTHS,
    )


@require_POST
@access.administrator("secadmin", "auditor")
def export(request: HttpRequest) -> HttpResponseBase:
    """导出安全日志 with the filters of the address: a line each, and a seal over all of them at the end."""
    form, role = _asked(request)
    act = ChangeForm(request.POST)

    def write() -> str:
        found = queries.log(role, form.cleaned_data if form.is_valid() else {})
        if found.count() > LINES:
            raise Refused(f"符合条件的记录超过{LINES}条，请缩小日期范围后再导出。")
        text = sealed(queries.written(found))
        security.note_export(text, **acting.signed(request))
        return text

    text = attempt(request, act, write)
    if text is None:
        for sentence in act.non_field_errors():
            messages.error(request, str(sentence))
        return redirect("security_log")
    name = f"安全日志{timezone.localtime():%Y%m%d%H%M}.jsonl"
    return sent(HttpResponse(text, content_type="application/x-ndjson; charset=utf-8"), name)


def _asked(request: HttpRequest) -> tuple[SecurityLogForm, str]:
    """Return the filters, at first those of the last days: the whole trail is long; and who asks."""
    recent = {"first": (timezone.localdate() - RECENT).isoformat()}
    return SecurityLogForm(request.GET or recent, label_suffix=""), org.administrator_role(request.user)  # type: ignore[arg-type]
