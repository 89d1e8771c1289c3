"""Units and posts (机构和岗位): the tree, a unit's page, and what 系统管理员 changes of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.org import actions, rules
from zhongshu.org import queries as org
from zhongshu.org.models import Unit
from zhongshu.portal.forms import organisation as forms
from zhongshu.portal.views import acting, lists
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page


@require_GET
@access.administrator("sysadmin", "secadmin")
def tree(request: HttpRequest) -> HttpResponse:
    """机构树: every organ with its internal units, and how many people are in each."""
    asking, today = declared.ask(request, lists.UNITS), timezone.localdate()
    day, rows = asking.known.on(today), lists.UNITS.rows(asking)
    people = {
        unit.id: {person.id for post in day.posts_in.get(unit.id, ()) for person in day.people_in.get(post.id, ())}
        for unit, _ in rows
    }
    return page(
        request,
        "portal/administration/units.html",
        known=asking.known,
        listed=lists.UNITS,
        rows=rows,
        people=people,
        heads={unit.id: _heads(unit.id, day) for unit, _ in rows},
        leaders=day.leaders,
    )


def _heads(unit: int, day: Any) -> list[str]:
    posts = [post for post in day.posts_in.get(unit, ()) if post.is_head]
    return [person.name for post in posts for person in day.people_in.get(post.id, ())]


@require_http_methods(["GET", "POST"])
@access.administrator("sysadmin")
def creation(request: HttpRequest) -> HttpResponse:
    """设立机构: below the unit that `parent` names, if any."""
    form = forms.UnitForm(acting.sent(request), initial={"parent": request.GET.get("parent", "")})

    def act() -> Unit:
        return actions.create_unit(**form.values(), **acting.signed(request))

    unit = attempt(request, form, act, "机构已设立，请继续设置岗位。") if form.is_bound else None
    if unit:
        return redirect("unit", pk=unit.pk)
    return page(request, "portal/administration/unit_form.html", form=form, status=422 if form.is_bound else 200)


@require_GET
@access.administrator("sysadmin", "secadmin")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: names, posts and who is in them."""
    return _unit_page(request, _unit(pk))


@require_POST
@access.administrator("sysadmin")
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """机构更名."""
    return _change(request, pk, "rename", forms.RenameForm(request.POST), actions.rename_unit, "机构已更名。")


@require_POST
@access.administrator("sysadmin")
def posts(request: HttpRequest, pk: int) -> HttpResponse:
    """设置岗位."""
    return _change(request, pk, "post", forms.PostForm(request.POST), actions.create_post, "岗位已设置。")


def _change(request: HttpRequest, pk: int, name: str, form: Any, action: Any, done: str) -> HttpResponse:
    unit = _unit(pk)
    if attempt(request, form, lambda: action(unit, **form.values(), **acting.signed(request)), done):
        return redirect("unit", pk=pk)
    return _unit_page(request, _unit(pk), **{name: form})


def _unit(pk: int) -> Unit:
    return get_object_or_404(Unit.objects.select_related("parent", "organ"), pk=pk)


def _unit_page(request: HttpRequest, unit: Unit, **bound: Any) -> HttpResponse:
    today = timezone.localdate()
    day = org.directory().on(today)
    own = {"rename": forms.RenameForm(), "post": forms.PostForm()} if unit.valid_to is None else {}
    return page(
        request,
        "portal/administration/unit.html",
        status=422 if bound else 200,
        unit=unit,
        kinds=dict(rules.UNIT_KINDS),
        names=list(unit.names.order_by("-valid_from", "-id")),
        children=day.children.get(unit.pk, ()),
        posts=[(post, day.people_in.get(post.id, ())) for post in day.posts_in.get(unit.pk, ())],
        leaders=day.leaders.get(unit.pk, ()),
        forms=(own if request.administrator == "sysadmin" else {}) | bound,  # type: ignore[attr-defined]
    )
