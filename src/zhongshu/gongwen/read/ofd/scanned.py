"""Pages that are pictures (扫描页): all that is pasted on such a page as one picture, for the recognition."""

from collections.abc import Sequence

from PIL import Image

from zhongshu.gongwen.read import scans
from zhongshu.gongwen.read.model import Box
from zhongshu.gongwen.read.ofd import raster
from zhongshu.gongwen.read.ofd.document import Sheet
from zhongshu.gongwen.read.ofd.lines import Run
from zhongshu.gongwen.read.ofd.objects import Placed

# Of the page: what pictures cover of a scan at least, and what is too small to belong to it.
COVERED, SPECK = 0.4, 0.02
# Fewer characters over the pictures are a stamp or a page number put on a scan.
FEWEST_CHARACTERS = 20


def is_scan(sheet: Sheet, text: Sequence[Run]) -> bool:
    """Tell whether pictures cover the page and no layer of text lies over them (双层)."""
    boxes = [_box(thing) for thing in _pictures(sheet)]
    area = sum(max(box.right - box.left, 0) * max(box.bottom - box.top, 0) for box in boxes)
    if area < COVERED * sheet.box[2] * sheet.box[3]:
        return False
    over = (run for run in text if any(_holds(box, run) for box in boxes))
    return sum(len(run.text) for run in over) < FEWEST_CHARACTERS


def picture(sheet: Sheet) -> Image.Image | None:
    """Return the page with all its pictures, or None where not one of them can be decoded."""
    width, height = sheet.box[2:]
    scale = scans.LONG_SIDE / max(width, height)
    paper = Image.new("RGB", (max(round(width * scale), 1), max(round(height * scale), 1)), "white")
    is_empty = True
    for thing in _pictures(sheet):
        pasted = raster.opened(thing.resources.picture(thing.element.get("ResourceID")) or b"")
        if pasted is not None:
            _paste(paper, pasted, thing, scale)
            is_empty = False
    return None if is_empty else paper


def _pictures(sheet: Sheet) -> list[Placed]:
    least = SPECK * sheet.box[2] * sheet.box[3]
    things = (*sheet.templates(foreground=False), *sheet.content())
    boxes = ((thing, _box(thing)) for thing in things if thing.kind == "ImageObject")
    return [thing for thing, box in boxes if (box.right - box.left) * (box.bottom - box.top) > least]


def _box(thing: Placed) -> Box:
    return thing.matrix.box(0, 0, 1, 1)


def _holds(box: Box, run: Run) -> bool:
    return box.left <= run.x <= box.right and box.top <= run.y <= box.bottom


def _paste(paper: Image.Image, pasted: Image.Image, thing: Placed, scale: float) -> None:
    """Paste a picture as its matrix says: from each pixel of the paper back to the picture."""
    box = _box(thing)
    pasted = pasted.convert("RGBA")
    longest = round(max(box.right - box.left, box.bottom - box.top) * scale) + 1
    pasted.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    a, b, c, d, e, f = thing.matrix
    flat = a * d - b * c
    back = (d / flat, -c / flat, (c * f - d * e) / flat, -b / flat, a / flat, (b * e - a * f) / flat)
    steps = tuple(
        value * size / (1 if at % 3 == 2 else scale)
        for size, row in zip(pasted.size, (back[:3], back[3:]), strict=True)
        for at, value in enumerate(row)
    )
    moved = pasted.transform(paper.size, Image.Transform.AFFINE, steps, Image.Resampling.BILINEAR)
    paper.paste(moved, (0, 0), moved)
