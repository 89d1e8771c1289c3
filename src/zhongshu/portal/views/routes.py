"""Laying down the routes of an organ (流程设计): the list, the designer with its dry run, publishing, throwing away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.matters import kinds
from zhongshu.matters.actions import routes as actions
from zhongshu.matters.models import RouteDraft
from zhongshu.matters.queries import route_differences, route_words, routes, trial
from zhongshu.org import queries as org
from zhongshu.org import rules as terms
from zhongshu.org.models import Person
from zhongshu.portal.forms import drawn
from zhongshu.portal.forms import routes as forms
from zhongshu.portal.forms.drawing import Drawing
from zhongshu.portal.queries import drawings
from zhongshu.portal.views import acting
from zhongshu.portal.views import route_lists as lists
from zhongshu.routes import parse
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import attempt, page

SAVE, ON = "save", "save_and_publish"


@dataclass(frozen=True)
class Place:
    """Whose route it is: the kind, the organ, and who asks when."""

    kind: kinds.Kind
    organ: int
    person: Person
    now: datetime
    known: org.Directory

    @property
    def key(self) -> tuple[int, str]:
        """What stands in the addresses."""
        return (self.organ, self.kind.key)

    @cached_property
    def draft(self) -> RouteDraft | None:
        """The draft, if there is one."""
        return routes.draft(self.kind, self.organ)

    @cached_property
    def in_force(self) -> int:
        """The number of the version in force."""
        return routes.number(self.kind, self.organ)

    @property
    def words(self) -> route_words.Words:
        """The words for the organ's routes today."""
        return route_words.Words(self.kind, self.organ, org.local_day(self.now), known=self.known)

    def shown(self, **context: Any) -> dict[str, Any]:
        """Return what every page of a route shows, with `context`."""
        around = {"kind": self.kind, "organ": self.known.units[self.organ], "draft": self.draft, "known": self.known}
        return {"place": self, "in_force": self.in_force, "key": self.key, **around, **context}


def place_of(request: HttpRequest, organ: int, kind: str) -> Place:
    """Return whose route is asked for; there is none where one may not draw."""
    person, now, known = request.person, timezone.now(), org.directory()  # type: ignore[attr-defined]
    found = routes.drawn_by(person, organ, kind, now, known=known)
    if found is None:
        raise Http404
    return Place(found, organ, person, now, known)


@require_GET
@access.role(*routes.EDITORS)
def register(request: HttpRequest) -> HttpResponse:
    """流程设计: the routes of the organs that one may draw for."""
    asking = declared.ask(request, lists.ROUTES)
    known, rows = asking.known, lists.ROUTES.rows(asking)
    found = [(known.units[organ], list(group)) for organ, group in groupby(rows, lambda row: row["organ"])]
    return page(request, "portal/routes/register.html", organs=found, known=known, listed=lists.ROUTES)


@require_http_methods(["GET", "POST"])
@access.role(*routes.EDITORS)
def designer(request: HttpRequest, organ: int, kind: str) -> HttpResponse:
    """设计: every button sends the whole drawing; all but saving answer with the drawing changed, and keep nothing."""
    place = place_of(request, organ, kind)
    if request.method == "GET":
        tree = place.draft.definition if place.draft else routes.definition(place.kind, organ, place.in_force)
        return _drawn(request, place, tree)
    drawing = Drawing(request.POST, drawn.Reader(request.POST, place.kind, place.known))
    form, act = forms.DraftForm(request.POST), request.POST.get("act", "")
    drawing.act(act)
    head = {"key": place.kind.loaded_route.key, "name": form.data.get("name", "").strip()}
    tree = parse.clean({**head, "version": place.in_force + 1, "steps": drawing.steps()})
    if act not in (SAVE, ON):
        return _drawn(request, place, tree, form=form, acted=drawing.acted, act=act)
    if _save(request, place, form, tree):
        return redirect("route_publication" if act == ON else "route", *place.key)
    return _drawn(request, place, tree, form=form, status=422)


def _save(request: HttpRequest, place: Place, form: forms.DraftForm, tree: Mapping[str, Any]) -> Any:
    def act() -> RouteDraft:
        given = {name: value for name, value in form.cleaned_data.items() if name != "name"}
        return actions.save_draft(
            place.kind.key, place.organ, definition=tree, by=place.person, at=timezone.now(), **given
        )

    return attempt(request, form, act, "草稿已保存，发布后才生效。")


def _drawn(
    request: HttpRequest,
    place: Place,
    tree: Mapping[str, Any],
    *,
    form: forms.DraftForm | None = None,
    acted: str = "",
    act: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the designer with what has been drawn so far, saved or not; the card last acted on is open unless moved."""
    is_trial = act == "trial"
    given = {"name": tree["name"], "revision": place.draft.revision if place.draft else 0, "based_on": place.in_force}
    saved = place.draft.definition if place.draft else routes.definition(place.kind, place.organ, place.in_force)
    drawing = drawings.drawing(tree, place.kind, place.organ, place.now, place.known)
    asked = _trial_form(request, place, is_trial)
    result = None
    if is_trial and asked.is_valid() and not drawing.errors:
        result = trial.trial(tree, place.kind, place.organ, asked.asked(place.person.pk), known=place.known)
    context = place.shown(
        form=form or forms.DraftForm(initial=given),
        drawing=drawing,
        acted=acted,
        opened="" if act.startswith(("up:", "down:")) else acted,
        is_changed={**tree, "version": 0} != {**saved, "version": 0},
        trial_form=asked,
        trial=result,
        is_trial=is_trial,
        choices=_choices(place, drawing),
    )
    return page(request, "portal/routes/designer.html", status=status, **context)


def _trial_form(request: HttpRequest, place: Place, is_trial: bool) -> forms.TrialForm:
    data = request.POST if request.method == "POST" else None
    return forms.TrialForm(data if is_trial else None, initial=data and _typed(data), **_of(place))


def _of(place: Place) -> dict[str, Any]:
    return {"kind": place.kind, "organ": place.organ, "known": place.known}


def _typed(data: Any) -> dict[str, Any]:
    """Return what stands in the fields of the dry run while another button is pressed."""
    several = ("starter", "co_units")
    names = [name.removeprefix("trial-") for name in data if name.startswith("trial-")]
    return {one: data.getlist(f"trial-{one}") if one in several else data.get(f"trial-{one}") for one in names}


def _choices(place: Place, drawing: drawings.Drawing) -> dict[str, Any]:
    """Return the lists that the cards choose from."""
    words = place.words
    offered = [("role", key, "organ") for key, _ in terms.ROLES]
    offered += [(rule, "", unit) for unit in ("lead", "lead_and_co", "initiator") for rule in ("head", "in_charge")]
    among = [parse.who({"rule": rule, "key": key, "unit": unit}) for rule, key, unit in offered]
    tree = org.tree(place.organ, org.local_day(place.now), known=place.known)
    posts = [(unit.short_name, words.today.posts_in.get(unit.id, ())) for unit, _ in tree]
    return {
        "roles": terms.ROLES,
        "rules": [one for one in route_words.WHO_RULES if one[0] != "role"],
        "units": route_words.UNITS,
        "kinds": route_words.STEP_KINDS,
        "completions": route_words.COMPLETIONS,
        "among": [(drawn.token(who), words.who(who)) for who in among],
        "posts": [group for group in posts if group[1]],
        "effects": place.kind.effects,
        "facts": place.kind.declared,
        "fact": words.facts,
        "operators": route_words.operators,
        "words": words,
        "token": drawn.token,
    }


@require_http_methods(["GET", "POST"])
@access.role(*routes.EDITORS)
def publication(request: HttpRequest, organ: int, kind: str) -> HttpResponse:
    """发布: what changes, what is wrong, what has to be looked at; then the version is in force."""
    place = place_of(request, organ, kind)
    if place.draft is None:
        return redirect("route", *place.key)
    drawing = drawings.drawing(place.draft.definition, place.kind, organ, place.now, place.known)
    given = {"revision": place.draft.revision, "based_on": place.in_force}
    form = forms.PublishForm(acting.sent(request), warns=bool(drawing.warnings), initial=given)

    def act() -> Any:
        return actions.publish(place.kind.key, organ, by=place.person, at=timezone.now(), **form.cleaned_data)

    made = attempt(request, form, act) if form.is_bound else None
    if made:
        messages.success(request, f"第{made.version}版已发布，新办理的事项按此流转，已在办理的不受影响。")
        return redirect("route_versions", *place.key)
    old, new = routes.current(place.kind, organ), parse.read(place.draft.definition)
    context = place.shown(
        form=form,
        drawing=drawing,
        differences=route_differences.differences(old, new, place.words),
        is_stale=place.draft.based_on != place.in_force,
    )
    return page(request, "portal/routes/publication.html", status=422 if form.is_bound else 200, **context)


@require_POST
@access.role(*routes.EDITORS)
def discarding(request: HttpRequest, organ: int, kind: str) -> HttpResponse:
    """放弃草稿."""
    place, form = place_of(request, organ, kind), forms.RevisionForm(request.POST)

    def act() -> bool:
        revision = form.cleaned_data["revision"]
        actions.discard_draft(place.kind.key, organ, revision=revision, by=place.person, at=timezone.now())
        return True

    if acting.press(request, act, "草稿已放弃，现行流程不变。", form):
        return redirect(url("routes"))
    return redirect("route", *place.key)
