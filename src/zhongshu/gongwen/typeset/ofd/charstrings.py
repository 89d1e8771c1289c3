"""Outlines as PostScript fonts keep them (Type 2 charstrings, Adobe TN 5177): a small machine that draws a glyph.

The library that could do this takes five times as long, and it would be most of what writing a document takes.
"""

from collections.abc import Callable, Sequence

from zhongshu.gongwen.typeset.ofd.errors import Unwritable

# Of a contour: where it begins, then lines (x, y) and curves (x1, y1, x2, y2, x, y), all from the glyph's origin.
Contour = list[tuple[float, ...]]

_HINTS, _MASKS, _ESCAPE, _END, _SHORT, _FIXED = (1, 3, 18, 23), (19, 20), 12, 14, 28, 255


def contours(program: bytes) -> list[Contour]:
    """Return the contours that a charstring draws. Raises Unwritable for one that calls others (subroutines)."""
    drawing, stack = _Drawing(), list[float]()
    at = hints = 0
    while at < len(program):
        code = program[at]
        at += 1
        if code >= 32 or code == _SHORT:
            at = _number(program, at, code, stack)
            continue
        if code == _END:
            break
        if code in _HINTS or code in _MASKS:
            hints += len(stack) // 2
            at += (hints + 7) // 8 if code in _MASKS else 0
        else:
            at += code == _ESCAPE
            _draw(drawing, 256 + program[at - 1] if code == _ESCAPE else code, stack)
        stack.clear()
    return drawing.contours


def _number(program: bytes, at: int, code: int, stack: list[float]) -> int:
    """Put a number onto the stack and return where the next one begins."""
    if code < 247 and code != _SHORT:
        stack.append(code - 139)
        return at
    if code == _SHORT:
        stack.append(int.from_bytes(program[at : at + 2], "big", signed=True))
        return at + 2
    if code == _FIXED:
        stack.append(int.from_bytes(program[at : at + 4], "big", signed=True) / 65536)
        return at + 4
    stack.append((code - 247) * 256 + program[at] + 108 if code < 251 else (251 - code) * 256 - program[at] - 108)
    return at + 1


class _Drawing:
    """The pen: every step is from where the last one ended."""

    def __init__(self) -> None:
        self.contours: list[Contour] = []
        self.x = self.y = 0.0

    def move(self, across: float, up: float) -> None:
        self.x, self.y = self.x + across, self.y + up
        self.contours.append([(self.x, self.y)])

    def line(self, across: float, up: float) -> None:
        self.x, self.y = self.x + across, self.y + up
        self.contours[-1].append((self.x, self.y))

    def curve(self, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        x1, y1 = self.x + a, self.y + b
        x2, y2 = x1 + c, y1 + d
        self.x, self.y = x2 + e, y2 + f
        self.contours[-1].append((x1, y1, x2, y2, self.x, self.y))


def _draw(pen: _Drawing, code: int, stack: Sequence[float]) -> None:
    if code not in _STEPS:
        raise Unwritable("PDF 中嵌入的字体不是本系统排版时嵌入的，不能写成 OFD。请用本系统排版的 PDF。")
    _STEPS[code](pen, stack)


def _lines(pen: _Drawing, steps: Sequence[float]) -> None:
    for at in range(0, len(steps) - 1, 2):
        pen.line(steps[at], steps[at + 1])


def _curves(pen: _Drawing, steps: Sequence[float]) -> None:
    for at in range(0, len(steps) - 5, 6):
        pen.curve(*steps[at : at + 6])


def _turning_lines(pen: _Drawing, steps: Sequence[float], level: bool) -> None:
    """Draw lines that are level and upright in turn."""
    for step in steps:
        pen.line(*((step, 0) if level else (0, step)))
        level = not level


def _turning_curves(pen: _Drawing, steps: Sequence[float], level: bool) -> None:
    """Draw curves that begin level and end upright, and the other way round, in turn; the last may end askew."""
    for at in range(0, len(steps) - 3, 4):
        first, across, up, last = steps[at : at + 4]
        askew = steps[-1] if len(steps) - at == 5 else 0.0
        pen.curve(*((first, 0, across, up, askew, last) if level else (0, first, across, up, last, askew)))
        level = not level


def _level_curves(pen: _Drawing, steps: Sequence[float]) -> None:
    """Draw curves that begin and end level; the first may begin askew."""
    askew = steps[0] if len(steps) % 4 else 0.0
    for at in range(len(steps) % 4, len(steps) - 3, 4):
        first, across, up, last = steps[at : at + 4]
        pen.curve(first, askew, across, up, last, 0)
        askew = 0.0


def _upright_curves(pen: _Drawing, steps: Sequence[float]) -> None:
    askew = steps[0] if len(steps) % 4 else 0.0
    for at in range(len(steps) % 4, len(steps) - 3, 4):
        first, across, up, last = steps[at : at + 4]
        pen.curve(askew, first, across, up, 0, last)
        askew = 0.0


def _curves_line(pen: _Drawing, steps: Sequence[float]) -> None:
    _curves(pen, steps[:-2])
    pen.line(*steps[-2:])


def _lines_curve(pen: _Drawing, steps: Sequence[float]) -> None:
    _lines(pen, steps[:-6])
    pen.curve(*steps[-6:])


def _level_flex(pen: _Drawing, steps: Sequence[float]) -> None:
    a, b, up, c, d, e, f = steps[:7]
    pen.curve(a, 0, b, up, c, 0)
    pen.curve(d, 0, e, -up, f, 0)


def _level_flex_askew(pen: _Drawing, steps: Sequence[float]) -> None:
    a, up, b, higher, c, d, e, down, f = steps[:9]
    pen.curve(a, up, b, higher, c, 0)
    pen.curve(d, 0, e, down, f, -(up + higher + down))


def _flex_to_axis(pen: _Drawing, steps: Sequence[float]) -> None:
    across, up = sum(steps[0:10:2]), sum(steps[1:10:2])
    pen.curve(*steps[:6])
    pen.curve(*steps[6:10], *((steps[10], -up) if abs(across) > abs(up) else (-across, steps[10])))


_STEPS: dict[int, Callable[[_Drawing, Sequence[float]], None]] = {
    4: lambda pen, steps: pen.move(0, steps[-1]),
    5: _lines,
    6: lambda pen, steps: _turning_lines(pen, steps, True),
    7: lambda pen, steps: _turning_lines(pen, steps, False),
    8: _curves,
    21: lambda pen, steps: pen.move(*steps[-2:]),
    22: lambda pen, steps: pen.move(steps[-1], 0),
    24: _curves_line,
    25: _lines_curve,
    26: _upright_curves,
    27: _level_curves,
    30: lambda pen, steps: _turning_curves(pen, steps, False),
    31: lambda pen, steps: _turning_curves(pen, steps, True),
    256 + 34: _level_flex,
    256 + 35: lambda pen, steps: _curves(pen, steps[:12]),
    256 + 36: _level_flex_askew,
    256 + 37: _flex_to_axis,
}
