"""Pages of a receiver (公文签收): what came, one of it, signing for it and sending it back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.documents import actions as documents
from zhongshu.documents import queries as register
from zhongshu.documents import rules as registering
from zhongshu.exchange import actions, forms, queries, rules
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.exchange.views import files, lists, package_lists
from zhongshu.matters import rules as spine
from zhongshu.matters.models import Matter
from zhongshu.notices import actions as notices
from zhongshu.org import queries as org
from zhongshu.ui import access, guarding, marking
from zhongshu.ui import lists as declared
from zhongshu.ui.jinja import query, url
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import back_to

PER_PAGE = 20
TONES = {rules.WAITING: "yellow", rules.SIGNED: "green", rules.REJECTED: "red", rules.RECALLED: "plain"}

signers = access.role("registrar", "confidential_registrar")


@require_GET
@signers
def deliveries(request: HttpRequest, kind: str = registering.INCOMING) -> HttpResponse:
    """公文签收 or 电报签收: what waits, what was signed for, sent back, taken back."""
    listed = lists.DELIVERIES[kind]
    asking = declared.ask(request, listed)
    shown = Paginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    here = asking.form["state"].value() if asking.form else ""
    return page(
        request,
        "exchange/deliveries.html",
        kind=kind,
        listed=listed,
        form=asking.form,
        shown=shown,
        tabs=_tabs(request, here, queries.waiting(asking.reader, asking.at, known=asking.known)[kind]),
        here=here,
        organs=queries.organs_of(asking.reader, kind, asking.at, known=asking.known),
        known=asking.known,
        **_words(),
    )


def _tabs(request: HttpRequest, here: str, waiting: int) -> list[dict[str, Any]]:
    """Return the states as pages beside one another, with how many wait."""
    return [
        {
            "title": words,
            "url": request.path + query(request.GET, state=state, page=None),
            "count": waiting if state == rules.WAITING else None,
            "current": state == here,
        }
        for state, words in (*rules.STATES, (forms.EVERY, "全部"))
    ]


def _words() -> dict[str, Any]:
    """Return what both pages say deliveries with."""
    return {
        "roles": lists.ROLES,
        "genres": lists.GENRES,
        "states": lists.STATES,
        "tones": TONES,
        "state_of": rules.state,
        "settled": lists.settled,
        "label_of": rules.label_of,
        "signed_by": rules.signed_by,
        "is_for_another": rules.is_for_another,
        "copy_numbers": rules.copy_numbers,
        "light": spine.light,
        "remaining": spine.remaining,
    }


@require_GET
@signers
def delivered(request: HttpRequest, dispatch: int) -> HttpResponse:
    """Lead from a message to what of a dispatch came to the person's own organ, or organs."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    own = queries.delivered_to(person, dispatch, now)
    if not own:
        _hidden(request, Delivery.objects.none())
    notices.read_about(person.pk, f"dispatch:{dispatch}", at=now)
    if len(own) == 1:
        return redirect("delivery", pk=own[0])
    is_telegram = Dispatch.objects.get(pk=dispatch).is_telegram
    return redirect("telegram_deliveries" if is_telegram else "deliveries")


@require_GET
@signers
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: what is known of the document, its files, and what may be done with it."""
    found = delivery_or_404(request, pk)
    notices.read_about(request.person.pk, f"dispatch:{found.dispatch_id}", at=timezone.now())  # type: ignore[attr-defined]
    return delivery_page(request, found)


def delivery_or_404(request: HttpRequest, pk: int) -> Delivery:
    """Fetch a delivery of an organ for which the person signs: what may not be seen does not exist."""
    found = queries.delivery_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        _hidden(request, Delivery.objects.filter(pk=pk))
    return found  # type: ignore[return-value]


def _hidden(request: HttpRequest, found: Any) -> None:
    if found.exists():
        guarding.refused(request, f"delivery:{found.get().pk}")
    raise Http404


def delivery_page(request: HttpRequest, found: Delivery, **bound: Any) -> HttpResponse:
    """Render the page of a delivery; `bound` holds a form that was sent and refused, by the name of the act."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    dispatch, state, label = found.dispatch, rules.state(found), rules.label_of(found.dispatch)
    guarding.seen_as(request, label, "org.paper_viewed", f"delivery:{found.pk}")
    may_act = state == rules.WAITING
    made = {"sign": forms.SignForm(), "reject": forms.RejectForm()} | bound
    for name, form in made.items():
        form.auto_id = f"{name}_%s"
    context = {
        "delivery": found,
        "dispatch": dispatch,
        "state": state,
        "may_act": may_act,
        "same": register.same_number(person, dispatch.number, now).first() if may_act and dispatch.number else None,
        "force": registering.say_force(dispatch.force, dispatch.force_ends, org.local_day(now)),
        "files": files.shown(found),
        "forms": made,
        "grades": lists.GRADES,
        "watermark_words": marking.own_words(request) if marking.is_marked_as(label) else "",
        **_receipt(found, may_act),
        **_words(),
    }
    return page(request, "exchange/delivery.html", status=422 if bound else 200, **context)


def _receipt(found: Delivery, may_act: bool) -> dict[str, Any]:
    """Return how far the package of the receipt is (回执包), for what came in one and is settled."""
    if found.dispatch.peer_id is None or may_act:
        return {}
    return {"making": package_lists.makings([found])[found.pk], "package": getattr(found, "package", None)}


@require_POST
@signers
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """签收: registered, and on to the matter that it has become."""
    found, form = delivery_or_404(request, pk), forms.SignForm(request.POST)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]

    def act() -> Matter:
        try:
            return actions.sign(pk, by=person, at=now, **form.cleaned_data)
        except registering.SecretFound:
            documents.note_refusal(by=person, at=now)
            raise

    matter = attempt(request, form, act)
    if matter is None:
        return delivery_page(request, _again(request, found), sign=form)
    messages.success(request, f"已签收，收文编号为{matter.number}，请办理初审。")
    return back_to(matter)


@require_POST
@signers
def rejection(request: HttpRequest, pk: int) -> HttpResponse:
    """退文: back to the sender, with the reason."""
    found, form = delivery_or_404(request, pk), forms.RejectForm(request.POST)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    done = f"已退回{found.dispatch.sender_name}，原因已告知对方。"
    if attempt(request, form, lambda: actions.reject(pk, by=person, at=now, **form.cleaned_data), done):
        return redirect(url("delivery", pk))
    return delivery_page(request, _again(request, found), reject=form)


def _again(request: HttpRequest, found: Delivery) -> Delivery:
    """Return a delivery as it stands now: another may have been quicker."""
    return queries.delivery_for(request.person, found.pk, timezone.now()) or found  # type: ignore[attr-defined]
