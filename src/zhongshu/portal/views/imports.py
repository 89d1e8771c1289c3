"""导入机构人员: the workbook down and up, what it would change and all that is wrong with it, done and undone."""

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.org import actions
from zhongshu.org import queries as org
from zhongshu.org.models import OrgImport
from zhongshu.org.queries import guarding
from zhongshu.org.queries import workbooks as queries
from zhongshu.org.rules import sheets
from zhongshu.org.rules import workbooks as rules
from zhongshu.portal import queries as portal
from zhongshu.portal.forms import guarding as forms
from zhongshu.portal.views import acting
from zhongshu.portal.views import guarding_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent
from zhongshu.ui.workbooks import MEDIA_TYPE

PER_PAGE = 100


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def imports(request: HttpRequest) -> HttpResponse:
    """The imports so far, and a new one: it is checked at once, and nothing is changed by that."""
    form = forms.ImportForm(acting.sent(request), request.FILES or None)

    def act() -> OrgImport:
        return actions.importing.check(**form.values(), **acting.signed(request))

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        return redirect("org_import", pk=made.pk)
    asking = declared.ask(request, lists.IMPORTS)
    rows = Paginator(lists.IMPORTS.rows(asking), 30).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/administration/imports.html",
        known=asking.known,
        listed=lists.IMPORTS,
        form=form,
        rows=rows,
        names=portal.actors(name for row in rows for name in (row.checked_by, row.applied_by, row.undone_by)),
        status=422 if form.is_bound else 200,
    )


@require_GET
@access.administrator("sysadmin")
def workbook(request: HttpRequest, sort: str) -> HttpResponseBase:
    """下载: the empty template, or the organisation as it stands."""
    now = timezone.now()
    state = queries.present(org.local_day(now)) if sort == "present" else None
    title = f"机构人员{org.local_day(now):%Y%m%d}" if state else "机构人员模板"
    return sent(HttpResponse(queries.workbook(state, at=now), content_type=MEDIA_TYPE), f"{title}.xlsx")


@require_GET
@access.administrator("sysadmin", "secadmin")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What a workbook would change or has changed; with faults, all of them."""
    return _import_page(request, get_object_or_404(OrgImport.objects.defer("content"), pk=pk))


def _import_page(request: HttpRequest, found: OrgImport, refusal: Any = None) -> HttpResponse:
    outcome, asking = json.loads(found.outcome), declared.asking_of(request)
    return page(
        request,
        "portal/administration/import.html",
        status=422 if refusal else 200,
        found=found,
        outcome=outcome,
        has_lapsed=rules.has_lapsed(found, asking.at),
        sheets=sheets.SHEETS,
        listed=lists.FAULTS if outcome["faults"] else lists.CHANGES,
        titles=lists.SHEETS,
        kinds=lists.KINDS,
        only=request.GET.get("sheet", ""),
        faults=Paginator(outcome["faults"], PER_PAGE).get_page(request.GET.get("page")),
        changes=Paginator(lists.changes(outcome, asking), PER_PAGE).get_page(request.GET.get("page")),
        waiting=guarding.waiting_for({"import": found.pk}, asking.at),
        names=portal.actors((found.checked_by, found.applied_by, found.undone_by)),
        refusal=refusal,
    )


@require_POST
@access.administrator("sysadmin")
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """执行导入: at once, or once the security administrator has agreed."""
    return _do(request, pk, "import", actions.importing.apply_import, "导入", "导入已完成。")


@require_POST
@access.administrator("sysadmin")
def undoing(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销导入."""
    return _do(request, pk, "undo_import", actions.undo_import, "撤销导入", "导入已撤销，机构人员恢复到导入之前。")


def _do(request: HttpRequest, pk: int, operation: str, act: Any, words: str, done: str) -> HttpResponse:
    found = get_object_or_404(OrgImport.objects.defer("content"), pk=pk)
    outcome = json.loads(found.outcome)
    try:
        if outcome["needs_two"]:
            sentence = f"{words}工作簿“{found.name}”：{summary(outcome)}"
            actions.confirming.ask(operation, {"import": pk}, sentence=sentence, **acting.signed(request))
            done = "已提交安全保密管理员复核，同意后自动执行。"
        else:
            act(found, **acting.signed(request))
    except Refused as refusal:
        return _import_page(request, found, refusal.sentence)
    messages.success(request, done)
    return redirect("org_import", pk=pk)


def summary(outcome: dict[str, Any]) -> str:
    """Say in one line how much changes: 新增12项，修改3项，终止1项."""
    totals = {kind: sum(counts[kind] for counts in outcome["counts"].values()) for kind in lists.KINDS}
    return "，".join(f"{lists.KINDS[kind]}{number}项" for kind, number in totals.items() if number) or "没有变化"
