"""The security log as those read it who may (安全日志): to each what is theirs (§11.2)."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from zhongshu.org.rules import security
from zhongshu.portal.queries.acts import acts, entries
from zhongshu.trail.models import Entry

OBJECTS = {"matter": "事项", "attachment": "文件"}


@dataclass(frozen=True, slots=True)
class Line:
    """One event: when, who, what, whether it went well, from where, with which device, on what (S-AUD-2)."""

    at: datetime
    by: str
    words: str
    is_good: bool
    address: str
    device: str
    about: str
    stream: str
    seq: int
    digest: str


def log(role: str, wanted: dict[str, Any]) -> QuerySet[Entry]:
    """Return the events that an administrator of a role may read (§11.2), the latest first.

    `wanted` may hold: kind, result, actor, first, last, matter.
    """
    found = entries(role, {key: wanted.get(key) for key in ("actor", "first", "last")})
    verbs = security.VERBS[wanted["kind"]] if wanted.get("kind") else security.all_verbs()
    if wanted.get("result") == "bad":
        verbs = tuple(verb for verb in verbs if verb in security.FAILURES)
    elif wanted.get("result") == "good":
        verbs = tuple(verb for verb in verbs if verb not in security.FAILURES)
    if number := wanted.get("matter"):
        of_matter = Q(detail__contains=f'"matter":{number},') | Q(detail__contains=f'"about":"matter:{number}"')
        found = found.filter(of_matter | Q(stream=f"matter:{number}"))
    return found.filter(verb__in=verbs)


def lines(rows: Iterable[Entry]) -> Iterator[Line]:
    """Put events into words."""
    found = list(rows)
    for row, act in zip(found, acts(found), strict=True):
        detail = json.loads(row.detail or "{}")
        yield Line(
            at=row.at,
            by=act.by,
            words=act.words,
            is_good=row.verb not in security.FAILURES,
            address=detail.get("address", ""),
            device=detail.get("device", ""),
            about=_object(detail.get("about", "")) or (row.stream == "org" and act.about) or act.stream,
            stream=row.stream,
            seq=row.seq,
            digest=row.digest,
        )


def _object(ref: str) -> str:
    sort, _, key = ref.partition(":")
    if sort == "page":
        return f"页面 {_pages().get(key, '（不在导航中）')}"
    return f"{OBJECTS[sort]} {key}" if sort in OBJECTS else ""


@cache
def _pages() -> dict[str, str]:
    """Return what pages are called in the navigation, by the name of their address."""
    entries = (entry for app in apps.get_app_configs() for entry in getattr(app, "navigation", ()))
    return {name: title for _, title, name, _, _ in entries}


def written(rows: Iterable[Entry]) -> list[str]:
    """Return events as lines of JSON, for a file to be kept elsewhere."""
    return [json.dumps(asdict(line) | {"at": line.at.isoformat()}, ensure_ascii=False) for line in lines(rows)]
