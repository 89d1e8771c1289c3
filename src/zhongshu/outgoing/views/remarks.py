"""Pages of remarks on passages (批注): the text as it is read, what was said of it beside it, answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.outgoing import queries
from zhongshu.outgoing.actions import remarks as actions
from zhongshu.outgoing.forms import consulting as forms
from zhongshu.outgoing.models import OutgoingDocument, Remark, Version
from zhongshu.outgoing.queries import consulting, parties, passages
from zhongshu.outgoing.queries import remarks as found
from zhongshu.outgoing.queries.passages import Paragraph
from zhongshu.outgoing.views import subject
from zhongshu.ui import access, guarding
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import visible_or_404


@dataclass(frozen=True, slots=True)
class Reading:
    """A version as somebody reads it (阅读文稿): its paragraphs, and which version is in force."""

    version: Version
    latest: int
    paragraphs: Sequence[Paragraph]


def read(request: HttpRequest, document: OutgoingDocument) -> Reading:
    """Return the version that is asked for, else the one somebody is consulted about, else the one in force."""
    latest = queries.latest(document)
    asked = (request.POST or request.GET).get("version", "")
    version = latest
    if asked.isdecimal() and len(asked) < 6:
        version = queries.versions(document).filter(order=int(asked)).first() or latest
    elif request.method == "GET":
        person, now = request.person, timezone.now()  # type: ignore[attr-defined]
        version = consulting.asked_version(document.matter, person, now) or latest
    return Reading(version, latest.order, passages.paragraphs(queries.draft_of(version)))


@require_http_methods(["GET", "POST"])
@access.people
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """批注: the text with its remarks beside it; whoever is on the route adds one."""
    document = subject.document_of(visible_or_404(request, pk))
    guarding.seen(request, document.matter)
    if request.method == "GET":
        return remarks_page(request, document)
    form = forms.RemarkForm(request.POST, written=read(request, document).paragraphs)
    return _act(request, document, "remark", form, "批注已添加。", lambda **given: actions.remark(pk, **given))


@require_POST
@access.people
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """答复批注."""
    document, form = document_of(request, Remark, pk), forms.AnswerForm(request.POST)
    return _act(request, document, f"answer{pk}", form, "答复已添加。", lambda **given: actions.answer(pk, **given))


@require_POST
@access.people
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """处理批注."""
    document, form = document_of(request, Remark, pk), forms.SettlementForm(request.POST)
    return _act(request, document, f"settle{pk}", form, "批注已处理。", lambda **given: actions.settle(pk, **given))


def document_of(request: HttpRequest, model: Any, pk: int) -> OutgoingDocument:
    """Return the document that a remark or a conflict is about, if the person may see it. Raises Http404."""
    row = model.objects.filter(pk=pk).values("document").first()
    if row is None:
        raise Http404
    return subject.document_of(visible_or_404(request, row["document"]))


def _act(
    request: HttpRequest, document: OutgoingDocument, name: str, form: Any, done: str, action: Callable[..., Any]
) -> HttpResponse:
    if carried_out(request, form, done, action):
        return redirect("outgoing_remarks", pk=document.pk)
    return remarks_page(request, document, **{name: form})


def carried_out(request: HttpRequest, form: Any, done: str, action: Callable[..., Any]) -> bool:
    """Carry out what a form on a text asks for, and say that it is `done`; a refusal stays on the form (办理)."""
    given = {"by": request.person, "at": timezone.now()}  # type: ignore[attr-defined]
    act = partial(subject.guarded, request, lambda: action(**form.cleaned_data, **given))
    return bool(attempt(request, form, act, done))


def remarks_page(request: HttpRequest, document: OutgoingDocument, **bound: Any) -> HttpResponse:
    """Render the text with its remarks; `bound` holds forms that were sent and refused, by name."""
    matter, person, now = document.matter, request.person, timezone.now()  # type: ignore[attr-defined]
    reading = read(request, document)
    threads = found.threads(document, reading.paragraphs)
    begun = forms.RemarkForm(written=reading.paragraphs, initial={"version": reading.version.order})
    made = {f"answer{one.row.pk}": forms.AnswerForm() for one in threads} | {"remark": begun} | bound
    for name, form in made.items():
        form.auto_id = f"{name}_%s"
    unsettled = [one.row for one in threads if one.row.settled_at is None]
    takes_part = matter.closed_at is None and parties.is_on_route(matter, person, now)
    context = {
        "matter": matter,
        "reading": reading,
        "drawn": drawn(reading, [(one.number, one.found) for one in threads if one.found]),
        "threads": threads,
        "open": found.open_count(document),
        "forms": made,
        "refusals": [sentence for form in bound.values() for sentence in form.non_field_errors()],
        "takes_part": takes_part,
        "settles": parties.settled_by(matter, unsettled, person, now) if takes_part else set(),
    }
    return page(request, "outgoing/remarks.html", status=422 if bound else 200, **context)


def drawn(reading: Reading, quoted: list[tuple[int, Any]]) -> list[tuple[Paragraph, list[passages.Piece]]]:
    """Return the paragraphs with what is quoted of them, ready to be drawn."""
    return [(one, passages.pieces(one, quoted)) for one in reading.paragraphs]


def beside(document: OutgoingDocument, draft: Any, locate: Callable[..., tuple[str, int]]) -> list[dict[str, Any]]:
    """Return the open remarks for the page on which the text is written: each with its place in the form, if any.

    locate: from a path in the draft to a field and the place in it.
    """
    written = passages.paragraphs(draft)
    return [
        {"thread": one, "at": _place(one.found, locate)}
        for one in found.threads(document, written)
        if one.row.settled_at is None
    ]


def _place(found: passages.Found | None, locate: Callable[..., tuple[str, int]]) -> tuple[str, int, int] | None:
    if found is None:
        return None
    field, begin = locate(found.paragraph.source)
    before = begin + found.paragraph.offset
    return field, max(before + found.start, 0), max(before + found.end, 0)
