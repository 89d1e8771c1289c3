"""Pages of the numbers of an organ: what became of each (编号登记), setting some aside, voiding those (预留文号)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.outgoing import actions, forms, queries
from zhongshu.outgoing.models import Reservation
from zhongshu.outgoing.views import lists, subject
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@access.role("registrar")
def numbers(request: HttpRequest) -> HttpResponse:
    """编号登记: every number with what has it; the registrar sets some aside."""
    asking = declared.ask(request, lists.NUMBERS)
    organ = queries.organ_kept_by(asking.reader, asking.at, known=asking.known)
    if organ is None:
        raise PermissionDenied
    series = [(one.pk, one.name) for one in queries.codes(organ)]
    reserving = forms.ReservingForm(request.POST or None, series=series)
    if reserving.is_bound and attempt(request, reserving, lambda: _reserve(request, reserving), "已预留。"):
        return redirect("outgoing_numbers")
    shown = Paginator(lists.NUMBERS.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    shown.object_list = queries.lines(list(shown), asking.reader, asking.at, known=asking.known)
    context: dict[str, Any] = {"listed": lists.NUMBERS, "form": asking.form, "shown": shown}
    status = 422 if reserving.is_bound else 200
    return page(request, "outgoing/numbers.html", status=status, reserving=reserving, has_series=series, **context)


def _reserve(request: HttpRequest, form: forms.ReservingForm) -> Any:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    clean = form.cleaned_data
    given = {name: clean[name] for name in ("series", "count", "purpose", "request_key")}
    return subject.guarded(request, lambda: actions.reserve(**given, by=person, at=now))


@require_http_methods(["GET", "POST"])
@access.role("registrar")
def releasing(request: HttpRequest, pk: int) -> HttpResponse:
    """作废预留文号: why the number is not wanted any more."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    organ = queries.organ_kept_by(person, now)
    row = Reservation.objects.select_related("number", "by").filter(pk=pk, organ=organ or 0).first()
    if row is None:
        raise Http404
    form = forms.ReleasingForm(request.POST or None)

    def act() -> Any:
        reason = form.cleaned_data["reason"]
        return subject.guarded(request, lambda: actions.release(pk, reason=reason, by=person, at=now))

    if form.is_bound and attempt(request, form, act, "已作废。"):
        return redirect("outgoing_numbers")
    return page(request, "outgoing/releasing.html", status=422 if form.is_bound else 200, form=form, row=row)
