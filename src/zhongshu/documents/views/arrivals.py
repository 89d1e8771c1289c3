"""The page of a file that waits to be registered (核对登记): its fields beside its pages, and what a line says."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.documents import actions, forms, queries, rules
from zhongshu.documents.models import Arrival
from zhongshu.documents.views.intake import BUSY, keepers
from zhongshu.kit.errors import Refused
from zhongshu.matters.models import Matter
from zhongshu.ui import sheets
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import attempt, fragment, page
from zhongshu.ui.views.files import picture_of
from zhongshu.ui.views.matters import back_to


@require_http_methods(["GET", "POST"])
@keepers
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """核对登记; while the file is still being read, how far that is. What is settled leads on to where it went."""
    found = _arrival(request, pk)
    if found is None or found.unpacked_at or found.set_aside_at or found.error:
        return _to_batch(request, pk)
    if found.matter:
        return _go_on(request, found, found.matter)
    row = queries.row(found, request.person, timezone.now())  # type: ignore[attr-defined]
    if found.file.suffix == "zip":  # type: ignore[union-attr]
        return _to_batch(request, pk)
    if row.state in BUSY and request.method == "GET" and "by_hand" not in request.GET:
        return page(request, "documents/arrival_waiting.html", row=row)
    return _registration(request, row)


def _registration(request: HttpRequest, row: queries.Row) -> HttpResponse:
    initial = row.details | {"signed_for_by": request.person.name}  # type: ignore[attr-defined]
    form = forms.RegistrationForm(request.POST or None, kind=row.arrival.intake.kind, initial=initial)
    matter = attempt(request, form, partial(_register, request, form, row.arrival)) if form.is_bound else None
    if matter:
        return _go_on(request, row.arrival, matter)
    shown = sheets.shown(row.reading, partial(url, "arrival_picture", row.arrival.pk)) if row.reading else []
    status = 422 if form.is_bound else 200
    return page(request, "documents/arrival.html", status=status, row=row, form=form, **_marked(row, form, shown))


def _register(request: HttpRequest, form: forms.RegistrationForm, found: Arrival) -> Matter:
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    clean = form.cleaned_data
    try:
        return actions.register_arrival(found.pk, details=clean, uploads=clean["uploads"], by=person, at=now)
    except rules.SecretFound:
        actions.note_refusal(by=person, at=now)
        raise


def _marked(row: queries.Row, form: forms.RegistrationForm, shown: list[sheets.Sheet]) -> dict[str, Any]:
    """Return pages and fields with the marks that hold them together: where a field was found, how sure that is.

    What a person has changed bears none.
    """
    places = {rules.READ_AS[name]: found["places"] for name, found in row.fields.items() if name in rules.READ_AS}
    sheets.mark(shown, {(page, line): row.grades[field] for field, each in places.items() for page, line in each})
    changed = form.changed_data if form.is_bound else ()
    marks = {
        field: {"grade": grade, "lines": " ".join(f"{page}.{line}" for page, line in places.get(field, ()))}
        for field, grade in row.grades.items()
        if field not in changed and (field not in rules.MAY_LACK or grade != "missing")
    }
    return {"sheets": shown, "marks": marks if row.state == "read" else {}}


def _go_on(request: HttpRequest, found: Arrival, matter: Matter) -> HttpResponse:
    """Say the number; on to what of the batch is still to be registered, else to the matter."""
    messages.success(request, f"已登记，编号为{matter.number}。")
    following = queries.next_in_hand(found) if request.method == "POST" else None
    return redirect("arrival", pk=following.pk) if following else back_to(matter)


@require_GET
@keepers
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the reading is; when it is done the whole page is asked for anew."""
    found = _arrival(request, pk)
    row = queries.row(found, request.person, timezone.now()) if found else None  # type: ignore[attr-defined]
    if row and row.state in BUSY:
        return fragment(request, "documents/arrival_progress.html", row=row)
    _batch_or_404(request, pk)
    return HttpResponse(headers={"HX-Refresh": "true"})


@require_GET
@keepers
def picture(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of the file as a picture; pages from 1."""
    found = _arrival(request, pk)
    reading = getattr(found.file, "reading", None) if found else None
    if reading is None:
        raise Http404
    return picture_of(reading, number)


@require_POST
@keepers
def line_value(request: HttpRequest) -> HttpResponse:
    """What a line of a page says in the form of a field: {"value"}, or {"error"} with 422."""
    sent = request.POST
    try:
        value = forms.value_of_line(sent.get("field", ""), sent.get("line", "")[:1000], sent.get("kind", ""))
    except Refused as refusal:
        return JsonResponse({"error": refusal.sentence}, status=422)
    return JsonResponse({"value": value})


def _arrival(request: HttpRequest, pk: int) -> Arrival | None:
    return queries.arrival_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]


def _to_batch(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("intake", pk=_batch_or_404(request, pk))


def _batch_or_404(request: HttpRequest, pk: int) -> int:
    batch = queries.batch_of(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if batch is None:
        raise Http404
    return batch.pk
