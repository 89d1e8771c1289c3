"""SVG: the words in rows over the drawing, as text that is part of it."""

import re
from html import escape

from zhongshu.gongwen.watermark.marks import ANGLE, GREY, OPACITY, SIZE, Mark, Unmarkable, places

_BOX = re.compile(rb'viewBox\s*=\s*"\s*([-\d.]+)[\s,]+([-\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)')
ACROSS = 210.0


def stamp(content: bytes, mark: Mark) -> bytes:
    """Return a copy of a drawing with the watermark over it. Raises Unmarkable."""
    box, end = _BOX.search(content), content.rfind(b"</svg>")
    if box is None or end < 0:
        raise Unmarkable("该页不能加水印。")
    left, top, width, height = map(float, box.groups())
    scale = width / ACROSS
    lines = "".join(
        f'<text transform="translate({left + x * scale:.2f} {top + y * scale:.2f}) rotate(-{ANGLE:g})">'
        f"{escape(mark.words)}</text>"
        for x, y in places(mark, ACROSS, height / scale)
    )
    over = (
        f'<g font-family="sans-serif" font-size="{SIZE * scale:.2f}" fill="rgb({GREY},{GREY},{GREY})" '
        f'fill-opacity="{OPACITY / 255:.2f}">{lines}</g>'
    )
    return content[:end] + over.encode() + content[end:]
