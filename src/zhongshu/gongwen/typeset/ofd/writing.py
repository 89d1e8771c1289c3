"""A PDF of our typesetter as OFD (版式文件, GB/T 33190-2016): the same pages, text that stays text, fonts embedded."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import TypeVar

from zhongshu.gongwen.typeset.ofd import objects
from zhongshu.gongwen.typeset.ofd.content import Shelf, page
from zhongshu.gongwen.typeset.ofd.errors import Unwritable
from zhongshu.gongwen.typeset.ofd.faces import Face
from zhongshu.gongwen.typeset.ofd.markup import numbers, part, tag, words
from zhongshu.gongwen.typeset.ofd.pictures import File
from zhongshu.gongwen.typeset.ofd.things import Page

CREATOR = "中枢"
NUMBER = "发文字号"
_BROKEN = "PDF 文件已损坏或者设有密码，不能写成 OFD。请重新排版。"
# What a damaged PDF, or a damaged font in it, makes the libraries raise.
_FAILURES = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, AssertionError, OverflowError, EOFError,
    ZeroDivisionError, struct.error,
)  # fmt: skip
_CHINA = timezone(timedelta(hours=8))
_EARLIEST = datetime(1980, 1, 1, tzinfo=_CHINA)  # a ZIP file knows no earlier year
_SUFFIX = {"PNG": "png", "JPEG": "jpg"}
_FOLDER = "Doc_0"
Embedded = TypeVar("Embedded", Face, File)


def to_ofd(pdf: bytes, *, title: str, author: str, number: str, at: datetime) -> bytes:
    """Return the PDF as OFD (转写为版式文件). The same input, the same bytes.

    pdf: of our own typesetter, all fonts embedded; number: 发文字号, or empty; at: the day in China counts.
    Raises Unwritable for a font that is not embedded, and for whatever else cannot be carried over.
    """
    pages = _pages(pdf)
    package = _Package()
    for order, one in enumerate(pages):
        package.add(order, one)
    package.close(pages)
    return _zipped(_entry(package.parts, title, author, number, at) | package.parts, at)


def _pages(pdf: bytes) -> list[Page]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    shelf = Shelf()
    try:
        pages = [page(one, shelf) for one in PdfReader(io.BytesIO(pdf)).pages]
    except (PyPdfError, *_FAILURES) as failure:
        raise Unwritable(_BROKEN) from failure
    if not pages:
        raise Unwritable(_BROKEN)
    return pages


class _Package:
    """The parts of the document (部件), and the numbers of what stands in them."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}
        self._last = 0
        self._fonts: dict[int, tuple[int, Face]] = {}
        self._media: dict[int, tuple[int, File]] = {}
        self._pages: list[int] = []

    def new(self) -> int:
        """Return the next number."""
        self._last += 1
        return self._last

    def font(self, face: Face) -> int:
        """Return the number of a font; the font is embedded once."""
        return self._once(self._fonts, face)

    def media(self, file: File) -> int:
        """Return the number of a picture; the picture is embedded once."""
        return self._once(self._media, file)

    def _once(self, listed: dict[int, tuple[int, Embedded]], one: Embedded) -> int:
        if id(one) not in listed:
            listed[id(one)] = self.new(), one
        return listed[id(one)][0]

    def add(self, order: int, one: Page) -> None:
        """Add a page; one that shows nothing has no content."""
        self._pages.append(self.new())
        layer = self.new()
        shown = "".join(written for thing in one.things for written in objects.written(thing, self))
        content = tag("Content", tag("Layer", shown, ID=layer, Type="Body")) if shown else ""
        self.parts[_path(order)] = part("Page", tag("Area", _sheet(one)) + content)

    def close(self, pages: list[Page]) -> None:
        """Add the lists of resources and of pages."""
        common = words("MaxUnitID", str(self._last)) + tag("PageArea", _sheet(pages[0]))
        common += self._listed("PublicRes", "Fonts", self._font_list())
        common += self._listed("DocumentRes", "MultiMedias", self._media_list())
        listed = "".join(
            tag("Page", ID=key, BaseLoc=_path(order).removeprefix(f"{_FOLDER}/"))
            for order, key in enumerate(self._pages)
        )
        self.parts[f"{_FOLDER}/Document.xml"] = part("Document", tag("CommonData", common) + tag("Pages", listed))

    def _listed(self, name: str, kind: str, listed: str) -> str:
        if not listed:
            return ""
        self.parts[f"{_FOLDER}/{name}.xml"] = part("Res", tag(kind, listed), BaseLoc="Res")
        return words(name, f"{name}.xml")

    def _font_list(self) -> str:
        return "".join(
            tag(
                "Font",
                words("FontFile", self._file(f"font_{key}.ttf", face.file)),
                ID=key,
                FontName=face.name,
                FamilyName=face.family,
            )
            for key, face in self._fonts.values()
        )

    def _media_list(self) -> str:
        return "".join(
            tag(
                "MultiMedia",
                words("MediaFile", self._file(f"image_{key}.{_SUFFIX[file.kind]}", file.data)),
                ID=key,
                Type="Image",
                Format=file.kind,
            )
            for key, file in self._media.values()
        )

    def _file(self, name: str, data: bytes) -> str:
        self.parts[f"{_FOLDER}/Res/{name}"] = data
        return name


def _path(order: int) -> str:
    return f"{_FOLDER}/Pages/Page_{order}/Content.xml"


def _sheet(one: Page) -> str:
    return words("PhysicalBox", numbers(0, 0, one.width, one.height))


def _entry(parts: dict[str, bytes], title: str, author: str, number: str, at: datetime) -> dict[str, bytes]:
    """Return where reading begins: what the document is, and where it lies."""
    day = at.astimezone(_CHINA).date().isoformat()
    told = (
        words("DocID", _digest([*parts.values(), *(one.encode() for one in (title, author, number, day))]))
        + "".join(words(name, text) for name, text in (("Title", title), ("Author", author)) if text)
        + words("CreationDate", day)
        + words("Creator", CREATOR)
        + (tag("CustomDatas", words("CustomData", number, Name=NUMBER)) if number else "")
    )
    body = tag("DocInfo", told) + words("DocRoot", f"{_FOLDER}/Document.xml")
    return {"OFD.xml": part("OFD", tag("DocBody", body), Version="1.0", DocType="OFD")}


def _digest(parts: Iterable[bytes]) -> str:
    """Return 32 digits that stand for the content: the same document is always the same."""
    whole = hashlib.sha256()
    for one in parts:
        whole.update(hashlib.sha256(one).digest())
    return whole.hexdigest()[:32]


def _zipped(parts: dict[str, bytes], at: datetime) -> bytes:
    target = io.BytesIO()
    day = max(at.astimezone(_CHINA), _EARLIEST).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, day)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(entry, data)
    return target.getvalue()
