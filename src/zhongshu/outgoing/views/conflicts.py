"""Pages of conflicts with documents of superiors (与上级文件不一致): raised beside the text, answered, looked up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.outgoing.actions import conflicts as actions
from zhongshu.outgoing.forms import consulting as forms
from zhongshu.outgoing.models import Conflict, OutgoingDocument
from zhongshu.outgoing.queries import conflicts as found
from zhongshu.outgoing.queries import parties
from zhongshu.outgoing.rules import consulting as rules
from zhongshu.outgoing.views import subject
from zhongshu.outgoing.views.remarks import carried_out, document_of, drawn, read
from zhongshu.ui import access, guarding
from zhongshu.ui.pages import page
from zhongshu.ui.views.matters import visible_or_404


@require_http_methods(["GET", "POST"])
@access.people
def conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """与上级文件不一致: what was raised and answered; whoever is on the route raises another."""
    document = subject.document_of(visible_or_404(request, pk))
    guarding.seen(request, document.matter)
    if request.method == "GET":
        return conflicts_page(request, document)
    form = forms.ConflictForm(request.POST, written=read(request, document).paragraphs)
    done = "已提出，答复前不能签发。"
    return _act(request, document, "conflict", form, done, lambda **given: actions.raise_conflict(pk, **given))


@require_POST
@access.people
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """答复不一致意见."""
    document, form = document_of(request, Conflict, pk), forms.ConflictAnswerForm(request.POST)
    return _act(request, document, f"answer{pk}", form, "已答复。", lambda **given: actions.answer(pk, **given))


def _act(
    request: HttpRequest, document: OutgoingDocument, name: str, form: Any, done: str, action: Callable[..., Any]
) -> HttpResponse:
    if carried_out(request, form, done, action):
        return redirect("outgoing_conflicts", pk=document.pk)
    return conflicts_page(request, document, **{name: form})


def conflicts_page(request: HttpRequest, document: OutgoingDocument, **bound: Any) -> HttpResponse:
    """Render the text and the conflicts that were raised; `bound` holds forms that were sent and refused, by name."""
    matter, person, now = document.matter, request.person, timezone.now()  # type: ignore[attr-defined]
    reading = read(request, document)
    offered = dict(found.offered(person, request.GET.get("q", ""), now))
    chosen = request.GET.get("chosen", "")
    superior = offered.get(int(chosen), "") if chosen.isdecimal() and len(chosen) < 19 else ""
    begun = {"version": reading.version.order, "superior": superior}
    raised = found.raised(document, reading.paragraphs)
    answers = {f"answer{one.row.pk}": forms.ConflictAnswerForm() for one in raised}
    made = answers | {"conflict": forms.ConflictForm(written=reading.paragraphs, initial=begun)} | bound
    for name, form in made.items():
        form.auto_id = f"{name}_%s"
    is_open = matter.closed_at is None
    context = {
        "matter": matter,
        "reading": reading,
        "drawn": drawn(reading, [(one.number, one.found) for one in raised if one.found]),
        "raised": raised,
        "unanswered": sum(one.row.answered_at is None for one in raised),
        "outcomes": dict(rules.OUTCOMES),
        "offered": offered,
        "asked": request.GET.get("q", ""),
        "forms": made,
        "refusals": [sentence for form in bound.values() for sentence in form.non_field_errors()],
        "takes_part": is_open and parties.is_on_route(matter, person, now),
        "answers": is_open and (parties.is_drafter(matter, person, now) or parties.is_office(matter, person, now)),
    }
    return page(request, "outgoing/conflicts.html", status=422 if bound else 200, **context)
