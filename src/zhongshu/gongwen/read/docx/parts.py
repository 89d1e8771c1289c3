"""The parts of a DOCX (文档部件) and how they refer to one another. What lies outside the file is never followed."""

import posixpath
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read import markup, packages
from zhongshu.gongwen.read.docx.names import STRICT, W
from zhongshu.gongwen.read.model import Unreadable

MAIN = "word/document.xml"


class Relation(NamedTuple):
    """A reference of one part to another: kind is the last word of its type, such as header or footnotes."""

    kind: str
    target: str
    outside: bool


class Parts:
    """The parts of one DOCX. damaged: whether some part beside the text itself could not be read."""

    def __init__(self, source: BinaryIO) -> None:
        """Open the file and parse its text. Raises Unreadable."""
        self._package = packages.Package(source)
        self.damaged = False
        starts = [one.target for one in self._relations("").values() if one.kind == "officeDocument"]
        self._main = starts[0] if starts and self._package.has(starts[0]) else MAIN
        self.root = self._parse(self._main)
        self._refers = self._relations(self._main)

    @property
    def body(self) -> Element:
        """The text itself. Raises Unreadable when this is a document of another make."""
        body = self.root.find(f"{W}body")
        if body is None:
            raise Unreadable("文件中没有正文，不能识读。请用文字处理软件打开，另存为 DOCX 后重新上传。")
        return body

    @property
    def has_macros(self) -> bool:
        """Whether programs (宏) are inside."""
        return any(packages.key(name).endswith(("vbaproject.bin", "vbadata.xml")) for name in self._package.names)

    @property
    def has_links(self) -> bool:
        """Whether something is to be fetched from outside, which nobody here does; links to click do not count."""
        sources = (name for name in self._package.names if name.lower().endswith(".rels"))
        found = (one for name in sources for one in self._read_relations(name, "").values())
        return any(one.outside and one.kind != "hyperlink" for one in found)

    def of_kind(self, kind: str) -> Element | None:
        """Return the root of the first part of a kind, None when there is none or it cannot be read."""
        return next((self._optional(one.target) for one in self._refers.values() if one.kind == kind), None)

    def by_id(self, key: str | None) -> Element | None:
        """Return the root of the part that a relation's key names, None as above."""
        found = self._refers.get(key or "")
        return self._optional(found.target) if found else None

    def _optional(self, name: str) -> Element | None:
        try:
            return self._parse(name)
        except packages.Missing:
            return None
        except (packages.Damaged, markup.Malformed):
            self.damaged = True
            return None

    def _parse(self, name: str) -> Element:
        data = self._package.read(name)
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
        return markup.parse(data)

    def _relations(self, part: str) -> dict[str, Relation]:
        """Return the references of a part by their keys; those of the package itself for an empty name."""
        folder, file = posixpath.split(part)
        return self._read_relations(posixpath.join(folder, "_rels", f"{file}.rels"), folder)

    def _read_relations(self, name: str, folder: str) -> dict[str, Relation]:
        root = self._optional(name)
        return {one.get("Id", ""): _relation(one, folder) for one in ([] if root is None else root)}


def _relation(one: Element, folder: str) -> Relation:
    return Relation(
        kind=one.get("Type", "").rpartition("/")[2],
        target=posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        outside=one.get("TargetMode") == "External",
    )
