"""Pages of a document that is out: who has signed for it, sending it again, taking it back, the end of its force."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.exchange import actions as exchange
from zhongshu.exchange import rules
from zhongshu.matters import rules as spine
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import dispatching as sending
from zhongshu.outgoing.actions import following
from zhongshu.outgoing.forms import dispatching as forms
from zhongshu.outgoing.queries import cessations, dispatching
from zhongshu.outgoing.rules import ceasing
from zhongshu.outgoing.views import receipts
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 100


def _asked(request: HttpRequest, pk: int) -> tuple[Matter, Person, datetime]:
    """Return a document that the person may see, who and when."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    found = queries.visible_to(person, now).select_related("matter__organ").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found.matter, person, now


@require_GET
@access.people
def receipts_page(request: HttpRequest, matter: int) -> HttpResponse:
    """签收情况: who has a document, and what became of it there."""
    return _page(request, *_asked(request, matter))


def _page(request: HttpRequest, matter: Matter, person: Person, now: datetime, **bound: Any) -> HttpResponse:
    """Draw the page; `bound` holds forms that were sent and refused."""
    asking = declared.ask(request, receipts.DELIVERIES, matter=matter.pk)
    known, rows = asking.known, receipts.DELIVERIES.rows(asking)
    keeps = dispatching.keeps(person, matter, now, known=known)
    sent, ended = dispatching.dispatches(matter), cessations.cessation_of(matter)
    made = _forms(matter, now) | bound if keeps else dict(bound)
    if dispatching.decides_scope(person, matter, now, known=known) and sent:
        made = {"scope": forms.ScopeForm()} | made
    for name, form in made.items():
        form.auto_id = f"{name}_%s"
    return page(
        request,
        "outgoing/receipts.html",
        status=422 if bound else 200,
        matter=matter,
        listed=receipts.DELIVERIES,
        form=asking.form,
        shown=Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        counts=receipts.counts(matter, now),
        dispatches=sent,
        changes=dispatching.scope_changes(matter),
        cessation=ended,
        has_ended=ended is not None and ceasing.has_ended(ended, org.local_day(now)),
        show_cessation=ceasing.show,
        forms=made,
        keeps=keeps,
        state=receipts.state,
        light=receipts.light,
        copies=rules.copy_numbers,
        day_alone=rules.is_day_alone,
        roles=dict(rules.ROLES),
        words=dict(rules.STATES),
        remaining=spine.remaining,
        known=known,
    )


def _forms(matter: Matter, now: datetime) -> dict[str, Any]:
    paper = dispatching.paper_waiting(matter)
    made: dict[str, Any] = {
        "recall": forms.RecallForm(numbers=()),
        "answer": forms.AnswerForm(),
        "cessation": forms.CessationForm(),
    }
    if paper:
        made["receipt"] = forms.ReceiptForm(waiting=paper, initial={"on": org.local_day(now)})
    return made


def _act(
    request: HttpRequest, pk: int, name: str, form: Callable[[Matter], Any], act: Callable[..., Any], done: str
) -> HttpResponse:
    """Carry out an act of the page, or draw the page again with what stands in its way."""
    matter, person, now = _asked(request, pk)
    sent = form(matter)
    key = {"by": person, "at": now}
    if attempt(request, sent, lambda: act(matter, sent, key | {"request_key": sent.cleaned_data["request_key"]}), done):
        return redirect("outgoing_receipts", pk)
    return _page(request, matter, person, now, **{name: sent})


@require_POST
@access.people
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """催签: those that were ticked, or all that are late."""

    def form(matter: Matter) -> forms.ChosenForm:
        return forms.ChosenForm(request.POST, numbers=dispatching.to_remind(matter))

    def act(matter: Matter, form: forms.ChosenForm, how: dict[str, Any]) -> int:
        return exchange.remind(form.chosen(), **how)

    return _act(request, pk, "reminder", form, act, "催签已发出。")


@require_POST
@access.people
def recalls(request: HttpRequest, pk: int) -> HttpResponse:
    """撤回: from those that were ticked, or from all."""

    def form(matter: Matter) -> forms.RecallForm:
        return forms.RecallForm(request.POST, numbers=[one.pk for one in dispatching.standing(matter)])

    def act(matter: Matter, form: forms.RecallForm, how: dict[str, Any]) -> Any:
        return exchange.recall(form.chosen(), reason=form.cleaned_data["reason"], **how)

    return _act(request, pk, "recall", form, act, "已撤回，收文单位已得到通知。")


@require_POST
@access.people
def paper_receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """登记回执: who signed for paper."""

    def form(matter: Matter) -> forms.ReceiptForm:
        return forms.ReceiptForm(request.POST, waiting=dispatching.paper_waiting(matter))

    def act(matter: Matter, form: forms.ReceiptForm, how: dict[str, Any]) -> Any:
        clean = form.cleaned_data
        return exchange.record_receipt(clean["delivery"], name=clean["name"], on=clean["on"], **how)

    return _act(request, pk, "receipt", form, act, "回执已登记。")


@require_POST
@access.people
def scope(request: HttpRequest, pk: int) -> HttpResponse:
    """调整印发传达范围."""

    def act(matter: Matter, form: forms.ScopeForm, how: dict[str, Any]) -> Any:
        return following.change_scope(
            matter.pk, scope=form.cleaned_data["scope"], reason=form.cleaned_data["reason"], **how
        )

    return _act(request, pk, "scope", lambda matter: forms.ScopeForm(request.POST), act, "印发传达范围已调整。")


@require_POST
@access.people
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """登记复文."""

    def act(matter: Matter, form: forms.AnswerForm, how: dict[str, Any]) -> Any:
        return following.note_answer(matter.pk, number=form.cleaned_data["number"], **how)

    return _act(request, pk, "answer", lambda matter: forms.AnswerForm(request.POST), act, "复文已登记。")


@require_POST
@access.people
def cessation(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销、废止."""

    def act(matter: Matter, form: forms.CessationForm, how: dict[str, Any]) -> Any:
        clean = {name: form.cleaned_data[name] for name in ("manner", "effective", "ground", "reason")}
        return following.cease(matter.pk, **clean, **how)

    return _act(
        request, pk, "cessation", lambda matter: forms.CessationForm(request.POST), act, "已登记，收文单位已得到通知。"
    )


@require_http_methods(["GET", "POST"])
@access.people
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """补发、重发: who sent it back or from whom it was taken back is offered; others are added."""
    matter, person, now = _asked(request, pk)
    if not dispatching.keeps(person, matter, now):
        raise PermissionDenied
    tree = dispatching.tree(queries.document_of(matter), now)
    form = forms.AgainForm(request.POST or None, tree=tree, meant=dispatching.to_resend(matter))

    def act() -> Any:
        key = form.cleaned_data["request_key"]
        return sending.dispatch_again(matter.pk, details=form.sending(), by=person, at=now, request_key=key)

    if form.is_bound and attempt(request, form, act):
        messages.success(request, "已补发。")
        return redirect("outgoing_receipts", pk)
    return page(request, "outgoing/again.html", status=422 if form.is_bound else 200, matter=matter, form=form)
