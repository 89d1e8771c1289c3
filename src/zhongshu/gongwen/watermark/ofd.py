"""OFD: a watermark annotation on every page (注释, GB/T 33190 §15), with a font of its own among the resources."""

import math
import posixpath
import re
import zipfile
from html import escape
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, SubElement, register_namespace, tostring

from zhongshu.gongwen.read import markup
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.ofd import document as ofd
from zhongshu.gongwen.read.ofd import elements
from zhongshu.gongwen.watermark.marks import ANGLE, GREY, OPACITY, SIZE, Mark, Unmarkable, places

SPACE = "http://www.ofdspec.org/2016"
SIGNED = "该文件带有电子签名或电子印章，加水印会使签名失效。"
BROKEN = "该文件已损坏或不合规范，不能加水印。"
FOLDER = "ZhongshuMark"


def stamp(content: bytes, mark: Mark) -> bytes:
    """Return a copy with the watermark on every page. Raises Unmarkable."""
    try:
        documents = ofd.open_documents(BytesIO(content))
        with zipfile.ZipFile(BytesIO(content)) as package:
            parts = {one.filename: package.read(one) for one in package.infolist() if not one.is_dir()}
        if any(document.signatures for document in documents):
            raise Unmarkable(SIGNED)
        for document in documents:
            _annotate(parts, document, mark)
    except (Unreadable, zipfile.BadZipFile, markup.Malformed, ParseError, KeyError, ValueError) as fault:
        raise Unmarkable(BROKEN) from fault
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()


def _annotate(parts: dict[str, bytes], document: ofd.Document, mark: Mark) -> None:
    root, folder = document.root, posixpath.dirname(document.path)
    common = document.common
    if root is None or common is None:
        raise KeyError(document.path)
    register_namespace("ofd", SPACE)
    prefix = re.match(r"\{[^}]*\}", str(root.tag))
    space = prefix.group() if prefix else ""
    largest = next(elements.children(common, "MaxUnitID"), None)
    number = int(elements.words(largest) or 100_000)
    font, number = number + 1, number + 1
    common.insert(_after(common, "PublicRes", "MaxUnitID", "PageArea"), _told(f"{space}PublicRes", f"{FOLDER}/Res.xml"))
    parts[_at(folder, f"{FOLDER}/Res.xml")] = (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Res xmlns:ofd="{SPACE}" BaseLoc="."><ofd:Fonts>'
        f'<ofd:Font ID="{font}" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>'
    ).encode()
    listed = _listed(parts, document, root, space, folder)
    for order, sheet in enumerate(document.sheets()):
        name = f"{FOLDER}/Page_{order}.xml"
        parts[_at(folder, name)], number = _page(sheet, mark, font, number)
        _add(parts, listed, sheet.key, "/" + _at(folder, name))
    if largest is not None:
        largest.text = str(number)
    parts[_found(parts, document.path)] = b'<?xml version="1.0" encoding="UTF-8"?>' + tostring(root)


def _listed(parts: dict[str, bytes], document: ofd.Document, root: Element, space: str, folder: str) -> str:
    """Return the part that lists the annotations of the document, made where there is none."""
    written = next(elements.children(root, "Annotations"), None)
    if written is not None:
        return _found(parts, document.parts.beside(document.path, elements.words(written)))
    name = _at(folder, f"{FOLDER}/Annotations.xml")
    parts[name] = f'<?xml version="1.0" encoding="UTF-8"?><ofd:Annotations xmlns:ofd="{SPACE}"/>'.encode()
    at = _after(root, "Permissions", "Actions", "VPreferences", "Bookmarks", "Outlines", "Pages", "CommonData")
    root.insert(at, _told(f"{space}Annotations", f"{FOLDER}/Annotations.xml"))
    return name


def _add(parts: dict[str, bytes], listed: str, page: str, location: str) -> None:
    root = markup.parse(parts[listed])
    prefix = re.match(r"\{[^}]*\}", str(root.tag))
    space = prefix.group() if prefix else ""
    added = SubElement(root, f"{space}Page", {"PageID": page})
    SubElement(added, f"{space}FileLoc").text = location
    parts[listed] = b'<?xml version="1.0" encoding="UTF-8"?>' + tostring(root)


def _page(sheet: ofd.Sheet, mark: Mark, font: int, number: int) -> tuple[bytes, int]:
    """Return the annotation of a page, and the last number given to an object in it."""
    _, _, width, height = sheet.box
    number += 1
    words, advance = escape(mark.words), _advance(mark.words)
    turn = [f"{value:.4f}" for value in _turned()]
    objects = []
    for x, y in places(mark, width, height):
        number += 1
        objects.append(
            f'<ofd:TextObject ID="{number}" Boundary="{x:.2f} {y - SIZE:.2f} {mark.width * SIZE:.2f} {SIZE * 2:.2f}" '
            f'CTM="{" ".join(turn)} 0 0" Font="{font}" Size="{SIZE}" Alpha="{OPACITY * 2}">'
            f'<ofd:FillColor Value="{GREY} {GREY} {GREY}"/>'
            f'<ofd:TextCode X="0" Y="{SIZE}" DeltaX="{advance}">{words}</ofd:TextCode></ofd:TextObject>'
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:PageAnnot xmlns:ofd="{SPACE}">'
        f'<ofd:Annot ID="{number + 1}" Type="Watermark" Creator="zhongshu" LastModDate="1970-01-01" Print="true">'
        f'<ofd:Appearance Boundary="0 0 {width:g} {height:g}">{"".join(objects)}</ofd:Appearance>'
        f"</ofd:Annot></ofd:PageAnnot>"
    ).encode(), number + 1


def _advance(words: str) -> str:
    return " ".join(f"{SIZE if ord(one) > 0x2E7F else SIZE / 2:g}" for one in words[:-1])


def _turned() -> tuple[float, float, float, float]:
    turn = math.radians(-ANGLE)
    return math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn)


def _told(tag: str, words: str) -> Element:
    made = Element(tag)
    made.text = words
    return made


def _after(parent: Element, *names: str) -> int:
    """Return the place behind the last child of the first of these names that there is: their order is fixed."""
    for name in names:
        places = [place for place, child in enumerate(parent) if elements.name(child) == name]
        if places:
            return places[-1] + 1
    return 0


def _at(folder: str, name: str) -> str:
    return posixpath.join(folder, name) if folder else name


def _found(parts: dict[str, bytes], path: str) -> str:
    """Return the name under which a part lies in the package."""
    return next(name for name in (path, "/" + path, path.replace("/", "\\")) if name in parts)
