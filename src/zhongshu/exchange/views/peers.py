"""Pages of those on other systems (交换对方): the register, a new one, one of them, the own certificate to hand out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.exchange import actions, queries
from zhongshu.exchange.forms import peers as forms
from zhongshu.exchange.models import Peer
from zhongshu.exchange.rules import peering
from zhongshu.exchange.views import package_lists as lists
from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org
from zhongshu.seals import queries as seals
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent

PER_PAGE = 20
keepers = access.role("registrar")


@require_GET
@keepers
def peers(request: HttpRequest) -> HttpResponse:
    """交换对方登记簿: those in force first."""
    asking = declared.ask(request, lists.PEERS)
    shown = Paginator(lists.PEERS.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "exchange/peers.html",
        listed=lists.PEERS,
        form=asking.form,
        shown=shown,
        state=lists.peer_state,
        mine=[(one, name, queries.own_fingerprint(one, asking.at)) for one, name in organs_of(request)],
        certificate_of=queries.certificate_of,
    )


def organs_of(request: HttpRequest) -> list[tuple[int, str]]:
    """Return the organs for which the person deals with other systems, with their names, in protocol order."""
    known = org.directory()
    found = queries.organs(request.person, timezone.now(), known=known)  # type: ignore[attr-defined]
    if not found:
        raise PermissionDenied
    return [(one, known.units[one].short_name or known.units[one].name) for one in found]


@require_http_methods(["GET", "POST"])
@keepers
def registration(request: HttpRequest) -> HttpResponse:
    """登记交换对方."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    sent_in = (request.POST, request.FILES) if request.method == "POST" else ()
    form = forms.PeerForm(*sent_in, organs=organs_of(request))

    def act() -> Peer:
        return actions.register_peer(by=person, at=now, **form.cleaned_data)

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        messages.success(request, f"“{made.name}”已登记，可以与其交换公文。")
        return redirect("peer", pk=made.pk)
    return page(request, "exchange/peer_registration.html", status=422 if form.is_bound else 200, form=form)


@require_GET
@keepers
def peer(request: HttpRequest, pk: int) -> HttpResponse:
    """One peer with its certificate (交换对方)."""
    return _peer_page(request, _peer_or_404(request, pk), forms.PeerEndForm())


@require_POST
@keepers
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    """停用交换对方."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    row, form = _peer_or_404(request, pk), forms.PeerEndForm(request.POST)
    done = attempt(
        request,
        form,
        lambda: actions.end_peer(pk, by=person, at=now, **form.cleaned_data),
        "已停用，今后不再收其交换包。",
    )
    return redirect("peer", pk=pk) if done else _peer_page(request, row, form)


def _peer_or_404(request: HttpRequest, pk: int) -> Peer:
    found = queries.peer_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _peer_page(request: HttpRequest, row: Peer, form: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    own = queries.certificate_of(row)
    state = lists.peer_state(row, timezone.now())
    context = {"peer": row, "own": own, "form": form, "state": state, "in_fours": peering.in_fours}
    return page(request, "exchange/peer.html", status=status, **context)


@require_GET
@keepers
def certificate(request: HttpRequest) -> HttpResponseBase:
    """Send the certificate that one's organ signs packages with, for others to register (本机关证书)."""
    organs = dict(organs_of(request))
    asked = request.GET.get("organ", "")
    organ = int(asked) if asked.isdecimal() and int(asked) in organs else next(iter(organs))
    try:
        own = seals.certificate_to_sign(organ, timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("peers")
    return sent(HttpResponse(own.pem, content_type="application/octet-stream"), f"{own.subject}.pem")
