import io
import zipfile

import pytest

from zhongshu.gongwen.read import formats
from zhongshu.gongwen.read.model import Unreadable

TYPES = "[Content_Types].xml"


def package(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "<a/>")
    return file.getvalue()


def streams(*names):
    """An OLE file whose directory holds these streams: a header of 512 bytes, entries of 128."""
    entries = (
        name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + bytes(62)
        for name in ("Root Entry", *names)
    )
    return formats.OLE.ljust(512, b"\0") + b"".join(entries)


def sniff(data, name="来文"):
    source = io.BytesIO(data)
    try:
        return formats.sniff(source, name)
    finally:
        assert source.tell() == 0


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"%PDF-1.7\n", "pdf"), (b"\xef\xbb\xbf\n%PDF-1.4", "pdf"), ("关于印发".encode(), "txt"),
        ("关于印发".encode("gb18030"), "txt"), ("关于印发".encode("utf-16"), "txt"), (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"), (b"II*\x00", "image"), (b"GIF89a", "image"), (b"RIFF\0\0\0\0WEBP", "image"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", "image"), (b"BMW is a car, and this a text", "txt"),
        ("MZ区防汛方案".encode(), "txt"), ("网址和网页的WEBP图片".encode("gbk"), "txt"),
        (b"{\\rtf1 }", "office"), (streams("1Table", "WordDocument"), "office"), (streams("CONTENTS"), "office"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', "office"),
        (package("mimetype", "content.xml", "styles.xml"), "office"),
        (package("/OFD.XML", "Doc_0/Document.xml"), "ofd"),
        (package(TYPES, "word/document.xml"), "docx"),
        (package(TYPES, "xl/sheet.xml", "word/document.xml"), "docx"), ("正文提到<w:wordDocument".encode(), "txt"),
        (package("word/通知.txt", "附件.pdf"), "zip"), (package(), "zip"),
    ],
)  # fmt: skip
def test_the_bytes_tell_the_format(data, format):
    assert sniff(data) == format
    assert sniff(data, "名称.pdf") == format


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "空.pdf", "文件是空的"),
        (b"ID3\x04" + bytes(200), "来文.pdf", "文件内容不是 PDF，而是音频文件，不能识读。"),
        (b"ID3\x04" + bytes(200), "录音.mp3", "这是音频文件，不能识读。"),
        (b"RIFF\0\0\0\0WAVE", "a", "音频文件"), (b"\0\0\0\x18ftypisom", "a", "视频文件"),
        (b"\0\0\0\x18ftypheic", "a", "HEIC 图片，不能识读。请另存为 JPG"),
        (b"Rar!\x1a\x07\0", "a", "请改用 ZIP 压缩包"),
        (b"MZ\x90\0" + bytes(60), "通知.docx", "不是 DOCX，而是可执行程序"),
        (bytes(range(256)) * 9, "通知.ofd", "不是 OFD，不能识读"),
        (bytes(range(256)) * 9, "通知", "文件的格式无法辨认"), (b"<!DOCTYPE html><p>a", "a.doc", "而是网页"),
        (b"\xef\xbb\xbf\n<HTML>", "a", "这是网页"), (package(TYPES, "FixedDocSeq.fdseq"), "a", "格式无法辨认"),
        (package(TYPES, "xl/workbook.xml"), "表.xlsx", "这是电子表格，不能识读"),
        (package(TYPES, "ppt/presentation.xml"), "汇报.docx", "不是 DOCX，而是演示文稿"),
        (streams("Workbook"), "表.xls", "这是电子表格"), (streams("PowerPoint Document"), "a", "演示文稿"),
        (streams("EncryptionInfo", "EncryptedPackage"), "通知.docx", "文件设有密码"),
        (package(TYPES, "word/document.xml")[:-30], "通知.docx", "已损坏或没有传完"),
    ],
)  # fmt: skip
def test_a_sentence_says_what_it_is_instead(data, name, sentence):
    with pytest.raises(Unreadable, match=sentence):
        sniff(data, name)


def test_a_name_in_running_text_is_no_stream():
    assert sniff(streams("WordDocument") + b"\0" + streams("EncryptedPackage")) == "office"


def test_a_stream_is_found_across_the_seam_of_two_reads(monkeypatch):
    for chunk in range(640, 900, 2):
        monkeypatch.setattr(formats, "CHUNK", chunk)
        with pytest.raises(Unreadable, match="密码"):
            sniff(streams("WordDocument", "EncryptedPackage"))


def test_an_archive_is_a_zip_that_is_no_document():
    assert formats.is_archive(io.BytesIO(package("a.txt")))
    assert not formats.is_archive(io.BytesIO(package("OFD.xml")))
    assert not formats.is_archive(io.BytesIO("关于".encode()))
