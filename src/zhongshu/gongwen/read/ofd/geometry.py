"""Planes and numbers of OFD (坐标与数值, GB/T 33190 §8): millimetres, origin top left, matrices as in SVG."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from zhongshu.gongwen.read.model import Box

# A page of ten metres is none: larger numbers are damage.
LARGEST = 1e5


class Matrix(NamedTuple):
    """x' = a·x + c·y + e; y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, outer: "Matrix") -> "Matrix":
        """Return the matrix that does this one first and the outer one after it."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to stand."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the upright box around a box that was moved."""
        return around(self.point(x, y) for x in (left, right) for y in (top, bottom))

    @property
    def scale(self) -> float:
        """How many times larger a line of type becomes."""
        return math.hypot(self.c, self.d)


def around(points: Iterable[tuple[float, float]]) -> Box:
    """Return the smallest upright box that holds all points; there is at least one."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def number(written: str | None, default: float) -> float:
    """Return a number as it is written, or the default where it is missing, garbage or beyond all measure."""
    try:
        value = float(written) if written else default
    except ValueError:
        return default
    return value if abs(value) <= LARGEST else default


def numbers(written: str | None) -> list[float]:
    """Return a row of numbers (ST_Array); garbage counts as 0, so that the others keep their places."""
    return [number(item, 0.0) for item in (written or "").replace(",", " ").split()]


def rectangle(written: str | None) -> tuple[float, float, float, float] | None:
    """Return left, top, width, height (ST_Box), or None where four numbers are not written."""
    values = numbers(written)
    return (values[0], values[1], values[2], values[3]) if len(values) >= 4 else None


def matrix(written: str | None) -> Matrix:
    """Return a CTM; one that is missing, short or flat changes nothing."""
    values = numbers(written)
    made = Matrix(*values[:6]) if len(values) >= 6 else Matrix()
    return made if abs(made.a * made.d - made.b * made.c) > 1e-9 else Matrix()
