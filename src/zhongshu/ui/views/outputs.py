"""Taking lists along (导出、打印), and fetching what was made meanwhile (我的下载)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from zhongshu.files import actions, queries
from zhongshu.files.models import Product
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as matters
from zhongshu.ui import access, lists, outputs, papers
from zhongshu.ui.pages import page
from zhongshu.ui.views import lists as declared
from zhongshu.ui.views.matters import visible_or_404

PER_PAGE = 20


@require_POST
@access.signed_in
def taking(request: HttpRequest, key: str, how: str) -> HttpResponseBase:
    """导出 or 打印 of the list that lies below, with the filters of its address."""
    listed = lists.every().get(key)
    if listed is None or how not in outputs.WAYS:
        raise Http404
    asking = lists.put(listed, lists.asking_of(request))
    try:
        made = outputs.take(how, listed, asking)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{listed.address(request.GET)}?{request.GET.urlencode()}")
    if isinstance(made, Product):
        messages.success(request, f"“{made.name}”内容较多，正在后台生成，完成后会通知您。")
        return redirect("products")
    return sent(HttpResponse(made.content, content_type=made.media_type), made.name, show=how == "print")


@require_POST
@access.people
def slip(request: HttpRequest, pk: int) -> HttpResponseBase:
    """打印办理单 of a matter; each print is on its trail."""
    matter, asking = visible_or_404(request, pk), lists.asking_of(request)
    try:
        made = papers.print_slip(matter, asking)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("matter", pk=pk)
    matters.note_printed(matter, by=asking.reader, at=asking.at)
    name = f"办理单 {matter.number or matter.pk}.pdf"
    return sent(HttpResponse(made, content_type=papers.MEDIA_TYPE), name, show=True)


def sent(response: HttpResponseBase, name: str, *, show: bool = False) -> HttpResponseBase:
    """Return an answer as a file of a name, to be saved or to be looked at, and to be kept by nobody on the way."""
    response.headers["Content-Disposition"] = content_disposition_header(not show, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@access.signed_in
def products(request: HttpRequest) -> HttpResponse:
    """我的下载: what was made for the person at the screen."""
    asking = lists.ask(request, declared.PRODUCTS)
    shown = Paginator(declared.PRODUCTS.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "ui/products.html", known=asking.known, listed=declared.PRODUCTS, products=shown)


@require_GET
@access.signed_in
def product(request: HttpRequest, pk: int) -> HttpResponseBase:
    """下载: a product of one's own; for everybody else it does not exist."""
    now = timezone.now()
    found = get_object_or_404(queries.products(request.user.ref, now), pk=pk, made_at__isnull=False)  # type: ignore[union-attr]
    if not outputs.may_fetch(found, request.person, now):  # type: ignore[attr-defined]
        messages.error(request, f"您已没有查看“{found.name}”的权限，不能下载。")
        return redirect("products")
    actions.note_fetched(found, at=now)
    answer = FileResponse(queries.open_product(found), content_type="application/octet-stream")
    return sent(answer, found.name)
