"""One page of an OFD file as a picture (版面预览): SVG that stands alone, without scripts and outside references."""

import io
from collections.abc import Iterable
from contextlib import nullcontext
from typing import BinaryIO
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.ofd import canvas, document, elements, geometry, lettering, paths, raster, seals
from zhongshu.gongwen.read.ofd.canvas import Canvas
from zhongshu.gongwen.read.ofd.document import Sheet
from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.read.ofd.objects import Placed

MISSING = "OFD 文件没有这一页，请核对页码。"
# What stands for a picture that is missing or cannot be decoded.
_GREY = "#ddd"
# Seals are ink on paper: what lies below them stays visible.
_INK = "mix-blend-mode:multiply"


def draw(source: BinaryIO, number: int) -> str:
    """Return page `number`, counted from 0, as SVG of the page's size in millimetres; a page that is broken is blank.

    Raises Unreadable when the file is, or has no such page.
    """
    sheets = document.sheets(document.open_documents(source))
    if not 0 <= number < len(sheets):
        raise Unreadable(MISSING)
    on = Canvas()
    _sheet(on, sheets[number])
    return on.written(*sheets[number].box[2:])


def _sheet(on: Canvas, sheet: Sheet, *, is_seal: bool = False) -> None:
    """Draw a page from back to front: templates behind, content, templates before, annotations, seals."""
    _things(on, sheet.templates(foreground=False))
    _things(on, sheet.content())
    _things(on, sheet.templates(foreground=True))
    _things(on, sheet.annotations())
    # A seal may be a document of its own; the seals on it are not drawn.
    for stamp in () if is_seal else seals.stamps(sheet):
        _stamp(on, stamp)


def _things(on: Canvas, things: Iterable[Placed]) -> None:
    for thing in things:
        if on.is_full:
            return
        if thing.visible and thing.alpha > 0:
            _clipped(on, thing)


def _clipped(on: Canvas, thing: Placed) -> None:
    areas = [area for clips, matrix in thing.clips for area in _areas(clips, matrix)]
    with on.group(clip_path=_clip(on, areas)) if areas else nullcontext():
        _DRAWN[thing.kind](on, thing)


def _areas(clips: Element, matrix: Matrix) -> Iterable[str]:
    """Yield each clip (裁剪) as paths on the page; one that is made of text cuts nothing off."""
    for clip in elements.children(clips, "Clip"):
        made = "".join(
            canvas.tag("path", d=data, transform=canvas.transform(_plane(path).then(_plane(area)).then(matrix)))
            for area in elements.children(clip, "Area")
            for path in elements.children(area, "Path")
            if (data := paths.data(path))
        )
        if made:
            yield made


def _clip(on: Canvas, areas: list[str]) -> str:
    """Return a reference to a clipping path: the areas cut one another."""
    inner = ""
    for area in areas:
        inner = f"url(#{on.define('clipPath', area, clip_path=inner, clipPathUnits='userSpaceOnUse')})"
    return inner


def _plane(element: Element) -> Matrix:
    left, top, *_ = geometry.rectangle(element.get("Boundary")) or (0.0, 0.0)
    return geometry.matrix(element.get("CTM")).then(Matrix(e=left, f=top))


def _path(on: Canvas, thing: Placed) -> None:
    data = paths.data(thing.element)
    fill, stroke = paths.fill(thing, "false"), paths.stroke(thing, "true")
    if not data or not (fill or stroke):
        return
    on.add(
        "path",
        d=data,
        transform=canvas.transform(thing.matrix),
        opacity=canvas.share(thing.alpha),
        fill=canvas.paint(fill),
        fill_opacity=canvas.share(fill.alpha) if fill else None,
        fill_rule="evenodd" if thing.element.get("Rule", "").lower() == "even-odd" else None,
        stroke=canvas.paint(stroke) if stroke else None,
        stroke_opacity=canvas.share(stroke.alpha) if stroke else None,
        **(paths.pen(thing, thing.matrix.scale) if stroke else {}),
    )


def _image(on: Canvas, thing: Placed) -> None:
    matrix = thing.matrix
    if not thing.element.get("CTM"):
        size = geometry.rectangle(thing.element.get("Boundary")) or (0.0, 0.0, 1.0, 1.0)
        matrix = Matrix(a=size[2], d=size[3]).then(matrix)
    picture = thing.resources.picture(thing.element.get("ResourceID"))
    shown = raster.shown(picture or b"", thing.resources.picture(thing.element.get("ImageMask")))
    _picture(on, shown, matrix, canvas.share(thing.alpha))


def _picture(on: Canvas, shown: raster.Encoded | None, matrix: Matrix, opacity: str | None = None) -> None:
    place = {"transform": canvas.transform(matrix), "opacity": opacity}
    if shown is None:
        on.add("rect", width="1", height="1", fill=_GREY, **place)
    else:
        key = on.define("image", width="1", height="1", preserveAspectRatio="none", href=shown.address)
        on.add("use", href=f"#{key}", **place)


def _stamp(on: Canvas, stamp: seals.Stamp) -> None:
    left, top, width, height = stamp.boundary
    clip = None
    if stamp.clip:
        x, y, wide, high = map(canvas.short, stamp.clip)
        area = canvas.tag("rect", x=x, y=y, width=wide, height=high, transform=canvas.transform(Matrix(e=left, f=top)))
        clip = f"url(#{on.define('clipPath', area, clipPathUnits='userSpaceOnUse')})"
    with on.group(style=_INK, clip_path=clip):
        if stamp.picture.startswith(b"PK"):
            _seal_page(on, stamp)
        else:
            _picture(on, raster.shown(stamp.picture), Matrix(a=width, d=height, e=left, f=top))


def _seal_page(on: Canvas, stamp: seals.Stamp) -> None:
    """Draw a seal that is an OFD file itself; a broken one leaves its place empty."""
    left, top, width, height = stamp.boundary
    try:
        sheet = document.sheets(document.open_documents(io.BytesIO(stamp.picture)))[0]
    except Unreadable:
        return
    place = Matrix(a=width / sheet.box[2], d=height / sheet.box[3], e=left, f=top)
    with on.group(transform=canvas.transform(place)):
        _sheet(on, sheet, is_seal=True)


_DRAWN = {"TextObject": lettering.draw, "PathObject": _path, "ImageObject": _image}
