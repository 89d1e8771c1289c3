"""The ways out to people (消息渠道) and what leaves by them (外发消息), kept by 系统管理员, who reads no message."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.notices import actions, queries
from zhongshu.notices.models import Channel, Delivery
from zhongshu.portal.forms import messages as forms
from zhongshu.portal.views import acting
from zhongshu.portal.views import message_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 30


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def channels(request: HttpRequest) -> HttpResponse:
    """消息渠道: the list, and a form that adds one."""
    form = forms.ChannelForm(acting.sent(request))

    def act() -> Channel:
        return actions.add_channel(**form.values(), **acting.signed(request))

    if form.is_bound and attempt(request, form, act, "渠道已添加，请试发，收到后再启用。"):
        return redirect("channels")
    return _channels_page(request, form=form)


def _channels_page(request: HttpRequest, **bound: Any) -> HttpResponse:
    trial: dict[int, Any] = bound.get("trials", {})
    rows = list(lists.CHANNELS.rows(declared.ask(request, lists.CHANNELS)))
    return page(
        request,
        "portal/administration/channels.html",
        status=422 if any(form.is_bound for form in (bound.get("form"), *trial.values()) if form) else 200,
        form=bound.get("form") or forms.ChannelForm(),
        listed=lists.CHANNELS,
        rows=rows,
        trials={row.pk: trial.get(row.pk) or forms.TrialForm(auto_id=f"trial{row.pk}_%s") for row in rows},
        media=lists.MEDIA,
    )


@require_POST
@access.administrator("sysadmin")
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """试发: a job sends; what came of it stands in the list."""
    channel = get_object_or_404(Channel, pk=pk)
    form = forms.TrialForm(request.POST, auto_id=f"trial{pk}_%s")

    def act() -> Channel:
        return actions.try_channel(channel.pk, **form.values(), **acting.signed(request))

    if attempt(request, form, act, "正在试发，稍后刷新本页查看结果。"):
        return redirect("channels")
    return _channels_page(request, trials={channel.pk: form})


@require_POST
@access.administrator("sysadmin")
def enabling(request: HttpRequest, pk: int) -> HttpResponse:
    """启用渠道."""
    return _change(request, pk, actions.enable_channel, "渠道已启用。")


@require_POST
@access.administrator("sysadmin")
def disabling(request: HttpRequest, pk: int) -> HttpResponse:
    """停用渠道."""
    return _change(request, pk, actions.disable_channel, "渠道已停用，尚未发出的消息不再发送。")


def _change(request: HttpRequest, pk: int, action: Any, done: str) -> HttpResponse:
    channel = get_object_or_404(Channel, pk=pk)
    acting.press(request, lambda: action(channel.pk, **acting.signed(request)), done)
    return redirect("channels")


@require_GET
@access.administrator("sysadmin")
def outbox(request: HttpRequest) -> HttpResponse:
    """外发消息: how each channel does, what waits, what failed and why; of a message only its kind."""
    asking = declared.ask(request, lists.DELIVERIES)
    return page(
        request,
        "portal/administration/outbox.html",
        listed=lists.DELIVERIES,
        listed_doings=lists.DOINGS,
        listed_postings=lists.POSTINGS,
        rows=Paginator(lists.DELIVERIES.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
        has_failed=lists.has_failed(asking),
        counts={"unsent": queries.unsent().count(), "failed": queries.failed().count()},
        doings=lists.DOINGS.rows(asking),
        postings=lists.POSTINGS.rows(asking)[:PER_PAGE],
        stopped=queries.stopped_webhooks(),
        kinds=lists.KINDS,
        events=lists.EVENTS,
    )


@require_POST
@access.administrator("sysadmin")
def resending(request: HttpRequest, pk: int) -> HttpResponse:
    """重发 what has failed."""
    delivery = get_object_or_404(Delivery, pk=pk)
    acting.press(request, lambda: actions.resend(delivery.pk, **acting.signed(request)), "已重新排队，一分钟内发送。")
    return redirect("outbox")
