"""The page on which a document begins (起草公文), with a template, with a file, in answer to one, to issue a piece."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.matters import queries as matters
from zhongshu.matters.models import Matter
from zhongshu.outgoing import actions, forms
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import templates
from zhongshu.outgoing.rules import pieces
from zhongshu.outgoing.views import subject, taking
from zhongshu.seals import queries as seals
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page


@require_http_methods(["GET", "POST"])
@access.people
def opening(request: HttpRequest) -> HttpResponse:
    """拟稿: what is known beforehand; the document that it answers or issues may come with the address."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    sources = {name: _named(request, name) for name in ("answers", "issues")}
    organ = seals.organ_of(person, now)
    offered = templates.in_force(organ) if organ else []
    begun = _begun(sources["issues"])
    form = forms.OpeningForm(request.POST or None, request.FILES or None, templates=offered, initial=begun)
    matter = attempt(request, form, partial(_open, request, form, sources, now)) if form.is_bound else None
    if matter:
        return redirect("outgoing_text", pk=matter.pk)
    return page(request, "outgoing/opening.html", status=422 if form.is_bound else 200, form=form, **sources)


def _named(request: HttpRequest, name: str) -> Matter | None:
    asked = (request.POST or request.GET).get(name, "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return matters.visible_to(request.person, timezone.now()).filter(pk=int(asked)).first()  # type: ignore[attr-defined]


def _begun(issued: Matter | None) -> dict[str, Any]:
    """Return what the form begins with: a piece is issued by a 通知 under the label that it bears itself."""
    document = OutgoingDocument.objects.filter(matter=issued).first() if issued else None
    if issued is None or document is None or not pieces.is_piece(document.genre):
        return {}
    return {"genre": "notice", "label": issued.label, "disclosure": document.disclosure}


def _open(request: HttpRequest, form: forms.OpeningForm, sources: dict[str, Matter | None], now: datetime) -> Matter:
    given = taking.file(request, form)
    draft = given.draft if given else None
    key = form.cleaned_data["request_key"]
    details = form.cleaned_data | sources | {"draft": draft}
    matter = subject.guarded(
        request,
        lambda: actions.open_draft(details=details, by=request.person, at=now, request_key=key),  # type: ignore[attr-defined]
    )
    for sentence in taking.said(given) if given else ():
        messages.warning(request, sentence)
    return matter
