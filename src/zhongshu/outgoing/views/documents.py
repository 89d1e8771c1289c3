"""Pages of outgoing documents: the register, the numbers of the organ."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from zhongshu.matters import rules as spine
from zhongshu.org import queries as org
from zhongshu.outgoing import actions, forms
from zhongshu.outgoing.rules import ceasing, pieces
from zhongshu.outgoing.views import lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import BoundedPaginator, attempt, page

PER_PAGE = 20


@require_GET
@access.people
def register(request: HttpRequest) -> HttpResponse:
    """发文登记簿: what the person may see of it."""
    asking = declared.ask(request, lists.REGISTER)
    shown = BoundedPaginator(lists.REGISTER.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "outgoing/register.html",
        listed=lists.REGISTER,
        form=asking.form,
        documents=shown,
        genres=dict(pieces.NAMES),
        unnumbered=dict(pieces.PIECES),
        outcomes=spine.OUTCOMES,
        manners=dict(ceasing.ENDED),
        has_ended=partial(ceasing.has_ended, today=org.local_day(asking.at)),
        light=spine.light,
        remaining=spine.remaining,
        known=asking.known,
    )


@require_http_methods(["GET", "POST"])
@access.role("registrar")
def codes(request: HttpRequest) -> HttpResponse:
    """发文字号: the organ's 机关代字 with how far each has counted; a registrar opens new ones."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.CodeForm(request.POST or None)

    def act() -> Any:
        return actions.open_code(code=form.cleaned_data["code"], by=person, at=now)

    if form.is_bound and attempt(request, form, act, "已设立。"):
        return redirect("outgoing_codes")
    asking = declared.ask(request, lists.CODES)
    rows = list(lists.CODES.rows(asking))
    status = 422 if form.is_bound else 200
    return page(request, "outgoing/codes.html", status=status, form=form, rows=rows, listed=lists.CODES)
