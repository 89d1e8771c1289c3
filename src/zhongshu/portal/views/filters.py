"""What a person keeps of the conditions of their lists (常用筛选): kept from the desk, managed on a page of its own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.matters import actions, queries
from zhongshu.matters.models import SavedFilter
from zhongshu.portal.forms import desk as forms
from zhongshu.portal.views import acting, desk
from zhongshu.portal.views import work_lists as lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import attempt, page


@require_POST
@access.people
def creation(request: HttpRequest, name: str) -> HttpResponse:
    """存为常用筛选: keep the conditions in `query`, as far as they make sense."""
    if name not in desk.BOXES:
        raise Http404
    asked = QueryDict(request.POST.get("query", "")[:1000])
    wanted, _ = forms.clean(asked, desk.BOXES[name].fields)
    query, form = forms.query(wanted), forms.FilterForm(request.POST)
    by, at = request.person, timezone.now()  # type: ignore[attr-defined]

    def act() -> SavedFilter:
        return actions.save_filter(name, name=form.cleaned_data["name"], query=query, by=by, at=at)

    if attempt(request, form, act, "已存为常用筛选。"):
        return redirect(f"{url('desk', name)}?{query}")
    request.GET = asked  # type: ignore[assignment]
    return desk.show(request, name, status=422, filter_form=form)


@require_GET
@access.people
def kept(request: HttpRequest) -> HttpResponse:
    """常用筛选: all that one has kept, by list."""
    asking = declared.ask(request, lists.FILTERS)
    shown = [
        {
            "row": one,
            "list": desk.BOXES[one.page].title,
            "url": f"{url('desk', one.page)}?{one.query}",
            "condition": lists.conditions(one),
        }
        for one in lists.FILTERS.rows(asking)
    ]
    return page(request, "portal/filters.html", known=asking.known, listed=lists.FILTERS, rows=shown)


@require_POST
@access.people
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """重命名常用筛选."""
    row, form = _own(request, pk), forms.FilterForm(request.POST)
    by, at = request.person, timezone.now()  # type: ignore[attr-defined]

    def act() -> SavedFilter:
        return actions.rename_filter(row.pk, name=form.cleaned_data["name"], by=by, at=at)

    if not attempt(request, form, act, "已重命名。"):
        for sentence in (sentence for told in form.errors.values() for sentence in told):
            messages.error(request, str(sentence))
    return redirect("filters")


@require_POST
@access.people
def deletion(request: HttpRequest, pk: int) -> HttpResponse:
    """删除常用筛选."""
    row, by = _own(request, pk), request.person  # type: ignore[attr-defined]
    acting.press(request, lambda: actions.delete_filter(row.pk, by=by, at=timezone.now()), "已删除常用筛选。")
    return redirect("filters")


def _own(request: HttpRequest, pk: int) -> SavedFilter:
    return get_object_or_404(queries.saved_filters(request.person), pk=pk)  # type: ignore[attr-defined]
