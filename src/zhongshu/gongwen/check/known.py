"""What every office knows (机构、政区、法规更替): names that have changed, laws that others have replaced, the days.

The lists are ours and stand as text beside this module: old, new, from which day, parted by tabs. What an office
knows beyond them comes with World.
"""

import re
from datetime import date
from functools import cache
from importlib import resources

from zhongshu.gongwen.check.model import Law, Renamed, World
from zhongshu.gongwen.check.sheet import Sheet


def rows(name: str) -> list[list[str]]:
    """Return the lines of a list beside this module, taken apart; what begins with # explains."""
    text = resources.files(__package__).joinpath("data", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def organs() -> tuple[Renamed, ...]:
    """Return the organs that have another name (机构更名)."""
    return tuple(Renamed(old, new, date.fromisoformat(since)) for old, new, since in rows("organs.txt"))


@cache
def places() -> tuple[Renamed, ...]:
    """Return the places that have another name or rank (政区更名)."""
    return tuple(Renamed(old, new, date.fromisoformat(since)) for old, new, since in rows("places.txt"))


@cache
def laws() -> tuple[Law, ...]:
    """Return what is no longer in force (法规更替): repealed, or revised where `old` names a year."""
    return tuple(Law(old, new, date.fromisoformat(since)) for old, new, since in rows("laws.txt"))


_YEAR = re.compile("(?:19|20)[0-9]{2}(?=[年〕])")


def day(sheet: Sheet, world: World) -> date:
    """Return the day for which a text is judged: its own, today, the end of the last year that it names, or no end."""
    if day := sheet.day or world.today:
        return day
    years = [int(year) for one in sheet.paragraphs for year in _YEAR.findall(one.text)]
    return date(max(years), 12, 31) if years else date.max
