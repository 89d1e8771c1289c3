"""The language of the pages (页面模板): what every Jinja2 template may call.

Globals: url, asset, static, icon, query, shortcuts, holders, uploaded, withheld.
Filters: day, moment, full_moment, full_end, clock, iso, filesize, song.
"""

import functools
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import Environment
from markupsafe import Markup

from zhongshu.files import queries as files
from zhongshu.kit import dates
from zhongshu.matters import rules
from zhongshu.org import queries as org
from zhongshu.ui.assets import asset


def environment(**options: Any) -> Environment:
    """Return the Jinja2 environment that Django's backend asks for."""
    options |= {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**options)  # noqa: S701 - autoescape is set above
    made.globals |= {"url": url, "asset": asset, "static": static, "icon": icon, "query": query}
    shortcuts = functools.cache(lambda: made.get_template("ui/parts/shortcuts.html").module.dialog())  # type: ignore[attr-defined]
    made.globals["shortcuts"] = shortcuts  # the same on every page, so it is drawn once
    made.globals |= {"holders": holders, "uploaded": files.uploaded, "withheld": rules.WITHHELD}
    made.filters |= {
        "day": day,
        "moment": moment,
        "full_end": full_end,
        "full_moment": full_moment,
        "clock": clock,
        "iso": iso,
        "filesize": filesize,
        "song": song,
    }
    return made


@functools.lru_cache(maxsize=4096)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


@functools.cache
def icon(name: str, words: str = "") -> Markup:
    """Return a picture of the sprite (图标; see frontend/icons.txt). Without `words` it is mere decoration."""
    spoken = Markup('role="img" aria-label="{}"').format(words) if words else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="{}#{}"/></svg>').format(spoken, asset("icons.svg"), name)


def query(now: QueryDict | Mapping[str, Any], **changes: Any) -> str:
    """Return `?…` with the present query and the changes; a change to None or "" takes the field out."""
    fields = dict(now.lists()) if isinstance(now, QueryDict) else dict(now)
    fields |= changes
    return "?" + urlencode({key: value for key, value in fields.items() if value not in (None, "")}, doseq=True)


def holders(numbers: Iterable[str | int] | None) -> list[dict[str, Any]]:
    """Return the holders that a form came back with as the picker shows them: id, name, unit (已选人员)."""
    if not numbers:
        return []
    known = org.directory()
    found = [known.holders[int(one)] for one in numbers or () if str(one).isdigit() and int(one) in known.holders]
    return [
        {"id": one.id, "name": org.holder_name(one.id, known=known), "unit": _unit(one.person_id, known)}
        for one in found
    ]


def _unit(person_id: int | None, known: org.Directory) -> str:
    today = timezone.localdate()
    unit = org.unit_of(person_id, today, known=known) if person_id else None
    return known.on(today).units[unit].name if unit else ""


def _local(at: datetime | date) -> datetime | date:
    return at.astimezone(timezone.get_default_timezone()) if isinstance(at, datetime) and at.tzinfo else at


def day(at: datetime | date | None) -> str:
    """Return 2026年11月21日, in local time."""
    return dates.show_date(_local(at)) if at else ""


def moment(at: datetime | None) -> str:
    """Return 11月21日 14:05, in local time."""
    here = timezone.localtime(at) if at else None
    return f"{here.month}月{here.day}日 {here:%H:%M}" if here else ""


def full_moment(at: datetime | None) -> str:
    """Return 2026年11月21日 14:05, in local time."""
    return f"{day(at)} {clock(at)}" if at else ""


def full_end(at: datetime | None) -> str:
    """Return when something ends: midnight as 24:00 of the day before, which is the last one meant (含当日)."""
    here = timezone.localtime(at) if at else None
    return f"{day(here - timedelta(days=1))} 24:00" if here and clock(here) == "00:00" else full_moment(here)


def clock(at: datetime | None) -> str:
    """Return 14:05, in local time."""
    return f"{_local(at):%H:%M}" if at else ""


def iso(at: datetime | date | None) -> str:
    """Return what machines read, for the `datetime` of a `time` element and the value of a date field."""
    return _local(at).isoformat() if at else ""


def filesize(size: int) -> str:
    """Return a size in bytes as 820 字节, 36 KB or 1.2 MB."""
    if size < 1024:
        return f"{size} 字节"
    return f"{size / 1024:.0f} KB" if size < 1024 * 1000 else f"{round(size / 1024 / 1024, 1):g} MB"


def song(text: str) -> Markup:
    """Return an opinion or quoted text as paragraphs in Song type (宋体)."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return Markup('<div class="song">{}</div>').format(
        Markup().join(Markup("<p>{}</p>").format(line) for line in lines)
    )
