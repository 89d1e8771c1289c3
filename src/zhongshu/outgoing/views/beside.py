"""What is laid beside a draft (参阅、引用): asked for by a script as a part of the page, or as a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.outgoing.actions import beside as actions
from zhongshu.outgoing.forms import beside as forms
from zhongshu.outgoing.queries import beside as queries
from zhongshu.outgoing.views import subject
from zhongshu.ui import access, guarding, marking
from zhongshu.ui.pages import attempt, fragment, page
from zhongshu.ui.views.matters import visible_or_404


@require_GET
@access.people
def beside(request: HttpRequest, pk: int) -> HttpResponse:
    """参阅: what a search finds, what is answered, earlier documents alike; with `read`, one of them to be read."""
    matter = visible_or_404(request, pk)
    shown = {"matter": matter, **_asked(request, matter)}
    if request.headers.get("HX-Request"):
        return fragment(request, "outgoing/beside_found.html", **shown)
    return page(request, "outgoing/beside_page.html", **shown)


def _asked(request: HttpRequest, matter: Matter) -> dict[str, Any]:
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    words = " ".join(request.GET.get("q", "").split())[:100]
    if read := request.GET.get("read", ""):
        return {"q": words, "known": known, **_read(request, read)}
    document = subject.document_of(matter)
    return {
        "q": words,
        "known": known,
        "found": queries.found(matter, person, words, now, known=known) if words else [],
        "answered": queries.answered(matter, person, now, known=known),
        "earlier": queries.earlier(document, person, now, known=known),
    }


def _read(request: HttpRequest, asked: str) -> dict[str, Any]:
    """Return one document with its text; a labelled one bears whose screen it is, and that it was read is noted."""
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    source = queries.source(request.person, number, timezone.now())  # type: ignore[attr-defined]
    if source is None:
        guarding.hidden(request, Matter.objects.filter(pk=number))
    guarding.seen(request, source.matter)
    words = marking.words(request, source.matter)
    return {"source": source, "paragraphs": queries.paragraphs_of(source), "watermark_words": words}


@require_POST
@access.people
def inserting(request: HttpRequest, pk: int) -> HttpResponse:
    """插入: what was found goes to the end of the text, where no script puts it at the cursor."""
    matter = visible_or_404(request, pk)
    subject.document_of(matter)
    form = forms.FoundForm(request.POST)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]

    def act() -> Any:
        return actions.append(pk, words=form.cleaned_data["words"], by=person, at=now)

    done = attempt(request, form, act, "已插入到正文末尾。")
    for sentence in () if done else (one for found in form.errors.values() for one in found):
        messages.error(request, str(sentence))
    return redirect("outgoing_text", pk=pk)
