"""The one page of every kind of matter (事项页), and the acts on it as a whole."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_POST

from zhongshu.calendars import queries as calendars
from zhongshu.matters import actions, kinds, queries, rules
from zhongshu.matters.models import Matter
from zhongshu.org import queries as org
from zhongshu.trail import queries as trail
from zhongshu.ui import access, forms
from zhongshu.ui.pages import attempt, page


@require_GET
@access.people
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a matter; whoever has an open task on it has seen it from now on."""
    matter = visible_or_404(request, pk)
    actions.see(matter.pk, by=request.person, at=timezone.now())  # type: ignore[attr-defined]
    return matter_page(request, matter)


@require_POST
@access.people
def circulation(request: HttpRequest, pk: int) -> HttpResponse:
    """传阅."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.CirculateForm(request.POST)
    done = attempt(
        request,
        form,
        lambda: actions.circulate(
            matter.pk,
            holders=form.cleaned_data["people"],
            by=person,
            at=now,
            request_key=form.cleaned_data["request_key"],
        ),
        "已发送传阅。",
    )
    return back_to(matter) if done else matter_page(request, matter, circulate=form)


@require_POST
@access.people
def chases(request: HttpRequest, pk: int) -> HttpResponse:
    """催办."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.ChaseForm(request.POST, waiting=_waiting(matter))
    done = attempt(
        request,
        form,
        lambda: actions.chase(
            matter.pk,
            tasks=map(int, form.cleaned_data["tasks"]),
            mode=form.cleaned_data["mode"],
            words=form.cleaned_data["words"],
            by=person,
            at=now,
            request_key=form.cleaned_data["request_key"],
        ),
        "催办已发出。",
    )
    return back_to(matter) if done else matter_page(request, matter, chase=form)


@require_POST
@access.people
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """反馈催办."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    matter = queries.visible_to(person, now).filter(chases=pk).first()
    if matter is None:
        raise Http404
    form = forms.AnswerForm(request.POST)
    done = attempt(
        request,
        form,
        lambda: actions.answer(
            pk, words=form.cleaned_data["words"], by=person, at=now, request_key=form.cleaned_data["request_key"]
        ),
        "已反馈。",
    )
    return back_to(matter) if done else matter_page(request, matter, answers={pk: form})


@require_POST
@access.people
def termination(request: HttpRequest, pk: int) -> HttpResponse:
    """终止."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.TerminateForm(request.POST)
    done = attempt(
        request,
        form,
        lambda: actions.terminate(
            matter.pk,
            reason=form.cleaned_data["reason"],
            by=person,
            at=now,
            request_key=form.cleaned_data["request_key"],
        ),
        "该事项已终止。",
    )
    return back_to(matter) if done else matter_page(request, matter, terminate=form)


@require_POST
@access.people
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """添加附件."""
    matter, person, now = visible_or_404(request, pk), request.person, timezone.now()  # type: ignore[attr-defined]
    form = forms.AttachForm(request.POST)
    done = attempt(
        request,
        form,
        lambda: actions.attach(
            matter.pk,
            uploads=form.cleaned_data["uploads"],
            role=form.cleaned_data["role"],
            by=person,
            at=now,
            request_key=form.cleaned_data["request_key"],
        ),
        "附件已添加。",
    )
    return back_to(matter) if done else matter_page(request, matter, attach=form)


def visible_or_404(request: HttpRequest, pk: int) -> Matter:
    """Fetch a matter through `visible_to`: what may not be seen does not exist."""
    found = queries.visible_to(request.person, timezone.now())  # type: ignore[attr-defined]
    matter = found.select_related("organ", "lead_unit", "opened_by", "owner", "parent").filter(pk=pk).first()
    if matter is None:
        raise Http404
    return matter


def back_to(matter: Matter) -> HttpResponse:
    """Redirect to the page of the matter."""
    return redirect("matter", pk=matter.pk)


def matter_page(request: HttpRequest, matter: Matter, **bound: Any) -> HttpResponse:
    """Render the page of a matter; `bound` holds forms that were sent and refused, by the name of the act."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    kind = kinds.get(matter.kind)
    run = queries.slip_of(matter)
    stops, copies = queries.timeline(run), queries.readers(matter)
    acts = queries.acts_for(matter, stops, copies, person, now)
    context = {
        "matter": matter,
        "kind": kind,
        "stops": stops,
        "copies": copies,
        "acts": acts,
        "co_units": [row.unit for row in matter.co_units.select_related("unit").order_by("order")],
        "attachments": list(matter.attachments.select_related("file", "by").order_by("role", "id")),
        "chases": list(matter.chases.select_related("by", "answered_by", "task").order_by("-at")),
        "links_out": list(matter.links_out.select_related("target")),
        "links_in": list(matter.links_in.select_related("source")),
        "entries": trail.entries(matter.stream),
        "light": rules.light(matter.due_at, matter.closed_at, now),
        "remaining": rules.remaining(matter.due_at, now) if matter.closed_at is None else "",
        "due_note": calendars.warning(org.local_day(matter.due_at)) if matter.due_at and not matter.closed_at else "",
        "known": org.directory(),
        "forms": _forms(matter, kind, stops, acts, person, now) | bound,
        "part": kind.context(matter, person),
        "refused": bool(bound),
    }
    return page(request, "ui/matter.html", status=422 if bound else 200, **context)


def step_form(kind: kinds.Kind, station: str) -> type[forms.StepForm]:
    """Return the form of a station: the domain's own, or the plain one with an opinion."""
    return (import_string(kind.forms) if kind.forms else {}).get(station, forms.StepForm)


def earlier_stations(stops: list[Any], task: Any) -> list[tuple[str, str]]:
    """Return where a task may be returned to: stations that have ended before its own, the nearest first."""
    keys = [stop.station.pk for stop in stops]
    before = stops[: keys.index(task.station_id)]
    return [(stop.station.key, stop.station.name) for stop in reversed(before) if stop.state == "done"]


def _forms(matter: Matter, kind: kinds.Kind, stops: list[Any], acts: Any, person: Any, now: Any) -> dict[str, Any]:
    """Return empty forms for the acts that are open to the person."""
    made: dict[str, Any] = {
        "circulate": forms.CirculateForm(),
        "chase": forms.ChaseForm(waiting=_waiting(matter)),
        "attach": forms.AttachForm(),
        "terminate": forms.TerminateForm(),
        "read": forms.ReadForm(),
        "answer": forms.AnswerForm(),
        "answers": {},
    }
    for task in acts.handling[:1]:
        key = next(stop.station.key for stop in stops if stop.station.pk == task.station_id)
        initial = {"opinion": queries.draft(task, person)}
        made["step"] = step_form(kind, key)(matter=matter, task=task, person=person, at=now, initial=initial)
        made["return"] = forms.ReturnForm(stations=earlier_stations(stops, task))
        made["transfer"], made["signers"] = forms.TransferForm(), forms.SignersForm()
    return made


def _waiting(matter: Matter) -> list[tuple[str, str]]:
    """Return whom one may remind: (task number, who)."""
    tasks = matter.tasks.filter(done_at=None, opened_at__isnull=False).order_by("station", "order", "id")
    known = org.directory()
    return [(str(task.pk), f"{task.name}：{org.holder_name(task.holder_id, known=known)}") for task in tasks]
