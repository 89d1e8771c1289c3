"""Pages of what comes in as files (收件识读): the batches, a new one, and one with what was read of its files."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.documents import actions, forms, queries, rules
from zhongshu.documents.models import Intake
from zhongshu.documents.views import lists
from zhongshu.documents.views.documents import declared_label, organ_of
from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import attempt, fragment, page

PER_PAGE, ROWS_PER_PAGE = 20, 50
BUSY, OPEN = ("waiting", "reading"), ("read", "unreadable", "failed")
MOST_TOLD = 10

keepers = access.role("registrar", "confidential_registrar")


@require_GET
@keepers
def intakes(request: HttpRequest, kind: str = rules.INCOMING) -> HttpResponse:
    """收件批次, newest first, with how many files of each wait to be registered."""
    listed = lists.INTAKES[kind]
    found = listed.rows(declared.ask(request, listed))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "documents/intakes.html", kind=kind, listed=listed, intakes=shown)


@require_http_methods(["GET", "POST"])
@keepers
def creation(request: HttpRequest, kind: str = rules.INCOMING) -> HttpResponse:
    """上传识读: first the mark is declared, then the files are handed in."""
    label = declared_label(request, kind)
    if isinstance(label, HttpResponse):
        return label
    form = forms.UploadForm(request.POST or None)
    made = attempt(request, form, lambda: _take_in(request, form, kind, label)) if form.is_bound else None
    if made:
        return _first_sight(made)
    status = 422 if form.is_bound else 200
    return page(request, "documents/intake_new.html", status=status, kind=kind, form=form, label=label)


def _take_in(request: HttpRequest, form: forms.UploadForm, kind: str, label: str) -> Intake:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    try:
        return actions.take_in(kind=kind, organ=organ_of(request), label=label, by=person, at=now, **form.cleaned_data)
    except rules.SecretFound:
        actions.note_refusal(by=person, at=now)
        raise


def _first_sight(intake: Intake) -> HttpResponse:
    """A single file is looked at at once, several and archives as a batch."""
    only = intake.arrivals.select_related("file").all()[:2]
    if len(only) == 1 and only[0].file and only[0].file.suffix != "zip":
        return redirect("arrival", pk=only[0].pk)
    return redirect("intake", pk=intake.pk)


@require_GET
@keepers
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: how far its reading is, what was read, and what may be done with each file."""
    return intake_page(request, intake_or_404(request, pk))


@require_GET
@keepers
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the batch's page that changes while files are read."""
    return fragment(request, "documents/intake_rows.html", **_shown(request, intake_or_404(request, pk)))


@require_POST
@keepers
def registrations(request: HttpRequest, pk: int) -> HttpResponse:
    """登记无疑义件, all at once."""
    batch = intake_or_404(request, pk)
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    outcome = actions.register_sure(pk, by=person, at=now)
    left = sum(row.state in OPEN for row in queries.rows(batch))
    say = messages.warning if outcome.refused else messages.success
    say(request, f"已登记{len(outcome.registered)}件" + (f"，{left}件需要核对。" if left else "。"))
    for arrival, sentence in outcome.refused[:MOST_TOLD]:
        messages.warning(request, f"“{arrival.name}”没有登记：{sentence}")
    return redirect("intake", pk=pk)


@require_POST
@keepers
def setting_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """不予登记, with the reason."""
    form = forms.SetAsideForm(request.POST)
    reason = form.data.get("reason", "")
    return _act(request, pk, actions.set_aside, "已作不予登记处理，可以恢复。", reason=reason)


@require_POST
@keepers
def taking_up(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复待登记."""
    return _act(request, pk, actions.take_up, "已恢复，可以登记。")


@require_POST
@keepers
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """重新识读."""
    return _act(request, pk, actions.read_again, "已重新加入识读队列。")


def _act(request: HttpRequest, pk: int, action: Any, done: str, **given: Any) -> HttpResponse:
    """Deal with one file of a batch: back to the batch, or its page with why nothing was done."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    arrival = queries.arrival_for(person, pk, now)
    if arrival is None:
        raise Http404
    try:
        action(pk, by=person, at=now, **given)
    except Refused as refusal:
        return intake_page(request, arrival.intake, refusal=refusal.sentence)
    messages.success(request, done)
    number = request.GET.get("page", "")
    return redirect(url("intake", arrival.intake_id) + (f"?page={number}" if number.isdecimal() else ""))


def intake_or_404(request: HttpRequest, pk: int) -> Intake:
    """Fetch a batch of a register that the person keeps."""
    found = queries.intake_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def intake_page(request: HttpRequest, batch: Intake, refusal: str = "") -> HttpResponse:
    """Render the page of a batch."""
    status = 422 if refusal else 200
    return page(request, "documents/intake.html", status=status, refusal=refusal, **_shown(request, batch))


def _shown(request: HttpRequest, batch: Intake) -> dict[str, Any]:
    rows = queries.rows(batch)
    states = Counter(row.state for row in rows)
    busy = sum(states[state] for state in BUSY)
    if not busy:  # until then the page is asked for every other second
        queries.compare(rows, request.person, timezone.now())  # type: ignore[attr-defined]
    return {
        "intake": batch,
        "listed": lists.ARRIVALS,
        "stands": lists.state,
        "genres": dict(terms.GENRES),
        "rows": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "busy": busy,
        "total": len(rows),
        "running": next((row for row in rows if row.state == "reading"), None),
        "sure": sum(row.is_sure for row in rows),
        "left": sum(states[state] for state in OPEN),
        "registered": states["registered"],
    }
