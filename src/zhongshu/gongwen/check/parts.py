"""Questions that several groups ask of a sheet (要素查询): its title, and the names that a part lists."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhongshu.gongwen.check import titles
from zhongshu.gongwen.check.model import Place
from zhongshu.gongwen.check.sheet import Role, Sheet

_LABEL = re.compile(r"(?:主送|抄送|抄报|分送|发送)(?:机关)?\s?[：:]")
_NAME = re.compile(r"[^，、,；;。：:]+")


class Named(NamedTuple):
    """A name in a list of organs, and where it stands."""

    text: str
    place: Place


def title(sheet: Sheet) -> titles.Title:
    """Return the title in its parts."""
    return titles.take(sheet.one("title").text)


def listed(sheet: Sheet, *roles: Role) -> list[Named]:
    """Return the names in lists such as 主送机关 and 抄送机关, without label and marks."""
    return [name for number, one in sheet.of(*roles) for name in _names(number, one.text)]


def _names(number: int, text: str) -> Iterator[Named]:
    label = _LABEL.match(text)
    for found in _NAME.finditer(text, label.end() if label else 0):
        if name := found[0].strip():
            start = found.start() + found[0].index(name)
            yield Named(name, Place(number, start, start + len(name)))


def last_body(sheet: Sheet) -> tuple[int, str]:
    """Return number and text of the last paragraph of the body; -1 and nothing where there is none."""
    return max(((number, one.text) for number, one in sheet.of("body")), default=(-1, ""))


def has_frame(sheet: Sheet) -> bool:
    """Tell whether the head or the 版记 stands on the sheet too, and not only the text itself."""
    return any(True for _ in sheet.of("mark", "number", "copied_to", "printed")) or bool(sheet.sealing)


def body(sheet: Sheet) -> str:
    """Return the paragraphs of the body, one below the other."""
    return "\n".join(one.text for _, one in sheet.of("body", "heading"))
