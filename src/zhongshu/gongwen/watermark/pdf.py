"""PDF: a page of nothing but the watermark, set by the typesetter, is drawn over each page; no stream is touched."""

from datetime import datetime
from io import BytesIO
from typing import Any

from zhongshu.gongwen.paper.typesetting import typeset
from zhongshu.gongwen.watermark.marks import Mark, Unmarkable

NAME = "/ZhongshuMark"
SIGNED = "该文件带有电子签名或电子印章，加水印会使签名失效。"
ENCRYPTED = "该文件已加密，不能加水印。"
BROKEN = "该文件已损坏或不合规范，不能加水印。"


def stamp(content: bytes, mark: Mark, at: datetime) -> bytes:
    """Return a copy with the watermark over every page. Raises Unmarkable."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(content))
        _check(reader)
        writer = PdfWriter(clone_from=reader)
        _draw(writer, mark, at)
        made = BytesIO()
        writer.write(made)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        raise Unmarkable(BROKEN) from fault
    return made.getvalue()


def _check(reader: Any) -> None:
    if reader.is_encrypted:
        raise Unmarkable(ENCRYPTED)
    form = reader.root_object.get("/AcroForm")
    fields = form.get_object().get("/Fields", ()) if form else ()
    if any(_is_signed(field.get_object()) for field in fields):
        raise Unmarkable(SIGNED)


def _is_signed(field: Any) -> bool:
    return (field.get("/FT") == "/Sig" and "/V" in field) or any(
        _is_signed(kid.get_object()) for kid in field.get("/Kids", ())
    )


def _draw(writer: Any, mark: Mark, at: datetime) -> None:
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    overlays = _overlays(writer, mark, at)
    before = DecodedStreamObject()
    before.set_data(b"q\n")
    opening = writer._add_object(before)  # what a page leaves undone must not move the watermark
    for page in writer.pages:
        box = page.cropbox
        after = DecodedStreamObject()
        after.set_data(f"\nQ q 1 0 0 1 {float(box.left)} {float(box.bottom)} cm {NAME} Do Q\n".encode())
        written = page.get("/Contents")
        found = written.get_object() if written is not None else ArrayObject()
        streams = list(found) if isinstance(found, list) else [written]
        page[NameObject("/Contents")] = ArrayObject([opening, *streams, writer._add_object(after)])
        shared = page.get("/Resources") or _inherited(page)
        known: Any = shared.get_object() if shared else {}
        resources = DictionaryObject(known)
        objects: Any = resources["/XObject"].get_object() if "/XObject" in resources else {}
        drawn = DictionaryObject(objects)
        drawn[NameObject(NAME)] = overlays[_size(box)]
        resources[NameObject("/XObject")] = drawn
        page[NameObject("/Resources")] = resources


def _inherited(page: Any) -> Any:
    """Return the resources that a page has from the nodes above it, or None."""
    above = page.get("/Parent")
    while above is not None:
        node = above.get_object()
        if "/Resources" in node:
            return node["/Resources"]
        above = node.get("/Parent")
    return None


def _overlays(writer: Any, mark: Mark, at: datetime) -> dict[tuple[int, int], Any]:
    """Return the watermark as a form for each size of page, in points, within the document that is written."""
    from pypdf import PdfReader
    from pypdf.generic import ArrayObject, DecodedStreamObject, FloatObject, NameObject

    sizes = sorted({_size(page.cropbox) for page in writer.pages})
    content = {"sizes": sizes, "watermark": mark.words, "foot": ""}
    pages: Any = PdfReader(BytesIO(typeset("watermark", content, fonts=mark.fonts, at=at))).pages
    forms = {}
    for size, page in zip(sizes, pages, strict=True):
        form = DecodedStreamObject()
        form.set_data(page.get_contents().get_data())
        form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        form[NameObject("/BBox")] = ArrayObject([FloatObject(0), FloatObject(0), *map(FloatObject, size)])
        form[NameObject("/Resources")] = page["/Resources"].clone(writer)
        forms[size] = writer._add_object(form.flate_encode())
    return forms


def _size(box: Any) -> tuple[int, int]:
    return round(float(box.width)) or 1, round(float(box.height)) or 1
