"""Macros in old office files (宏): Excel 4.0 sheets, and VBA packed within slides."""

import struct
import zlib

import pytest

from zhongshu.files import rules
from zhongshu.files.rules import content
from zhongshu.files.rules.kinds import KINDS, OLE
from zhongshu.files.tests.compounds import compound, records, slide_record

BOF, SHEET, PASSWORD, EOF = 0x0809, 0x0085, 0x002F, 0x000A
FILLING = 0x00FC
VBA = "_VBA_PROJECT".encode("utf-16-le")
WRITER = bytes(700) + VBA + bytes(700)


def workbook(kind: int = 0, part: int = 0x10, *more: tuple[int, bytes]) -> bytes:
    """Return a workbook with one sheet, said to be of a kind, that begins as a part of some sort."""
    begun = (BOF, struct.pack("<HH", 0x0600, 0x05) + bytes(12))

    def globals_(place: int) -> bytes:
        return records(begun, *more, (SHEET, struct.pack("<IBB", place, 0, kind) + b"\x01\x00A"), (EOF, b""))

    return globals_(len(globals_(0))) + records((BOF, struct.pack("<HH", 0x0600, part) + bytes(12)), (EOF, b""))


def slides(note: int = 0, *objects: bytes) -> bytes:
    """Return slides that say whether they have macros, and hold some objects."""
    told = slide_record(0x0400, struct.pack("<III", 0, note, 2), 2)
    document = slide_record(0x03E8, slide_record(0x07D0, slide_record(0x03FF, told, 0x1F), 0x0F), 0x0F)
    return document + b"".join(objects)


def packed(body: bytes) -> bytes:
    return slide_record(0x1011, struct.pack("<I", len(body)) + zlib.compress(body), 0x10)


@pytest.fixture
def check(tmp_path):
    def check(suffix, content_):
        path = tmp_path / "file"
        path.write_bytes(content_)
        with path.open("rb") as file:
            content.check_content(file, KINDS[suffix], f"统计.{suffix}")

    return check


@pytest.mark.parametrize(
    ("suffix", "content_"),
    [
        ("xls", compound(Workbook=workbook())),
        ("xls", compound(Workbook=workbook(0, 0x10, (FILLING, bytes(6000))))),
        ("et", compound(Book=workbook())),
        ("ppt", compound(PowerPoint_Document=slides())),
        ("ppt", compound(PowerPoint_Document=slides(0, packed(bytes(9000))))),
        ("doc", compound(WordDocument=bytes(9000))),
    ],
)
def test_what_has_none_is_taken(check, suffix, content_):
    check(suffix, content_)


@pytest.mark.parametrize(
    ("suffix", "content_", "plain"),
    [
        ("xls", compound(Workbook=workbook(1)), "XLSX"),
        ("xls", compound(Workbook=workbook(0, 0x40)), "XLSX"),
        ("xls", compound(Workbook=workbook(1, 0x40, (FILLING, bytes(6000)))), "XLSX"),
        ("et", compound(Workbook=workbook(), Book=workbook(1)), "XLSX"),
        ("ppt", compound(PowerPoint_Document=slides(1)), "PPTX"),
        ("ppt", compound(PowerPoint_Document=slides(0, packed(bytes(200_000)), packed(WRITER))), "PPTX"),
        ("ppt", compound(PowerPoint_Document=slides(0, packed(bytes(2_000_000) + VBA))), "PPTX"),
        ("doc", compound(WordDocument=bytes(9000), Notes=WRITER), "DOCX"),
    ],
)
def test_macros_are_refused_with_the_name_and_what_to_do(check, suffix, content_, plain):
    with pytest.raises(rules.WrongKind) as refused:
        check(suffix, content_)
    assert f"文件“统计.{suffix}”中带有宏" in refused.value.sentence
    assert f"另存为不带宏的 {plain} 文件后重新上传" in refused.value.sentence


@pytest.mark.parametrize(
    ("suffix", "content_"),
    [
        ("xls", compound(Workbook=workbook(1, 0x40, (PASSWORD, bytes(54))))),
        ("ppt", compound(PowerPoint_Document=slides(), EncryptedSummary=bytes(80))),
    ],
)
def test_what_nobody_can_look_into_is_refused(check, suffix, content_):
    with pytest.raises(rules.WrongKind, match=f"“统计.{suffix}”设有密码"):
        check(suffix, content_)


def test_a_file_that_leads_nowhere_or_in_circles_ends_the_search(check):
    whole = bytearray(compound(Workbook=workbook(1, 0x40, (FILLING, bytes(6000)))))
    circle = whole.copy()
    circle[512 + 4 : 512 + 8] = struct.pack("<I", 1)
    nowhere = whole.copy()
    nowhere[0x30:0x34] = struct.pack("<I", 10**6)
    for broken in (circle, nowhere, whole[:700], whole[:1024], OLE + b"\xff" * 504):
        check("xls", bytes(broken))
