"""Pages on which the register of seals is kept: a new seal, another keeper, its end, a line of the log that is void."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.org.models import Person
from zhongshu.seals import actions, forms, queries, rules
from zhongshu.seals.models import Seal
from zhongshu.seals.views.pages import seal_or_404, seal_page, use_or_404, use_page
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page


@require_http_methods(["GET", "POST"])
@access.role(rules.KEEPER)
def registration(request: HttpRequest) -> HttpResponse:
    """登记印章."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    organ = queries.organ_of(person, now)
    if organ is None or not queries.keeps(person, organ, now):
        raise PermissionDenied
    form = forms.SealForm(request.POST if request.method == "POST" else None)

    def act() -> Seal:
        clean = dict(form.cleaned_data)
        given = {name: clean.pop(name) for name in ("keeper", "request_key")}
        return actions.register(organ=organ, details=clean, by=person, at=now, **given)

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        messages.success(request, f"{made.name}已登记。")
        return redirect("seal", pk=made.pk)
    return page(request, "seals/registration.html", status=422 if form.is_bound else 200, form=form)


@require_POST
@access.people
def particulars(request: HttpRequest, pk: int) -> HttpResponse:
    """更正登记内容."""

    def correct(seal: int, *, by: Person, at: datetime, request_key: str, **details: Any) -> Seal:
        return actions.correct(seal, details=details, by=by, at=at, request_key=request_key)

    return _act(request, pk, "particulars", forms.ParticularsForm(request.POST), correct, "登记内容已更正。")


@require_POST
@access.people
def keepings(request: HttpRequest, pk: int) -> HttpResponse:
    """移交保管."""
    return _act(request, pk, "keeping", forms.KeepingForm(request.POST), actions.hand_over, "保管移交已登记。")


@require_POST
@access.people
def endings(request: HttpRequest, pk: int) -> HttpResponse:
    """停用和处置."""
    return _act(request, pk, "ending", forms.EndingForm(request.POST), actions.end, "已登记。")


def _act(request: HttpRequest, pk: int, name: str, form: Any, action: Callable[..., Seal], done: str) -> HttpResponse:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    row = seal_or_404(request, pk)
    made = attempt(request, form, lambda: action(pk, by=person, at=now, **form.cleaned_data), done)
    return redirect("seal", pk=pk) if made else seal_page(request, row, **{name: form})


@require_POST
@access.people
def voiding(request: HttpRequest, pk: int) -> HttpResponse:
    """作废用印登记."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    row, form = use_or_404(request, pk), forms.VoidForm(request.POST)

    def act() -> Any:
        return actions.void_use(pk, reason=form.cleaned_data["reason"], by=person, at=now)

    done = attempt(request, form, act, "该条用印登记已作废，编号保留。")
    return redirect("seal_use", pk=pk) if done else use_page(request, row, void=form)
