"""Colours (颜色, GB/T 33190 §8.3): grey, RGB and CMYK, palettes, and shadings by their middle."""

from typing import NamedTuple
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.ofd import elements, geometry
from zhongshu.gongwen.read.ofd.resources import Resources

_SHADINGS = ("AxialShd", "RadialShd", "GouraudShd", "LaGouraudShd")


class Colour(NamedTuple):
    """Red, green, blue from 0 to 255; alpha from 0 to 1."""

    red: int = 0
    green: int = 0
    blue: int = 0
    alpha: float = 1.0

    @property
    def is_red(self) -> bool:
        """Whether it is the red of a 发文机关标志 or a seal."""
        return self.red >= 160 and self.green <= 90 and self.blue <= 90


BLACK = Colour()


def read(element: Element | str | None, resources: Resources) -> Colour:
    """Return the colour that an element names; black where it says nothing that can be read."""
    if element is None or isinstance(element, str):
        return BLACK
    shading = elements.child(element, *_SHADINGS)
    if shading is not None and (inner := _middle(shading, resources)) is not None:
        return inner
    space = resources.find("ColorSpace", element.get("ColorSpace"))
    parts = _parts(element.get("Value")) or _indexed(element, space)
    alpha = min(max(geometry.number(element.get("Alpha"), 255.0) / 255, 0.0), 1.0)
    return _mixed(parts, space)._replace(alpha=alpha)


def _middle(shading: Element, resources: Resources) -> Colour | None:
    """A shading is told by its middle colour: what is read and shown is ink, not splendour."""
    steps = [read(found, resources) for found in elements.below(shading, "Color")]
    if not steps:
        return None
    red, green, blue = (sum(parts) // len(steps) for parts in zip(*(step[:3] for step in steps), strict=True))
    return Colour(red, green, blue)


def _parts(written: str | None) -> list[float]:
    """#ee is as good as 238."""
    return [_part(item) for item in (written or "").replace(",", " ").split()]


def _part(item: str) -> float:
    try:
        return float(int(item[1:], 16)) if item.startswith("#") else geometry.number(item, 0.0)
    except ValueError:
        return 0.0


def _indexed(element: Element, space: Element | None) -> list[float]:
    index = geometry.number(element.get("Index"), -1)
    palette = [elements.words(entry) for entry in elements.below(space, "CV")]
    return _parts(palette[int(index)]) if 0 <= index < len(palette) else []


def _mixed(parts: list[float], space: Element | None) -> Colour:
    depth = geometry.number(space.get("BitsPerComponent") if space is not None else None, 8.0)
    top = 2.0 ** min(max(depth, 1.0), 16.0) - 1
    shares = [min(max(part / top, 0.0), 1.0) for part in parts]
    if len(shares) == 4:
        dark = 1 - shares[3]
        shares = [(1 - share) * dark for share in shares[:3]]
    elif len(shares) < 3:
        shares = shares[:1] * 3 or [0.0] * 3
    return Colour(*(round(share * 255) for share in shares[:3]))
