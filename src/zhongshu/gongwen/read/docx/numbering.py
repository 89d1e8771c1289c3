"""Automatic numbering (自动编号): what a word processor draws before a paragraph and does not keep in its text."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.docx import counting, symbols
from zhongshu.gongwen.read.docx.names import VAL, W, is_on, number, value

DEPTH = 9
BEHIND = {"nothing": "", "space": " "}
_REFERENCE = re.compile(r"%([1-9])")
# Whoever wrote a level that counts on from an absurd number has the number 1 there.
LARGEST = 10**9
LONGEST = 255  # characters of a label, as in word processors: it is drawn again and again


class Level(NamedTuple):
    """One level of a list (编号级别): how it counts and what is drawn, with %1 for the number of the first level."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    behind: str = "\t"
    restart: int | None = None
    style: str = ""
    decimal: bool = False


@dataclass(slots=True)
class _List:
    """A list of the document (w:num): its levels, where it starts anew, and the key of the counters it shares."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted; ask for the labels in the order of the text."""

    def __init__(self, root: Element | None, list_styles: dict[str, str] | None = None) -> None:
        """Take the root of the numbering part, and of each style of lists the number of its list."""
        parts = [] if root is None else list(root)
        self._abstract = {part.get(f"{W}abstractNumId", ""): part for part in parts if part.tag == f"{W}abstractNum"}
        self._styles = list_styles or {}
        self._nums = {part.get(f"{W}numId", ""): part for part in parts if part.tag == f"{W}num"}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}

    def level_of(self, num: str, style: str) -> int:
        """Return the level that a list keeps for paragraphs of this style, the first when it keeps none."""
        found = self._list(num)
        levels = found.levels if found else {}
        return next((at for at, level in levels.items() if style and level.style == style), 0)

    def label(self, num: str, at: int) -> str:
        """Count one on at this level of a list and return what is drawn: 一、 or 1.2, with what separates it.

        Returns an empty string for a list or a level that does not exist.
        """
        found = self._list(num)
        if found is None or at not in found.levels:
            return ""
        counts = self._counts.setdefault(found.counters, [None] * DEPTH)
        self._count(found, counts, at)
        level = found.levels[at]
        drawn = self._drawn(found, counts, level)
        return drawn + level.behind if drawn else ""

    def _count(self, found: _List, counts: list[int | None], at: int) -> None:
        for above in range(at):
            if counts[above] is None:
                counts[above] = _start(found, above)
        before = counts[at]
        anew = found.starts.pop(at, None)
        counts[at] = anew if anew is not None else _start(found, at) if before is None else before + 1
        for below in range(at + 1, DEPTH):
            restart = found.levels[below].restart if below in found.levels else None
            if at < (below if restart is None else restart):
                counts[below] = None

    def _drawn(self, found: _List, counts: list[int | None], level: Level) -> str:
        if level.form == "bullet":
            return symbols.plain(level.text)

        def numeral(reference: re.Match[str]) -> str:
            at = int(reference[1]) - 1
            count = counts[at]
            form = found.levels[at].form if at in found.levels else "decimal"
            plain = level.decimal and form != "none"
            return "" if count is None else counting.written(count, "decimal" if plain else form)

        return _REFERENCE.sub(numeral, level.text)

    def _list(self, num: str) -> _List | None:
        if num not in self._lists:
            self._lists[num] = self._read(num)
        return self._lists[num]

    def _read(self, num: str) -> _List | None:
        """Return a list with its overrides; None when its definition is missing."""
        part = self._nums.get(num)
        key = value(part, "abstractNumId") or ""
        abstract = self._abstract.get(key)
        if part is None or abstract is None:
            return None
        linked = self._styles.get(value(abstract, "numStyleLink") or "", "")
        if linked and linked != num and (other := self._list_of_style(linked)):
            key, abstract = other
        read = _List(key, _levels(abstract))
        for override in part.findall(f"{W}lvlOverride"):
            _override(read, override)
        return read

    def _list_of_style(self, num: str) -> tuple[str, Element] | None:
        key = value(self._nums.get(num), "abstractNumId") or ""
        return (key, self._abstract[key]) if key in self._abstract else None


def _start(found: _List, at: int) -> int:
    return found.levels[at].start if at in found.levels else 1


def _levels(parent: Element) -> dict[int, Level]:
    read = {number(part.get(f"{W}ilvl")): _level(part) for part in parent.findall(f"{W}lvl")}
    return {at: level for at, level in read.items() if at is not None and 0 <= at < DEPTH}


def _level(part: Element) -> Level:
    # A form of its own making stands beside one that every program knows, and that one comes last.
    forms = [form.get(VAL, "decimal") for form in part.iter(f"{W}numFmt")]
    start = number(value(part, "start"))
    return Level(
        start=start if start is not None and 0 <= start <= LARGEST else 1,
        form=forms[-1] if forms else "decimal",
        text=(value(part, "lvlText") or "")[:LONGEST],
        behind=BEHIND.get(value(part, "suff") or "", "\t"),
        restart=number(value(part, "lvlRestart")),
        style=value(part, "pStyle") or "",
        decimal=bool(is_on(part, "isLgl")),
    )


def _override(read: _List, override: Element) -> None:
    at = number(override.get(f"{W}ilvl"))
    if at is None or not 0 <= at < DEPTH:
        return
    own = override.find(f"{W}lvl")
    if own is not None:
        read.levels[at] = _level(own)
    start = number(value(override, "startOverride"))
    if start is not None and 0 <= start <= LARGEST:
        read.starts[at] = start
        read.levels[at] = read.levels.get(at, Level())._replace(start=start)
