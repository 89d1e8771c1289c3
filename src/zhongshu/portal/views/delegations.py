"""Delegation (委托代办): by the person concerned, or by 安全保密管理员 for somebody who cannot."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.org import actions
from zhongshu.org import queries as org
from zhongshu.org.models import Delegation
from zhongshu.portal.forms import duties as forms
from zhongshu.portal.views import acting, lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 20


@require_http_methods(["GET", "POST"])
@access.people
def own(request: HttpRequest) -> HttpResponse:
    """委托代办: what one has given and taken, and a form that gives."""
    person = request.person  # type: ignore[attr-defined]
    form = forms.DelegationForm(acting.sent(request))

    def act() -> Delegation:
        return actions.delegate(person, **form.values(), **acting.signed(request))

    if form.is_bound and attempt(request, form, act, "委托已登记，受托人在委托期内可代您办理。"):
        return redirect("delegations")
    listed = lists.DELEGATIONS
    asking = declared.ask(request, listed)
    return page(
        request,
        "portal/delegations.html",
        listed=listed,
        known=asking.known,
        status=422 if form.is_bound else 200,
        form=form,
        rows=Paginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
    )


@require_POST
@access.people
def own_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销委托 of one's own."""
    given = org.delegations_of(request.person.pk).filter(principal=request.person)  # type: ignore[attr-defined]
    return _revoke(request, get_object_or_404(given, pk=pk), "delegations")


@require_http_methods(["GET", "POST"])
@access.administrator("secadmin")
def office(request: HttpRequest) -> HttpResponse:
    """代办委托: all that run, and a form that gives one on behalf of somebody."""
    form, listed = forms.DelegationForSomebodyForm(acting.sent(request)), lists.OFFICE_DELEGATIONS

    def act() -> Delegation:
        values: dict[str, Any] = form.values()
        return actions.delegate(values.pop("principal"), **values, **acting.signed(request))

    if form.is_bound and attempt(request, form, act, "委托已登记。"):
        return redirect("office_delegations")
    asking = declared.ask(request, listed)
    return page(
        request,
        "portal/administration/delegations.html",
        known=asking.known,
        status=422 if form.is_bound else 200,
        form=form,
        listed=listed,
        rows=Paginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
    )


@require_POST
@access.administrator("secadmin")
def office_revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销委托 of somebody else."""
    return _revoke(request, get_object_or_404(Delegation, pk=pk), "office_delegations")


def _revoke(request: HttpRequest, delegation: Delegation, back: str) -> HttpResponse:
    acting.press(request, lambda: actions.revoke(delegation, **acting.signed(request)), "委托已撤销。")
    return redirect(back)
