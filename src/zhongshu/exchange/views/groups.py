"""Pages of the groups of receivers (收文单位组): which there are, a new one, one that is changed or ended."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhongshu.exchange import actions, forms, queries
from zhongshu.exchange.models import Group
from zhongshu.exchange.views import lists
from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org
from zhongshu.ui import access
from zhongshu.ui import lists as declared
from zhongshu.ui.pages import attempt, page

PER_PAGE = 20

keepers = access.role("registrar")


@require_GET
@keepers
def groups(request: HttpRequest) -> HttpResponse:
    """收文单位组: those of the organs whose registers the person keeps."""
    asking = declared.ask(request, lists.GROUPS)
    shown = Paginator(lists.GROUPS.rows(asking), PER_PAGE).get_page(request.GET.get("page"))
    organs = queries.keepers_organs(asking.reader, asking.at, known=asking.known)
    return page(
        request,
        "exchange/groups.html",
        listed=lists.GROUPS,
        shown=shown,
        members=lists.members,
        organs=organs,
        known=asking.known,
    )


@require_http_methods(["GET", "POST"])
@keepers
def creation(request: HttpRequest) -> HttpResponse:
    """新建收文单位组."""
    organs = _organs(request)
    if not organs:
        raise PermissionDenied
    form = _form(request, organs)

    def act() -> Group:
        clean = form.cleaned_data
        about = {"organ": clean.get("organ") or organs[0][0], "name": clean["name"], "names": form.members()}
        return actions.create_group(**about, **_by(request, form))

    if form.is_bound and attempt(request, form, act, "收文单位组已建立。"):
        return redirect("receiver_groups")
    return page(request, "exchange/group.html", status=422 if form.is_bound else 200, form=form, group=None)


@require_http_methods(["GET", "POST"])
@keepers
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """修改收文单位组: its name, its members, their order."""
    found = _group_or_404(request, pk)
    own, names = [(found.organ_id, found.organ.short_name)], lists.members(found)
    shown = {"name": found.name, "names": "\n".join(names), "base": queries.group_base(found)}
    form = _form(request, own, shown, but=names)

    def act() -> Group:
        about = {name: form.cleaned_data[name] for name in ("name", "base")}
        return actions.change_group(pk, **about, names=form.members(), **_by(request, form))

    if form.is_bound and attempt(request, form, act, "收文单位组已修改。"):
        return redirect("receiver_groups")
    return page(request, "exchange/group.html", status=422 if form.is_bound else 200, form=form, group=found)


@require_POST
@keepers
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    """停用收文单位组."""
    found = _group_or_404(request, pk)
    try:
        actions.end_group(pk, by=request.person, at=timezone.now())  # type: ignore[attr-defined]
        messages.success(request, f"“{found.name}”已停用。")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("receiver_groups")


def _group_or_404(request: HttpRequest, pk: int) -> Group:
    found = queries.group_for(request.person, pk, timezone.now())  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _organs(request: HttpRequest) -> list[tuple[int, str]]:
    known = org.directory()
    organs = queries.keepers_organs(request.person, timezone.now(), known=known)  # type: ignore[attr-defined]
    return [(one, known.units[one].short_name) for one in organs]


def _form(
    request: HttpRequest,
    organs: list[tuple[int, str]],
    initial: dict[str, Any] | None = None,
    but: Sequence[str] = (),
) -> forms.GroupForm:
    """Return the form, on which all organs can be ticked but the only one in question and those in it already."""
    own = {organs[0][0]} if len(organs) == 1 else set()
    every = org.organs(org.local_day(timezone.now()))
    offered = [unit.name for unit in every if unit.id not in own and unit.name not in but]
    sent = request.POST if request.method == "POST" else None
    return forms.GroupForm(sent, organs=organs, offered=offered, initial=initial)


def _by(request: HttpRequest, form: forms.GroupForm) -> dict[str, Any]:
    key = form.cleaned_data["request_key"]
    return {"by": request.person, "at": timezone.now(), "request_key": key}  # type: ignore[attr-defined]
