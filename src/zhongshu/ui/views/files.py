"""Files going up in pieces and coming down in ranges (上传下载), only as attachments of visible matters."""

import json
from functools import partial
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.files import actions, queries, rules
from zhongshu.files.models import FileText
from zhongshu.gongwen import marks
from zhongshu.kit.errors import Refused
from zhongshu.matters import queries as matters
from zhongshu.matters.models import Attachment, Matter
from zhongshu.ui import access, guarding, sheets
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import page

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
    if marks.find_secret_mark(name):
        return _refuse("文件名带有国家秘密标志，不能上传。涉密文件请改办纸质件跟踪卡。")
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
    found = _visible_or_404(request, pk)
    show = "show" in request.GET and queries.preview_kind(found.file) in INLINE
    try:
        part = rules.parse_range(request.headers.get("Range", ""), found.file.size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.file.size}"})
    guarding.seen(request, found.matter, "org.paper_viewed" if show else "org.paper_downloaded", f"attachment:{pk}")
    response = _part(found, *part) if part else FileResponse(queries.open_bytes(found.file))
    response.headers["Content-Type"] = _media_type(found) if show else "application/octet-stream"
    response.headers["Content-Disposition"] = (
        f"{'inline' if show else 'attachment'}; filename*=UTF-8''{quote(found.name)}"
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if queries.preview_kind(found.file) != "pdf":
        # Whatever hides in a file must not act in our name; a PDF viewer refuses to work in a sandbox.
        response._csp_config = {"default-src": ["'none'"], "sandbox": True}  # type: ignore[attr-defined]
    return response


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
    found = _visible_or_404(request, pk)
    guarding.seen(request, found.matter, about=f"attachment:{pk}")
    reading = getattr(found.file, "reading", None)
    shown = sheets.shown(reading, partial(url, "attachment_picture", pk)) if reading else []
    return page(request, "ui/pages.html", attachment=found, reading=reading, sheets=shown)


@require_GET
@access.people
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of an attachment as a picture; pages from 1."""
    found = _visible_or_404(request, pk)
    guarding.seen(request, found.matter, about=f"attachment:{pk}")
    reading = getattr(found.file, "reading", None)
    if reading is None:
        raise Http404
    return picture_of(reading, number)


def picture_of(reading: FileText, number: int) -> HttpResponse:
    """Answer with a page of a file that was read as a picture; pages from 1."""
    try:
        drawn = actions.picture(reading, number - 1)
    except Refused:
        drawn = None
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn.data, content_type=drawn.media_type)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response._csp_config = DRAWN  # type: ignore[attr-defined]
    return response


def _visible_or_404(request: HttpRequest, pk: int) -> Attachment:
    found = matters.attachment(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        guarding.hidden(request, Matter.objects.filter(attachments=pk))
    return found
