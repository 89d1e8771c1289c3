"""Pages of packages (交换包): those that came in, bringing one in, those made of a document, taking one along."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.exchange import actions, queries, rules
from zhongshu.exchange.actions import Imported
from zhongshu.exchange.forms import peers as forms
from zhongshu.exchange.models import Delivery, Dispatch
from zhongshu.exchange.views import package_lists as lists
from zhongshu.exchange.views.peers import PER_PAGE, keepers, organs_of
from zhongshu.exchange.views.receiving import TONES
from zhongshu.files import actions as files
from zhongshu.files import queries as store
from zhongshu.gongwen.packages import container
from zhongshu.kit.errors import Refused
from zhongshu.ui import access, guarding
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent

STATES: dict[str, Any] = {"states": dict(rules.STATES), "tones": TONES}


@require_GET
@keepers
def packages(request: HttpRequest) -> HttpResponse:
    """导入的交换包, the latest first, with what became of each."""
    asking = declared.ask(request, lists.PACKAGES)
    shown = Paginator(lists.PACKAGES.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    told = queries.told_of(shown.object_list, request.person, asking.at)  # type: ignore[attr-defined]
    settled = [one.arrived for one in told.values() if one.arrived and one.state != rules.WAITING]
    context = STATES | {"listed": lists.PACKAGES, "form": asking.form, "shown": shown, "told": told}
    context |= {"makings": lists.makings(settled), "organs": organs_of(request)}
    return page(request, "exchange/packages.html", **context)


@require_http_methods(["GET", "POST"])
@keepers
def importing(request: HttpRequest) -> HttpResponse:
    """导入交换包."""
    form = forms.ImportForm(request.POST or None, organs=organs_of(request))
    made = attempt(request, form, lambda: _import(request, form)) if form.is_bound else None
    if made:
        title = queries.title_for(request.person, made.dispatch, timezone.now())  # type: ignore[attr-defined]
        messages.success(request, _said(made, title))
        return redirect("packages")
    return page(request, "exchange/importing.html", status=422 if form.is_bound else 200, form=form)


def _import(request: HttpRequest, form: forms.ImportForm) -> Imported:
    """Take in the one package that was uploaded."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    keys, organ = form.cleaned_data["uploads"], form.cleaned_data["organ"]
    if len(keys) != 1:
        raise Refused("请选择一个交换包，一次导入一个。", field="uploads")
    try:
        return actions.import_package(_content(keys[0], person.ref), organ=organ, by=person, at=now)
    except actions.SECRET:
        files.discard(keys[0], by=person.ref, at=now)
        raise


def _content(key: str, by: str) -> bytes:
    file = store.upload(key, by=by).stored
    if file is None:
        raise Refused("文件尚未上传完成，请等待上传完成后再导入。", field="uploads")
    container.check_size(file.size)
    with store.open_bytes(file) as opened:
        return opened.read()


def _said(made: Imported, title: str) -> str:
    """Return what came of an import (导入结果); a title only to who may see it."""
    named = f"：{title}" if title else ""
    if not made.is_new:
        return f"该交换包已经导入过，没有重复导入{named}。"
    if made.is_receipt:
        return f"回执已导入，签收情况已更新{named}。"
    what = "电报已导入，识读后由机要登记人员签收" if made.dispatch.is_telegram else "公文已导入，识读后即可签收"
    return f"{what}{named}。"


@require_http_methods(["GET", "POST"])
@access.people
def outward(request: HttpRequest, pk: int) -> HttpResponse:
    """系统外单位: the receivers of a document on other systems, with their packages; by POST those are made."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    row = queries.dispatch_for(person, pk, now)
    if row is None:
        guarding.hidden(request, queries.matter_of(pk))
    if request.method == "GET":
        return _outward_page(request, row)
    try:
        count = actions.order_packages(pk, by=person, at=now)
    except Refused as refusal:
        return _outward_page(request, row, refusal.sentence)
    messages.success(request, f"正在生成{count}个交换包，稍后刷新本页下载。")
    return redirect("outward_packages", pk=pk)


def _outward_page(request: HttpRequest, row: Dispatch, refusal: str = "") -> HttpResponse:
    shown = Paginator(queries.outward(row), PER_PAGE).get_page(request.GET.get("page"))
    context = STATES | {
        "dispatch": row,
        "shown": shown,
        "makings": lists.makings(shown.object_list),
        "refusal": refusal,
        "state_of": rules.state,
        "unpacked": queries.unpacked(row).count(),
    }
    return page(request, "exchange/outward.html", status=422 if refusal else 200, **context)


@require_POST
@access.people
def renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """生成 or 重新生成交换包, of a document or of a receipt."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    found = queries.packable_for(person, pk, now)
    if found is None:
        raise Http404
    try:
        actions.order_again(pk, by=person, at=now)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "正在生成，稍后刷新本页下载。")
    return _back(request, found)


def _back(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """Lead back to the list in which the package of a delivery stands; of a telegram to its own page."""
    sent = delivery.dispatch
    if sent.peer_id is None:
        return redirect("outward_packages", pk=sent.pk)
    keeps = queries.organs(request.person, timezone.now())  # type: ignore[attr-defined]
    return redirect("packages") if keeps else redirect("delivery", pk=delivery.pk)


@require_POST
@access.people
def taking(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a package, to be carried to its receiver (下载交换包); who took it along is noted."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    found = queries.package_for(person, pk, now)
    if found is None:
        raise Http404
    try:
        actions.take(pk, by=person, at=now)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
        return _back(request, found.delivery)
    matter = found.delivery.dispatch.matter
    if matter:
        guarding.seen(request, matter, "org.paper_downloaded", f"delivery:{pk}")
    name = f"{'回执' if matter is None else '公文'}-{found.delivery.uid.hex[:12]}.zip"
    return sent(FileResponse(store.open_bytes(found.file), content_type="application/octet-stream"), name)
