"""Pages of incoming documents: the register, registration, and the acts that only documents know."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.documents import actions, forms, queries, rules
from zhongshu.documents.views import lists
from zhongshu.kit import terms
from zhongshu.matters import rules as matters
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.forms import ActForm, TerminateForm
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import back_to, matter_page, respond, visible_or_404

PER_PAGE = 20


@require_GET
@access.people
def register(request: HttpRequest, kind: str = rules.INCOMING) -> HttpResponse:
    """收文登记簿: what the person may see of it, with filters that keep page and place."""
    listed = lists.REGISTERS[kind]
    asking = declared.ask(request, listed)
    shown = Paginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "documents/register.html",
        kind=kind,
        listed=listed,
        form=asking.form,
        documents=shown,
        genres=dict(terms.GENRES),
        outcomes=matters.OUTCOMES,
        light=matters.light,
        remaining=matters.remaining,
        may_register=queries.keeps(asking.reader, kind, lists.organ_of(asking), asking.at, known=asking.known),
        known=asking.known,
    )


@require_http_methods(["GET", "POST"])
@access.role("registrar", "confidential_registrar")
def registration(request: HttpRequest, kind: str = rules.INCOMING) -> HttpResponse:
    """签收登记: first the mark is declared, then the form is filled in; what is secret gets a paper card."""
    label = declared_label(request, kind)
    if isinstance(label, HttpResponse):
        return label
    initial = {"signed_for_by": request.person.name}  # type: ignore[attr-defined]
    form = forms.RegistrationForm(request.POST or None, kind=kind, initial=initial)
    matter = attempt(request, form, partial(_register, request, form, kind, label)) if form.is_bound else None
    if matter:
        messages.success(request, f"已登记，编号为{matter.number}。")
        return back_to(matter)
    status = 422 if form.is_bound else 200
    return page(request, "documents/registration.html", status=status, kind=kind, form=form, label=label)


def declared_label(request: HttpRequest, kind: str) -> str | HttpResponse:
    """Return the mark that was declared (密级标志), or the page to be shown instead: of asking, or of what follows."""
    if not queries.keeps(request.person, kind, organ_of(request), timezone.now()):  # type: ignore[attr-defined]
        raise PermissionDenied
    if request.method == "POST" and "declared" in request.POST:
        return _declared(request, kind, request.POST["declared"])
    label = (request.POST or request.GET).get("label", "")
    return label if label in dict(terms.LABELS) else _declaration(request, kind)


def _declared(request: HttpRequest, kind: str, label: str) -> HttpResponse:
    """Go on as declared: to the form, or for what is secret to the paper card, which only its keepers fill in."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    if label in dict(terms.LABELS):
        return redirect(f"{request.path}?label={label}")
    if label not in dict(terms.SECRET_LEVELS):
        return _declaration(request, kind, error="请先选择来文上的密级标志。")
    actions.note_refusal(by=person, at=now)
    if queries.keeps(person, rules.PAPER_CARD, organ_of(request), now):
        return redirect("card")
    return _declaration(request, kind, error=rules.NOT_HERE)


def _declaration(request: HttpRequest, kind: str, error: str = "") -> HttpResponse:
    return page(
        request,
        "documents/declaration.html",
        status=422 if error else 200,
        kind=kind,
        declarations=rules.DECLARATIONS,
        secrets=dict(terms.SECRET_LEVELS),
        error=error,
    )


def _register(request: HttpRequest, form: forms.RegistrationForm, kind: str, label: str) -> Matter:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    try:
        return actions.register(
            kind=kind,
            organ=organ_of(request),
            label=label,
            details=form.cleaned_data,
            uploads=form.cleaned_data["uploads"],
            by=person,
            at=now,
            request_key=form.cleaned_data["request_key"],
        )
    except rules.SecretFound:
        actions.note_refusal(by=person, at=now)
        raise


@require_http_methods(["GET", "POST"])
@access.role("confidential_registrar")
def card(request: HttpRequest) -> HttpResponse:
    """办理纸质件跟踪卡: nothing of the paper is stored but numbers and codes."""
    form = forms.CardForm(request.POST or None)

    def act() -> Matter:
        return actions.card(
            organ=organ_of(request),
            by=request.person,  # type: ignore[attr-defined]
            at=timezone.now(),
            **form.cleaned_data,
        )

    matter = attempt(request, form, act, "跟踪卡已办理。") if form.is_bound else None
    if matter:
        return back_to(matter)
    return page(request, "documents/card.html", form=form, status=422 if form.is_bound else 200)


@require_GET
@access.role("confidential_registrar")
def cards(request: HttpRequest) -> HttpResponse:
    """纸质件跟踪卡登记簿."""
    listed = lists.PAPER_CARDS
    found = listed.rows(declared.ask(request, listed))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "documents/cards.html", listed=listed, cards=shown)


@require_POST
@access.people
def rejection(request: HttpRequest, pk: int) -> HttpResponse:
    """退文 at 初审."""
    return _with_reason(request, pk, actions.send_back, "send_back", "已退文。")


@require_POST
@access.people
def voiding(request: HttpRequest, pk: int) -> HttpResponse:
    """作废 a wrong registration."""
    return _with_reason(request, pk, actions.void, "void", "登记已作废，编号保留。")


def _with_reason(request: HttpRequest, pk: int, action: Any, name: str, done: str) -> HttpResponse:
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = TerminateForm(request.POST)
    return respond(request, matter, name, form, lambda: action(pk, by=person, at=now, **form.cleaned_data), done)


@require_POST
@access.people
def dissents(request: HttpRequest, pk: int) -> HttpResponse:
    """提出不同意见."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.DissentForm(request.POST)

    def act() -> Matter:
        return actions.dissent(pk, by=person, at=now, **form.cleaned_data)

    return respond(request, matter, "dissent", form, act, "不同意见已记录，批示领导可以看到。")


@require_POST
@access.people
def legs(request: HttpRequest, pk: int) -> HttpResponse:
    """登记送出."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.LegForm(request.POST)

    def act() -> Any:
        return actions.give_to_courier(pk, by=person, at=now, **form.cleaned_data)

    return respond(request, matter, "leg", form, act, "已登记送出。")


@require_POST
@access.people
def leg_return(request: HttpRequest, pk: int) -> HttpResponse:
    """登记退回."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    leg = queries.leg_for(person, pk, now)
    if leg is None:
        raise Http404

    def act() -> Any:
        return actions.take_back(pk, by=person, at=now)

    return respond(request, leg.document.matter, "leg_return", ActForm(request.POST), act, "已登记退回。")


@require_POST
@access.people
def quarantine(request: HttpRequest, pk: int) -> HttpResponse:
    """隔离 a document that turned out to be secret; afterwards most people no longer see it."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = ActForm(request.POST)

    def act() -> Any:
        return actions.quarantine(pk, by=person, at=now)

    done = attempt(request, form, act, "该件已隔离，请立即报告机要人员。")
    return redirect("home") if done else matter_page(request, matter, quarantine=form)


@require_POST
@access.role("confidential_registrar")
def matter_verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """清除或解除隔离, by two persons."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.VerdictForm(request.POST)

    def act() -> Any:
        clean = {key: value for key, value in form.cleaned_data.items() if key != "request_key"}
        return actions.settle(pk, by=person, at=now, **clean)

    return respond(request, matter, "verdict", form, act, "已确认。两名机要登记人员意见一致后即执行。")


@require_POST
@access.role("confidential_registrar")
def paper_end(request: HttpRequest, pk: int, action: Any) -> HttpResponse:
    """登记清退 or 销毁 of a paper."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = ActForm(request.POST)
    return respond(request, matter, "paper_end", form, lambda: action(pk, by=person, at=now), "已登记。")


def organ_of(request: HttpRequest, known: org.Directory | None = None) -> int:
    """The organ whose registers the person works with."""
    return lists.organ_for(request.person, timezone.now(), known or org.directory())  # type: ignore[attr-defined]
