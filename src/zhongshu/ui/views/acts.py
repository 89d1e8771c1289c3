"""The generic acts on the matter page: one view for all of them, by the row of `ui.acts.ACTS`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhongshu.matters.models import Chase, Jump, Run
from zhongshu.org import queries as org
from zhongshu.ui import access, acts
from zhongshu.ui.access import View
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.matters import back_to, matter_page, task_or_404, visible_or_404

LISTS = ("ratings",)  # pages with such forms, to which one goes back


def view(name: str) -> View:
    """Return the view of an act: fetch through `visible_to`, its form, its one action, back to the matter."""
    act, place_of = acts.ACTS[name], PLACES[acts.ACTS[name].on]

    def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
        place = place_of(request, pk)
        if request.method == "GET":
            return _own_page(request, act, place, act.form(None, place))
        form = act.form(request.POST, place)
        done = act.done.format(place.task.name if place.task else "")
        if attempt(request, form, lambda: act.carry_out(place, form), done):
            back = request.POST.get("back", "")
            return redirect(back) if back in LISTS else back_to(place.matter)
        if act.title:
            return _own_page(request, act, place, form, status=422)
        return matter_page(request, place.matter, **{_name_on_page(act, place, pk): form})

    methods = ["GET", "POST"] if act.title else ["POST"]
    return require_http_methods(methods)(access.people(carry_out))


def _own_page(request: HttpRequest, act: acts.Act, place: acts.Place, form: Any, *, status: int = 200) -> HttpResponse:
    """Show the page of a rare act: what it is, its form, the way back to the matter."""
    who = org.holder_name(place.task.holder_id) if place.task and act.name == "remove_signer" else ""
    about: dict[str, Any] = {"act": act, "matter": place.matter, "form": form, "who": who, "jump": place.jump}
    if place.jump is not None:
        about["jump_to"] = place.jump.run.stations.get(key=place.jump.to).name
    return page(request, "ui/act.html", status=status, **about)


def _name_on_page(act: acts.Act, place: acts.Place, pk: int) -> str:
    """Return under which name the page of the matter holds the form: some stand there several times."""
    station = place.task.station if place.task and act.name == "step" else None
    if station is not None and station.run.role == Run.SIDE:
        return f"side{pk}"
    return f"{act.name}{pk}" if act.on == "chase" else act.name


def on_matter(request: HttpRequest, pk: int) -> acts.Place:
    """Return a visible matter as the place of an act."""
    return acts.Place(visible_or_404(request, pk), **_who(request))


def on_task(request: HttpRequest, pk: int) -> acts.Place:
    """Return a task of a visible matter as the place of an act."""
    task = task_or_404(request, pk)
    return acts.Place(task.matter, task=task, **_who(request))


def on_chase(request: HttpRequest, pk: int) -> acts.Place:
    """Return a reminder on a visible matter as the place of an act."""
    chase = get_object_or_404(Chase, pk=pk)
    return acts.Place(visible_or_404(request, chase.matter_id), chase=chase, **_who(request))


def on_jump(request: HttpRequest, pk: int) -> acts.Place:
    """Return a jump that was asked for on a visible matter as the place of an act."""
    jump = get_object_or_404(Jump.objects.select_related("run", "asked_by"), pk=pk)
    return acts.Place(visible_or_404(request, jump.run.matter_id), jump=jump, **_who(request))


def on_run(request: HttpRequest, pk: int) -> acts.Place:
    """Return a run beside the main one of a visible matter as the place of an act."""
    run = get_object_or_404(Run, pk=pk, role=Run.SIDE)
    return acts.Place(visible_or_404(request, run.matter_id), run=run, **_who(request))


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"person": request.person, "at": timezone.now()}  # type: ignore[attr-defined]


PLACES: dict[str, Callable[[HttpRequest, int], acts.Place]] = {
    "matter": on_matter,
    "task": on_task,
    "chase": on_chase,
    "jump": on_jump,
    "run": on_run,
}
