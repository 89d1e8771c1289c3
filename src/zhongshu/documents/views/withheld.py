"""Pages of files in which the machine found a mark of secrecy (隔离件处理), which two persons judge."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.documents import actions, forms, queries, rules
from zhongshu.documents.views import lists
from zhongshu.documents.views.documents import PER_PAGE, organ_of
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

DONE = {
    rules.EXPUNGE: ("已记录清除意见，请另一名机要登记人员确认。", "已由两人确认，文件已清除，跟踪卡已办理。"),
    rules.RELEASE: ("已记录解除意见，请另一名机要登记人员确认。", "已由两人确认，文件已解除隔离，正在重新识读。"),
}


@require_GET
@access.role("confidential_registrar")
def withheld(request: HttpRequest) -> HttpResponse:
    """隔离件处理: what waits for the word of two persons."""
    return _page(request)


@require_POST
@access.role("confidential_registrar")
def verdict(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what becomes of a withheld file; the second person who agrees does it."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    found = queries.withheld(person, organ_of(request), now).filter(pk=pk).first()
    if found is None:
        raise Http404
    form = forms.VerdictForm(request.POST)

    def act() -> Any:
        clean = {key: value for key, value in form.cleaned_data.items() if key != "request_key"}
        return actions.judge(pk, by=person, at=now, **clean)

    is_second = found.first_by_id not in (None, person.pk)
    done = DONE.get(request.POST.get("verdict", ""), ("", ""))[is_second]
    return redirect("withheld") if attempt(request, form, act, done) else _page(request, pk, form)


def _page(request: HttpRequest, refused: int = 0, form: forms.VerdictForm | None = None) -> HttpResponse:
    listed = lists.WITHHELD_FILES
    asking = declared.ask(request, listed)
    shown = Paginator(listed.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    made = {each.pk: form if form and each.pk == refused else forms.VerdictForm() for each in shown}
    for number, each in made.items():
        each.auto_id = f"verdict{number}_%s"
    context = {"known": asking.known, "listed": listed, "withheld": shown, "forms": made, "verdicts": lists.VERDICTS}
    return page(request, "documents/withheld.html", status=422 if form else 200, **context)
