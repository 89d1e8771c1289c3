"""What a content stream has set so far (图形状态, ISO 32000-1 §8.4): kept with q, taken back with Q."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.typeset.ofd.errors import Unwritable
from zhongshu.gongwen.typeset.ofd.faces import Face
from zhongshu.gongwen.typeset.ofd.things import Area, Ink, Look, Pen

BLACK, LEVEL = Ink(), Matrix()
_CAPS, _JOINS = ("Butt", "Round", "Square"), ("Miter", "Round", "Bevel")


@dataclass(slots=True)
class State:
    """Colours, lines, type and clips; matrix: to millimetres of the page. Lengths are in units of the stream."""

    matrix: Matrix
    fill: Ink = BLACK
    stroke: Ink = BLACK
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0
    width: float = 1.0
    cap: int = 0
    join: int = 0
    miter: float = 10.0
    dashes: tuple[float, ...] = ()
    offset: float = 0.0
    face: Face | None = None
    size: float = 0.0
    mode: int = 0
    line: Matrix = LEVEL
    clips: tuple[Area, ...] = ()

    def look(self, *, fill: bool, stroke: bool) -> Look:
        """Return how a thing looks that is filled, stroked or both."""
        return Look(
            self.fill._replace(alpha=self.fill_alpha) if fill else None,
            self.stroke._replace(alpha=self.stroke_alpha) if stroke else None,
            self.pen,
            self.clips,
        )

    @property
    def pen(self) -> Pen:
        """How lines are drawn, in millimetres."""
        scale = math.sqrt(abs(self.matrix.a * self.matrix.d - self.matrix.b * self.matrix.c))
        dashes = tuple(dash * scale for dash in self.dashes)
        # An odd row of dashes is repeated with gaps and dashes changed over.
        dashes *= 1 + len(dashes) % 2
        return Pen(self.width * scale, _CAPS[self.cap], _JOINS[self.join], self.miter, dashes, self.offset * scale)


def ink(parts: Sequence[Any]) -> Ink:
    """Return a colour by its parts from 0 to 1: grey, RGB or CMYK. Raises Unwritable for patterns and shadings."""
    if any(isinstance(part, str) for part in parts) or len(parts) not in (1, 3, 4):
        raise Unwritable("PDF 中有渐变色或者图案填充，不能写成 OFD。请改用单一颜色。")
    shares = [min(max(float(part), 0.0), 1.0) for part in parts]
    if len(shares) == 4:
        shares = [(1 - share) * (1 - shares[3]) for share in shares[:3]]
    elif len(shares) == 1:
        shares *= 3
    return Ink(*(round(share * 255) for share in shares))


def extend(state: State, said: Any) -> None:
    """Take over what an extended state (ExtGState) says. Raises Unwritable for soft masks and mixing of colours."""
    if said.get("/SMask", "/None") != "/None" or said.get("/BM", "/Normal") not in ("/Normal", "/Compatible"):
        raise Unwritable("PDF 中有渐隐或者混合颜色的效果，不能写成 OFD。请去掉效果后重新排版。")
    state.fill_alpha = float(said.get("/ca", state.fill_alpha))
    state.stroke_alpha = float(said.get("/CA", state.stroke_alpha))
