"""Ending what is dated (终止): one page asks from which day on, whatever it is that ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from zhongshu.org import actions
from zhongshu.org.models import Appointment, Charge, Post, Role, Unit
from zhongshu.org.rules import ROLES
from zhongshu.portal.forms.organisation import EndingForm
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends: the act in words, what it is about, what comes of it, and the page to go back to."""

    title: str
    what: str
    hint: str
    back: str


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """免职."""
    row = get_object_or_404(Appointment.objects.select_related("person", "post__unit"), pk=pk)
    what = f"{row.person.name}：{row.post.unit.short_name}{row.post.name}"
    ending = Ending("免职", what, "从终止日期起不再担任该岗位。", reverse("person", args=[row.person_id]))
    return _end(request, row, actions.end_appointment, ending)


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销岗位."""
    row = get_object_or_404(Post.objects.select_related("unit"), pk=pk)
    ending = Ending(
        "撤销岗位",
        f"{row.unit.short_name}{row.name}",
        "有人任职的岗位不能撤销；岗位的角色同时收回。",
        reverse("unit", args=[row.unit_id]),
    )
    return _end(request, row, actions.end_post, ending)


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销机构."""
    row = get_object_or_404(Unit, pk=pk)
    hint = "有下级机构或有人任职的机构不能撤销；其岗位、角色、分管关系同时终止，历史保留。"
    return _end(request, row, actions.end_unit, Ending("撤销机构", row.name, hint, reverse("unit", args=[pk])))


@require_http_methods(["GET", "POST"])
@access.administrator("secadmin")
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """收回角色."""
    row = get_object_or_404(Role.objects.select_related("holder__person", "holder__post__unit", "unit"), pk=pk)
    subject = row.holder.person or row.holder.post
    what = f"{subject}：{row.unit.short_name}{dict(ROLES).get(row.key, row.key)}"
    return _end(request, row, actions.end_role, Ending("收回角色", what, "从终止日期起失去该角色。", reverse("roles")))


@require_http_methods(["GET", "POST"])
@access.administrator("secadmin")
def charge(request: HttpRequest, pk: int) -> HttpResponse:
    """解除分管."""
    row = get_object_or_404(Charge.objects.select_related("leader", "unit"), pk=pk)
    ending = Ending(
        "解除分管",
        f"{row.leader.name}分管{row.unit.name}",
        "从终止日期起，新的事项不再送其批示；已送的不变。",
        reverse("charges"),
    )
    return _end(request, row, actions.end_charge, ending)


def _end(request: HttpRequest, row: Any, action: Callable[..., Any], ending: Ending) -> HttpResponse:
    form = EndingForm(acting.sent(request))

    def act() -> bool:
        action(row, **form.values(), **acting.signed(request))
        return True

    if form.is_bound and attempt(request, form, act, f"{ending.title}已办理。"):
        return redirect(ending.back)
    status = 422 if form.is_bound else 200
    return page(request, "portal/administration/ending.html", form=form, ending=ending, status=status)
