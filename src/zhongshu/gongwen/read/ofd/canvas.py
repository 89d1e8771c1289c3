"""A page as it is written down in SVG: what is used twice stands once, and nothing grows without end."""

from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape, quoteattr

from zhongshu.gongwen.read.ofd.colours import Colour
from zhongshu.gongwen.read.ofd.geometry import Matrix

MOST = 12_000_000  # characters of a page; what comes later is left out
_OPENING = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}mm" height="{1}mm" viewBox="0 0 {0} {1}">'


class Canvas:
    """Elements one after another, and the definitions that they use."""

    def __init__(self) -> None:
        self._elements: list[str] = []
        self._defined: dict[str, str] = {}
        self._size = 0

    @property
    def is_full(self) -> bool:
        """Whether nothing more is taken."""
        return self._size > MOST

    def add(self, element: str, content: str | None = None, /, **attributes: object) -> None:
        """Add an element; attributes that are None or empty are left out, `_` stands for `-`."""
        self._write(tag(element, content, **attributes))

    @contextmanager
    def group(self, **attributes: object) -> Iterator[None]:
        """Put what is added meanwhile into a group."""
        self._write(tag("g", "", **attributes).removesuffix("</g>"))
        yield
        self._elements.append("</g>")

    def define(self, element: str, content: str | None = None, /, **attributes: object) -> str:
        """Define an element once and return its id."""
        made = tag(element, content, **attributes)
        if made not in self._defined:
            self._defined[made] = f"d{len(self._defined)}"
            self._size += len(made)
        return self._defined[made]

    def written(self, width: float, height: float) -> str:
        """Return the page: width and height in millimetres."""
        defined = "".join(
            made.replace(" ", f' id="{key}" ', 1) for made, key in self._defined.items()
        )  # every definition has attributes
        return (
            _OPENING.format(short(width), short(height))
            + (f"<defs>{defined}</defs>" if defined else "")
            + '<rect width="100%" height="100%" fill="#fff"/>'
            + "".join(self._elements)
            + "</svg>"
        )

    def _write(self, made: str) -> None:
        if not self.is_full:
            self._size += len(made)
            self._elements.append(made)


def tag(element: str, content: str | None = None, /, **attributes: object) -> str:
    """Return an element with its attributes escaped; the content is markup already."""
    said = "".join(
        f" {name.strip('_').replace('_', '-')}={quoteattr(str(value))}"
        for name, value in attributes.items()
        if value not in (None, "")
    )
    return f"<{element}{said}/>" if content is None else f"<{element}{said}>{content}</{element}>"


def written(text: str) -> str:
    """Return text as markup."""
    return escape(text)


def short(value: float, places: int = 3) -> str:
    """Return a number without idle digits."""
    said = f"{value:.{places}f}".rstrip("0").rstrip(".") if places and value == value else f"{value:.0f}"
    return "0" if said in ("-0", "") else said


def transform(matrix: Matrix) -> str | None:
    """Return a matrix as an attribute; one that changes nothing is none."""
    if matrix == Matrix():
        return None
    return f"matrix({' '.join(short(value, 6) for value in matrix[:4])} {short(matrix.e)} {short(matrix.f)})"


def paint(colour: Colour | None) -> str:
    """Return a colour as an attribute; no colour paints nothing."""
    return f"#{colour.red:02x}{colour.green:02x}{colour.blue:02x}" if colour else "none"


def share(value: float) -> str | None:
    """Return an opacity; what is wholly there needs none."""
    return short(value) if value < 0.999 else None
