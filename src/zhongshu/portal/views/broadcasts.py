"""Notices that must be read (必达通知): the list, writing one, reading one, the receipts."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.notices import actions, queries
from zhongshu.notices.models import Broadcast
from zhongshu.org import queries as org
from zhongshu.portal.forms import messages as forms
from zhongshu.portal.forms.fields import ChangeForm
from zhongshu.portal.views import acting
from zhongshu.portal.views import message_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 20


@require_GET
@access.people
def broadcasts(request: HttpRequest) -> HttpResponse:
    """必达通知: what one was sent, sent, or oversees, the latest first."""
    asking = declared.ask(request, lists.BROADCASTS)
    shown = Paginator(lists.BROADCASTS.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/broadcasts.html",
        known=asking.known,
        listed=lists.BROADCASTS,
        rows=shown,
        waiting=lists.waiting_for(asking),
        may_send=bool(queries.organs_to_address(asking.reader, asking.at)),
    )


@require_http_methods(["GET", "POST"])
@access.role("office_head", "registrar")
def creation(request: HttpRequest) -> HttpResponse:
    """发送必达通知."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.BroadcastForm(acting.sent(request), organs=queries.organs_to_address(person, now), at=now)

    def act() -> Broadcast:
        key = form.cleaned_data["request_key"]
        return actions.broadcast(**form.values(), by=person, at=now, request_key=key)

    sent = attempt(request, form, act, "必达通知已发送。") if form.is_bound else None
    if sent:
        return redirect("broadcast", pk=sent.pk)
    return page(request, "portal/broadcast_form.html", status=422 if form.is_bound else 200, form=form)


@require_GET
@access.people
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice, with its receipts for whoever keeps it."""
    return _broadcast_page(request, _broadcast(request, pk))


@require_POST
@access.people
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """确认已阅."""
    row, form = _broadcast(request, pk), ChangeForm(request.POST)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    if attempt(request, form, lambda: actions.confirm(row.pk, by=person, at=now), "已确认阅读。") is not None:
        return redirect("broadcast", pk=pk)
    return _broadcast_page(request, row, refusal=form)


@require_POST
@access.people
def resending(request: HttpRequest, pk: int) -> HttpResponse:
    """再次发送 to those who have not read."""
    row, form = _broadcast(request, pk), ChangeForm(request.POST)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    if attempt(request, form, lambda: actions.resend_broadcast(row.pk, by=person, at=now), "已再次发送给未阅人员。"):
        return redirect("broadcast", pk=pk)
    return _broadcast_page(request, row, refusal=form)


@require_POST
@access.people
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回."""
    row, form = _broadcast(request, pk), forms.WithdrawalForm(request.POST)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]

    def act() -> Broadcast:
        return actions.withdraw_broadcast(row.pk, **form.values(), by=person, at=now)

    if attempt(request, form, act, "必达通知已撤回。"):
        return redirect("broadcast", pk=pk)
    return _broadcast_page(request, row, withdrawal=form)


def _broadcast(request: HttpRequest, pk: int) -> Broadcast:
    seen = queries.visible_to(request.person, timezone.now())  # type: ignore[attr-defined]
    return get_object_or_404(seen, pk=pk)


def _broadcast_page(request: HttpRequest, row: Broadcast, **bound: Any) -> HttpResponse:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    known = org.directory()
    keeps = queries.keeps_broadcast(row, person, now)
    groups = queries.receipts(row, org.local_day(now)) if keeps else []
    readers = queries.readers_for(person.pk, now, known=known)
    return page(
        request,
        "portal/broadcast.html",
        status=422 if bound else 200,
        known=known,
        row=row,
        listed=lists.RECEIPTS,
        mine=list(queries.own_receipts(row, readers)),
        keeps=keeps,
        by_unit=groups,
        units=known.units,
        resendings=list(row.resendings.select_related("by").order_by("-pk")) if keeps else [],
        refusal=bound.get("refusal"),
        withdrawal=bound.get("withdrawal") or forms.WithdrawalForm(),
    )
