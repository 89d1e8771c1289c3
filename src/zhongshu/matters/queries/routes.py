"""The routes of an organ (机关流程): the version in force, those before it, the draft of the next one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhongshu.kit.errors import Refused
from zhongshu.matters import kinds
from zhongshu.matters.models import RouteDraft, RouteVersion
from zhongshu.org import queries as org
from zhongshu.org.models import Person
from zhongshu.routes import parse
from zhongshu.routes.model import Route

EDITORS = ("route_editor", "office_head")


def drawable() -> tuple[kinds.Kind, ...]:
    """Return the kinds whose route an organ may lay down itself (可设计的流程)."""
    return tuple(kind for kind in kinds.every() if kind.route)


def may_draw(person: Person, organ: int, at: datetime, *, known: org.Directory | None = None) -> bool:
    """Tell whether somebody may change the routes of an organ: its 流程管理员, its 办公室主任."""
    known = known or org.directory()
    return any(org.has_role(person.pk, role, at, unit=organ, known=known) for role in EDITORS)


def drawn_by(person: Person, organ: int, key: str, at: datetime, *, known: org.Directory) -> kinds.Kind | None:
    """Return the kind of that key if somebody may lay down its route in an organ, else None."""
    if organ not in known.units or not may_draw(person, organ, at, known=known):
        return None
    return next((kind for kind in drawable() if kind.key == key), None)


def organs(person: Person, at: datetime, *, known: org.Directory) -> list[int]:
    """Return the organs whose routes somebody may change, in protocol order."""
    return org.organs_with_role(person.pk, EDITORS, at, known=known)


def versions(kind: kinds.Kind, organ: int) -> QuerySet[RouteVersion]:
    """Return what an organ has published for a kind (历次版本), the latest first; empty while the shipped one holds."""
    found = RouteVersion.objects.filter(organ=organ, key=kind.loaded_route.key)
    return found.select_related("published_by").order_by("-version")


def number(kind: kinds.Kind, organ: int) -> int:
    """Return the number of the version in force (现行版本号)."""
    latest = RouteVersion.objects.filter(organ=organ, key=kind.loaded_route.key).order_by("-version")
    return latest.values_list("version", flat=True).first() or kind.loaded_route.version


def current(kind: kinds.Kind, organ: int) -> Route:
    """Return the route in force in an organ (现行流程): its own latest version, else the one of the kind itself."""
    latest = versions(kind, organ).first()
    return parse.read(latest.definition) if latest else kind.loaded_route


def definition(kind: kinds.Kind, organ: int, version: int) -> Mapping[str, Any]:
    """Return a version as data. Raises Refused for one that there is not."""
    row = versions(kind, organ).filter(version=version).first()
    if row:
        return dict(row.definition)
    if version == kind.loaded_route.version:
        return parse.tree(kind.loaded_route)
    raise Refused(f"没有第{version}版流程，请刷新页面重新选择。")


def draft(kind: kinds.Kind, organ: int) -> RouteDraft | None:
    """Return the draft of the next version (流程草稿), or None."""
    found = RouteDraft.objects.filter(organ=organ, key=kind.loaded_route.key)
    return found.select_related("saved_by").first()
