"""Other systems that are told what happens (事件推送), kept by 系统管理员."""

from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.notices import actions, queries
from zhongshu.notices.models import Webhook
from zhongshu.org import queries as org
from zhongshu.org.models import Unit
from zhongshu.portal.forms import messages as forms
from zhongshu.portal.views import acting
from zhongshu.portal.views import message_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 10


@never_cache
@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def webhooks(request: HttpRequest) -> HttpResponse:
    """事件推送: each with what was last pushed, and a form that adds one; its secret is shown once."""
    asking = declared.ask(request, lists.WEBHOOKS)
    organs = org.organs(org.local_day(asking.at), known=asking.known)
    form = forms.WebhookForm(acting.sent(request), organs=organs)

    def act() -> tuple[Webhook, str]:
        values = form.values()
        return actions.add_webhook(Unit.objects.get(pk=values.pop("organ")), **values, **acting.signed(request))

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        return page(request, "portal/administration/webhook.html", row=made[0], secret=made[1], events=lists.EVENTS)
    rows = Paginator(lists.WEBHOOKS.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/administration/webhooks.html",
        status=422 if form.is_bound else 200,
        known=asking.known,
        listed=lists.WEBHOOKS,
        form=form,
        rows=rows,
        shown=[SimpleNamespace(row=row, postings=queries.last_postings(row)) for row in rows],
        events=lists.EVENTS,
        has_many=len(organs) > 1,
    )


@require_POST
@access.administrator("sysadmin")
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """试推送: a job does it; what came of it stands in the list."""
    return _change(request, pk, actions.try_webhook, "正在试推送，稍后刷新本页查看结果。")


@require_POST
@access.administrator("sysadmin")
def enabling(request: HttpRequest, pk: int) -> HttpResponse:
    """启用推送."""
    return _change(request, pk, actions.enable_webhook, "推送已启用，停用期间的事件不再补推。")


@require_POST
@access.administrator("sysadmin")
def disabling(request: HttpRequest, pk: int) -> HttpResponse:
    """停用推送."""
    return _change(request, pk, actions.disable_webhook, "推送已停用，尚未推送的事件不再推送。")


def _change(request: HttpRequest, pk: int, action: Any, done: str) -> HttpResponse:
    row = get_object_or_404(Webhook, pk=pk)
    acting.press(request, lambda: action(row.pk, **acting.signed(request)), done)
    return redirect("webhooks")
