"""The desk (工作台): 待办 待阅 已办 我发起, by urgency and by what is due first, with lights and counts."""

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.matters import kinds, queries, rules
from zhongshu.matters.queries.desk import BOXES
from zhongshu.org import queries as org
from zhongshu.ui import access
from zhongshu.ui.pages import page

PER_PAGE = 20


@require_GET
@access.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page: the desk for the staff, their own page for administrators."""
    if request.session.get("must_change"):
        return redirect("password")
    if request.person is None:  # type: ignore[attr-defined]
        return redirect("administration")
    return _show(request, "todo")


@require_GET
@access.people
def box(request: HttpRequest, name: str) -> HttpResponse:
    """One box of the desk."""
    if name not in dict(BOXES):
        raise Http404
    return _show(request, name)


def _show(request: HttpRequest, name: str) -> HttpResponse:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    counts = queries.counts(person, now)
    total = counts.get(name)
    shown = _paginator(queries.box(person, name, now), total).get_page(request.GET.get("page"))
    known = org.directory()
    return page(
        request,
        "portal/desk.html",
        box=name,
        boxes=BOXES,
        counts=counts,
        entries=_tabs(name, counts),
        rows=shown,
        kinds={kind.key: kind for kind in kinds.every()},
        known=known,
        mine=set(org.own_holders(person.pk, now, known=known)),
        holder_name=partial(org.holder_name, known=known),
        giver=partial(_giver, known),
        outcomes=rules.OUTCOMES,
        light=rules.light,
        remaining=rules.remaining,
    )


def _tabs(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the boxes as tabs; the first of them is the home page itself."""
    return [
        {
            "title": title,
            "url": reverse("home") if name == "todo" else reverse("desk", args=(name,)),
            "count": counts.get(name),
            "current": name == current,
        }
        for name, title in BOXES
    ]


def _giver(known: org.Directory, ref: str) -> str:
    """Return who gave a task, from "person:12"; nobody when the system itself did."""
    kind, _, number = ref.partition(":")
    return known.people[int(number)].name if kind == "person" else ""


def _paginator(rows: Any, total: int | None) -> Paginator:
    """Where the count is known already it is not asked for again."""
    paginator = Paginator(rows, PER_PAGE)
    if total is not None:
        paginator.count = total
    return paginator
