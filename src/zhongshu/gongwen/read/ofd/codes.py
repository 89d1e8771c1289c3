"""Text objects (文字, GB/T 33190 §11): which glyph stands where, and what it says."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.ofd import elements, geometry
from zhongshu.gongwen.read.ofd.fonts import Font, is_told

# The file's own indentation, which is no text; blanks without a line end are.
_INDENT = re.compile(r"^\s*\n\s*|\s*\n\s*$")
_LINE_ENDS = re.compile(r"[\r\n\t]+")
_MOST_GLYPHS = 20_000
_DEFAULT_SIZE = 3.5


class Glyph(NamedTuple):
    """A glyph on the object's plane: what it says, its number in the font if the file names it, its origin."""

    text: str
    number: int | None
    x: float
    y: float
    advance: float


class Setting(NamedTuple):
    """How the text object is set: height of the type in mm, width in parts of it, the direction it runs in degrees."""

    size: float
    stretch: float
    direction: float
    turn: float


class _Change(NamedTuple):
    """A CGTransform: `codes` signs from `start` on are drawn by these glyphs (字形变换)."""

    start: int
    codes: int
    glyphs: list[int]


def setting(element: Element) -> Setting:
    """Return how a text object is set."""
    return Setting(
        abs(geometry.number(element.get("Size"), _DEFAULT_SIZE)) or _DEFAULT_SIZE,
        abs(geometry.number(element.get("HScale"), 1.0)) or 1.0,
        geometry.number(element.get("ReadDirection"), 0.0),
        geometry.number(element.get("CharDirection"), 0.0),
    )


def runs(element: Element, font: Font) -> Iterator[list[Glyph]]:
    """Yield the glyphs of each text code of a text object; one that shows nothing is left out."""
    style = setting(element)
    x = y = 0.0
    changes: list[_Change] = []
    passed, is_fresh = 0, True
    for part in element:
        kind = elements.name(part)
        if kind == "CGTransform":
            # Changes stand before the code they belong to; several codes may share one list.
            changes, passed = ([], 0) if not is_fresh else (changes, passed)
            changes.append(_change(part))
            is_fresh = True
        elif kind == "TextCode":
            x, y = geometry.number(part.get("X"), x), geometry.number(part.get("Y"), y)
            text = _LINE_ENDS.sub("", _INDENT.sub("", part.text or ""))
            stretches = _stretches(text, changes, passed)[:_MOST_GLYPHS]
            if stretches:
                yield list(_set(stretches, part, (x, y), style, font))
            passed, is_fresh = passed + len(text), False


def deltas(written: str | None) -> list[float]:
    """Return the steps from glyph to glyph: `g 3 5` stands for 5 5 5."""
    steps: list[float] = []
    items = iter((written or "").replace(",", " ").split())
    for item in items:
        if item.lower() == "g":
            count = int(min(max(geometry.number(next(items, ""), 0.0), 0), _MOST_GLYPHS - len(steps)))
            steps += [geometry.number(next(items, ""), 0.0)] * count
        else:
            steps.append(geometry.number(item, 0.0))
    return steps


def _change(element: Element) -> _Change:
    glyphs = [int(value) for value in geometry.numbers(elements.words(elements.child(element, "Glyphs")))]
    start = int(max(geometry.number(element.get("CodePosition"), 0.0), 0))
    codes = geometry.number(element.get("CodeCount"), 0.0)
    return _Change(start, int(codes) if codes >= 1 else max(len(glyphs), 1), glyphs)


def _stretches(text: str, changes: Sequence[_Change], passed: int) -> list[tuple[str, int | None]]:
    """Return what each glyph says and its number: several signs may share a glyph and the other way round."""
    by_start = {change.start - passed: change for change in changes}
    if not text and 0 in by_start:
        return [("", glyph) for glyph in by_start[0].glyphs]
    found: list[tuple[str, int | None]] = []
    at = 0
    while at < len(text):
        change = by_start.get(at)
        if change is None or not change.glyphs:
            found.append((text[at], None))
            at += 1
        elif len(change.glyphs) == change.codes:
            found += zip(text[at : at + change.codes], change.glyphs, strict=False)
            at += change.codes
        else:
            found += zip([text[at : at + change.codes], *[""] * len(change.glyphs[1:])], change.glyphs, strict=True)
            at += change.codes
    return found


def _set(
    stretches: list[tuple[str, int | None]], code: Element, start: tuple[float, float], style: Setting, font: Font
) -> Iterator[Glyph]:
    across, down = deltas(code.get("DeltaX")), deltas(code.get("DeltaY"))
    is_placeholder = len({text for text, _ in stretches}) == 1 < len({number for _, number in stretches})
    is_down = style.direction in (90, 270)
    x, y = start
    for at, (text, number) in enumerate(stretches):
        said = text if is_told(text, alone=not is_placeholder) or number is None else font.text(number) or text
        advance = font.advance(said, number) * style.size * style.stretch
        yield Glyph(said, number, x, y, advance)
        x += _step(across, at, 0.0 if down or is_down else advance)
        y += _step(down, at, style.size if is_down and not (down or across) else 0.0)


def _step(steps: list[float], at: int, otherwise: float) -> float:
    return steps[at] if at < len(steps) else otherwise
