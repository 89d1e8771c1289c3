"""Small PDFs as the typesetter makes them, and what of them stands where: for the tests of writing OFD."""

import ctypes
import io
import zipfile
from datetime import datetime, timedelta, timezone
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

import pypdf
import pypdfium2
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject
from pypdfium2 import raw

from zhongshu.gongwen.read.ofd import codes, document
from zhongshu.gongwen.read.tests import sheets
from zhongshu.gongwen.typeset.ofd.writing import to_ofd

AT = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
MILLIMETRES = 25.4 / 72


class Sign(NamedTuple):
    """A character and where it stands, in millimetres from the top left corner of its page."""

    page: int
    text: str
    x: float
    y: float


def pdf(body, **named):
    """Return a PDF of a body in Typst's markup."""
    return sheets.pdf(body, **named)


def ofd(source, *, title="关于做好供暖工作的通知", author="江海市人民政府", number="江政发〔2026〕15号", at=AT):
    """Return the OFD of a body in Typst's markup, or of a PDF."""
    source = source if isinstance(source, bytes) else pdf(source)
    return to_ofd(source, title=title, author=author, number=number, at=at)


def changed(change, body="正文"):
    """Return a PDF of the typesetter after somebody else had it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(body)))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def with_content(written):
    """Return what gives the first page of a PDF another content stream."""

    def change(writer):
        stream = DecodedStreamObject()
        stream.set_data(written)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)

    return change


def with_form(written, *keys):
    """Return what gives the first page a form (Fm0) of 100 points, moved by 10, that has such keys."""

    def change(writer):
        stream = DecodedStreamObject()
        stream.set_data(written)
        stream[NameObject("/Subtype")] = NameObject("/Form")
        stream[NameObject("/BBox")] = ArrayObject(map(NumberObject, (0, 0, 100, 100)))
        stream[NameObject("/Matrix")] = ArrayObject(map(NumberObject, (1, 0, 0, 1, 10, 10)))
        for key in keys:
            stream[NameObject(key)] = DictionaryObject()
        forms = DictionaryObject({NameObject("/Fm0"): writer._add_object(stream)})
        writer.pages[0]["/Resources"][NameObject("/XObject")] = forms

    return change


def parts(package):
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def root(package, name="Doc_0/Pages/Page_0/Content.xml") -> Element:
    """Return the outermost element of a part, all names without their namespace."""
    whole = fromstring(parts(package)[name])
    for element in whole.iter():
        element.tag = element.tag.rpartition("}")[2]
    return whole


def printed(source):
    """Return the characters of a PDF, by PDFium."""
    found = []
    x, y = ctypes.c_double(), ctypes.c_double()
    with pypdfium2.PdfDocument(source) as opened:
        for number, page in enumerate(opened):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                sign = chr(raw.FPDFText_GetUnicode(text, index)).replace("\x02", "-")  # one that ends a line
                if sign.isspace() or not raw.FPDFText_GetTextObject(text, index):
                    continue
                raw.FPDFText_GetCharOrigin(text, index, x, y)
                place = x.value * MILLIMETRES, (page.get_height() - y.value) * MILLIMETRES
                found.append(Sign(number, sign, *place))
    return found


def written(package):
    """Return the characters of an OFD package, by our reader."""
    opened = document.open_documents(io.BytesIO(package))
    found = []
    for number, sheet in enumerate(document.sheets(opened)):
        for thing in sheet.content():
            if thing.kind == "TextObject":
                font = thing.resources.font(thing.element.get("Font"))
                for glyph in (glyph for run in codes.runs(thing.element, font) for glyph in run):
                    found += [Sign(number, glyph.text, *thing.matrix.point(glyph.x, glyph.y))] * bool(
                        glyph.text.strip()
                    )
    return found
