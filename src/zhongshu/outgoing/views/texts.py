"""Pages of the text of a document: writing with the gate beside it, its versions, its files (文稿)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from markupsafe import Markup

from zhongshu.gongwen.draft.model import Draft
from zhongshu.gongwen.watermark import copies
from zhongshu.gongwen.watermark.marks import Mark
from zhongshu.matters.models import Matter
from zhongshu.org.models import Person
from zhongshu.outgoing import actions, forms, queries, rules
from zhongshu.outgoing.forms import drafting
from zhongshu.outgoing.models import OutgoingDocument, Version
from zhongshu.outgoing.queries import draft_files, knowing, mending, sights, telegrams
from zhongshu.outgoing.rules import Window
from zhongshu.outgoing.views import live, remarks, restoring, subject
from zhongshu.ui import access, guarding, marking, papers
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import back_to, visible_or_404
from zhongshu.ui.views.outputs import sent


@require_http_methods(["GET", "POST"])
@access.people
@live.editing
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """起草、修改: the text in its form with what the gate finds, or for whoever may not write, to be read."""
    matter = visible_or_404(request, pk)
    document = subject.document_of(matter)
    guarding.seen(request, matter)
    if queries.writing_task(matter, request.person, timezone.now()) is None:  # type: ignore[attr-defined]
        return redirect("outgoing_versions", pk=pk)
    if request.method == "GET":
        return _begun(request, document)
    return _sent(request, document)


def _begun(request: HttpRequest, document: OutgoingDocument, refused: Any = None) -> HttpResponse:
    """Show what the person was writing, else the version in force; `refused`: a form with why it was not handed in."""
    for sentence in refused.non_field_errors() if refused else ():
        messages.error(request, sentence)
    version = queries.latest(document)
    kept = queries.working_copy(document, request.person)  # type: ignore[attr-defined]
    draft = queries.read(kept.text) if kept else queries.draft_of(version)
    status, is_stale = 422 if refused else 200, bool(kept and kept.base != version.order)
    seen = kept.saved_at if kept else None
    return _sight(request, document, version, draft, status=status, stale=is_stale, kept=kept, seen=seen)


def _sent(request: HttpRequest, document: OutgoingDocument) -> HttpResponse:
    """Look through what was typed, mend it, or hand it in as the next version."""
    version = queries.latest(document)
    form = forms.TextForm(request.POST)
    asked = request.POST.get("mend", "")
    is_final = "hand_in" in request.POST
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]

    def act() -> mending.Mended:
        draft = form.written(queries.draft_of(version))
        draft_files.check(draft, most=live.MOST)
        base = form.cleaned_data["base"]
        if is_final:
            clean = form.cleaned_data
            given = {"note": clean["changed"], "request_key": clean["request_key"]}
            _hand_in(document.pk, draft, by=person, at=now, base=base, window=form.window(), **given)
            return mending.Mended(draft)
        made = mending.mended(draft, asked, knowing.of_document(document, draft, now))
        actions.keep(document.pk, draft=made.draft, base=base, by=person, at=now, window=form.window())
        return made

    mended = attempt(request, form, lambda: subject.guarded(request, act))
    if mended and is_final:
        messages.success(request, "文稿已提交为新版本。")
        return back_to(document.matter)
    if not mended:
        return _refused(request, document, form, now)
    if mended.said:
        messages.info(request, mended.said)
    return _sight(request, document, version, mended.draft, base=form.cleaned_data["base"], seen=now)


def _hand_in(document: int, draft: Draft, *, base: int, by: Person, at: datetime, window: Window, **given: Any) -> None:
    """Hand the text in; where somebody was quicker, it is kept, to be held against the newer version."""
    try:
        actions.hand_in(document, draft=draft, base=base, by=by, at=at, window=window, **given)
    except rules.Stale:
        actions.keep(document, draft=draft, base=base, by=by, at=at, window=window)
        raise


def _refused(request: HttpRequest, document: OutgoingDocument, form: Any, at: datetime) -> HttpResponse:
    """Show what was typed, with why it was not taken; what was kept all the same, beside the newer version."""
    kept = queries.working_copy(document, request.person)  # type: ignore[attr-defined]
    if kept and kept.saved_at == at:
        return _begun(request, document, form)
    other = kept if kept and kept.window != form["request_key"].value() else None
    return _shown(
        request, document, queries.latest(document), form, status=422, sight=None, is_unkept=True, other=other
    )


def _sight(
    request: HttpRequest,
    document: OutgoingDocument,
    version: Version,
    draft: Draft,
    *,
    base: int = 0,
    seen: datetime | None = None,
    **context: Any,
) -> HttpResponse:
    """Show a draft in its form, beside what was found and how it differs from the version in force.

    seen: when what the person has kept was last written, which the page stands on from now.
    """
    now = timezone.now()
    stands_on = seen.isoformat() if seen else ""
    form, places = drafting.of_draft(draft, forms.TextForm, base=base or version.order, stands_on=stands_on)
    before = "\n".join(draft_files.paragraphs(queries.foreseen(queries.draft_of(version), now)))
    world, foreseen = knowing.of_document(document, draft, now), queries.foreseen(draft, now)
    laid = telegrams.as_printed(document, foreseen)
    sight = sights.of_draft(draft, before, places.locate, world, now, foreseen=foreseen, laid=laid)
    said = remarks.beside(document, draft, places.locate)
    return _shown(request, document, version, form, sight=sight, remarks=said, **context)


def _shown(
    request: HttpRequest, document: OutgoingDocument, version: Version, form: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    shown = {"document": document, "matter": document.matter, "version": version, "form": form, **context}
    mine = queries.handed_in(document, request.person)  # type: ignore[attr-defined]
    return page(request, "outgoing/text.html", status=status, handed_in=mine, **shown)


@require_POST
@access.people
def keeping(request: HttpRequest, pk: int) -> HttpResponse:
    """自动保存: what is being written, every few seconds; answers with nothing, or with why it could not be kept."""
    document = subject.document_of(visible_or_404(request, pk))
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.TextForm(request.POST)

    def act() -> Any:
        draft = form.written(queries.draft_of(queries.latest(document)))
        draft_files.check(draft, most=live.MOST)
        given = {"base": form.cleaned_data["base"], "window": form.window()}
        return actions.keep(document.pk, draft=draft, by=person, at=now, **given)

    done = attempt(request, form, lambda: subject.guarded(request, act))
    said = next((sentence for found in form.errors.values() for sentence in found), "")
    return (
        HttpResponse(status=204) if done else HttpResponse(said, status=422, content_type="text/plain; charset=utf-8")
    )


@require_POST
@access.people
def discarding(request: HttpRequest, pk: int) -> HttpResponse:
    """放弃修改: what was written and not handed in goes."""
    matter = visible_or_404(request, pk)
    document, form = subject.document_of(matter), forms.WindowForm(request.POST)

    def act() -> bool:
        actions.discard(document, by=request.person, window=form.window())  # type: ignore[attr-defined]
        return True

    if attempt(request, form, act, "未提交的修改已经放弃。"):
        return back_to(matter)
    for sentence in form.non_field_errors():
        messages.error(request, str(sentence))
    return redirect("outgoing_text", pk=pk)


@require_GET
@access.people
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """文稿版本: the version in force as it will print, and all that came before it."""
    matter = visible_or_404(request, pk)
    document, now = subject.document_of(matter), timezone.now()
    found = list(queries.versions(document))
    guarding.seen(request, matter)
    laid = telegrams.as_printed(document, queries.foreseen(queries.draft_of(found[0]), now))
    sheets, pages, unset = sights.printed(laid, now, marking.words(request, matter))
    shown: dict[str, Any] = {"versions": found, "sheets": sheets, "pages": pages, "unset": unset}
    return page(request, "outgoing/versions.html", matter=matter, **shown, **_names(matter))


@require_GET
@access.people
def version(request: HttpRequest, pk: int, order: int) -> HttpResponse:
    """修改痕迹: a version beside the one before it, or beside another that was asked for."""
    matter = visible_or_404(request, pk)
    document = subject.document_of(matter)
    guarding.seen(request, matter)
    found = {one.order: one for one in queries.versions(document)}
    asked = request.GET.get("with", "")
    other = int(asked) if asked.isdecimal() and len(asked) < 6 else order - 1
    if order not in found or (other and other not in found):
        raise Http404
    old = draft_files.paragraphs(queries.draft_of(found[other])) if other else []
    new = draft_files.paragraphs(queries.draft_of(found[order]))
    changes = sights.changes("\n".join(old), new, everything=True)
    context: dict[str, Any] = {"shown": found[order], "other": found.get(other), "versions": list(found.values())}
    marks: list[Markup] = list(changes)
    context |= restoring.offered(request, matter)
    return page(request, "outgoing/version.html", matter=matter, changes=marks, **context, **_names(matter))


def _names(matter: Matter) -> dict[str, Any]:
    stops = matter.runs.filter(role="main").order_by("pk").first()
    stations = stops.stations.values_list("key", "name") if stops else ()
    return {"stations": dict(stations)}


@require_GET
@access.people
def file(request: HttpRequest, pk: int, sort: str) -> HttpResponseBase:
    """下载: the version in force as it prints, as PDF, DOCX or OFD."""
    matter = visible_or_404(request, pk)
    if sort not in ("pdf", "docx", "ofd"):
        raise Http404
    draft = telegrams.printed(subject.document_of(matter))
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    made = draft_files.made(sort, draft, before="", by=person.name, at=now)
    guarding.seen(request, matter, "org.paper_downloaded", f"outgoing:{pk}")
    words = marking.words(request, matter)
    content = copies.stamp(made.content, sort, Mark(words, papers.fonts()), now) if words else made.content
    return sent(HttpResponse(content, content_type=made.media_type), made.name)
