"""The navigation at the side (导航): entries that apps declare in their AppConfig, as far as the person may enter.

An app declares `navigation = [(group, title, url name, icon, who)]`, who being empty for everybody on the staff,
`role:KEY`, or `administrator:ROLE`; several stand side by side, one of them is enough.
"""

from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.utils import timezone

from zhongshu.org import queries as org
from zhongshu.org import rules
from zhongshu.ui.jinja import url as address

ADMINISTRATORS = dict(rules.ADMINISTRATORS)
Declared = tuple[str, str, str, str, str]


@cache
def declared() -> tuple[Declared, ...]:
    """Return what all apps declare: what has no group first, then the domains, and what portal declares last."""
    configs = sorted(apps.get_app_configs(), key=lambda config: config.label == "portal")
    found = [entry for config in configs for entry in getattr(config, "navigation", ())]
    home = [entry for entry in found if not entry[0]]
    return (*home, *(entry for entry in found if entry[0]))


def entries(request: HttpRequest, known: org.Directory) -> list[dict[str, Any]]:
    """Return the groups of the navigation for whoever is signed in."""
    groups: dict[str, list[dict[str, Any]]] = {}
    mine = _marks(request, known)
    open_to = [
        (group, title, address(name), icon, who)
        for group, title, name, icon, who in declared()
        if who in mine or mine.intersection(who.split())
    ]
    here = _here(request.path, [url for _, _, url, _, _ in open_to])
    for group, title, url, icon, who in open_to:
        main = not who and group == ""
        entry = {"title": title, "url": url, "icon": icon, "current": url == here, "main": main}
        groups.setdefault(group, []).append(entry)
    return [{"title": title, "entries": found} for title, found in groups.items()]


def _here(path: str, urls: list[str]) -> str:
    """Return the entry that the page belongs to: the longest address that it lies under, and for a box the desk."""
    if path.startswith("/desk/"):
        return address("home")
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")


def _marks(request: HttpRequest, known: org.Directory) -> set[str]:
    """What the person at the screen may enter: "" for the staff, roles, an administrator's role."""
    person, administrator = request.person, request.administrator  # type: ignore[attr-defined]
    marks = {f"administrator:{administrator}"} if administrator else set()
    if person:
        marks |= {"", *(f"role:{key}" for key in org.roles_of(person.pk, timezone.now(), known=known))}
    return marks


def organ_name(known: org.Directory, unit: int | None) -> str:
    """Return the organ of a unit, or of whoever has no unit the first organ."""
    if unit:
        return known.units[org.organ_of(unit, known=known)].name
    organs = org.organs(org.local_day(timezone.now()), known=known)
    return organs[0].name if organs else ""
