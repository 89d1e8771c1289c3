"""The generic acts on the matter page: one view for all of them, by the row of `ui.acts.ACTS`."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from zhongshu.matters import queries
from zhongshu.matters.models import Chase, Matter
from zhongshu.ui import access, acts, guarding
from zhongshu.ui.access import View
from zhongshu.ui.pages import attempt
from zhongshu.ui.views.matters import back_to, matter_page, visible_or_404

LISTS = ("ratings",)  # pages with such forms, to which one goes back


def view(name: str) -> View:
    """Return the view of an act: fetch through `visible_to`, its form, its one action, back to the matter."""
    act, place_of = acts.ACTS[name], PLACES[acts.ACTS[name].on]

    def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
        place = place_of(request, pk)
        form = act.form(request.POST, place)
        done = act.done.format(place.task.name if place.task else "")
        if attempt(request, form, lambda: act.carry_out(place, form), done):
            back = request.POST.get("back", "")
            return redirect(back) if back in LISTS else back_to(place.matter)
        name_on_page = f"{act.name}{pk}" if act.on == "chase" else act.name
        return matter_page(request, place.matter, **{name_on_page: form})

    return require_POST(access.people(carry_out))


def on_matter(request: HttpRequest, pk: int) -> acts.Place:
    """Return a visible matter as the place of an act."""
    return acts.Place(visible_or_404(request, pk), **_who(request))


def on_task(request: HttpRequest, pk: int) -> acts.Place:
    """Return a task of a visible matter as the place of an act."""
    task = queries.task_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if task is None:
        guarding.hidden(request, Matter.objects.filter(tasks=pk))
        raise Http404
    return acts.Place(task.matter, task=task, **_who(request))


def on_chase(request: HttpRequest, pk: int) -> acts.Place:
    """Return a reminder on a visible matter as the place of an act."""
    who = _who(request)
    chase = Chase.objects.select_related("matter").filter(pk=pk).first()
    if chase is None or not queries.may_see(who["person"], chase.matter, who["at"]):
        raise Http404
    return acts.Place(chase.matter, chase=chase, **who)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"person": request.person, "at": timezone.now()}  # type: ignore[attr-defined]


PLACES: dict[str, Callable[[HttpRequest, int], acts.Place]] = {
    "matter": on_matter,
    "task": on_task,
    "chase": on_chase,
}
