"""Resources of a document (资源, GB/T 33190 §7.9): fonts, pictures, drawing parameters, colour spaces, vector units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.ofd import elements
from zhongshu.gongwen.read.ofd.fonts import Embedded, Font
from zhongshu.gongwen.read.ofd.parts import Parts

# What a drawing parameter says, as attributes and as colours below it.
_ATTRIBUTES = ("LineWidth", "Join", "Cap", "DashOffset", "DashPattern", "MiterLimit")
_COLOURS = ("FillColor", "StrokeColor")
_KINDS = ("Font", "MultiMedia", "DrawParam", "ColorSpace", "CompositeGraphicUnit", "VectorG")
_DEEPEST = 16

Look = Mapping[str, str | Element]


class Listed(NamedTuple):
    """A resource and the folder that its file names start from."""

    element: Element
    folder: str


@dataclass
class Resources:
    """The resources of a document by id; those of a page come on top."""

    parts: Parts
    listed: dict[tuple[str, str], Listed] = field(default_factory=dict)
    opened: dict[str, Font] = field(default_factory=dict)

    def with_files(self, paths: Iterable[str]) -> "Resources":
        """Return these resources and those listed in the parts; a list that cannot be read adds none."""
        added: dict[tuple[str, str], Listed] = {}
        for path in paths:
            root = self.parts.element(path)
            if root is None:
                continue
            folder = self.parts.beside(path, root.get("BaseLoc") or "")
            for element in elements.below(root, *_KINDS):
                added[elements.name(element), element.get("ID", "")] = Listed(element, folder)
        return Resources(self.parts, {**self.listed, **added}, self.opened) if added else self

    def find(self, kind: str, key: str | None) -> Element | None:
        """Return the element of a resource."""
        found = self.listed.get((kind, key or ""))
        return found.element if found else None

    def unit(self, key: str | None) -> Element | None:
        """Return the vector graphics of a composite object (矢量图像)."""
        return self.find("CompositeGraphicUnit", key) or self.find("VectorG", key)

    def path(self, kind: str, key: str | None, name: str) -> str | None:
        """Return where the file is that a font or a picture names, or None where it is missing."""
        found = self.listed.get((kind, key or ""))
        written = elements.words(elements.child(found.element, name)) if found else ""
        return self.parts.locate(self.parts.beside(f"{found.folder}/-", written)) if found and written else None

    def picture(self, key: str | None) -> bytes | None:
        """Return the bytes of a picture, or None where it is missing."""
        path = self.path("MultiMedia", key, "MediaFile")
        return self.parts.bytes(path) if path else None

    def font(self, key: str | None) -> Font:
        """Return a font; one that is missing or cannot be opened has no glyphs."""
        path = self.path("Font", key, "FontFile")
        if path is None:
            return Font()
        if path not in self.opened:
            self.opened[path] = Embedded(partial(self.parts.bytes, path))
        return self.opened[path]

    def look(self, key: str | None, depth: int = 0) -> Look:
        """Return what a drawing parameter says, with all that it is relative to (绘制参数)."""
        element = self.find("DrawParam", key)
        if element is None or depth > _DEEPEST:
            return {}
        return {**self.look(element.get("Relative"), depth + 1), **own_look(element)}


def own_look(element: Element) -> Look:
    """Return what a drawing parameter or an object says itself."""
    said: dict[str, str | Element] = {key: value for key in _ATTRIBUTES if (value := element.get(key))}
    for part in elements.children(element, *_COLOURS):
        said[elements.name(part)] = part
    return said
