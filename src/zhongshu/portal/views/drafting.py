"""公文工具: a draft is given, looked through, mended and taken along. It lives in its form; nothing of it is stored."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from zhongshu.gongwen.check.model import World
from zhongshu.gongwen.draft.model import Draft
from zhongshu.org import queries as org
from zhongshu.outgoing.forms import drafting as forms
from zhongshu.outgoing.queries import draft_files, knowing, mending, sights
from zhongshu.outgoing.views import live, subject
from zhongshu.portal.views import acting
from zhongshu.ui import access
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent


@require_http_methods(["GET", "POST"])
@access.people
@live.editing
def given(request: HttpRequest) -> HttpResponse:
    """提交文稿: a file or its text, and at once what is found in it."""
    handed = acting.sent(request)
    form = forms.GivenForm(handed, request.FILES if handed is not None else None)
    opened = attempt(request, form, lambda: subject.guarded(request, lambda: draft_files.opened(*form.given())))
    if opened:
        before = "\n".join(draft_files.paragraphs(opened.draft))
        return _sight(request, opened.draft, before, notes=opened.notes)
    status = 422 if form.is_bound else 200
    return _unkept(page(request, "portal/drafting/given.html", status=status, form=form))


@require_http_methods(["GET", "POST"])
@access.people
@live.editing
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
@live.editing
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


@require_POST
@access.people
def found(request: HttpRequest) -> JsonResponse:
    """边写边查: what is found in the draft as it is typed."""
    form = forms.DraftForm(request.POST)
    draft = attempt(request, form, lambda: _typed(request, form))
    if not draft:
        return live.refused(form)
    return live.found(request, form, draft, _world(org.directory()), url("draft_findings"))


@require_POST
@access.people
def pages(request: HttpRequest) -> JsonResponse:
    """边写边看: the pages of the draft as it is typed."""
    form = forms.DraftForm(request.POST)
    draft = attempt(request, form, lambda: _typed(request, form))
    return live.drawn(request, draft, timezone.now()) if draft else live.refused(form)


def _typed(request: HttpRequest, form: forms.DraftForm) -> Draft:
    """Return the draft that a form holds. Raises Refused."""

    def read() -> Draft:
        draft = form.draft()
        draft_files.check(draft)
        return draft

    return subject.guarded(request, read)


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
