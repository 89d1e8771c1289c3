"""The files of a delivery (来文附件): looked at and taken along by those who sign for it, until they have."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.exchange import queries, rules
from zhongshu.exchange.models import Delivery, DispatchFile
from zhongshu.files import queries as stored
from zhongshu.gongwen.watermark.marks import Unmarkable
from zhongshu.ui import access, copies, guarding, marking
from zhongshu.ui.jinja import url
from zhongshu.ui.views.files import INLINE
from zhongshu.ui.views.outputs import sent


def shown(delivery: Delivery) -> list[dict[str, Any]]:
    """Return the files of a delivery as `ui/parts/files.html` draws them; of what was settled, none.

    What was signed for is read at its matter, under whose rules it stands now; what was sent back or taken back is
    no longer ours to read.
    """
    if not queries.is_open(delivery):
        return []
    return [
        {
            "name": one.name,
            "size": one.file.size,
            "url": url("delivery_file", delivery.pk, one.order),
            "preview": kind if (kind := stored.preview_kind(one.file)) in INLINE else "",
            "withheld": stored.is_withheld(one.file),
        }
        for one in delivery.dispatch.files.select_related("file").order_by("order")
    ]


@require_GET
@access.role("registrar", "confidential_registrar")
def file(request: HttpRequest, pk: int, order: int) -> HttpResponseBase:
    """Send a file of a delivery: to be saved, or with `?show=1` to be looked at in the page where that is safe."""
    delivery = queries.delivery_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if delivery is None or not queries.is_open(delivery):
        raise Http404
    found = DispatchFile.objects.select_related("file").filter(dispatch=delivery.dispatch_id, order=order).first()
    if found is None or stored.is_withheld(found.file):
        raise Http404
    show = "show" in request.GET and stored.preview_kind(found.file) in INLINE
    label = rules.label_of(delivery.dispatch)
    guarding.seen_as(request, label, "org.paper_viewed" if show else "org.paper_downloaded", f"delivery:{pk}")
    if marking.is_marked_as(label):
        return _copy(request, delivery, found, show)
    return _guarded(FileResponse(stored.open_bytes(found.file)), found, found.name, show=show)


def _copy(request: HttpRequest, delivery: Delivery, found: DispatchFile, show: bool) -> HttpResponseBase:
    """Answer with a copy that bears the watermark; what can bear none is to be had after it was signed for."""
    try:
        made = copies.make(found, marking.own_words(request), timezone.now())  # type: ignore[arg-type]
    except Unmarkable as refusal:
        messages.error(request, f"{refusal.sentence}请先签收，签收后由登记人员在收文页面领取原件。")
        return redirect("delivery", pk=delivery.pk)
    return _guarded(HttpResponse(made.content), found, made.name, show=show)


def _guarded(response: HttpResponseBase, found: DispatchFile, name: str, *, show: bool) -> HttpResponseBase:
    """Let nothing that hides in a file act in our name; a PDF viewer refuses to work in a sandbox."""
    media_type = found.file.media_type
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    response.headers["Content-Type"] = media_type if show else "application/octet-stream"
    if stored.preview_kind(found.file) != "pdf":
        response._csp_config = {"default-src": ["'none'"], "sandbox": True}  # type: ignore[attr-defined]
    return sent(response, name, show=show)
