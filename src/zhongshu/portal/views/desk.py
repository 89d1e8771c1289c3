"""The desk (工作台): its lists, by urgency and by what is due first, with filters, lights and counts.

待办 待阅 已办 我发起, whom one waits for (我在等谁), what delegates do (我委托的), what rests (已暂停).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhongshu.documents import rules as documents
from zhongshu.exchange import queries as exchange
from zhongshu.matters import queries
from zhongshu.matters.queries import Selection, signatures
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.portal.forms import desk as forms
from zhongshu.portal.views import rows
from zhongshu.ui import access, jinja, lists
from zhongshu.ui.jinja import url
from zhongshu.ui.pages import page

PER_PAGE = 20
MANY = 100  # on one page for whoever ticks many, and no more at once
OPEN = ("q", "kind", "urgency", "label", "step", "from", "due")
TO_SIGN = ((documents.INCOMING, "公文", "deliveries"), (documents.TELEGRAM, "电报", "telegram_deliveries"))
Row = dict[str, Any]


@dataclass
class Desk:
    """A list of the desk as somebody asks for it: who, when, of which page, under which conditions."""

    person: Person
    now: datetime
    known: org.Directory
    asked: QueryDict
    fields: tuple[str, ...]
    wanted: dict[str, str] = field(init=False)
    is_nonsense: bool = field(init=False)

    def __post_init__(self) -> None:
        self.wanted, self.is_nonsense = forms.clean(self.asked, self.fields)

    @cached_property
    def selection(self) -> Selection:
        """The conditions (筛选条件)."""
        return forms.selection(self.wanted, self.known)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many are open, late, resting."""
        return queries.counts(self.person, self.now, known=self.known)

    @cached_property
    def delegates(self) -> tuple[int, ...]:
        """Who may act for the person now (受托人)."""
        return org.delegates_of(self.person.pk, self.now, known=self.known)

    @property
    def per_page(self) -> int:
        """How many rows a page has."""
        return MANY if self.asked.get("size") == str(MANY) else PER_PAGE

    def paged(self, found: Any) -> Page[Any]:
        """Return the page that is asked for of whatever there is."""
        return Paginator(found, self.per_page).get_page(self.asked.get("page"))

    @property
    def about(self) -> tuple[Person, datetime, Selection]:
        """What every query of a list begins with."""
        return self.person, self.now, self.selection


@dataclass(frozen=True, slots=True)
class Box:
    """One list of the desk: its title, its filters, and how a page of it is asked for and drawn."""

    title: str
    fields: tuple[str, ...]
    show: Callable[[Desk], tuple[Page[Any], list[Row]]]


def _to_do(desk: Desk) -> tuple[Page[Any], list[Row]]:
    return _open(desk, reading=False)


def _to_read(desk: Desk) -> tuple[Page[Any], list[Row]]:
    return _open(desk, reading=True)


def _open(desk: Desk, *, reading: bool) -> tuple[Page[Any], list[Row]]:
    """Without conditions, how many there are is known already."""
    shown: Page[Any]
    if desk.selection.is_empty:
        shown = desk.paged(range(desk.counts["to_read" if reading else "todo"]))
        start, stop = shown.start_index() - 1, shown.end_index()
        asked = {"reading": reading, "start": max(start, 0), "stop": stop, "known": desk.known}
        return shown, _waiting(desk, queries.open_tasks(desk.person, desk.now, **asked))  # type: ignore[arg-type]
    shown = desk.paged(queries.chosen_tasks(*desk.about, reading=reading, known=desk.known))
    return shown, _waiting(desk, shown.object_list)


def _waiting(desk: Desk, tasks: Iterable[Mapping[str, Any]]) -> list[Row]:
    mine = set(org.own_holders(desk.person.pk, desk.now, known=desk.known))
    return [rows.waiting(task, desk.known, mine, desk.now) for task in tasks]


def _done(desk: Desk) -> tuple[Page[Any], list[Row]]:
    shown = desk.paged(queries.done_tasks(*desk.about, known=desk.known))
    doubtful = signatures.noted()
    return shown, [rows.finished(task, desk.known, doubtful) for task in shown.object_list]


def _mine(desk: Desk) -> tuple[Page[Any], list[Row]]:
    shown = desk.paged(queries.opened_matters(*desk.about, known=desk.known))
    return shown, [rows.begun(matter, desk.now) for matter in shown.object_list]


def _waited_for(desk: Desk) -> tuple[Page[Any], list[Row]]:
    shown = desk.paged(queries.waited_for(*desk.about, known=desk.known))
    return shown, [rows.waited_for(task, desk.person, desk.known, desk.now) for task in shown.object_list]


def _passed_on(desk: Desk) -> tuple[Page[Any], list[Row]]:
    found = queries.passed_on(*desk.about, running=bool(desk.delegates), known=desk.known)
    shown = desk.paged(found)
    names = "、".join(desk.known.people[one].name for one in desk.delegates)
    doubtful = signatures.noted()
    return shown, [rows.passed_on(task, names, desk.known, desk.now, doubtful) for task in shown.object_list]


def _suspended(desk: Desk) -> tuple[Page[Any], list[Row]]:
    shown = desk.paged(queries.suspended_tasks(*desk.about, known=desk.known))
    return shown, [row | {"tick": None} for row in _waiting(desk, shown.object_list)]


BOXES: dict[str, Box] = {
    "todo": Box("待办", OPEN, _to_do),
    "to_read": Box("待阅", OPEN, _to_read),
    "done": Box("已办", ("q", "kind", "urgency", "label", "step"), _done),
    "mine": Box("我发起", ("q", "kind", "urgency", "label", "due"), _mine),
    "waiting": Box("我在等谁", ("q", "kind", "urgency", "step", "from", "due"), _waited_for),
    "delegated": Box("我委托的", ("q", "kind", "urgency", "step"), _passed_on),
    "suspended": Box("已暂停", ("q", "kind", "urgency", "step", "from"), _suspended),
}


@require_GET
@access.signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The first page: the desk for the staff, their own page for administrators."""
    if request.person is None:  # type: ignore[attr-defined]
        return redirect("administration")
    return show(request, "todo")


@require_GET
@access.people
def box(request: HttpRequest, name: str) -> HttpResponse:
    """One list of the desk."""
    if name not in BOXES:
        raise Http404
    return show(request, name)


def show(request: HttpRequest, name: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with a list of the desk; `more` may hold a refused form to keep its conditions."""
    person, made = request.person, BOXES[name]  # type: ignore[attr-defined]
    desk = Desk(person, timezone.now(), org.directory(), request.GET, made.fields)
    shown, drawn = made.show(desk)
    query = forms.query(desk.wanted)
    kept = list(queries.saved_filters(person, name))
    context = {
        "known": desk.known,
        "box": name,
        "listed": lists.every()[f"desk_{name}"],
        "title": made.title,
        "counts": desk.counts,
        "entries": _tabs(name, desk),
        "fields": made.fields,
        "wanted": desk.wanted,
        "choices": forms.choices,
        "steps": forms.steps() if "step" in made.fields else (),
        "condition": forms.words(desk.wanted),
        "is_nonsense": desk.is_nonsense,
        "query": query,
        "filters": kept,
        "is_kept": any(one.query == query for one in kept),
        "pages": shown,
        "rows": drawn,
        "many": MANY,
        "way_to_many": jinja.query(request.GET, size=MANY, page=None),
        "per_page": PER_PAGE,
        "delegates": [desk.known.people[one].name for one in desk.delegates] if name == "delegated" else (),
        "to_sign": _to_sign(desk) if name == "todo" else (),
    }
    return page(request, "portal/desk.html", status=status, **context | more)


def _to_sign(desk: Desk) -> list[tuple[str, str, int]]:
    """Return what waits to be signed for (待签收): what it is called, where it stands, how many; no task of anybody."""
    waiting = exchange.waiting(desk.person, desk.now, known=desk.known)
    return [(words, url(page), waiting[kind]) for kind, words, page in TO_SIGN if waiting[kind]]


def _tabs(current: str, desk: Desk) -> list[dict[str, Any]]:
    """Return the lists as tabs; the first is the home page itself, the last ones stand where there is a need."""
    needed = {"delegated": bool(desk.delegates), "suspended": bool(desk.counts["suspended"])}
    return [
        {
            "title": made.title,
            "url": url("home") if name == "todo" else url("desk", name),
            "count": desk.counts.get(name),
            "current": name == current,
        }
        for name, made in BOXES.items()
        if needed.get(name, True) or name == current
    ]
