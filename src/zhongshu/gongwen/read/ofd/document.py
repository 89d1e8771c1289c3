"""The documents of a package and their pages (文档与页, GB/T 33190 §7.4–7.8), whatever of them can be found."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.ofd import elements, geometry
from zhongshu.gongwen.read.ofd.objects import Placed, walk
from zhongshu.gongwen.read.ofd.parts import Parts
from zhongshu.gongwen.read.ofd.resources import Resources

_A4 = (0.0, 0.0, 210.0, 297.0)
_BOXES = ("PhysicalBox", "ApplicationBox", "CropBox", "ContentBox", "BleedBox")
_PAGE_PART = re.compile(r"(?i)pages?/.*content[^/]*\.xml$")
_DIGITS = re.compile(r"\d+")

INCOMPLETE = "OFD 文件不完整，找不到可识读的页。请向来文单位索取完整的文件。"
ENCRYPTED = "OFD 文件已加密，不能识读。请用原软件解密后重新上传。"


@dataclass(frozen=True)
class Sheet:
    """A page of the package: its document, its id and the part it stands in (页)."""

    document: "Document"
    key: str
    path: str

    @property
    def root(self) -> Element | None:
        """The page's element, or None where it is missing or damaged."""
        return self.document.parts.element(self.path)

    @property
    def resources(self) -> Resources:
        """The document's resources and the page's own."""
        parts = self.document.parts
        own = (parts.beside(self.path, elements.words(found)) for found in elements.children(self.root, "PageRes"))
        return self.document.resources.with_files(own)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, width and height of the paper in millimetres; A4 where nobody says."""
        own = _area(elements.child(self.root, "Area"))
        return own or _area(elements.child(self.document.common, "PageArea", "Area")) or _A4

    def content(self) -> Iterator[Placed]:
        """Yield what the page itself shows."""
        yield from walk(_layers(self.root), self.resources, self._paper)

    def templates(self, *, foreground: bool) -> Iterator[Placed]:
        """Yield what its templates show before (前景) or behind (背景) it."""
        for used in elements.children(self.root, "Template"):
            path, order = self.document.templates.get(used.get("TemplateID", ""), ("", ""))
            if (used.get("ZOrder") or order).lower().startswith("fore") == foreground and path:
                template = Sheet(self.document, "", path)
                yield from walk(_layers(template.root), template.resources, self._paper)

    def annotations(self) -> Iterator[Placed]:
        """Yield how its annotations look: watermarks, stamps, remarks (注释)."""
        for annotation in self.document.annotations(self.key):
            if annotation.get("Visible", "true").lower() != "false":
                yield from walk(elements.children(annotation, "Appearance"), self.resources, self._paper)

    @property
    def _paper(self) -> geometry.Matrix:
        return geometry.Matrix(e=-self.box[0], f=-self.box[1])


@dataclass
class Document:
    """One document of the package (DocBody): where it begins and what all its pages share."""

    parts: Parts
    path: str
    root: Element | None
    signatures: str = ""
    resources: Resources = field(init=False)

    def __post_init__(self) -> None:
        files = elements.children(self.common, "PublicRes", "DocumentRes")
        self.resources = Resources(self.parts).with_files(self._located(elements.words(found)) for found in files)

    @property
    def common(self) -> Element | None:
        """The part that holds what is common to all pages (CommonData)."""
        return elements.child(self.root, "CommonData")

    @cached_property
    def templates(self) -> dict[str, tuple[str, str]]:
        """Path and order of drawing of the page templates (模板页) by id."""
        return {
            found.get("ID", ""): (self._located(found.get("BaseLoc", "")), found.get("ZOrder") or "Background")
            for found in elements.below(self.common, "TemplatePage")
        }

    def sheets(self) -> list[Sheet]:
        """Return the pages in their order; where one is missing, the part of another never stands in for it."""
        listed = elements.children(elements.child(self.root, "Pages"), "Page")
        written = [(page.get("ID", ""), self.parts.beside(self.path, page.get("BaseLoc", ""))) for page in listed]
        others = {path for _, path in written}
        found = ((key, path, self.parts.locate(path)) for key, path in written)
        return [Sheet(self, key, path if at is None or at in others else at) for key, path, at in found]

    def annotations(self, key: str) -> list[Element]:
        """Return the annotations of a page by its id."""
        return self._annotations.get(key, [])

    @cached_property
    def _annotations(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for listed in elements.children(self.root, "Annotations"):
            path = self._located(elements.words(listed))
            for page in elements.children(self.parts.element(path), "Page"):
                location = self.parts.beside(path, elements.words(elements.child(page, "FileLoc")))
                root = self.parts.element(self.parts.locate(location) or location)
                found.setdefault(page.get("PageID", ""), []).extend(elements.below(root, "Annot"))
        return found

    def attachments(self) -> list[str]:
        """Return the names of the files inside the document (附件)."""
        return [
            file.get("Name") or elements.words(elements.child(file, "FileLoc"))
            for listed in elements.children(self.root, "Attachments")
            for file in elements.children(self.parts.element(self._located(elements.words(listed))), "Attachment")
        ]

    def _located(self, location: str) -> str:
        path = self.parts.beside(self.path, location)
        return self.parts.locate(path) or path if location else ""


def open_documents(source: BinaryIO) -> list[Document]:
    """Return the documents of a package, at least one.

    Raises Unreadable when the package is broken, encrypted or holds no document at all.
    """
    parts = Parts(source)
    documents = [document for document in _listed(parts) if document.root is not None]
    documents = documents or [_document(parts, name) for name in parts.names if _is_document(name)]
    documents = documents or [Document(parts, "Doc_0/Document.xml", None)]
    if not any(sheets(documents)):
        raise nothing_left(parts)
    return documents


def sheets(documents: list[Document]) -> list[Sheet]:
    """Return the pages of all documents; where no list of pages can be read, the parts that look like pages."""
    found = [sheet for document in documents for sheet in document.sheets()]
    if found:
        return found
    first = documents[0]
    likely = sorted((name for name in first.parts.names if _PAGE_PART.search(name)), key=_in_order)
    return [Sheet(first, "", name.lstrip("/")) for name in likely]


def nothing_left(parts: Parts) -> Unreadable:
    """Return why not a single page can be read: the package names how it was encrypted (GM/T 0099), or it is torn."""
    return Unreadable(ENCRYPTED if parts.has("Encryptions.xml") else INCOMPLETE)


def _listed(parts: Parts) -> Iterator[Document]:
    root = parts.element("OFD.xml")
    for body in elements.below(root, "DocBody"):
        path = parts.beside("OFD.xml", elements.words(elements.child(body, "DocRoot")))
        signatures = elements.words(elements.child(body, "Signatures"))
        yield _document(parts, parts.locate(path) or path, signatures)


def _document(parts: Parts, path: str, signatures: str = "") -> Document:
    return Document(parts, path, parts.element(path), signatures)


def _is_document(name: str) -> bool:
    return bool(re.search(r"(?i)(^|/)document[^/]*\.xml$", name))


def _in_order(name: str) -> list[int]:
    return [int(digits[:9]) for digits in _DIGITS.findall(name)]


def _area(element: Element | None) -> tuple[float, float, float, float] | None:
    for kind in _BOXES:
        written = geometry.rectangle(elements.words(elements.child(element, kind)))
        if written and written[2] > 1 and written[3] > 1:
            return written
    return None


def _layers(root: Element | None) -> list[Element]:
    return list(elements.children(root, "Content", "Layer"))
