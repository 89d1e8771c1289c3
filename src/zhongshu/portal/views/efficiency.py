"""Figures of efficiency (效率统计): tables with charts over them, and the list behind each figure."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhongshu.matters.queries import efficiency
from zhongshu.org import queries as org
from zhongshu.portal.forms.efficiency import FiguresForm
from zhongshu.portal.queries import efficiency as queries
from zhongshu.portal.views import figure_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.jinja import query, url
from zhongshu.ui.pages import page

PER_PAGE = 20
DRAWN = 30  # groups in the chart; the table has all of them


@require_GET
@access.people
def figures(request: HttpRequest) -> HttpResponse:
    """效率统计: how much, how fast, how often on time."""
    listed = lists.FIGURES[_measure(request)]
    asking = declared.ask(request, listed)
    asked, (whole, *shown) = lists.question(asking), listed.rows(asking) or [None]
    return page(
        request,
        "portal/efficiency.html",
        known=asking.known,
        listed=listed,
        form=asking.form,
        scope=queries.scope(asking.reader, asking.at, org.local_day(asking.at), known=asking.known),
        question=asked,
        whole=whole,
        rows=shown,
        chart=_chart(shown[:DRAWN]),
        drawn=DRAWN,
        counted=efficiency.COUNTED[asked.measure] if asked else (),
    )


def _measure(request: HttpRequest) -> str:
    return str(FiguresForm(request.GET).data["measure"])


@require_GET
@access.people
def work(request: HttpRequest) -> HttpResponse:
    """The tasks or matters that a figure counts, as far as one may see them (统计明细)."""
    asking = declared.ask(request, lists.WORK)
    _, name, state = lists.group(asking)
    shown = Paginator(lists.WORK.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "portal/efficiency_work.html",
        known=asking.known,
        listed=lists.WORK,
        name=name,
        state=state,
        pages=shown,
        rows=list(lists.WORK.drawn(list(shown.object_list), asking)),
        back=url("efficiency") + query(request.GET, key=None, state=None, page=None),
    )


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
