"""调整后续环节: the list of what lies ahead, changed line by line and sent as one act. It works without scripts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.ui import access, acts, amending, forms
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.acts import on_matter
from zhongshu.ui.views.matters import back_to


@require_http_methods(["GET", "POST"])
@access.people
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list; a button of the list changes it, the last one carries it out."""
    act, place = acts.ACTS["amendment"], on_matter(request, pk)
    matter, sent = place.matter, request.POST if request.method == "POST" else None
    try:
        form = act.form(sent, place)
    except Refused as refusal:
        return _page(request, matter, None, forms.ActForm(sent), refusal.sentence)
    if sent is None:
        return _page(request, matter, form.outlook, form)
    if wish := sent.get("change", ""):
        form.outlook.change(wish)
        return _page(request, matter, form.outlook, form)
    if attempt(request, form, lambda: act.carry_out(place, form), act.done):
        return back_to(matter)
    return _page(request, matter, form.outlook, form, "".join(map(str, form.non_field_errors())))


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
