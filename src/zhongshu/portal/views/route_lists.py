"""The lists of the designer (流程设计、历次版本), as its pages show them."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from django.http import Http404

from zhongshu.matters import kinds
from zhongshu.matters.queries import routes
from zhongshu.ui.lists import MOMENT, NUMBER, Asking, Column, List, of


def drawn_route(kind: kinds.Kind, organ: int) -> dict[str, Any]:
    """Return how the route of a kind stands in an organ (现行流程): kind, route, latest, draft."""
    latest = routes.versions(kind, organ).first()
    return {
        "kind": kind,
        "route": routes.current(kind, organ),
        "latest": latest,
        "draft": routes.draft(kind, organ),
        "organ": organ,
        "version": latest.version if latest else kind.loaded_route.version,
    }


def _routes(asking: Asking) -> list[dict[str, Any]]:
    organs = routes.organs(asking.reader, asking.at, known=asking.known)
    return [drawn_route(kind, organ) for organ in organs for kind in routes.drawable()]


ROUTES = List(
    key="routes",
    title="流程一览",
    page="routes",
    rows=_routes,
    columns=(
        Column("机关", lambda row, asking: asking.known.units[row["organ"]].name, width=22),
        Column("流程", lambda row, asking: row["kind"].name, width=16),
        Column("环节", lambda row, asking: len(row["route"].steps), sort=NUMBER, width=8),
        Column("现行版本", of("version"), sort=NUMBER, width=10),
        Column(
            "发布人", lambda row, asking: row["latest"].published_by.name if row["latest"] else "系统自带", width=14
        ),
        Column("发布时间", lambda row, asking: row["latest"] and row["latest"].published_at, sort=MOMENT, width=18),
        Column("草稿", lambda row, asking: row["draft"].saved_by.name if row["draft"] else "", width=14),
    ),
)


def versions(kind: kinds.Kind, organ: int) -> list[Any]:
    """Return the versions of a route, the latest first, with the one that came with the system (历次版本)."""
    rows, shipped = list(routes.versions(kind, organ)), kind.loaded_route.version
    own = [SimpleNamespace(version=one.version, by=one.published_by.name, row=one) for one in rows]
    built_in = [] if any(one.version == shipped for one in rows) else [shipped]
    return own + [SimpleNamespace(version=number, by="系统自带", row=None) for number in built_in]


def _route(asking: Asking) -> tuple[kinds.Kind, int]:
    """Return which route is asked for, by whoever may draw it. Raises Http404."""
    organ, key = asking.number("organ"), asking.params.get("kind", "")
    found = routes.drawn_by(asking.reader, organ, key, asking.at, known=asking.known)
    if found is None:
        raise Http404
    return found, organ


def _route_said(asking: Asking) -> str:
    kind, organ = _route(asking)
    return f"{asking.known.units[organ].name}：{kind.name}"


def _in_force(rows: Sequence[Any], asking: Asking) -> Iterator[Any]:
    number = routes.number(*_route(asking))
    for one in rows:
        yield SimpleNamespace(**vars(one), state="现行" if one.version == number else "")


VERSIONS = List(
    key="route_versions",
    title="流程历次版本",
    page="route_versions",
    of=("organ", "kind"),
    rows=lambda asking: versions(*_route(asking)),
    drawn=_in_force,
    said=_route_said,
    columns=(
        Column("版本", lambda one, asking: f"第{one.version}版", width=10),
        Column("状态", lambda one, asking: one.state, width=10),
        Column("发布人", lambda one, asking: one.by, width=14),
        Column("发布时间", lambda one, asking: one.row.published_at if one.row else None, sort=MOMENT, width=18),
        Column("说明", lambda one, asking: one.row.note if one.row else "", width=50),
    ),
)
EVERY = (ROUTES, VERSIONS)
