"""The objects of a page in the order in which they are drawn (图元, GB/T 33190 §8–13): blocks opened, places known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.ofd import elements, geometry
from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.read.ofd.resources import Look, Resources, own_look

MOST = 100_000  # objects of one page; more is an attack
_DEEPEST = 24
_GROUPS = ("Layer", "PageBlock", "Content", "Appearance")
_LEAVES = ("TextObject", "PathObject", "ImageObject")


@dataclass(frozen=True, slots=True)
class Placed:
    """An object on its page.

    matrix: from the object's plane to the page; look: its drawing parameters, its own included; alpha: 0 to 1;
    clips: the clipping areas (裁剪区) of the object and of what holds it, each with the matrix of its plane.
    """

    kind: str
    element: Element
    matrix: Matrix
    look: Look
    alpha: float
    visible: bool
    clips: tuple[tuple[Element, Matrix], ...]
    resources: Resources


@dataclass(frozen=True, slots=True)
class _Holder:
    matrix: Matrix
    look: Look
    resources: Resources
    alpha: float = 1.0
    visible: bool = True
    clips: tuple[tuple[Element, Matrix], ...] = ()
    depth: int = 0


def walk(roots: Iterable[Element], resources: Resources, matrix: Matrix) -> Iterator[Placed]:
    """Yield text, paths and pictures below the roots, those of composite objects too; nothing beyond `MOST`."""
    stack = [(root, _Holder(matrix, {}, resources)) for root in reversed(list(roots))]
    for _ in range(MOST):
        if not stack:
            return
        element, holder = stack.pop()
        kind = elements.name(element)
        if kind in _LEAVES:
            yield _placed(kind, element, holder)
        elif holder.depth < _DEEPEST:
            held = _inside(kind, element, holder)
            stack.extend((part, held) for part in reversed(_parts(kind, element, resources)))


def _parts(kind: str, element: Element, resources: Resources) -> list[Element]:
    if kind == "CompositeObject":
        return list(elements.children(resources.unit(element.get("ResourceID")), "Content"))
    return list(element) if kind in _GROUPS else []


def _inside(kind: str, element: Element, holder: _Holder) -> _Holder:
    if kind == "CompositeObject":
        place = _placed(kind, element, holder)
        made = _Holder(place.matrix, place.look, holder.resources, place.alpha, place.visible, place.clips)
    elif kind == "Appearance":
        made = replace(holder, matrix=_shift(element).then(holder.matrix))
    else:
        made = replace(holder, look={**holder.look, **holder.resources.look(element.get("DrawParam"))})
    return replace(made, depth=holder.depth + 1)


def _placed(kind: str, element: Element, holder: _Holder) -> Placed:
    matrix = geometry.matrix(element.get("CTM")).then(_shift(element)).then(holder.matrix)
    look = {**holder.look, **holder.resources.look(element.get("DrawParam")), **own_look(element)}
    alpha = holder.alpha * min(max(geometry.number(element.get("Alpha"), 255.0) / 255, 0.0), 1.0)
    visible = holder.visible and element.get("Visible", "true").lower() != "false"
    return Placed(kind, element, matrix, look, alpha, visible, _clips(element, matrix, holder), holder.resources)


def _clips(element: Element, matrix: Matrix, holder: _Holder) -> tuple[tuple[Element, Matrix], ...]:
    clips = elements.child(element, "Clips")
    if clips is None:
        return holder.clips
    turned = clips.get("TransFlag", "true").lower() != "false"
    return (*holder.clips, (clips, matrix if turned else _shift(element).then(holder.matrix)))


def _shift(element: Element) -> Matrix:
    boundary = geometry.rectangle(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
    return Matrix(e=boundary[0], f=boundary[1])
