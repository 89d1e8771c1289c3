import pytest

from zhongshu.files import rules
from zhongshu.files.rules import content
from zhongshu.files.rules.kinds import KINDS, OLE
from zhongshu.files.tests.conftest import PDF, package

EXE = b"MZ\x90\x00\x03\x00\x00\x00"
DOCX = package("[Content_Types].xml", "word/document.xml")
RIFF = b"RIFF\x24\x00\x00\x00"
FTYP = b"\x00\x00\x00\x18ftyp"
GENUINE = {
    "pdf": PDF,
    "ofd": package("OFD.xml", "Doc_0/Document.xml"),
    "doc": OLE + bytes(512),
    "docx": DOCX,
    "wps": OLE + bytes(512),
    "et": package("xl/workbook.xml"),
    "xls": OLE + bytes(512),
    "xlsx": package("xl/workbook.xml"),
    "ppt": OLE + bytes(512),
    "pptx": package("ppt/presentation.xml"),
    "txt": "通知".encode("gb18030"),
    "rtf": b"{\\rtf1 }",
    "zip": package("a.txt"),
    "jpg": b"\xff\xd8\xff\xe0",
    "jpeg": b"\xff\xd8\xff\xe1",
    "png": b"\x89PNG\r\n\x1a\n",
    "gif": b"GIF89a",
    "bmp": b"BM",
    "webp": RIFF + b"WEBP",
    "tif": b"II*\x00",
    "tiff": b"MM\x00*",
    "heic": FTYP + b"heic",
    "mp3": b"ID3\x04",
    "wav": RIFF + b"WAVE",
    "m4a": FTYP + b"M4A ",
    "ogg": b"OggS",
    "amr": b"#!AMR\n",
    "mp4": FTYP + b"isom",
    "mov": FTYP + b"qt  ",
    "webm": b"\x1a\x45\xdf\xa3",
    "avi": RIFF + b"AVI ",
}


@pytest.fixture
def check(tmp_path):
    def check(suffix, content_):
        path = tmp_path / "file"
        path.write_bytes(content_)
        with path.open("rb") as file:
            content.check_content(file, KINDS[suffix], f"统计.{suffix}")

    return check


def test_every_kind_has_a_genuine_example():
    assert set(GENUINE) == set(KINDS)


@pytest.mark.parametrize("suffix", GENUINE)
def test_the_genuine_is_taken_and_a_program_is_not(check, suffix):
    check(suffix, GENUINE[suffix])
    with pytest.raises(rules.WrongKind, match="文件内容与后缀不符"):
        check(suffix, EXE)


def test_one_package_does_not_pass_for_another(check):
    for suffix in ("xlsx", "pptx", "ofd"):
        with pytest.raises(rules.WrongKind, match="文件内容与后缀不符"):
            check(suffix, DOCX)
    check("zip", DOCX)
    check("doc", DOCX)


def test_a_file_with_a_password_is_called_that(check):
    with pytest.raises(rules.WrongKind, match="设有密码"):
        check("docx", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"))


def test_utf16_text_is_text(check):
    check("txt", "通知".encode("utf-16"))


MACRO_TYPE = '<Override PartName="/word/harmless.bin" ContentType="application/vnd.ms-office.vbaProject"/>'


@pytest.mark.parametrize("disguised", [EXE, b"<html><script>", b"\xef\xbb\xbf <svg>", b"#!/bin/sh\n", b"\x7fELF\x02"])
def test_a_program_does_not_pass_for_a_pdf_by_its_first_lines(check, disguised):
    with pytest.raises(rules.WrongKind, match="文件内容与后缀不符"):
        check("pdf", disguised + PDF)


def test_macros_are_refused(check):
    for suffix, content_ in [
        ("docx", package("word/document.xml", "word/vbaProject.bin")),
        ("xlsx", package("xl/workbook.xml", "xl/VBAPROJECT.BIN")),
        ("doc", OLE + bytes(512) + "_VBA_PROJECT".encode("utf-16-le")),
        ("doc", package("word/document.xml", "word/vbaProject.bin")),
        ("xls", OLE + bytes(512) + "_VBA_PROJECT_CUR".encode("utf-16-le")),
        ("xlsx", package("xl/workbook.xml", "xl/macrosheets/sheet1.xml")),
        ("docx", package("word/document.xml", "word/harmless.bin", **{"[Content_Types].xml": MACRO_TYPE})),
    ]:
        with pytest.raises(rules.WrongKind, match="带有宏"):
            check(suffix, content_)


def test_a_broken_or_absurd_package_is_refused(check):
    absurd = bytearray(DOCX)
    at = absurd.rfind(b"PK\x05\x06")
    absurd[at + 12 : at + 16] = (1 << 30).to_bytes(4, "little")
    for content_ in (DOCX[:-30], bytes(absurd), b"PK\x03\x04" + bytes(100)):
        with pytest.raises(rules.WrongKind):
            check("docx", content_)
