"""Styles (样式): what a paragraph and its words look like where they do not say it themselves."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.docx.names import W, is_on, number, value

HALF_POINT = 0.3528 / 2  # millimetres
DEFAULT_SIZE = 20  # half-points, where nobody says anything
LARGEST_SIZE = 3276  # half-points
ALIGN = {"left": "left", "start": "left", "both": "left", "center": "center", "distribute": "center", "right": "right",
         "end": "right"}  # fmt: skip


class Look(NamedTuple):
    """How words look; None where it is not said. size in millimetres."""

    size: float | None = None
    red: bool | None = None
    hidden: bool | None = None

    def over(self, other: "Look") -> "Look":
        """Return this look with the other's where this one says nothing."""
        return Look(
            other.size if self.size is None else self.size,
            other.red if self.red is None else self.red,
            other.hidden if self.hidden is None else self.hidden,
        )


class Style(NamedTuple):
    """A style with all that it is based on.

    num, level: its list in the numbering, and the level if it names one; key: of the style that named the list.
    """

    key: str = ""
    look: Look = Look()
    align: str | None = None
    num: str | None = None
    level: int | None = None


NOTHING = Style()


class Styles:
    """The styles of a document by their keys; what is based on itself is cut off there."""

    def __init__(self, root: Element | None) -> None:
        """Take the root of the styles part, None when there is none."""
        parts = [] if root is None else root.findall(f"{W}style")
        self._parts = {part.get(f"{W}styleId", ""): part for part in parts}
        self._done: dict[str, Style] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = look(defaults).over(Look(DEFAULT_SIZE * HALF_POINT, False, False))
        self._paragraph = next((key for key, part in self._parts.items() if _is_default(part)), "")

    @property
    def lists(self) -> dict[str, str]:
        """Of each style of lists the number of its list."""
        found = {key: self._style(key).num for key, part in self._parts.items() if part.get(f"{W}type") == "numbering"}
        return {key: num for key, num in found.items() if num}

    def paragraph(self, key: str | None) -> Style:
        """Return a paragraph's style over the document's defaults; the default style when it names none."""
        style = self._style(key if key in self._parts and key is not None else self._paragraph)
        return style._replace(look=style.look.over(self._default))

    def words(self, key: str | None) -> Look:
        """Return what a style of words says."""
        return self._style(key).look if key else NOTHING.look

    def _style(self, key: str) -> Style:
        chain: dict[str, Element] = {}
        base = key
        while base in self._parts and base not in self._done and base not in chain:
            chain[base] = self._parts[base]
            base = value(chain[base], "basedOn") or ""
        style = self._done.get(base, NOTHING)
        for one, part in reversed(chain.items()):
            style = self._done[one] = _over(one, part, style)
        return self._done.get(key, NOTHING)


def _over(key: str, part: Element, base: Style) -> Style:
    setting = part.find(f"{W}pPr")
    num, level = numbered(setting)
    return Style(
        key=base.key if num is None else key,
        look=look(part.find(f"{W}rPr")).over(base.look),
        align=ALIGN.get(value(setting, "jc") or "", base.align),
        num=base.num if num is None else num,
        level=base.level if level is None else level,
    )


def look(setting: Element | None) -> Look:
    """Return what a w:rPr says."""
    if setting is None:
        return NOTHING.look
    size = number(value(setting, "sz"))
    return Look(
        size * HALF_POINT if size and 0 < size <= LARGEST_SIZE else None,
        _red(value(setting, "color")),
        is_on(setting, "vanish"),
    )


def numbered(setting: Element | None) -> tuple[str | None, int | None]:
    """Return the list and the level that a w:pPr names, None for what it does not."""
    part = None if setting is None else setting.find(f"{W}numPr")
    return value(part, "numId"), number(value(part, "ilvl"))


def _red(colour: str | None) -> bool | None:
    """Say whether RRGGBB is the red of a letterhead; auto is black."""
    if colour is None:
        return None
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:
        return False
    return red >= 160 and max(green, blue) <= 90


def _is_default(part: Element) -> bool:
    return part.get(f"{W}type") == "paragraph" and part.get(f"{W}default") in {"1", "true", "on"}
