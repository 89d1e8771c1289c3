"""Pages of the year: what was issued and what went wrong (年度发文情况), what was taken up (以文辅政)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.matters import queries as matters
from zhongshu.outgoing.actions import uptakes as actions
from zhongshu.outgoing.forms.years import UptakeForm
from zhongshu.outgoing.models import Uptake
from zhongshu.outgoing.queries import parties
from zhongshu.outgoing.queries import uptakes as queries
from zhongshu.outgoing.views import subject
from zhongshu.outgoing.views import year_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import visible_or_404

PER_PAGE = 20


@require_GET
@access.role("registrar", "office_head", "leader")
def year(request: HttpRequest) -> HttpResponse:
    """年度发文情况: every table of the year under its own heading, each of which can be taken along."""
    asking = declared.ask(request, lists.BY_GENRE)  # all of them are asked for the same year
    tables = [(listed, list(listed.rows(asking)), asking) for listed in lists.TABLES]
    return page(request, "outgoing/year.html", form=asking.form, counted=tables, heads=_heads)


def _heads(listed: declared.List) -> list[tuple[str, str, str]]:
    return [(one.title, "", "cell-number" if one.sort == declared.NUMBER else "") for one in listed.columns]


@require_GET
@access.people
def uptakes(request: HttpRequest) -> HttpResponse:
    """以文辅政登记: which documents were taken up in a year, as far as the person may see them."""
    asking = declared.ask(request, lists.UPTAKES)
    shown = Paginator(lists.UPTAKES.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    manners = lists.MANNERS
    return page(request, "outgoing/uptakes.html", listed=lists.UPTAKES, form=asking.form, shown=shown, manners=manners)


@require_http_methods(["GET", "POST"])
@access.people
def uptake(request: HttpRequest, pk: int) -> HttpResponse:
    """采用情况: what took this document up; whoever wrote it and the office enter more."""
    matter = visible_or_404(request, pk)
    subject.document_of(matter)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    form = UptakeForm(request.POST or None)

    def act() -> Any:
        return actions.enter_uptake(pk, **form.values(), by=person, at=now)

    if form.is_bound and attempt(request, form, act, "已登记。"):
        return redirect("outgoing_uptake", pk=pk)
    may = parties.is_drafter(matter, person, now) or parties.is_office(matter, person, now)
    found = queries.uptakes(pk)
    takers = [one.matter_id for one in found if one.matter_id]
    seen = set(matters.visible_to(person, now).filter(pk__in=takers).values_list("pk", flat=True))
    shown: dict[str, Any] = {"uptakes": found, "seen": seen, "manners": lists.MANNERS, "may": may}
    return page(
        request, "outgoing/uptake.html", status=422 if form.is_bound else 200, matter=matter, form=form, **shown
    )


@require_POST
@access.people
def withdrawal(request: HttpRequest, pk: int, uptake: int) -> HttpResponse:
    """撤销采用登记."""
    matter = visible_or_404(request, pk)
    if not Uptake.objects.filter(pk=uptake, document=matter.pk).exists():
        raise Http404
    try:
        actions.withdraw_uptake(uptake, by=request.person, at=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, "已撤销。")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("outgoing_uptake", pk=pk)
