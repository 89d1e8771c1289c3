"""公文工具: a draft is given, looked through, mended and taken along. It lives in its form; nothing of it is stored."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.documents import actions as documents
from zhongshu.documents import rules
from zhongshu.gongwen.check.model import World
from zhongshu.gongwen.draft.model import Draft
from zhongshu.org import queries as org
from zhongshu.outgoing.forms import drafting as forms
from zhongshu.outgoing.queries import draft_files, knowing, mending, sights
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent

Taken = TypeVar("Taken")


@require_http_methods(["GET", "POST"])
@access.people
def given(request: HttpRequest) -> HttpResponse:
    """提交文稿: a file or its text, and at once what is found in it."""
    handed = acting.sent(request)
    form = forms.GivenForm(handed, request.FILES if handed is not None else None)
    opened = attempt(request, form, lambda: _guarded(request, lambda: draft_files.opened(*form.given())))
    if opened:
        before = "\n".join(draft_files.paragraphs(opened.draft))
        return _sight(request, opened.draft, before, notes=opened.notes)
    status = 422 if form.is_bound else 200
    return _unkept(page(request, "portal/drafting/given.html", status=status, form=form))


@require_http_methods(["GET", "POST"])
@access.people
def findings(request: HttpRequest) -> HttpResponse:
    """重新检查、改正: what was typed is looked through again, mended where that was asked for."""
    if request.method == "GET":  # where a new signing-in leads back to
        return redirect("drafting")
    form = forms.DraftForm(request.POST)
    world, asked = _world(org.directory()), request.POST.get("mend", "")

    def act() -> mending.Mended:
        return mending.mended(_typed(request, form), asked, world)

    mended = attempt(request, form, act)
    if not mended:
        return _unchecked(request, form)
    if mended.said:
        messages.info(request, mended.said)
    return _sight(request, mended.draft, form.cleaned_data["before"])


@require_POST
@access.people
def file(request: HttpRequest, sort: str) -> HttpResponseBase:
    """下载: the draft as PDF, DOCX, OFD or as it is kept, or what was changed in it."""
    if sort not in draft_files.SORTS:
        raise Http404
    form, person = forms.DraftForm(request.POST), request.person  # type: ignore[attr-defined]

    def act() -> draft_files.Made:
        draft = _typed(request, form)
        before = form.cleaned_data["before"]
        return draft_files.made(sort, draft, before=before, by=person.name, at=timezone.now())

    made = attempt(request, form, act)
    if not made:
        return _unchecked(request, form)
    return sent(HttpResponse(made.content, content_type=made.media_type), made.name)


def _typed(request: HttpRequest, form: forms.DraftForm) -> Draft:
    """Return the draft that a form holds. Raises Refused."""

    def read() -> Draft:
        draft = form.draft()
        draft_files.check(draft)
        return draft

    return _guarded(request, read)


def _guarded(request: HttpRequest, act: Callable[[], Taken]) -> Taken:
    """Carry out what takes in a text; that something secret was refused is logged, without a word of it."""
    try:
        return act()
    except rules.SecretFound:
        documents.note_refusal(by=request.person, at=timezone.now())  # type: ignore[attr-defined]
        raise


def _world(known: org.Directory) -> World:
    return knowing.world(known, timezone.localdate())


def _sight(request: HttpRequest, draft: Draft, before: str, notes: tuple[str, ...] = ()) -> HttpResponse:
    """Show a draft in its form, beside what was found."""
    form, places = forms.of_draft(draft, forms.DraftForm, before=before)
    known = org.directory()
    sight = sights.of_draft(draft, before, places.locate, _world(known), timezone.now())
    return _shown(request, form, sight=sight, notes=notes, known=known)


def _unchecked(request: HttpRequest, form: forms.DraftForm) -> HttpResponse:
    """Show what was typed again, with why it was not looked through or not made."""
    return _shown(request, form, status=422, sight=None, notes=())


def _shown(request: HttpRequest, form: forms.DraftForm, *, status: int = 200, **context: Any) -> HttpResponse:
    return _unkept(page(request, "portal/drafting/draft.html", status=status, form=form, **context))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Let nobody on the way keep a page that has a draft on it."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
