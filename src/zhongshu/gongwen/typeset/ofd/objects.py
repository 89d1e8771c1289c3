"""Things as objects of a page (图元, GB/T 33190 §8–11), each inside the boundary beyond which viewers draw nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Protocol

from zhongshu.gongwen.read.model import Box
from zhongshu.gongwen.read.ofd import geometry
from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.typeset.ofd import markup
from zhongshu.gongwen.typeset.ofd.faces import Face
from zhongshu.gongwen.typeset.ofd.markup import numbers, tag
from zhongshu.gongwen.typeset.ofd.pictures import File
from zhongshu.gongwen.typeset.ofd.things import Area, Cluster, Ink, Look, Path, Pen, Picture, Step, Text, Thing

_LEVEL = 1e-4
_LEAST = 0.01  # mm: a boundary without height or width would cut everything off
_FINE = 6  # places of a matrix


class Keys(Protocol):
    """Who numbers objects and resources (ID)."""

    def new(self) -> int:
        """Return the next number."""
        ...

    def font(self, face: Face) -> int:
        """Return the number of a font."""
        ...

    def media(self, file: File) -> int:
        """Return the number of a picture."""
        ...


def written(thing: Thing, keys: Keys) -> Iterator[str]:
    """Yield the objects of a thing."""
    if isinstance(thing, Text):
        for clusters in _stretches(thing.face, thing.clusters):
            yield _text(thing, clusters, keys)
    elif isinstance(thing, Path):
        yield _path(thing, keys)
    else:
        yield _picture(thing, keys)


# Text


def _stretches(face: Face, clusters: Iterable[Cluster]) -> Iterator[list[Cluster]]:
    """Yield what one object shows: what readers would count differently stands alone; outer blanks are left out."""
    for is_plain, group in groupby(clusters, lambda cluster: _is_plain(face, cluster)):
        for stretch in [list(group)] if is_plain else ([cluster] for cluster in group):
            while stretch and _is_blank(stretch[-1]):
                stretch.pop()
            while stretch and _is_blank(stretch[0]):
                stretch.pop(0)
            if stretch:
                yield stretch


def _is_plain(face: Face, cluster: Cluster) -> bool:
    """Tell whether one glyph says one character of the basic plane, and the font's own table knows it."""
    return len(cluster.text) == 1 and cluster.text <= "\uffff" and _is_known(face, cluster)


def _is_known(face: Face, cluster: Cluster) -> bool:
    return (face.signs.get(cluster.text),) == cluster.glyphs


def _is_blank(cluster: Cluster) -> bool:
    return cluster.text.isspace()


def _text(thing: Text, clusters: Sequence[Cluster], keys: Keys) -> str:
    """Return a text object; it has a matrix of its own only where it is turned or stretched.

    The matrix moves nothing: there are readers that add its shift to every step from glyph to glyph.
    """
    places = [place for cluster in clusters for place in cluster.places]
    bounds = _rounded(thing.matrix.box(*_room(thing, places)))
    turn = Matrix() if _is_level(thing.matrix) else thing.matrix._replace(e=0.0, f=0.0)
    plane = turn.then(_upright(bounds))
    start = _inverse(plane).point(*thing.matrix.point(places[0], 0.0))
    look = thing.look
    return tag(
        "TextObject",
        _clips(look.clips, bounds, plane) + _colours(look, "FillColor", "StrokeColor")
        + _glyphs(thing.face, clusters) + _code(clusters, start, places),
        ID=keys.new(),
        Boundary=_boundary(bounds),
        CTM=None if turn == Matrix() else _ctm(plane, bounds),
        **(_pen(look.pen) if look.stroke else {}),
        Font=keys.font(thing.face),
        Size=markup.number(thing.size, 4),
        Stroke="true" if look.stroke else None,
        Fill=None if look.fill else "false",
    )  # fmt: skip


def _room(thing: Text, places: Sequence[float]) -> Box:
    """Return the box on the text's own plane that holds its glyphs, whichever they are, and their advances."""
    left, bottom, right, top = (side * thing.size for side in thing.face.box)
    return Box(places[0] + min(left, 0), -top, places[-1] + max(right, thing.size), -bottom)


def _code(clusters: Sequence[Cluster], start: tuple[float, float], places: Sequence[float]) -> str:
    # Places are rounded before they are subtracted, so that a long line does not drift.
    rounded = [round(place, 3) for place in places]
    return markup.words(
        "TextCode",
        "".join(cluster.text or " " for cluster in clusters),
        X=markup.number(start[0]),
        Y=markup.number(start[1]),
        DeltaX=_deltas([other - one for one, other in pairwise(rounded)]),
    )


def _is_level(matrix: Matrix) -> bool:
    return all(abs(one - other) < _LEVEL for one, other in zip(matrix[:4], Matrix()[:4], strict=True))


def _deltas(steps: Sequence[float]) -> str | None:
    """Return the steps from glyph to glyph; equal ones in short: `g 3 5` stands for 5 5 5."""
    said: list[str] = []
    for step, group in groupby(map(markup.number, steps)):
        count = len(list(group))
        said += ["g", str(count), step] if count > 2 else [step] * count
    return " ".join(said) or None


def _glyphs(face: Face, clusters: Sequence[Cluster]) -> str:
    """Return which glyphs draw a cluster that stands alone, where the font's own table does not tell (字形变换)."""
    cluster = clusters[0]
    if len(clusters) > 1 or _is_known(face, cluster):
        return ""
    glyphs = " ".join(map(str, cluster.glyphs))
    count = max(len(cluster.text), 1)
    return tag("CGTransform", tag("Glyphs", glyphs), CodePosition=0, CodeCount=count, GlyphCount=len(cluster.glyphs))


# Paths


def _path(thing: Path, keys: Keys) -> str:
    stroke = thing.look.stroke
    bounds = _rounded(_grown(_around(thing.area.steps), _reach(thing) if stroke else 0.0))
    return tag(
        "PathObject",
        _clips(thing.look.clips, bounds, _upright(bounds)) + _colours(thing.look, "StrokeColor", "FillColor")
        + tag("AbbreviatedData", _data(thing.area.steps, _inside(bounds))),
        ID=keys.new(),
        Boundary=_boundary(bounds),
        **(_pen(thing.look.pen) if stroke else {}),
        Stroke=None if stroke else "false",
        Fill="true" if thing.look.fill else None,
        Rule="Even-Odd" if thing.area.even_odd else None,
    )  # fmt: skip


def _reach(path: Path) -> float:
    """Return how far ink reaches beyond the points of a line: at a sharp corner several times its width."""
    pen = path.look.pen
    is_sharp = pen.join == "Miter" and len(path.area.steps) > 2
    return pen.width / 2 * (max(pen.miter, 1.0) if is_sharp else 1.5)


def _data(steps: Iterable[Step], matrix: Matrix) -> str:
    """Return steps as one line (AbbreviatedData)."""
    return " ".join(
        " ".join((letter, *(numbers(*matrix.point(*point)) for point in points))) for letter, points in steps
    )


def _around(steps: Iterable[Step]) -> Box:
    return geometry.around(point for _, points in steps for point in points)


# Pictures


def _picture(thing: Picture, keys: Keys) -> str:
    bounds = _rounded(thing.matrix.box(0, 0, 1, 1))
    return tag(
        "ImageObject",
        _clips(thing.clips, bounds, thing.matrix) or None,
        ID=keys.new(),
        Boundary=_boundary(bounds),
        CTM=_ctm(thing.matrix, bounds),
        Alpha=_alpha(thing.alpha),
        ResourceID=keys.media(thing.file),
    )


# What all objects have


def _upright(bounds: Box) -> Matrix:
    """Return the plane of an object without a matrix of its own: it begins where the boundary does."""
    return Matrix(e=bounds.left, f=bounds.top)


def _inside(bounds: Box) -> Matrix:
    """Return the matrix from the page to a boundary."""
    return Matrix(e=-bounds.left, f=-bounds.top)


def _ctm(plane: Matrix, bounds: Box) -> str:
    """Return the matrix from an object's plane to its boundary."""
    return numbers(*plane.then(_inside(bounds)), places=_FINE)


def _rounded(box: Box) -> Box:
    left, top = round(box.left, 3), round(box.top, 3)
    return Box(left, top, max(box.right, left + _LEAST), max(box.bottom, top + _LEAST))


def _grown(box: Box, by: float) -> Box:
    return Box(box.left - by, box.top - by, box.right + by, box.bottom + by)


def _boundary(box: Box) -> str:
    return numbers(box.left, box.top, box.right - box.left, box.bottom - box.top)


def _colours(look: Look, *names: str) -> str:
    """Return the colours in the order that the kind of object has them; black filling is what all readers assume."""
    inks: dict[str, Ink | None] = {"FillColor": look.fill, "StrokeColor": look.stroke}
    return "".join(tag(name, Value=numbers(*ink[:3]), Alpha=_alpha(ink.alpha)) for name in names if (ink := inks[name]))


def _alpha(share: float) -> int | None:
    return None if share >= 1 else round(share * 255)


def _pen(pen: Pen) -> dict[str, object]:
    """Return how a line is drawn; where corners are cut off is left to the reader: OFD measures it, a PDF divides."""
    return {
        "LineWidth": markup.number(pen.width),
        "Cap": None if pen.cap == "Butt" else pen.cap,
        "Join": None if pen.join == "Miter" else pen.join,
        "DashOffset": markup.number(pen.offset) if pen.dashes and pen.offset else None,
        "DashPattern": numbers(*pen.dashes) if pen.dashes else None,
    }


def _clips(clips: Sequence[Area], bounds: Box, plane: Matrix) -> str:
    """Return what cuts the object off (裁剪区), on the object's own plane; a clip that holds it all is left out."""
    back = _inverse(plane)
    areas = (tag("Clip", tag("Area", _figure(clip, back))) for clip in clips if not _holds(clip, bounds))
    said = "".join(areas)
    return tag("Clips", said) if said else ""


def _figure(clip: Area, back: Matrix) -> str:
    moved = [(letter, tuple(back.point(*point) for point in points)) for letter, points in clip.steps]
    box = _around(moved)
    return tag(
        "Path",
        tag("AbbreviatedData", _data(moved, _inside(box))),
        Boundary=_boundary(box),
        Stroke="false",
        Fill="true",
        Rule="Even-Odd" if clip.even_odd else None,
    )


def _holds(clip: Area, bounds: Box) -> bool:
    """Tell whether the clip is an upright rectangle that holds the whole object."""
    points = {(round(x, 3), round(y, 3)) for _, row in clip.steps for x, y in row}
    box = _around(clip.steps)
    if len(points) != 4 or len({x for x, _ in points}) != 2 or len({y for _, y in points}) != 2:
        return False
    return (
        box.left <= bounds.left and box.top <= bounds.top and box.right >= bounds.right and box.bottom >= bounds.bottom
    )


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    return Matrix(d / size, -b / size, -c / size, a / size, (c * f - d * e) / size, (b * e - a * f) / size)
