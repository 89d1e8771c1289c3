"""Lists (列表): each is declared once, and its page, its workbook and its print show the same rows in the same order.

An app names its lists in its AppConfig: `lists = "zhongshu.documents.views.lists.EVERY"`. The page asks

    asking = lists.ask(request, REGISTER)
    shown = Paginator(REGISTER.rows(asking), PER_PAGE).get_page(request.GET.get("page"))

and offers both ways out with `{{ lists.ways(listed, request.GET, csrf_input) }}` from `ui/parts/lists.html`. A list of
something, such as the receipts of one notice, names what its address ends with: `of=("notice",)`; its page asks with
`lists.ask(request, RECEIPTS, notice=pk)`, offers `lists.ways(listed, request.GET, csrf_input, {"notice": row.pk})`, and
its rows look whether the person may see that one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve
from django.utils import timezone
from django.utils.module_loading import import_string

from zhongshu.kit import terms
from zhongshu.kit.errors import Refused
from zhongshu.org import queries as org
from zhongshu.org.models import Account, Person
from zhongshu.ui import identity, marking
from zhongshu.ui.jinja import url

TEXT, NUMBER, DAY, MOMENT = "text", "number", "day", "moment"
Value = str | int | date | datetime | None
LABEL = "密级标志"  # the title of the column that says how a row is labelled
BATCH = 500  # rows that are put into words together
LABELS = dict(terms.LABELS)


@dataclass(slots=True)
class Asking:
    """Who asks for a list, under which conditions, when (查询). `wanted`: what the filter form understood;
    `said`: the conditions in words.

    A page asks, and so does a job long after: `user` and `person` are those of the request, `params` its query,
    `address` where it came from.
    """

    user: Account
    person: Person | None
    params: QueryDict
    at: datetime
    known: org.Directory
    address: str = ""
    form: forms.Form | None = None
    wanted: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""

    @property
    def reader(self) -> Person:
        """The person who asks, on pages that administrators do not enter."""
        assert self.person is not None  # noqa: S101
        return self.person

    @property
    def by(self) -> str:
        """The reference of whoever asks, as the trail has it."""
        return self.person.ref if self.person else self.user.ref

    def number(self, name: str) -> int:
        """Return a number that the query has under a name. Raises Http404 for nonsense."""
        typed = self.params.get(name, "")
        if not (typed.isdecimal() and len(typed) < 19):
            raise Http404
        return int(typed)

    @property
    def administrator(self) -> str:
        """Which of the three administrators asks (三员), or nothing."""
        return "" if self.person else org.administrator_role(self.user)


@dataclass(frozen=True, slots=True)
class Column:
    """A column (列): its title, what stands in it, of which sort (text number day moment), how wide in characters."""

    title: str
    value: Callable[[Any, Asking], Value]
    sort: str = TEXT
    width: int = 14


@dataclass(frozen=True, slots=True)
class List:
    """A list that can be looked at, taken along as a workbook, and printed (列表).

    page, args: url name of its page; whoever may enter that may take the list along; of: what else its address needs,
    by the names under which `asking.params` has it. rows(asking): what the page shows, all of it, sliceable; raises
    Http404 for what the person may not see. drawn(rows, asking): a slice of them in words, where a row alone does not
    do. form(asking): the filters of the page, bound to `asking.params`; said(asking): the same in words, where there is
    no form.
    """

    key: str
    title: str
    page: str
    columns: tuple[Column, ...]
    rows: Callable[[Asking], Any]
    args: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    drawn: Callable[[Sequence[Any], Asking], Iterable[Any]] = lambda rows, asking: rows
    form: Callable[[Asking], forms.Form | None] = lambda asking: None
    said: Callable[[Asking], str] | None = None

    def address(self, params: Mapping[str, Any]) -> str:
        """Return the address of its page. Raises Http404 where `params` do not say of what it is a list."""
        try:
            return url(self.page, *self.args, *(params[name] for name in self.of))
        except (KeyError, NoReverseMatch) as missing:
            raise Http404 from missing


def of(name: str) -> Callable[[Any, Asking], Any]:
    """Return what a column takes from a row that is a dictionary (取值): the value under a name."""
    return lambda row, asking: row[name]


@cache
def every() -> dict[str, List]:
    """Return all lists by key, as the apps declare them."""
    declared = [getattr(app, "lists", "") for app in apps.get_app_configs()]
    return {one.key: one for path in declared if path for one in import_string(path)}


def ask(request: HttpRequest, listed: List, **of: Any) -> Asking:
    """Return what the page of a list is asked for: the query of its address, and of what it is a list."""
    asking = asking_of(request)
    if of:
        asking.params = asking.params.copy()
        asking.params.update({name: str(value) for name, value in of.items()})
    return _filtered(listed, asking)


def asking_of(request: HttpRequest) -> Asking:
    """Return who is at the screen, with the query of the address."""
    user, person = request.user, request.person  # type: ignore[attr-defined]
    return Asking(user, person, request.GET, timezone.now(), org.directory(), identity.address(request))  # type: ignore[arg-type]


def put(listed: List, asking: Asking) -> Asking:
    """Put a question to a list, whose page whoever asks may enter. Raises PermissionDenied."""
    if not resolve(listed.address(asking.params)).func.allows(asking):  # type: ignore[attr-defined]
        raise PermissionDenied
    return _filtered(listed, asking)


def _filtered(listed: List, asking: Asking) -> Asking:
    asking.form = listed.form(asking)
    if asking.form is not None and asking.form.is_valid():
        asking.wanted = asking.form.cleaned_data
    asking.said = listed.said(asking) if listed.said else in_words(asking)
    return asking


def check(asking: Asking) -> None:
    """Refuse conditions that were not understood: nobody would get what they believe to see."""
    if asking.form is not None and not asking.form.is_valid():
        raise Refused("查询条件有误，请改正后重新查询，再导出或打印。")


def count(rows: Any) -> int:
    """Return how many rows there are, without fetching them."""
    return int(rows.count()) if hasattr(rows, "query") else len(rows)


def lines(listed: List, rows: Any, asking: Asking) -> Iterator[list[Value]]:
    """Yield the rows as values, a batch at a time."""
    for start in range(0, count(rows), BATCH):
        for row in listed.drawn(rows[start : start + BATCH], asking):
            yield [_plain(column.value(row, asking), column.sort) for column in listed.columns]


def _plain(value: Value, sort: str) -> Value:
    """Return a moment in a column of days as its day here."""
    return org.local_day(value) if sort == DAY and isinstance(value, datetime) else value


def in_words(asking: Asking) -> str:
    """Say under which conditions the list is made (查询条件): 年度：2026年；状态：在办."""
    form = asking.form
    said = [(form[name], value) for name, value in asking.wanted.items() if value not in (None, "", [])] if form else []
    return "；".join(f"{bound.label}：{_said(bound.field, value)}" for bound, value in said)


def _said(field: forms.Field, value: Any) -> str:
    choices = {str(key): words for key, words in getattr(field, "choices", ())}
    return str(choices.get(str(value), value))


def labelled(label: str, is_limited: object) -> str:
    """Return what the column LABEL says: how far a matter may be known (密级标志、知悉范围)."""
    return LABELS[label] + ("（限知悉范围）" if is_limited else "")


def is_marked(listed: List, row: Sequence[Value]) -> bool:
    """Tell whether a row says of something that it is not for all, or the office marks all (T11.5)."""
    said = [row[place] for place, column in enumerate(listed.columns) if column.title == LABEL]
    return any(one and (settings.WATERMARK_ALL or one != LABELS["public"]) for one in said)


def watermark(asking: Asking) -> str:
    """Return the watermark of a list of which a row is marked (水印)."""
    return marking.words_of(asking.user.display_name, asking.at, asking.address)
