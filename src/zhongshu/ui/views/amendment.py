"""调整后续环节: the list of what lies ahead, changed line by line and sent as one act. It works without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.kit.errors import Refused
from zhongshu.matters import actions
from zhongshu.matters.models import Matter
from zhongshu.matters.queries import slips
from zhongshu.org import queries as org
from zhongshu.ui import access, amending, forms
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import back_to, visible_or_404


@require_http_methods(["GET", "POST"])
@access.people
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list; a button of the list changes it, the last one carries it out."""
    matter = visible_or_404(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = forms.ActForm(sent)
    try:
        slip = slips.load_slip(slips.main_run(matter), matter)[0]
    except Refused as refusal:
        return _page(request, matter, None, form, refusal.sentence)
    outlook = amending.Outlook(slip, sent)
    if sent is None:
        return _page(request, matter, outlook, form)
    if wish := sent.get("change", ""):
        outlook.change(wish)
        return _page(request, matter, outlook, form)

    def act() -> Any:
        key = form.cleaned_data["request_key"]
        return actions.amend(pk, **outlook.wanted(), by=request.person, at=timezone.now(), request_key=key)  # type: ignore[attr-defined]

    if attempt(request, form, act, "后续环节已调整。"):
        return back_to(matter)
    return _page(request, matter, outlook, form, "".join(map(str, form.non_field_errors())))


def _page(
    request: HttpRequest, matter: Matter, outlook: amending.Outlook | None, form: Any, refusal: str = ""
) -> HttpResponse:
    known = org.directory()
    return page(
        request,
        "ui/amendment.html",
        status=422 if refusal else 200,
        matter=matter,
        outlook=outlook,
        units=outlook.units() if outlook else [],
        form=form,
        refusal=refusal,
        kinds=amending.KINDS,
        completions=amending.COMPLETIONS,
        known=known,
    )
