"""Finding (检索): what has these words, this number or this name, among all that the person may see."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from markupsafe import Markup

from zhongshu.matters import kinds, queries
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.search.queries import Found, Hit, Pieces
from zhongshu.search.rules import LIMIT, Filters
from zhongshu.ui import access, lists
from zhongshu.ui.jinja import day, url
from zhongshu.ui.pages import page

PER_PAGE = 20
Offered = list[tuple[str, str]]
YEARS = 10
MARK = Markup("<mark>{}</mark>")
OPTION = Markup('<option value="{}"{}>{}</option>')
ORDERS = [("newest", "最新的在前"), ("best", "最相关的在前")]


@require_GET
@access.people
def search(request: HttpRequest) -> HttpResponse:
    """检索: the box, the filters and what was found."""
    person, now = request.person, timezone.now()  # type: ignore[attr-defined]
    known, asked = org.directory(), request.GET
    offered = offered_to(person, now, known)
    number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 4 else 1
    found = queries.search(
        person,
        asked.get("q", ""),
        now,
        filters=filters_of(asked, offered, known),
        best=asked.get("order") == "best",
        start=max(number - 1, 0) * PER_PAGE,
        size=PER_PAGE,
        known=known,
    )
    return page(
        request,
        "portal/search.html",
        known=known,
        found=found,
        listed=lists.every()["search"],
        rows=_rows(found.hits, known),
        pages=_pages(found).get_page(number),
        choices={name: _choices(tuple(offered[name]), asked.get(name, "")) for name in offered},
    )


def _pages(found: Found) -> Paginator:
    """The pages up to this one, and one more where there is more, as far as pages go."""
    has_next = found.has_more and found.count < LIMIT
    return Paginator(range(found.count + has_next), PER_PAGE)


def offered_to(person: Person, now: datetime, known: org.Directory) -> dict[str, Offered]:
    """Return what can be chosen as (value, words): the same for everybody, whatever there is to find."""
    today = org.local_day(now)
    home = org.unit_of(person.pk, today, known=known)
    organ = org.organ_of(home, known=known) if home else None
    units = org.handling_units(organ, today, known=known) if organ else []
    return {
        "kind": [("", "全部类型"), *((kind.key, kind.name) for kind in kinds.every())],
        "unit": [("", "全部单位"), *((str(unit), name) for unit, name in units)],
        "order": ORDERS,
        "year": [("", "全部年份"), *((str(year), f"{year}年") for year in range(today.year, today.year - YEARS, -1))],
    }


@lru_cache(maxsize=256)
def _choices(offered: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    """Return what can be chosen as it is drawn: it seldom changes, and there may be hundreds."""
    options = (OPTION.format(value, Markup(" selected") if value == chosen else "", words) for value, words in offered)
    return Markup("").join(options)


def filters_of(asked: Mapping[str, str], offered: Mapping[str, Offered], known: org.Directory) -> Filters:
    """Return what the search is narrowed by; what was not offered narrows nothing."""
    unit, year = _among(asked, "unit", offered), _among(asked, "year", offered)
    holder = asked.get("person", "")
    row = known.holders.get(int(holder)) if holder.isdecimal() and len(holder) < 19 else None
    return Filters(
        kind=_among(asked, "kind", offered),
        unit=int(unit) if unit else None,
        person=row.person_id if row else None,
        year=int(year) if year else None,
    )


def _among(asked: Mapping[str, str], name: str, offered: Mapping[str, Offered]) -> str:
    return next((value for value, _ in offered[name] if value == asked.get(name)), "")


def _rows(hits: list[Hit], known: org.Directory) -> list[dict[str, Any]]:
    """Return hits as they are drawn: url, title, label, urgency, notes; passages as (label, address, words)."""
    about = queries.heads([hit.subject for hit in hits])
    return [_row(hit, about[hit.subject], known) for hit in hits if hit.subject in about]


def _row(hit: Hit, matter: Mapping[str, Any], known: org.Directory) -> dict[str, Any]:
    kind = kinds.get(hit.kind).name
    unit = f"主办：{known.units[hit.unit].short_name}" if hit.unit else ""
    return {
        "url": url("matter", hit.subject),
        "title": _drawn(hit.title) or kind,
        "label": matter["label"],
        "is_limited": matter["restricted_at"] is not None,
        "urgency": matter["urgency"],
        "notes": (matter["number"], kind, day(hit.at), unit),
        "passages": [
            (one.label, url("attachment_pages", one.attachment) if one.attachment else "", _drawn(one.pieces))
            for one in hit.passages
        ],
    }


def _drawn(pieces: Pieces) -> Markup:
    """Return a text with what was sought in it marked (高亮)."""
    return Markup("").join(MARK.format(piece) if is_sought else piece for piece, is_sought in pieces)
