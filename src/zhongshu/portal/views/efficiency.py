"""Figures of efficiency (效率统计): tables with charts over them, and the list behind each figure."""

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.matters import rules
from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import efficiency
from zhongshu.matters.queries.efficiency import MATTERS, Figure, Question
from zhongshu.org import queries as org
from zhongshu.portal.forms.efficiency import FiguresForm
from zhongshu.portal.queries import efficiency as queries
from zhongshu.portal.views.rows import WITHHELD
from zhongshu.ui import access
from zhongshu.ui.jinja import query, url
from zhongshu.ui.pages import page

PER_PAGE = 20
DRAWN = 30  # groups in the chart; the table has all of them


@require_GET
@access.people
def figures(request: HttpRequest) -> HttpResponse:
    """效率统计: how much, how fast, how often on time."""
    now, known, form = timezone.now(), org.directory(), FiguresForm(request.GET)
    asked = _question(request, form, now, known)
    whole, groups = efficiency.figures(asked, now) if asked else (None, [])
    shown = [_row(one, asked, known) for one in groups] if asked else []
    return page(
        request,
        "portal/efficiency.html",
        known=known,
        form=form,
        scope=queries.scope(request.person, now, org.local_day(now), known=known),  # type: ignore[attr-defined]
        question=asked,
        whole=_row(whole, asked, known) if whole and asked else None,
        rows=shown,
        chart=_chart(shown[:DRAWN]),
        drawn=DRAWN,
        counted=efficiency.COUNTED[asked.measure] if asked else (),
    )


@require_GET
@access.people
def work(request: HttpRequest) -> HttpResponse:
    """The tasks or matters that a figure counts, as far as one may see them (统计明细)."""
    now, known, form = timezone.now(), org.directory(), FiguresForm(request.GET)
    asked, key, state = _question(request, form, now, known), request.GET.get("key", ""), request.GET.get("state", "")
    if asked is None or (state and state not in efficiency.STATES) or not _is_key(asked.by, key):
        raise Http404
    behind = efficiency.behind_matters if asked.measure == MATTERS else efficiency.behind_tasks
    found: Any = behind(asked, key, state, request.person, now, known=known)  # type: ignore[attr-defined]
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    one = Figure(int(key) if asked.by in ("person", "unit") else key, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return page(
        request,
        "portal/efficiency_work.html",
        known=known,
        name=queries.named(one, asked.by, known),
        state=efficiency.STATES.get(state, ""),
        pages=shown,
        rows=[_work(row, known, now) for row in shown.object_list],
        back=url("efficiency") + query(request.GET, key=None, state=None, page=None),
    )


def _is_key(by: str, key: str) -> bool:
    return key.lstrip("-").isdecimal() and len(key) < 19 if by in ("person", "unit") else bool(key)


def _question(request: HttpRequest, form: FiguresForm, now: datetime, known: org.Directory) -> Question | None:
    """Return what is asked within what the person may ask; None for a wrong form or somebody without a unit."""
    if not form.is_valid():
        return None
    start, end = form.span(org.local_day(now))
    last = org.local_day(min(now, end - timedelta(seconds=1)))
    scope = queries.scope(request.person, now, last, known=known)  # type: ignore[attr-defined]
    if scope is None:
        return None
    clean = form.cleaned_data
    return Question(
        measure=clean["measure"],
        by=clean["by"],
        organ=scope.organ,
        start=start,
        end=end,
        kind=clean["kind"],
        places=scope.places,
        is_bounded=scope.is_bounded,
    )


def _row(figure: Figure, asked: Question, known: org.Directory) -> dict[str, Any]:
    """Return a row of the table: name, key and the figures as they are read."""
    return {
        "name": queries.named(figure, asked.by, known),
        "key": figure.key,
        "figure": figure,
        "done": figure.count - figure.pending,
        "mean": queries.lasting(figure.mean) if figure.count else "",
        "median": queries.lasting(figure.median) if figure.count else "",
        "longest": queries.lasting(figure.longest) if figure.count else "",
        "rate": "" if figure.rate is None else f"{figure.rate:.0%}",
        "rating": "" if figure.rating is None else f"{figure.rating:.1f}",
    }


def _work(row: Task | Matter, known: org.Directory, now: datetime) -> dict[str, Any]:
    """Return what a row of the list says of a task or a matter (统计明细)."""
    is_task = isinstance(row, Task)
    matter = row.matter if isinstance(row, Task) else row
    done = row.done_at if isinstance(row, Task) else row.closed_at
    due = row.due  # type: ignore[union-attr]  # annotated
    late = due is not None and (done or now) > due
    return {
        "url": url("matter", matter.pk),
        "title": matter.title or WITHHELD,
        "number": matter.number,
        "label": matter.label,
        "step": row.name if isinstance(row, Task) else rules.OUTCOMES.get(matter.outcome, "在办"),
        "who": _doer(row, known),
        "begun_at": row.opened_at if is_task else matter.received_at,
        "ended_at": done,
        "due_at": due,
        "light": "red" if late else rules.light(due, done, now),
        "words": "超期" if late else "" if done else rules.remaining(due, now),
    }


def _doer(row: Task | Matter, known: org.Directory) -> str:
    if isinstance(row, Matter):
        names = (row.lead_unit.short_name if row.lead_unit else "", row.owner.name if row.owner else "")
        return " ".join(filter(None, names))
    return row.done_by.name if row.done_by else org.holder_name(row.holder_id, known=known)


def _chart(shown: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the chart draws: names, and series of the same length; `keys` lead to the lists behind."""
    return {
        "names": [row["name"] for row in shown],
        "keys": [row["key"] for row in shown],
        "bars": [
            {"name": "已办", "values": [row["done"] for row in shown], "state": ""},
            {"name": "未办", "values": [row["figure"].pending for row in shown], "state": "pending"},
        ],
        "marks": {
            "name": "按时率",
            "values": [None if row["figure"].rate is None else round(row["figure"].rate * 100) for row in shown],
        },
    }
