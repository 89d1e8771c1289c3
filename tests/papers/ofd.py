"""OFD packages of our own writing (GB/T 33190-2016): `ofd(…)` is one that conforms, `parts(…)` the same to damage.

A page is a list of pieces `(x, y, size, text)` or `(x, y, size, text, red)`: millimetres from the top left corner,
y of the baseline, size of the type. Whatever else a test needs it writes as XML (`extra`) or as a part of its own.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

NAMESPACE = "http://www.ofdspec.org/2016"
PAGE = "Doc_0/Pages/Page_{}/Content.xml"

Piece = tuple[float, float, float, str] | tuple[float, float, float, str, bool]
Parts = dict[str, bytes]

# A short letter on two pages.
LETTER: list[list[Piece]] = [
    [
        (40, 40, 14, "江海市人民政府文件", True),
        (80, 75, 5.6, "江政发〔2026〕15号"),
        (60, 105, 7.7, "关于开展检查的通知"),
    ],
    [(28, 40, 5.6, "请于2026年3月1日前报送。"), (28, 50, 5.6, "江海市人民政府"), (28, 60, 5.6, "2026年2月3日")],
]


def ofd(pages: Sequence[Sequence[Piece]], **settings: object) -> bytes:
    """Return a package of these pages; the settings are those of `parts`."""
    return pack(parts(pages, **settings))


def pack(contents: Mapping[str, bytes | str]) -> bytes:
    """Return the parts as one ZIP."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return target.getvalue()


def parts(
    pages: Sequence[Sequence[Piece]],
    *,
    width: float = 210,
    height: float = 297,
    extra: Mapping[int, str] | None = None,
    template: Sequence[Piece] = (),
    annotations: Mapping[int, str] | None = None,
    images: Mapping[str, bytes] | None = None,
    fonts: Mapping[str, bytes] | None = None,
    resources: str = "",
    attachments: Sequence[str] = (),
    seal: bytes | None = None,
    seal_box: str = "120 200 40 40",
) -> Parts:
    """Return the parts of a package by name.

    extra: objects as XML by page, counted from 0; template: pieces behind every page; annotations: an appearance as
    XML by page; images: bytes by file name, with the resource ids 101, 102, …; fonts: bytes by file name, with the
    ids 11, 12, … (font 10 is 宋体 and not embedded); resources: further XML of PublicRes; attachments: names of files
    inside the package; seal: a signed value stamped on the first page at `seal_box`.
    """
    extra, annotations, images, fonts = extra or {}, annotations or {}, images or {}, fonts or {}
    made = {
        "OFD.xml": _root(signed=seal is not None),
        "Doc_0/Document.xml": _document(len(pages), width, height, template, annotations, attachments),
        "Doc_0/PublicRes.xml": _public(fonts, resources),
        "Doc_0/DocumentRes.xml": _media(images),
        **{PAGE.format(number): _page(pieces, extra.get(number, ""), template) for number, pieces in enumerate(pages)},
        **{f"Doc_0/Res/{name}": content for name, content in {**images, **fonts}.items()},
    }
    if template:
        made["Doc_0/Tpls/Tpl_0/Content.xml"] = _page(template, "", ())
    if annotations:
        made |= _annotations(annotations)
    if attachments:
        made |= _attachments(attachments)
    if seal is not None:
        made |= _signature(seal, seal_box)
    return made


def text_object(x: float, y: float, size: float, text: str, red: bool = False, *, font: int = 10) -> str:
    """Return a text object whose only text code stands at (x, y)."""
    colour = '<ofd:FillColor Value="238 32 37"/>' if red else ""
    steps = " ".join(f"{_advance(sign, size):g}" for sign in text[:-1])
    return (
        f'<ofd:TextObject ID="9" Boundary="{x:g} {y - size:g} {sum(_advance(sign, size) for sign in text):g} '
        f'{size * 1.2:g}" Font="{font}" Size="{size:g}">{colour}'
        f'<ofd:TextCode X="0" Y="{size:g}" DeltaX="{steps}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def image_object(box: tuple[float, float, float, float], resource: int = 101) -> str:
    """Return an image object; box is left, top, width and height."""
    boundary = " ".join(f"{value:g}" for value in box)
    return (
        f'<ofd:ImageObject ID="8" Boundary="{boundary}" CTM="{box[2]:g} 0 0 {box[3]:g} 0 0" ResourceID="{resource}"/>'
    )


def glyphs(text: str, changes: str) -> str:
    """Return a text object in the first embedded font; changes: what `change` made."""
    return text_object(20, 20, 5, text, font=11).replace("<ofd:TextCode", f"{changes}<ofd:TextCode")


def change(numbers: str, **attributes: int) -> str:
    """Return a change of glyphs (字形变换)."""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<ofd:CGTransform{said}><ofd:Glyphs>{numbers}</ofd:Glyphs></ofd:CGTransform>"


def font(signs: Mapping[str, str]) -> bytes:
    """Return a font whose glyphs 1, 2, … have these names and are these characters; each is a square."""
    pen = TTGlyphPen(None)
    for step, point in enumerate([(0, 0), (500, 0), (500, 500), (0, 500)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    names = [".notdef", *signs]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(sign): name for name, sign in signs.items() if sign})
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupPost()
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


def bare_font() -> bytes:
    """Return a font of outlines alone (CFF) whose glyph 1 is a triangle."""
    pen = T2CharStringPen(500, None)
    for step, point in enumerate([(0, 0), (500, 0), (500, 500)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    names = [".notdef", "uni516C"]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(names)
    builder.setupCFF("Bare", {}, dict.fromkeys(names, pen.getCharString()), {})
    return builder.font.getTableData("CFF ")


def signed_value(picture: bytes, *, kind: bytes = b"png", width: int = 40, height: int = 40) -> bytes:
    """Return a signed value that holds a seal with this picture, in the form of GB/T 38540-2020, without meaning."""
    header = _der(0x30, _der(0x16, b"ES"), _der(0x02, b"\x04"), _der(0x16, b"Zhongshu"))
    look = _der(0x30, _der(0x16, kind), _der(0x04, picture), _integer(width), _integer(height))
    info = _der(0x30, header, _der(0x16, b"seal-1"), _der(0x30, _der(0x02, b"\x01"), _der(0x0C, "测试".encode())), look)
    seal = _der(0x30, info, _der(0x04, b"certificate"), _der(0x06, b"\x2a"), _der(0x03, b"\x00signature"))
    return _der(0x30, _der(0x30, _der(0x02, b"\x04"), seal, _der(0x18, b"20260101000000Z")), _der(0x04, b"certificate"))


def _der(tag: int, *contents: bytes) -> bytes:
    body = b"".join(contents)
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (size if len(body) < 0x80 else bytes([0x80 | len(size)]) + size) + body


def _integer(value: int) -> bytes:
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _advance(sign: str, size: float) -> float:
    return size / 2 if sign.isascii() else size


def _xml(element: str, body: str, attributes: str = "") -> bytes:
    opening = f'<ofd:{element} xmlns:ofd="{NAMESPACE}"{attributes}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}{body}</ofd:{element}>'.encode()


def _root(*, signed: bool) -> bytes:
    signatures = "<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>" if signed else ""
    body = f"<ofd:DocInfo><ofd:DocID>{'0' * 32}</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
    return _xml("OFD", f"<ofd:DocBody>{body}{signatures}</ofd:DocBody>", ' Version="1.0" DocType="OFD"')


def _document(
    count: int, width: float, height: float, template: object, annotations: object, attachments: object
) -> bytes:
    pages = "".join(f'<ofd:Page ID="{n + 1}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(count))
    behind = '<ofd:TemplatePage ID="900" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    return _xml(
        "Document",
        "<ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {width:g} {height:g}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        f"{behind}</ofd:CommonData><ofd:Pages>{pages}</ofd:Pages>"
        + ("<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>" if annotations else "")
        + ("<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>" if attachments else ""),
    )


def _public(fonts: Mapping[str, bytes], resources: str) -> bytes:
    embedded = "".join(
        f'<ofd:Font ID="{11 + n}" FontName="F{n}"><ofd:FontFile>{name}</ofd:FontFile></ofd:Font>'
        for n, name in enumerate(fonts)
    )
    listed = f'<ofd:Fonts><ofd:Font ID="10" FontName="宋体" FamilyName="宋体"/>{embedded}</ofd:Fonts>'
    return _xml("Res", listed + resources, ' BaseLoc="Res"')


def _media(images: Mapping[str, bytes]) -> bytes:
    listed = "".join(
        f'<ofd:MultiMedia ID="{101 + n}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
        for n, name in enumerate(images)
    )
    return _xml("Res", f"<ofd:MultiMedias>{listed}</ofd:MultiMedias>", ' BaseLoc="Res"')


def _page(pieces: Sequence[Piece], extra: str, template: object) -> bytes:
    behind = '<ofd:Template TemplateID="900" ZOrder="Background"/>' if template else ""
    texts = "".join(text_object(*piece) for piece in pieces)
    return _xml("Page", f'{behind}<ofd:Content><ofd:Layer ID="5">{texts}{extra}</ofd:Layer></ofd:Content>')


def _annotations(annotations: Mapping[int, str]) -> Parts:
    listed = "".join(
        f'<ofd:Page PageID="{n + 1}"><ofd:FileLoc>Page_{n}/Annotation.xml</ofd:FileLoc></ofd:Page>' for n in annotations
    )
    return {"Doc_0/Annots/Annotations.xml": _xml("Annotations", listed)} | {
        f"Doc_0/Annots/Page_{n}/Annotation.xml": _xml(
            "PageAnnot",
            f'<ofd:Annot ID="{800 + n}" Type="Watermark"><ofd:Appearance Boundary="0 0 210 297">{look}'
            "</ofd:Appearance></ofd:Annot>",
        )
        for n, look in annotations.items()
    }


def _attachments(names: Sequence[str]) -> Parts:
    listed = "".join(
        f'<ofd:Attachment ID="{700 + n}" Name="{escape(name)}"><ofd:FileLoc>{n}.bin</ofd:FileLoc></ofd:Attachment>'
        for n, name in enumerate(names)
    )
    files = {f"Doc_0/Attachs/{n}.bin": b"attached" for n in range(len(names))}
    return {"Doc_0/Attachs/Attachments.xml": _xml("Attachments", listed)} | files


def _signature(seal: bytes, box: str) -> Parts:
    signed = f'<ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="1" Boundary="{box}"/></ofd:SignedInfo>'
    return {
        "Doc_0/Signs/Signatures.xml": _xml(
            "Signatures", '<ofd:Signature ID="1" Type="Seal" BaseLoc="/Doc_0/Signs/Sign_0/Signature.xml"/>'
        ),
        "Doc_0/Signs/Sign_0/Signature.xml": _xml(
            "Signature", signed + "<ofd:SignedValue>/Doc_0/Signs/Sign_0/SignedValue.dat</ofd:SignedValue>"
        ),
        "Doc_0/Signs/Sign_0/SignedValue.dat": seal,
    }
