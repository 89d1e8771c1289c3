"""Files going up in pieces and coming down in ranges (上传下载), only as attachments of visible matters."""

import json
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.files import actions, queries, rules
from zhongshu.files.models import FileText
from zhongshu.gongwen.watermark.marks import Unmarkable
from zhongshu.kit.errors import Refused
from zhongshu.matters import actions as actions_of_matters
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment, Matter
from zhongshu.ui import access, copies, forms, guarding, marking, outputs, sheets
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent

# A drawn page may look as it likes, but neither act nor fetch anything.
DRAWN = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "font-src": ["data:"],
    "sandbox": True,
}
INLINE = ("picture", "sound", "video", "pdf", "text")


@require_POST
@access.people
def uploads(request: HttpRequest) -> HttpResponse:
    """Begin an upload: {"name", "size"} → {"id", "received"}."""
    by = request.person.ref  # type: ignore[attr-defined]
    try:
        wanted = json.loads(request.body)
        name, size = str(wanted["name"]), int(wanted["size"])
    except (ValueError, KeyError, TypeError):
        return _refuse("上传请求有误，请刷新页面后重新选择文件。", 400)
    try:
        upload = actions.start_upload(name=name, size=size, by=by, at=timezone.now())
    except Refused as refusal:
        return _refuse(refusal.sentence)
    return JsonResponse({"id": str(upload.uuid), "received": 0}, status=201)


@require_http_methods(["PUT"])
@access.people
def upload(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Add a piece at `Upload-Offset` → {"received"}; with the last one also {"file"}. 409 tells where to go on."""
    by, now = request.person.ref, timezone.now()  # type: ignore[attr-defined]
    offset = request.headers.get("Upload-Offset", "")
    if not offset.isdigit():
        return _refuse("上传请求有误，请刷新页面后重新选择文件。", 400)
    try:
        found = queries.upload(uuid, by=by)
        if found.stored_id:
            return JsonResponse({"received": found.size, "file": str(found.uuid)})
        chunk = request.body
        received = actions.append_chunk(uuid, offset=int(offset), chunk=chunk, by=by, at=now)
        if received < found.size:
            return JsonResponse({"received": received}, status=200 if received == int(offset) + len(chunk) else 409)
        actions.finish_upload(uuid, by=by, at=now)
    except rules.NotYours as refusal:
        return _refuse(refusal.sentence, 404)
    except Refused as refusal:
        return _refuse(refusal.sentence)
    return JsonResponse({"received": received, "file": str(found.uuid)})


def _refuse(sentence: str, status: int = 422) -> HttpResponse:
    return JsonResponse({"error": sentence}, status=status)


@require_GET
@access.people
def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send an attachment: to be saved, or with `?show=1` to be looked at and heard in the page where that is safe."""
    found = attachment_or_404(request, pk)
    show = "show" in request.GET and queries.preview_kind(found.file) in INLINE
    try:
        part = rules.parse_range(request.headers.get("Range", ""), found.file.size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.file.size}"})
    guarding.seen(request, found.matter, "org.paper_viewed" if show else "org.paper_downloaded", f"attachment:{pk}")
    words = marking.words(request, found.matter)
    if words and not (show and queries.preview_kind(found.file) in copies.PLAYED):
        return _copy(request, found, words, show)
    return _answer(found, part, show)


def _answer(found: Attachment, part: tuple[int, int] | None, show: bool) -> HttpResponseBase:
    response = _part(found, *part) if part else FileResponse(queries.open_bytes(found.file))
    response.headers["Content-Type"] = _media_type(found) if show else "application/octet-stream"
    response.headers["Accept-Ranges"] = "bytes"
    return _guarded(response, found, found.name, show=show)


def _guarded(response: HttpResponseBase, found: Attachment, name: str, *, show: bool) -> HttpResponseBase:
    """Let nobody keep it on the way, and nothing that hides in it act."""
    if queries.preview_kind(found.file) != "pdf":
        # Whatever hides in a file must not act in our name; a PDF viewer refuses to work in a sandbox.
        response._csp_config = {"default-src": ["'none'"], "sandbox": True}  # type: ignore[attr-defined]
    return sent(response, name, show=show)


def _copy(request: HttpRequest, found: Attachment, words: str, show: bool) -> HttpResponseBase:
    """Answer with a copy that bears the watermark; a large one is made by a job, and what can bear none says so."""
    now = timezone.now()
    if not show and found.file.size > copies.AT_ONCE:
        product = outputs.take_copy(found, words, by=request.person.ref, at=now)  # type: ignore[attr-defined]
        messages.success(request, f"“{product.name}”较大，正在后台加水印，完成后会通知您。")
        return redirect("products")
    try:
        made = copies.make(found, words, now)
    except Unmarkable as refusal:
        return _original_page(request, found, refusal.sentence, forms.OriginalForm())
    media_type = _media_type(found) if show else "application/octet-stream"
    return _guarded(HttpResponse(made.content, content_type=media_type), found, made.name, show=show)


def _original_page(request: HttpRequest, found: Attachment, sentence: str, form: forms.OriginalForm) -> HttpResponse:
    """Say why there is no copy; whoever keeps the register may have the original for a reason."""
    reading = getattr(found.file, "reading", None)
    has_pages = reading is not None and not reading.error and bool(reading.pictures)
    return page(
        request,
        "ui/original.html",
        status=422 if form.is_bound else 200,
        attachment=found,
        sentence=sentence,
        pages=url("attachment_pages", found.pk) if has_pages else "",
        form=form if matters.keeps(found.matter, request.person, timezone.now()) else None,  # type: ignore[attr-defined]
    )


@require_POST
@access.people
def original(request: HttpRequest, pk: int) -> HttpResponseBase:
    """领取原件: the bytes as they are kept, for who keeps the register; why stands on the record."""
    found, form = attachment_or_404(request, pk), forms.OriginalForm(request.POST)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    reason = form.data.get("reason", "")
    if attempt(request, form, lambda: actions_of_matters.take_original(pk, reason=reason, by=person, at=now)):
        return _answer(found, None, False)
    return _original_page(request, found, "该文件不能加水印，领取原件须写明原因。", form)


def _part(found: Attachment, start: int, stop: int) -> FileResponse:
    response = FileResponse(queries.open_part(found.file, start, stop), status=206)
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{found.file.size}"
    response.headers["Content-Length"] = str(stop - start)
    return response


def _media_type(found: Attachment) -> str:
    media_type = found.file.media_type
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


@require_GET
@access.people
def pages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was read of an attachment page by page: formats that a browser cannot show, OFD above all."""
    found = attachment_or_404(request, pk)
    guarding.seen(request, found.matter, about=f"attachment:{pk}")
    reading = getattr(found.file, "reading", None)
    shown = sheets.shown(reading, partial(url, "attachment_picture", pk)) if reading else []
    words = marking.words(request, found.matter)
    return page(request, "ui/pages.html", attachment=found, reading=reading, sheets=shown, watermark_words=words)


@require_GET
@access.people
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of an attachment as a picture; pages from 1."""
    found = attachment_or_404(request, pk)
    guarding.seen(request, found.matter, about=f"attachment:{pk}")
    reading = getattr(found.file, "reading", None)
    if reading is None:
        raise Http404
    return picture_of(reading, number, marking.words(request, found.matter))


def picture_of(reading: FileText, number: int, words: str = "") -> HttpResponse:
    """Answer with a page of a file that was read as a picture, with the watermark `words` if any; pages from 1."""
    try:
        drawn = actions.picture(reading, number - 1)
    except Refused:
        drawn = None
    if drawn is None:
        raise Http404
    seen = copies.picture(drawn.data, drawn.media_type, words, timezone.now()) if words else drawn.data
    response = HttpResponse(seen, content_type=drawn.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response._csp_config = DRAWN  # type: ignore[attr-defined]
    return response


def attachment_or_404(request: HttpRequest, pk: int) -> Attachment:
    """Return an attachment of a matter that the person may see; what is refused is noted."""
    found = matters.attachment(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        guarding.hidden(request, Matter.objects.filter(attachments=pk))
    return found
