"""The trail (留痕): reading it; for 安全审计员, proving that nothing was changed, sealing and exporting it."""

from itertools import chain, islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.matters.queries import signatures
from zhongshu.portal import queries
from zhongshu.portal.forms import system as forms
from zhongshu.portal.views import acting, guarding_lists, lists
from zhongshu.trail import actions
from zhongshu.trail import queries as trail
from zhongshu.trail.models import Checkpoint
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import BoundedPaginator, attempt, page
from zhongshu.ui.views.outputs import sent

PER_PAGE = 50
LIMIT = 50_000  # entries verified while somebody waits: some seconds
FINDINGS = 200


@require_GET
@access.administrator("secadmin", "auditor")
def reader(request: HttpRequest) -> HttpResponse:
    """留痕查询: to each what is theirs to read, by object, person, act and day; the titles of matters are not shown."""
    listed = lists.TRAIL
    asking = declared.ask(request, listed)
    is_understood = asking.form is not None and asking.form.is_valid()
    shown = BoundedPaginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/administration/trail.html",
        status=200 if is_understood else 422,
        known=asking.known,
        listed=listed,
        form=asking.form,
        rows=shown,
        of=queries.OF[request.administrator],  # type: ignore[attr-defined]
        acts=listed.drawn(list(shown.object_list), asking) if is_understood else [],
    )


@require_http_methods(["GET", "POST"])
@access.administrator("auditor")
def verification(request: HttpRequest) -> HttpResponse:
    """留痕核验: how many entries were checked, and all that does not stand as it was sealed."""
    asking = declared.ask(request, guarding_lists.CHECKED)
    checkpoints = guarding_lists.CHECKED.rows(asking)
    choices = [(one.pk, f"{timezone.localtime(one.at):%Y-%m-%d %H:%M} 校验点之后") for one in checkpoints]
    form = forms.VerificationForm(acting.sent(request), checkpoints=choices)
    outcome = attempt(request, form, lambda: _verify(form.cleaned_data["since"])) if form.is_bound else None
    return page(
        request,
        "portal/administration/verification.html",
        status=422 if form.is_bound and outcome is None else 200,
        form=form,
        outcome=outcome,
        known=asking.known,
        listed=guarding_lists.CHECKED,
        checkpoints=checkpoints,
        guards=trail.missing_guards(),
    )


def _verify(since: int | None) -> dict[str, Any]:
    checkpoint = Checkpoint.objects.get(pk=since) if since else None
    count = queries.verifiable(checkpoint)
    if count > LIMIT:
        raise Refused(
            f"所选范围有{count}条记录，超过{LIMIT}条，请选择较近的校验点；全部核验请在服务器上运行“zhongshu verify”。",
            field="since",
        )
    findings = list(islice(chain(trail.verify(checkpoint), signatures.altered(checkpoint)), FINDINGS + 1))
    return {"count": count, "findings": findings[:FINDINGS], "has_more": len(findings) > FINDINGS, "at": timezone.now()}


@require_POST
@access.administrator("auditor")
def checkpoints(request: HttpRequest) -> HttpResponse:
    """生成校验点."""
    acting.press(request, lambda: actions.checkpoint(**acting.signed(request)), "校验点已生成。")
    return redirect("verification")


@require_GET
@access.administrator("auditor")
def checkpoint(request: HttpRequest, pk: int) -> HttpResponseBase:
    """导出校验点 as a text file, to be printed or kept elsewhere."""
    found = get_object_or_404(Checkpoint, pk=pk)
    name = f"checkpoint-{timezone.localtime(found.at):%Y%m%d-%H%M%S}.txt"
    return sent(HttpResponse(trail.export_checkpoint(found), content_type="text/plain; charset=utf-8"), name)
