"""The desk (工作台): 待办 待阅 已办 我发起, by urgency and by what is due first, with lights and counts."""

from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.matters import queries
from zhongshu.matters.queries.desk import BOXES
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal.views import rows
from zhongshu.ui import access
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import page

PER_PAGE = 20


@require_GET
@access.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page: the desk for the staff, their own page for administrators."""
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
    known = org.directory()
    counts = queries.counts(person, now, known=known)
    number = request.GET.get("page")
    shown: Page[Any]
    match name:
        case "done":
            shown = Paginator(queries.done_tasks(person, now, known=known), PER_PAGE).get_page(number)
            drawn = [rows.finished(task, known) for task in shown.object_list]
        case "mine":
            shown = Paginator(queries.opened_matters(person, now, known=known), PER_PAGE).get_page(number)
            drawn = [rows.begun(matter, now) for matter in shown.object_list]
        case _:
            shown = Paginator(range(counts[name]), PER_PAGE).get_page(number)
            drawn = _open(shown, person, known, now, reading=name == "to_read")
    return page(
        request,
        "portal/desk.html",
        known=known,
        box=name,
        boxes=BOXES,
        counts=counts,
        entries=_tabs(name, counts),
        pages=shown,
        rows=drawn,
    )


def _open(
    shown: Page[Any], person: Person, known: org.Directory, now: datetime, *, reading: bool
) -> list[dict[str, Any]]:
    """Return the rows of a page of open tasks: how many there are is known already."""
    start = (shown.number - 1) * PER_PAGE
    tasks = queries.open_tasks(person, now, reading=reading, start=start, stop=start + PER_PAGE, known=known)
    mine = set(org.own_holders(person.pk, now, known=known))
    return [rows.waiting(task, known, mine, now) for task in tasks]


def _tabs(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the boxes as tabs; the first of them is the home page itself."""
    return [
        {
            "title": title,
            "url": url("home") if name == "todo" else url("desk", name),
            "count": counts.get(name),
            "current": name == current,
        }
        for name, title in BOXES
    ]
