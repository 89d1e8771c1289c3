"""The page on which the registrar enters who of the other issuers has signed on paper (登记联合会签)."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.matters import queries as spine
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import joint
from zhongshu.outgoing.forms.examining import PaperSignatureForm
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import signing
from zhongshu.outgoing.views import subject
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import back_to, visible_or_404


@require_http_methods(["GET", "POST"])
@access.people
def signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """联合会签: who has signed for which issuer, and a form for those elsewhere."""
    matter = visible_or_404(request, pk)
    document = _kept(request, matter)
    version = queries.latest(document)
    waiting = signing.unsigned(document, version)
    elsewhere = [one for one in waiting if one not in signing.here(waiting, org.local_day(timezone.now()))]
    is_sent = request.method == "POST"
    named = list(queries.draft_of(version).issuers) if is_sent else elsewhere  # what is sent twice has been entered
    form = PaperSignatureForm(request.POST if is_sent else None, waiting=named)
    if form.is_bound and attempt(request, form, partial(_enter, request, matter, form), "会签情况已登记。"):
        return back_to(matter)
    shown = {"signed": signing.signed(document), "waiting": waiting, "elsewhere": elsewhere}
    status = 422 if form.is_bound else 200
    return page(request, "outgoing/joint.html", status=status, matter=matter, form=form, **shown)


def _kept(request: HttpRequest, matter: Matter) -> OutgoingDocument:
    """Return the document of whoever keeps its register; for others there is no such page."""
    document = subject.document_of(matter)
    if not spine.keeps(matter, request.person, timezone.now()):  # type: ignore[attr-defined]
        raise Http404
    return document


def _enter(request: HttpRequest, matter: Matter, form: PaperSignatureForm) -> Any:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    act = partial(joint.enter_signature, matter.pk, by=person, at=now, **form.cleaned_data)
    return subject.guarded(request, act)
