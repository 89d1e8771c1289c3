"""Who may do what (职责): roles and leaders in charge, given by 安全保密管理员."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.org import actions, rules
from zhongshu.portal.forms import duties as forms
from zhongshu.portal.views import acting, lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@access.administrator("secadmin")
def roles(request: HttpRequest) -> HttpResponse:
    """角色: the list, and a form that gives one (授予角色)."""
    form = forms.RoleForm(acting.sent(request), initial={"person": request.GET.getlist("person")})

    def act() -> Any:
        clean = form.cleaned_data
        return actions.give_role(form.holder(), clean["key"], clean["unit"], on=clean["on"], **acting.signed(request))

    if form.is_bound and attempt(request, form, act, "角色已授予。"):
        return redirect("roles")
    asking = declared.ask(request, lists.GIVEN_ROLES)
    return page(
        request,
        "portal/administration/roles.html",
        known=asking.known,
        status=422 if form.is_bound else 200,
        form=form,
        listed=lists.GIVEN_ROLES,
        rows=Paginator(lists.GIVEN_ROLES.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
        role_names=dict(rules.ROLES),
        today=timezone.localdate(),
    )


@require_http_methods(["GET", "POST"])
@access.administrator("secadmin")
def charges(request: HttpRequest) -> HttpResponse:
    """领导分管: the list, and a form that puts a leader in charge (明确分管)."""
    form = forms.ChargeForm(acting.sent(request), initial={"leader": request.GET.getlist("person")})

    def act() -> Any:
        return actions.put_in_charge(**form.values(), **acting.signed(request))

    if form.is_bound and attempt(request, form, act, "分管关系已明确。"):
        return redirect("charges")
    asking = declared.ask(request, lists.CHARGES)
    return page(
        request,
        "portal/administration/charges.html",
        known=asking.known,
        status=422 if form.is_bound else 200,
        form=form,
        listed=lists.CHARGES,
        rows=Paginator(lists.CHARGES.rows(asking), PER_PAGE).get_page(request.GET.get("page")),
        today=timezone.localdate(),
    )
