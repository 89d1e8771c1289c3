"""The one page of every kind of matter (事项页)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from zhongshu.calendars import queries as calendars
from zhongshu.matters import actions, kinds, queries, rules
from zhongshu.matters.models import Matter, Task
from zhongshu.matters.queries import labelling, ratings, signatures
from zhongshu.org import queries as org
from zhongshu.trail import queries as trail
from zhongshu.ui import access, course_page, forms, guarding, labels, slips
from zhongshu.ui import acts as table
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views import lists


@require_GET
@access.people
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a matter; whoever has an open task on it has seen it from now on."""
    known = org.directory()
    matter = visible_or_404(request, pk, known=known)
    actions.see(matter.pk, by=request.person, at=timezone.now(), known=known)  # type: ignore[attr-defined]
    guarding.seen(request, matter)
    return matter_page(request, matter)


def respond(
    request: HttpRequest, matter: Matter, name: str, form: Any, act: Callable[[], Any], done: str
) -> HttpResponse:
    """Carry out an act on a matter: back to its page, or the page again with the refused form under its name."""
    return back_to(matter) if attempt(request, form, act, done) else matter_page(request, matter, **{name: form})


def visible_or_404(request: HttpRequest, pk: int, *, known: org.Directory | None = None) -> Matter:
    """Fetch a matter through `visible_to`: what may not be seen does not exist."""
    found = queries.visible_to(request.person, timezone.now(), known=known)  # type: ignore[attr-defined]
    matter = found.select_related("organ", "lead_unit", "opened_by", "owner", "parent").filter(pk=pk).first()
    if matter is None:
        guarding.hidden(request, Matter.objects.filter(pk=pk))
    return matter


def task_or_404(request: HttpRequest, pk: int) -> Task:
    """Fetch a task of a visible matter: what may not be seen does not exist."""
    task = queries.task_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if task is None:
        guarding.hidden(request, Matter.objects.filter(tasks=pk))
    return task


def back_to(matter: Matter) -> HttpResponse:
    """Redirect to the page of the matter."""
    return redirect("matter", pk=matter.pk)


def matter_page(request: HttpRequest, matter: Matter, **bound: Any) -> HttpResponse:
    """Render the page of a matter; `bound` holds forms that were sent and refused, by the name of the act.

    The template is the kind's own, which extends `ui/matter.html` and fills its blocks.
    """
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    kind, known = kinds.get(matter.kind), org.directory()
    stops, copies = queries.timeline(queries.slip_of(matter)), queries.readers(matter)
    acts = queries.acts_for(matter, stops, copies, person, now, known=known)
    part = kind.context(matter, person)
    acts.may -= frozenset(part.get("without", ()))
    entries = list(trail.entries(matter.stream))
    slip = slips.Slip(known, now, matter, person, signatures.doubtful(entries))
    verbs = {entry.verb for entry in entries}
    beside = course_page.Course(matter, stops, acts, slip, verbs)
    shown = _shown(matter, stops, copies, entries, slip) | beside.shown()
    answers = {f"answer{chase['pk']}": forms.AnswerForm() for chase in shown["chases"] if chase["may_answer"]}
    made = _forms(matter, kind, stops, acts, person, now, known) | answers | beside.forms() | bound
    _name_fields(made)
    context = shown | {
        "known": known,
        "matter": matter,
        "kind": kind,
        "acts": acts,
        "behalf": _principal(acts.handling[0], person, now, known) if acts.handling else "",
        "station": _station_of(acts.handling[0], stops).key if acts.handling else "",
        "forms": made,
        "refusals": _refusals(bound),
        "part": part,
        "hints": kinds.hints(matter, person, verbs),
        "scores": dict(rules.SCORES),
        "outcome": rules.OUTCOMES.get(matter.outcome, ""),
        "light": rules.light(matter.due_at, matter.closed_at, now),
        "remaining": rules.remaining(matter.due_at, now) if matter.closed_at is None else "",
        "due_note": calendars.warning(org.local_day(matter.due_at)) if matter.due_at and not matter.closed_at else "",
    }
    return page(request, kind.template or "ui/matter.html", status=422 if bound else 200, **context)


def _shown(matter: Matter, stops: list[Any], copies: list[Any], entries: list[Any], slip: slips.Slip) -> dict[str, Any]:
    """Return what there is to read beside the kind's own part, ready to be drawn."""
    chases = matter.chases.select_related("by", "answered_by", "task").order_by("-at")
    return {
        "co_units": [row.unit for row in matter.co_units.select_related("unit").order_by("order")],
        "papers": slips.papers(matter),
        "stops": slip.rows(stops, kinds.get(matter.kind).facts(matter, org.local_day(slip.now))),
        "waited_for": slip.waited_for(stops),
        "copies": [slip.task(copy) for copy in copies],
        "chases": slip.chases(chases),
        "listed": lists.READERS,
        "ratings": ratings.given(matter) if matter.closed_at else (),
        "knowers": labelling.knowers(matter, known=slip.known),
        "labellings": labelling.labellings(matter),
        "linked": queries.linked(matter, slip.person, slip.now, known=slip.known),
        "entries": slip.trail(entries, {stop.station.key: stop.station.name for stop in stops}),
    }


def _principal(task: Any, person: Any, now: Any, known: org.Directory) -> str:
    """Return for whom a delegate would do a task (代办), or nothing when it is the person's own."""
    principal = org.principals_of(person.pk, now, known=known).get(task.holder_id)
    return known.people[principal].name if principal else ""


def _refusals(bound: dict[str, Any]) -> list[str]:
    """Return why nothing was done, for the head of the page: the form itself may have gone meanwhile."""
    return [sentence for form in bound.values() for sentence in form.non_field_errors()]


def _name_fields(made: dict[str, Any]) -> None:
    """Give the fields of each form ids of their own: one page holds many forms."""
    for name, form in made.items():
        form.auto_id = f"{name}_%s"


def _station_of(task: Any, stops: list[Any]) -> Any:
    return next(stop.station for stop in stops if stop.station.pk == task.station_id)


def _own_forms(kind: kinds.Kind) -> dict[str, Any]:
    """Return the forms of the acts that only this kind knows, empty."""
    own = import_string(kind.act_forms) if kind.act_forms else {}
    return {name: form() for name, form in own.items() if name != "return"}


def _forms(
    matter: Matter, kind: kinds.Kind, stops: list[Any], acts: Any, person: Any, now: Any, known: org.Directory
) -> dict[str, Any]:
    """Return empty forms for the acts that are open to the person, the kind's own among them."""
    made: dict[str, Any] = {
        "circulate": forms.CirculateForm(),
        "attach": forms.AttachForm(),
        "terminate": forms.TerminateForm(),
        "relabel": labels.RelabelForm(initial={"label": matter.label}),
        "scope": labels.ScopeForm(),
        "release": labels.ReleaseForm(),
        **_own_forms(kind),
    }
    if "chase" in acts.may:
        made["chase"] = forms.ChaseForm(waiting=table.waiting(matter, known=known))
    for task in acts.handling[:1]:
        initial = {"opinion": queries.draft(task, person)}
        station = table.step_form(kind, _station_of(task, stops).key)
        given = {"matter": matter, "task": task, "person": person, "at": now, "known": known, "stops": stops}
        made["step"] = station(**given, initial=initial)
        made["return"] = table.return_form(kind)(stations=table.earlier_stations(stops, task))
        made["transfer"], made["signers"] = forms.TransferForm(), forms.SignersForm()
    if matter.closed_at and ratings.to_rate(person, now, known=known).filter(pk=matter.pk).exists():
        made["rate"] = forms.RateForm()
    if acts.withdrawable:
        made["withdraw"] = forms.WithdrawForm()
    for task in acts.reading[:1]:
        made["read"] = forms.ReadForm(initial={"opinion": queries.draft(task, person)})
    return made
