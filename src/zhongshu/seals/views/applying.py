"""Pages on which somebody asks for a seal: to have something sealed, or to take it along."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.seals import actions, forms, queries
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import back_to

APART = ("seals", "label", "uploads", "is_full", "request_key")
APART_OF_LOAN = ("seal", "label", "uploads", "is_full", "borrower", "companion", "request_key")


@require_http_methods(["GET", "POST"])
@access.people
def application(request: HttpRequest) -> HttpResponse:
    """用印申请."""
    return _ask(request, forms.ApplicationForm, "seals/application.html", _apply)


def _apply(request: HttpRequest, form: forms.ApplicationForm) -> Matter:
    clean = dict(form.cleaned_data)
    given = {name: clean.pop(name) for name in APART}
    return actions.apply(details=clean, by=request.person, at=timezone.now(), **given)  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@access.people
def loan_application(request: HttpRequest) -> HttpResponse:
    """印章借用申请."""
    return _ask(request, forms.LoanForm, "seals/loan_application.html", _ask_loan)


def _ask_loan(request: HttpRequest, form: forms.LoanForm) -> Matter:
    clean = dict(form.cleaned_data)
    due = form.due_of(clean)
    given = {name: clean.pop(name) for name in APART_OF_LOAN}
    return actions.ask_loan(details=clean, due=due, by=request.person, at=timezone.now(), **given)  # type: ignore[attr-defined]


def _ask(request: HttpRequest, form_class: Any, template: str, act: Any) -> HttpResponse:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    seals = queries.offered(person, now)
    alone = [seal.pk for seal in seals] if len(seals) == 1 else []
    initial = {"seals": alone, "seal": next(iter(alone), None), "borrower": [org.holder_of(person.pk)]}
    form = form_class(request.POST if request.method == "POST" else None, seals=seals, initial=initial)
    matter = attempt(request, form, lambda: act(request, form)) if form.is_bound else None
    if matter:
        messages.success(request, "申请已提交，请在“我发起”中查看进展。")
        return back_to(matter)
    return page(request, template, status=422 if form.is_bound else 200, form=form, seals=seals)
