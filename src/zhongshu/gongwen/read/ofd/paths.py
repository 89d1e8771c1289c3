"""Paths (图形, GB/T 33190 §9): abbreviated data as an SVG path, and what strokes and fills it."""

import re
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.ofd import canvas, colours, elements, geometry
from zhongshu.gongwen.read.ofd.colours import Colour
from zhongshu.gongwen.read.ofd.objects import Placed

MOST_STEPS = 50_000  # of one path
_STEP = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
# How OFD and SVG name a step, and how many numbers it takes.
_STEPS = {"S": ("M", 2), "M": ("M", 2), "L": ("L", 2), "Q": ("Q", 4), "B": ("C", 6), "A": ("A", 7), "C": ("Z", 0)}
_MOST_NUMBERS = 7
_CAPS = {"Round": "round", "Square": "square"}
_JOINS = {"Round": "round", "Bevel": "bevel"}
_WIDTH = 0.353
# Thinner strokes vanish on a screen; on paper they are hairlines.
_HAIRLINE = 0.1


def data(element: Element) -> str:
    """Return the steps of a path (AbbreviatedData) as SVG writes them; it ends where they stop making sense."""
    written: list[str] = []
    for name, values in _steps(elements.words(elements.child(element, "AbbreviatedData"))):
        letter, count = _STEPS[name]
        if len(values) < count or (not written and letter != "M"):
            break
        written.append(letter + " ".join(canvas.short(value) for value in _arc(values[:count], letter)))
    return "".join(written)


def _steps(written: str) -> list[tuple[str, list[float]]]:
    steps: list[tuple[str, list[float]]] = []
    for found in _STEP.finditer(written):
        letter, value = found.groups()
        if letter:
            if letter.upper() not in _STEPS or len(steps) >= MOST_STEPS:
                break
            steps.append((letter.upper(), []))
        elif steps and len(steps[-1][1]) < _MOST_NUMBERS:
            steps[-1][1].append(geometry.number(value, 0.0))
    return steps


def _arc(values: list[float], letter: str) -> list[float]:
    """The two flags of an arc are 0 or 1, whatever the file says."""
    return [*values[:3], float(values[3] > 0), float(values[4] > 0), *values[5:]] if letter == "A" else values


def fill(thing: Placed, default: str) -> Colour | None:
    """Return what an object is filled with, or None."""
    return _paint(thing, "Fill", default)


def stroke(thing: Placed, default: str) -> Colour | None:
    """Return what an object is stroked with, or None."""
    return _paint(thing, "Stroke", default)


def _paint(thing: Placed, kind: str, default: str) -> Colour | None:
    if thing.element.get(kind, default).lower() in ("false", "0"):
        return None
    return colours.read(thing.look.get(f"{kind}Color"), thing.resources)


def pen(thing: Placed, scale: float) -> dict[str, object]:
    """Return the attributes of a stroke; scale: how many millimetres of the page a unit of its plane is."""
    look = {key: value for key, value in thing.look.items() if isinstance(value, str)}
    width = max(abs(geometry.number(look.get("LineWidth"), _WIDTH)), _HAIRLINE / max(scale, 1e-6))
    dashes = [abs(value) for value in geometry.numbers(look.get("DashPattern"))][:16]
    return {
        "stroke_width": canvas.short(width),
        "stroke_linecap": _CAPS.get(look.get("Cap", "")),
        "stroke_linejoin": _JOINS.get(look.get("Join", "")),
        "stroke_miterlimit": canvas.short(max(geometry.number(look.get("MiterLimit"), 3.528), 1.0)),
        "stroke_dasharray": " ".join(map(canvas.short, dashes)) if any(dashes) else None,
        "stroke_dashoffset": canvas.short(geometry.number(look.get("DashOffset"), 0.0)) if any(dashes) else None,
    }
