"""What the editor asks for while somebody types (边写边查): findings with their places, and the pages that changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from csp.constants import NONCE, SELF
from csp.decorators import csp_update
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhongshu.gongwen.check.model import World
from zhongshu.gongwen.draft.model import Draft
from zhongshu.kit.errors import Refused
from zhongshu.outgoing import forms, queries
from zhongshu.outgoing.forms.drafting import DraftForm
from zhongshu.outgoing.forms.typed import Typed
from zhongshu.outgoing.models import OutgoingDocument
from zhongshu.outgoing.queries import draft_files, knowing, sights, telegrams
from zhongshu.outgoing.views import subject
from zhongshu.ui import access, marking
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import attempt, fragment
from zhongshu.ui.views.matters import visible_or_404

MOST = 60_000  # characters of a text with its attachments: a hundred pages
MOST_ASKED = 40  # pages, and digests, that one asking may name
Taken = TypeVar("Taken")
View = TypeVar("View", bound=Callable[..., Any])


def editing(view: View) -> View:
    """Let in the styles that the editor's script writes: they bear the nonce that the page was given."""
    decorated: Any = csp_update({"style-src": [SELF, NONCE]})(view)
    return cast(View, decorated)


@require_POST
@access.people
def findings(request: HttpRequest, pk: int) -> JsonResponse:
    """边写边查: what is found in the text as it is typed."""
    document, now = subject.document_of(visible_or_404(request, pk)), timezone.now()
    form = forms.TextForm(request.POST)
    draft = attempt(request, form, lambda: _written(request, document, form))
    if not draft:
        return refused(form)
    world = knowing.of_document(document, draft, now)
    return found(request, form, queries.foreseen(draft, now), world, url("outgoing_text", pk))


@require_POST
@access.people
def pages(request: HttpRequest, pk: int) -> JsonResponse:
    """边写边看: the pages of the text as it is typed, as they will print, with the watermark of its label."""
    document, now = subject.document_of(visible_or_404(request, pk)), timezone.now()
    form = forms.TextForm(request.POST)
    draft = attempt(request, form, lambda: _written(request, document, form))
    if not draft:
        return refused(form)
    laid = telegrams.as_printed(document, queries.foreseen(draft, now))
    return drawn(request, laid, now, marking.words(request, document.matter))


def _written(request: HttpRequest, document: OutgoingDocument, form: forms.TextForm) -> Draft:
    """Return what is typed, if it is this person's turn. Raises Refused."""
    if queries.writing_task(document.matter, request.person, timezone.now()) is None:  # type: ignore[attr-defined]
        raise Refused("现在不由您修改文稿，没有检查。请复制所写的内容后刷新页面。")

    def read() -> Draft:
        draft = form.written(queries.draft_of(queries.latest(document)))
        draft_files.check(draft, most=MOST)
        return draft

    return subject.guarded(request, read)


def found(request: HttpRequest, form: DraftForm, draft: Draft, world: World, action: str) -> JsonResponse:
    """Answer with what is found in a draft: each finding's place in its field, and all of them as they are listed.

    action: the address to which a finding's button sends the form where no script runs.
    """
    typed = Typed(form)
    sight = sights.found(draft, typed.locate, world)
    listed = fragment(request, "outgoing/findings.html", sight=sight, action=action).content.decode()
    return _private({"findings": [_place(note, typed) for note in sight.notes], "listed": listed})


def _place(note: sights.Note, typed: Typed) -> dict[str, Any]:
    fix = note.finding.fix if note.is_fixable else None
    return {
        "number": note.number,
        "field": note.field,
        "from": typed.units(note.field, note.start),
        "to": typed.units(note.field, note.end),
        "tone": note.tone,
        "severity": note.finding.severity,
        "message": note.finding.message,
        "fix": fix and fix.right,
    }


def drawn(request: HttpRequest, draft: Draft, at: datetime, words: str = "") -> JsonResponse:
    """Answer with the pages that `want` names by number, as pictures but for those whose digests `has` names."""
    want, has = (request.POST.get(name, "").split(",")[:MOST_ASKED] for name in ("want", "has"))
    wanted = [int(one) for one in want if one.isdecimal() and len(one) < 5]
    preview = sights.preview(draft, at, wanted, has, words)
    return _private({"count": preview.count, "unset": preview.unset, "sheets": preview.sheets})


def refused(form: DraftForm) -> JsonResponse:
    """Answer why what was typed is not looked at."""
    said = (sentence for errors in form.errors.values() for sentence in errors)
    return _private({"refused": next(said, "")}, status=422)


def _private(content: dict[str, Any], status: int = 200) -> JsonResponse:
    answer = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
