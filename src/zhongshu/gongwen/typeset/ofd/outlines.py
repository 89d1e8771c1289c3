"""TrueType outlines (字形轮廓): cubic curves as quadratic ones, packed as the table `glyf` wants them."""

import struct
from functools import lru_cache
from typing import NamedTuple

from zhongshu.gongwen.typeset.ofd import charstrings

# How far a curve may stray, in units of the font: a thousandth of the type's height, 6 µm in running text.
_TOLERANCE = 1.0
# A cubic curve strays from the best quadratic one by this part of its third difference: √3 / 36.
_STRAY = 0.0481125
_ON, _X_SHORT, _Y_SHORT, _X_SAME, _Y_SAME = 1, 2, 4, 16, 32

Point = tuple[int, int, int]  # x, y, 1 on the curve or 0 beside it


class Outline(NamedTuple):
    """A glyph as it stands in a font file, with the box around its points; a blank has no bytes."""

    packed: bytes
    box: tuple[int, int, int, int]
    points: int
    contours: int


BLANK = Outline(b"", (0, 0, 0, 0), 0, 0)


@lru_cache(maxsize=8192)
def drawn(program: bytes) -> Outline:
    """Return the glyph of a charstring; the same few thousand are asked for again and again."""
    rings = [ring for contour in charstrings.contours(program) if len(ring := _ring(contour)) > 1]
    if not rings:
        return BLANK
    points = [point for ring in rings for point in ring]
    across, up = [point[0] for point in points], [point[1] for point in points]
    box = (min(across), min(up), max(across), max(up))
    ends, last = [], -1
    for ring in rings:
        last += len(ring)
        ends.append(last)
    head = struct.pack(f">5h{len(ends)}HH", len(ends), *box, *ends, 0)
    return Outline(head + _packed(points), box, len(points), len(rings))


def _ring(contour: charstrings.Contour) -> list[Point]:
    """Return a closed contour, clockwise where it was counter-clockwise, without its first point again at its end."""
    x, y = contour[0]
    ring: list[Point] = [(round(x), round(y), _ON)]
    for step in contour[1:]:
        if len(step) == 2:
            x, y = step
            ring.append((round(x), round(y), _ON))
        else:
            _bend(ring, x, y, step)
            x, y = step[4:]
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring[::-1]


def _bend(ring: list[Point], x: float, y: float, step: tuple[float, ...]) -> None:
    """Add a curve as quadratic pieces, as many as it takes to stay near it."""
    x1, y1, x2, y2, x3, y3 = step
    third_x, third_y = x3 - x + 3 * (x1 - x2), y3 - y + 3 * (y1 - y2)
    stray = (abs(third_x) + abs(third_y)) * _STRAY
    if stray <= _TOLERANCE:
        ring.append((round((3 * (x1 + x2) - x - x3) / 4), round((3 * (y1 + y2) - y - y3) / 4), 0))
        ring.append((round(x3), round(y3), _ON))
        return
    pieces = int((stray / _TOLERANCE) ** (1 / 3)) + 1
    across, up = _pieces((x, x1, x2, x3), pieces), _pieces((y, y1, y2, y3), pieces)
    ring.extend((one, other, at % 2) for at, (one, other) in enumerate(zip(across, up, strict=True)))


def _pieces(curve: tuple[float, float, float, float], count: int) -> list[int]:
    """Return one coordinate of the pieces of a curve: of each its control point and its end."""
    start, first, second, end = curve
    linear, square, cube = 3 * (first - start), 3 * (start - 2 * first + second), end - start + 3 * (first - second)
    found: list[int] = []
    place, slope, step = start, linear, 1 / count
    for at in range(1, count + 1):
        time = at * step
        next_place = start + time * (linear + time * (square + time * cube))
        next_slope = linear + time * (2 * square + time * 3 * cube)
        found += (round((place + next_place) / 2 + step / 4 * (slope - next_slope)), round(next_place))
        place, slope = next_place, next_slope
    return found


def _packed(points: list[Point]) -> bytes:
    """Return flags, then steps across, then steps up: a byte each where they are short."""
    flags, across, up = bytearray(), bytearray(), bytearray()
    x = y = 0
    for next_x, next_y, on in points:
        flag = _step(next_x - x, across, _X_SHORT, _X_SAME) | _step(next_y - y, up, _Y_SHORT, _Y_SAME)
        flags.append(flag | on)
        x, y = next_x, next_y
    whole = bytes(flags + across + up)
    return whole + b"\0" * (-len(whole) % 2)


def _step(step: int, steps: bytearray, short: int, same: int) -> int:
    if not step:
        return same
    if -256 < step < 256:
        steps.append(abs(step))
        return short | same if step > 0 else short
    steps += step.to_bytes(2, "big", signed=True)
    return 0
