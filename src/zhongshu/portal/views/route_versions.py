"""The versions of a route (历次版本): looking at them, comparing two, going back, files out and in."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.kit.errors import Refused
from zhongshu.matters.actions import routes as actions
from zhongshu.matters.queries import route_differences, route_words, routes
from zhongshu.portal.forms import routes as forms
from zhongshu.portal.queries import drawings
from zhongshu.portal.views import acting
from zhongshu.portal.views import route_lists as lists
from zhongshu.portal.views.routes import Place, place_of
from zhongshu.routes import bpmn, parse
from zhongshu.routes.model import Step
from zhongshu.ui import access
from zhongshu.ui.pages import attempt, page
from zhongshu.ui.views.outputs import sent


@require_GET
@access.role(*routes.EDITORS)
def register(request: HttpRequest, organ: int, kind: str) -> HttpResponse:
    """历次版本, and what two of them differ in."""
    place = place_of(request, organ, kind)
    return _versions(request, place)


def _versions(request: HttpRequest, place: Place, *, status: int = 200) -> HttpResponse:
    rows = lists.versions(place.kind, place.organ)
    numbers = [row.version for row in rows]
    first, then = _chosen(request, numbers)
    compared = None if first == then else _compared(place, first, then)
    context = place.shown(
        rows=rows,
        numbers=numbers,
        listed=lists.VERSIONS,
        first=first,
        then=then,
        differences=compared,
        back=forms.BackForm(),
    )
    return page(request, "portal/routes/versions.html", status=status, **context)


def _chosen(request: HttpRequest, numbers: list[int]) -> tuple[int, int]:
    """Return the two versions that the address names, else the last two."""
    latest, before = numbers[0], numbers[min(1, len(numbers) - 1)]
    asked = [request.GET.get(name, "") for name in ("first", "then")]
    found = [int(one) if one.isdecimal() and len(one) < 7 else 0 for one in asked]
    return found[0] if found[0] in numbers else before, found[1] if found[1] in numbers else latest


def _compared(place: Place, first: int, then: int) -> list[str]:
    old, new = (parse.read(routes.definition(place.kind, place.organ, one)) for one in (first, then))
    return route_differences.differences(old, new, place.words)


@require_GET
@access.role(*routes.EDITORS)
def show(request: HttpRequest, organ: int, kind: str, version: int) -> HttpResponse:
    """One version as it was laid down (查看流程)."""
    place = place_of(request, organ, kind)
    drawing = drawings.drawing(_definition(place, version), place.kind, organ, place.now, place.known)
    row = routes.versions(place.kind, organ).filter(version=version).first()
    context = place.shown(
        drawing=drawing, version=version, row=row, form=forms.BackForm(initial={"based_on": place.in_force})
    )
    return page(request, "portal/routes/version.html", **context)


@require_POST
@access.role(*routes.EDITORS)
def restoration(request: HttpRequest, organ: int, kind: str, version: int) -> HttpResponse:
    """恢复旧版: published anew as the next version."""
    place, form = place_of(request, organ, kind), forms.BackForm(request.POST)

    def act() -> Any:
        return actions.go_back(
            place.kind.key, organ, version=version, by=place.person, at=timezone.now(), **form.cleaned_data
        )

    made = acting.press(request, act, form=form)
    if made:
        messages.success(request, f"已将第{version}版恢复为第{made.version}版，即日起施行。")
        return redirect("route_versions", *place.key)
    return redirect("route_version", *place.key, version)


@require_GET
@access.role(*routes.EDITORS)
def file(request: HttpRequest, organ: int, kind: str, version: str, form: str) -> HttpResponseBase:
    """导出: the route as a file for this system, or as a diagram for others."""
    place = place_of(request, organ, kind)
    if form not in ("json", "bpmn"):
        raise Http404
    tree = _tree(place, version)
    route = parse.read(tree)
    name = f"{route.name}{'草稿' if version == 'draft' else f'第{version}版'}"
    if form == "json":
        answer = HttpResponse(
            json.dumps(tree, ensure_ascii=False, indent=2), content_type="application/json; charset=utf-8"
        )
    else:
        words = place.words
        text = bpmn.dumps(route, lambda step: _note(step, words, route.steps), words.conditions)
        answer = HttpResponse(text, content_type="application/xml; charset=utf-8")
    return sent(answer, f"{name}.{form}")


def _tree(place: Place, version: str) -> Any:
    if version == "draft":
        if place.draft is None:
            raise Http404
        return place.draft.definition
    return _definition(place, int(version) if version.isdecimal() and len(version) < 7 else 0)


def _definition(place: Place, version: int) -> Any:
    try:
        return routes.definition(place.kind, place.organ, version)
    except Refused as refusal:
        raise Http404 from refusal


def _note(step: Step, words: route_words.Words, steps: tuple[Step, ...]) -> str:
    """Say of a step what the drawing has no sign for."""
    kind = dict(route_words.STEP_KINDS).get(step.kind, "")
    return f"{kind}；办理人：{words.who(step.who, steps)}；{route_words.completion(step)}；{route_words.due(step)}"


@require_http_methods(["GET", "POST"])
@access.role(*routes.EDITORS)
def importing(request: HttpRequest, organ: int, kind: str) -> HttpResponse:
    """导入流程: a file becomes the draft."""
    place = place_of(request, organ, kind)
    given = {"revision": place.draft.revision if place.draft else 0}
    sent = acting.sent(request)
    form = forms.ImportForm(sent, request.FILES if sent is not None else None, initial=given)

    def act() -> Any:
        clean = form.cleaned_data
        return actions.import_route(
            place.kind.key, organ, text=clean["text"], revision=clean["revision"], by=place.person, at=timezone.now()
        )

    if form.is_bound and attempt(request, form, act, "流程已导入为草稿，请核对后发布。"):
        return redirect("route", *place.key)
    return page(request, "portal/routes/import.html", status=422 if form.is_bound else 200, **place.shown(form=form))
