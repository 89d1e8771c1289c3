"""One page seen: stood upright, its black and its red print found and read, and put into lines."""

import math
from typing import NamedTuple

import cv2
import numpy as np

from zhongshu.gongwen.read import layout
from zhongshu.gongwen.read.model import Box, Line, Page
from zhongshu.gongwen.read.ocr import ink
from zhongshu.gongwen.read.ocr.engine import Engine, Picture, Quad, Reading
from zhongshu.gongwen.read.ocr.spelling import spelled

LONG_SIDE = 1700
# Pixels to the millimetre at which small print, 9 pt, is still found, and their bounds for a whole picture.
_FOUND_AT = 3.2
_LEAST_SIDE, _MOST_SIDE = 960, 1600
# Below this a reading is noise; in red, where seals leave fragments, sooner.
_LEAST, _LEAST_RED = 0.3, 0.75


class _Sheet(NamedTuple):
    """A page upright: its layers, where black lines stand, and how far it was turned for that."""

    black: Picture
    red: Picture | None
    quads: list[Quad]
    turn: int


def look(engine: Engine, picture: bytes, width: float) -> Page | None:
    """Return the lines of a picture `width` millimetres wide, or None when it is no picture.

    Boxes lie on the page as it stands upright; a skew of a few degrees is seen through and left as it is.
    """
    image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        return None
    unit = width / image.shape[1]
    scale = min(1.0, LONG_SIDE / max(image.shape[:2]))
    if scale < 1:
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    sheet = _upright(engine, image, unit / scale)
    height, across = sheet.black.shape[:2]
    frame = _Frame(unit / scale, across / 2, height / 2, _skew(sheet.quads))
    pieces = _pieces(engine, sheet, frame)
    lines = tuple(frame.back(line) for line in layout.lines(pieces))
    page = Page(lines, round(across * frame.unit, 2), round(height * frame.unit, 2), sheet.turn)
    return layout.aligned([page])[0]


def _upright(engine: Engine, image: Picture, unit: float) -> _Sheet:
    black, red = ink.layers(image)
    side = round(min(max(_FOUND_AT * unit * max(image.shape[:2]), _LEAST_SIDE), _MOST_SIDE))
    quads = engine.find(black, side)
    turn = 0
    if _is_lying(quads):
        quads = [_quarter(quad, black.shape[0]) for quad in quads]
        black, red, turn = _turned(black, 90), red if red is None else _turned(red, 90), 90
    if engine.is_upside_down(black, quads):
        quads = [_half(quad, black) for quad in quads]
        black, red, turn = _turned(black, 180), red if red is None else _turned(red, 180), turn + 180
    return _Sheet(black, red, quads, turn)


def _turned(layer: Picture, degrees: int) -> Picture:
    return np.ascontiguousarray(np.rot90(layer, -degrees // 90))


def _is_lying(quads: list[Quad]) -> bool:
    """Tell whether the lines run up and down the page."""
    tall = sum(float(np.ptp(quad[:, 1])) > 1.5 * float(np.ptp(quad[:, 0])) for quad in quads)
    return 2 * tall > len(quads)


def _quarter(quad: Quad, height: int) -> Quad:
    """Return a quad after a quarter turn clockwise; what was its lower left corner is now the upper left."""
    return np.roll(np.stack([height - quad[:, 1], quad[:, 0]], axis=1), 1, axis=0)


def _half(quad: Quad, picture: Picture) -> Quad:
    height, width = picture.shape[:2]
    return np.roll(np.array([width, height], np.float32) - quad, 2, axis=0)


def _skew(quads: list[Quad]) -> float:
    """Return by how many radians lines run down to the right: what most of the long ones do."""
    long = [(quad[1] - quad[0]) for quad in quads if np.ptp(quad[:, 0]) > 5 * np.ptp(quad[:, 1]) or len(quads) < 3]
    slopes = [math.atan2(float(edge[1]), float(edge[0])) for edge in long]
    return float(np.median(slopes)) if slopes else 0.0


def _pieces(engine: Engine, sheet: _Sheet, frame: "_Frame") -> list[layout.Piece]:
    black = [frame.piece(reading) for reading in engine.read(sheet.black, sheet.quads)]
    black = [piece for piece in black if piece.confidence >= _LEAST]
    if sheet.red is None:
        return black
    red = [frame.piece(reading, red=True) for reading in _red(engine, sheet.red)]
    return _united(black, [piece for piece in red if piece.confidence >= _LEAST_RED])


def _red(engine: Engine, layer: Picture) -> list[Reading]:
    left, top, right, bottom = ink.bounds(layer)
    if right <= left:
        return []
    part = np.ascontiguousarray(layer[top:bottom, left:right])
    corner = np.array([left, top], np.float32)
    return [
        reading._replace(quad=reading.quad + corner) for reading in engine.read(part, engine.find(part, _LEAST_SIDE))
    ]


def _united(black: list[layout.Piece], red: list[layout.Piece]) -> list[layout.Piece]:
    """Put both layers together; what shows in both, as dark red does, is kept where it was read better."""
    kept = list(red)
    for piece in black:
        rivals = [other for other in red if _overlap(piece, other)]
        if all(piece.confidence > other.confidence for other in rivals):
            kept = [other for other in kept if other not in rivals] + [piece]
    return kept


def _overlap(one: layout.Piece, other: layout.Piece) -> bool:
    """Tell whether two pieces are one print; the ring of a seal that crosses a date is not."""
    across = min(one.right, other.right) - max(one.left, other.left)
    level = abs(one.middle - other.middle) < 0.5 * min(one.size, other.size)
    return level and across > 0.5 * max(one.right - one.left, other.right - other.left)


class _Frame(NamedTuple):
    """From pixels to millimetres of the page with its lines level, and back to where they really lie.

    unit: millimetres to the pixel; x, y: middle of the page in pixels; skew in radians.
    """

    unit: float
    x: float
    y: float
    skew: float

    def piece(self, reading: Reading, *, red: bool = False) -> layout.Piece:
        """Return what was read as the layout wants it."""
        quad = reading.quad
        length = float(np.linalg.norm(quad[1] - quad[0])) * self.unit
        size = reading.size * self.unit
        # What the detection marks is wider than the print, at both ends by as much as above and below.
        spare = max(float(np.linalg.norm(quad[3] - quad[0])) * self.unit - size, 0.0)
        x, y = quad.mean(axis=0) - (self.x, self.y)
        x, y = self._turned(float(x), float(y), -self.skew)
        half = max(length - spare, size / 2) / 2
        x, y = (x + self.x) * self.unit, (y + self.y) * self.unit
        base = y + (layout.ASCENT - 0.5) * size
        return layout.Piece(spelled(reading.text), x - half, x + half, base, size, red, round(reading.confidence, 3))

    def back(self, line: Line) -> Line:
        """Return a line with its box where the line lies on the page."""
        box = line.box
        if box is None or not self.skew:
            return line
        x, y = self.x * self.unit, self.y * self.unit
        corners = [
            self._turned(across - x, down - y, self.skew)
            for across in (box.left, box.right)
            for down in (box.top, box.bottom)
        ]
        xs, ys = [corner[0] + x for corner in corners], [corner[1] + y for corner in corners]
        place = Box(*(round(side, 2) for side in (min(xs), min(ys), max(xs), max(ys))))
        return Line(line.text, place, line.size, line.align, line.red, line.confidence)

    @staticmethod
    def _turned(x: float, y: float, angle: float) -> tuple[float, float]:
        cosine, sine = math.cos(angle), math.sin(angle)
        return x * cosine - y * sine, x * sine + y * cosine
