"""Seals stamped on pages (签章外观, GB/T 33190 §18): where they stand and what they look like, not what they are worth.

The picture is looked for in the signed value (GB/T 38540-2020, GM/T 0031-2014) and else in the seal beside it.
"""

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read.ofd import der, elements, geometry
from zhongshu.gongwen.read.ofd.document import Document, Sheet

Rectangle = tuple[float, float, float, float]

_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"GIF8", b"PK\x03\x04", b"II*\x00", b"MM\x00*")
_SMALLEST = 24  # bytes of a picture


class Stamp(NamedTuple):
    """A seal on a page: its picture, where it stands, and the part of it that is shown (骑缝章)."""

    picture: bytes
    boundary: Rectangle
    clip: Rectangle | None


def stamps(sheet: Sheet) -> Iterator[Stamp]:
    """Yield the seals on a page; a signature that cannot be read has none."""
    for path, signature in _signatures(sheet.document):
        for annotation in elements.below(signature, "StampAnnot"):
            boundary = geometry.rectangle(annotation.get("Boundary"))
            if boundary and annotation.get("PageRef") == sheet.key and (picture := _picture(sheet, path, signature)):
                yield Stamp(picture, boundary, geometry.rectangle(annotation.get("Clip")))


def picture(data: bytes) -> bytes | None:
    """Return the picture inside a seal or a signed value: what stands behind a type, else whatever looks like one."""
    likely: list[bytes] = []
    for value in der.walk(data):
        octets = [part.content for part in value.parts if part.tag == der.OCTETS and len(part.content) >= _SMALLEST]
        likely += [content for content in octets if content.startswith(_MAGIC)]
        if [part.tag for part in value.parts][1:4] == [der.OCTETS, der.INTEGER, der.INTEGER] and octets:
            return octets[0]
    return likely[0] if likely else None


def _signatures(document: Document) -> Iterator[tuple[str, Element]]:
    listed = document.parts.beside("OFD.xml", document.signatures) if document.signatures else ""
    for entry in elements.below(document.parts.element(listed) if listed else None, "Signature"):
        path = document.parts.beside(listed, entry.get("BaseLoc", ""))
        signature = document.parts.element(document.parts.locate(path) or path)
        if signature is not None:
            yield path, signature


def _picture(sheet: Sheet, path: str, signature: Element) -> bytes | None:
    written = [elements.words(found) for found in elements.below(signature, "SignedValue")]
    written += [elements.words(found) for seal in elements.below(signature, "Seal") for found in seal]
    parts = sheet.document.parts
    for location in (*written, "SignedValue.dat", "Seal.esl"):
        data = parts.bytes(parts.beside(path, location)) if location else None
        if data and (found := picture(data)):
            return found
    return None
