"""The files that belong to a text (附件文件): which there are, and adding some."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import enclosing as actions
from zhongshu.outgoing.forms import restoring as forms
from zhongshu.outgoing.queries import enclosed
from zhongshu.outgoing.views import restoring, subject
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import visible_or_404


@require_http_methods(["GET", "POST"])
@access.people
def enclosures(request: HttpRequest, pk: int) -> HttpResponse:
    """附件文件: those that the text in force names; whose turn it is to write adds others."""
    matter = visible_or_404(request, pk)
    document = subject.document_of(matter)
    current = queries.latest(document)
    sent = request.POST if request.method == "POST" else None
    form = forms.EnclosingForm(sent, initial={"base": current.order})
    if form.is_bound and attempt(request, form, partial(_enclose, request, form, pk), "附件已添加，文稿成为新的一版。"):
        return redirect("outgoing_enclosures", pk=pk)
    titles = {one.file: one.title for one in queries.draft_of(current).attachments}
    shown = {"matter": matter, "form": form, "files": enclosed.files_of(matter), "titles": titles}
    shown["kept"] = queries.working_copy(document, request.person)  # type: ignore[attr-defined]
    status = 422 if form.is_bound else 200
    return page(request, "outgoing/enclosures.html", status=status, **shown, **restoring.offered(request, matter))


def _enclose(request: HttpRequest, form: Any, pk: int) -> Any:
    given = {name: form.cleaned_data[name] for name in ("uploads", "base", "request_key")}
    act = partial(actions.enclose, pk, by=request.person, at=timezone.now(), **given)  # type: ignore[attr-defined]
    return subject.guarded(request, act)
