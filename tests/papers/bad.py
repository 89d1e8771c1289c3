"""Files meant to hurt (异常文件): broken, locked, absurdly large, hostile, or something else than their name says.

Each function returns the bytes of one file. None of them needs a program that could have made it.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from PIL import Image
from tests.papers import library, ofd, render, word
from tests.papers.letter import Letter

GIGABYTE = 1024**3
DOCUMENT = "word/document.xml"
_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")  # ISO 32000-1 7.6.3.3
_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">%s]>' % (
    b"ha" * 50,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9)),
)

_KOREAN = Letter(
    key="korean",
    genre="",
    heading="상수도 개선 공사에 관한 안내",
    issuers=("청계현 인민정부",),
    mark="청계현 인민정부",
    date="2026-03-02",
    dated="2026. 3. 2.",
    body=("관계 기관은 협조하여 주시기 바랍니다.", "공사 기간은 4월부터 6월까지입니다."),
)


# --- PDF --------------------------------------------------------------------------------------------------------


def broken_pdf() -> bytes:
    """Return what begins as a PDF and goes on as noise."""
    return b"%PDF-1.7\n" + hashlib.shake_128(b"noise").digest(40_000)


def truncated_pdf() -> bytes:
    """Return the first part of a PDF, as it is left when a transfer breaks off."""
    whole = render.as_pdf(library.letter("notice"))
    return whole[: len(whole) // 4]


def locked_pdf(password: bytes = b"secret") -> bytes:
    """Return a PDF whose content is encrypted with RC4 (revision 2); an empty password opens by itself."""
    owner, rights, name = _PADDING, -4, b"0123456789abcdef"
    key = hashlib.md5((password + _PADDING)[:32] + owner + struct.pack("<i", rights) + name).digest()[:5]
    user, number = _rc4(key, _PADDING), 4
    content = _rc4(hashlib.md5(key + struct.pack("<I", number)[:3] + b"\0\0").digest()[:10], _words("Sealed words"))
    guard = b"<</Filter/Standard/V 1/R 2/P %d/O<%s>/U<%s>>>" % (rights, owner.hex().encode(), user.hex().encode())
    return _pdf(1, content, b"/Encrypt %s/ID[<%s><%s>]" % (guard, *[name.hex().encode()] * 2))


def long_pdf(pages: int = 2000) -> bytes:
    """Return a PDF of very many pages that all say the same."""
    return _pdf(pages, _words("The same page again and again"))


def _words(text: str) -> bytes:
    return b"BT /F 12 Tf 72 720 Td (%s) Tj ET" % text.encode()


def _pdf(pages: int, content: bytes, trailer: bytes = b"") -> bytes:
    """Return a PDF: objects 1 catalogue, 2 pages, 3 font, 4 content, then the pages."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    sheet = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 3 0 R>>>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        *[sheet] * pages,
    )
    made, table = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        table.append(b"%010d 00000 n \n" % len(made))
        made += b"%d 0 obj %s endobj\n" % (number, body)
    count = len(objects) + 1
    tail = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (count, trailer, len(made))
    return bytes(made) + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, b"".join(table)) + tail


def _rc4(key: bytes, plain: bytes) -> bytes:
    state, at = list(range(256)), 0
    for n in range(256):
        at = (at + state[n] + key[n % len(key)]) % 256
        state[n], state[at] = state[at], state[n]
    made, left, right = bytearray(), 0, 0
    for sign in plain:
        left = (left + 1) % 256
        right = (right + state[left]) % 256
        state[left], state[right] = state[right], state[left]
        made.append(sign ^ state[(state[left] + state[right]) % 256])
    return bytes(made)


# --- packages ---------------------------------------------------------------------------------------------------


def locked_docx() -> bytes:
    """Return a DOCX behind a password: a compound file with the streams that such a one has, without their content."""
    # name, kind (5 root, 2 stream), right sibling, child
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB3i", 2 * len(name) + 2, kind, 1, -1, right, child)
        + struct.pack("<36xIQ", 0xFFFFFFFE, 0)
        for name, kind, right, child in (
            ("Root Entry", 5, -1, 1),
            ("EncryptionInfo", 2, 2, -1),
            ("EncryptedPackage", 2, -1, -1),
        )
    )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", 0)
    table = struct.pack("<2I", 0xFFFFFFFD, 0xFFFFFFFE)
    return head.ljust(512, b"\xff") + table.ljust(512, b"\xff") + entries.ljust(512, b"\0")


def bomb(parts: Mapping[str, bytes], swollen: str) -> bytes:
    """Return a ZIP of these parts and one that inflates to two gigabytes, and whose header says so."""
    return _zip([(name, content, None) for name, content in parts.items()] + [(swollen, _zeros(2), 2 * GIGABYTE)])


def liar(parts: Mapping[str, bytes], swollen: str) -> bytes:
    """Return such a ZIP whose header promises a thousand bytes."""
    return _zip([(name, content, None) for name, content in parts.items()] + [(swollen, _zeros(2), 1000)])


def bomb_docx() -> bytes:
    """Return a DOCX whose body is such a bomb."""
    return bomb({"[Content_Types].xml": _docx_parts()["[Content_Types].xml"]}, DOCUMENT)


def lying_docx() -> bytes:
    """Return a DOCX whose body is a bomb with a false header."""
    return liar({"[Content_Types].xml": _docx_parts()["[Content_Types].xml"]}, DOCUMENT)


def bomb_ofd() -> bytes:
    """Return an OFD package whose first page is such a bomb."""
    made = ofd.parts([[(28, 40, 5.6, "文字")]])
    del made[ofd.PAGE.format(0)]
    return bomb(made, ofd.PAGE.format(0))


def zip_of_zips(depth: int = 6) -> bytes:
    """Return a ZIP that holds a ZIP that holds a ZIP and so on."""
    content = b"the core"
    for number in range(depth):
        content = ofd.pack({f"{number}.zip" if number else "core.txt": content})
    return content


def climbing_docx() -> bytes:
    """Return a DOCX with parts that would land outside of the folder they are unpacked to."""
    return ofd.pack(_docx_parts() | {"../../../climbed.txt": b"outside", "/climbed.txt": b"outside"})


def climbing_ofd() -> bytes:
    """Return an OFD whose second page is said to lie far outside of the package."""
    made = ofd.parts([[(28, 40, 5.6, "包内文字")], [(28, 40, 5.6, "第二页")]])
    made["Doc_0/Document.xml"] = made["Doc_0/Document.xml"].replace(
        b"Pages/Page_1/Content.xml", b"../../../../../../etc/passwd"
    )
    return ofd.pack(made)


def lame_ofd() -> bytes:
    """Return an OFD whose second page is missing."""
    made = ofd.parts([[(28, 40, 5.6, "包内文字")], [(28, 40, 5.6, "第二页")]])
    del made[ofd.PAGE.format(1)]
    return ofd.pack(made)


def headless_ofd() -> bytes:
    """Return an OFD without its document."""
    made = ofd.parts([[(28, 40, 5.6, "包内文字")]])
    del made["Doc_0/Document.xml"]
    return ofd.pack(made)


def restless_docx(address: str) -> bytes:
    """Return a DOCX with macros, and with a template, a picture and a part to be fetched from an address."""
    parts = _docx_parts()
    place, kinds = "word/_rels/document.xml.rels", ("attachedTemplate", "image", "aFChunk", "hyperlink", "subDocument")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    away = "".join(
        f'<Relationship Id="away{n}" Type="{base}/{kind}" Target="{address}/{kind}" TargetMode="External"/>'
        for n, kind in enumerate(kinds)
    )
    field = f'<w:p><w:fldSimple w:instr="INCLUDETEXT &quot;{address}/field&quot;"/></w:p><w:altChunk r:id="away2"/>'
    parts[place] = parts[place].replace(b"</Relationships>", away.encode() + b"</Relationships>")
    parts[DOCUMENT] = parts[DOCUMENT].replace(b"<w:sectPr", field.encode() + b"<w:sectPr", 1)
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    return ofd.pack(parts | {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048)})


def pageless_ofd() -> bytes:
    """Return an OFD of nothing but its entry."""
    return ofd.pack({"OFD.xml": ofd.parts([[]])["OFD.xml"]})


def laughing_docx() -> bytes:
    """Return a DOCX whose body is an entity that grows a billion times."""
    return ofd.pack(_docx_parts() | {DOCUMENT: _LAUGHS + b"<x>&j;</x>"})


def laughing_ofd() -> bytes:
    """Return an OFD whose document is such an entity."""
    return ofd.pack(ofd.parts([[(28, 40, 5.6, "文字")]]) | {"Doc_0/Document.xml": _LAUGHS + b"<x>&j;</x>"})


def _docx_parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(word.as_docx(library.letter("request")))) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zeros(gigabytes: int) -> bytes:
    """Return a raw deflate stream of so many gigabytes of zeros: one flushed block again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1024**2)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (1024 * gigabytes) + packer.flush()


def _zip(members: Iterable[tuple[str, bytes, int | None]]) -> bytes:
    """Return a ZIP. A member with a size is deflated already; its checksum would take seconds and is left out."""
    made, table, count = bytearray(), bytearray(), 0
    for name, content, size in members:
        crc = zlib.crc32(content) if size is None else 0
        fields = struct.pack(
            "<5H3I2H", 20, 0x800, 0 if size is None else 8, 0, 0x21, crc, len(content),
            len(content) if size is None else size, len(name.encode()), 0,
        )  # fmt: skip
        table += b"PK\x01\x02\x14\0" + fields + struct.pack("<3H2I", 0, 0, 0, 0, len(made)) + name.encode()
        made += b"PK\x03\x04" + fields + name.encode() + content
        count += 1
    end = struct.pack("<4H2IH", 0, 0, count, count, len(table), len(made), 0)
    return bytes(made + table) + b"PK\x05\x06" + end


# --- pictures and others ----------------------------------------------------------------------------------------


def huge_picture(side: int = 20_000) -> bytes:
    """Return a small PNG of very many black and white pixels."""
    return _png(Image.new("1", (side, side), 1))


def blank_scan() -> bytes:
    """Return a picture of an empty sheet."""
    return _png(Image.new("RGB", (1240, 1754), "white"))


def torn_picture() -> bytes:
    """Return the first third of a JPEG."""
    (whole,) = render.as_pictures(library.letter("answer"), dpi=100)
    return whole[: len(whole) // 3]


def sound() -> bytes:
    """Return a recorded call: an MP3 of silence."""
    return b"ID3\x04\0\0\0\0\0\0" + (b"\xff\xfb\x90\x64" + bytes(413)) * 40


def mixed_text() -> bytes:
    """Return a letter whose lines are UTF-8 and GB18030 in turn, as files that were pasted together are."""
    lines = render.as_text(library.letter("request")).decode().split("\n")
    return b"\n".join(line.encode("gb18030" if n % 2 else "utf-8") for n, line in enumerate(lines))


def korean_text() -> bytes:
    """Return a letter in another language."""
    return render.as_text(_KOREAN)


def korean_picture() -> bytes:
    """Return a scan of that letter."""
    (picture,) = render.as_pictures(_KOREAN, dpi=100, seal=False)
    return picture


def _png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
