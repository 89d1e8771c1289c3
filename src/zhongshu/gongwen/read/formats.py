"""Which format a file has (文件格式), told by its bytes: names lie, and programs name one format like another."""

import os
import re
from typing import BinaryIO

from zhongshu.gongwen.read import packages, text
from zhongshu.gongwen.read.model import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = 64 * 1024
CHUNK = 1024 * 1024
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

# Of a bitmap the length of its header too: two letters alone would take a text for a picture.
IMAGES = re.compile(
    rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II\*\x00|MM\x00\*|GIF8[79]a|RIFF.{4}WEBP|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00{3}",
    re.DOTALL,
)
# Formats with pages that can be drawn, and as what `pictures` draws them.
DRAWN = {"pdf": "image/jpeg", "image": "image/jpeg", "ofd": "image/svg+xml"}
# What cannot be read, by what stands at an offset, and the office's word for it.
STRANGERS = (
    (4, b"ftypheic", "HEIC 图片"), (4, b"ftypheix", "HEIC 图片"), (4, b"ftypmif1", "HEIC 图片"),
    (4, b"ftypM4A", "音频文件"), (4, b"ftyp", "视频文件"), (4, b"moov", "视频文件"), (4, b"mdat", "视频文件"),
    (0, b"ID3", "音频文件"), (0, b"\xff\xfb", "音频文件"), (0, b"\xff\xfa", "音频文件"), (0, b"\xff\xf3", "音频文件"),
    (0, b"\xff\xf2", "音频文件"), (0, b"\xff\xf1", "音频文件"), (0, b"\xff\xf9", "音频文件"), (8, b"WAVE", "音频文件"),
    (0, b"OggS", "音频文件"), (0, b"fLaC", "音频文件"), (0, b"#!AMR", "音频文件"), (8, b"AVI ", "视频文件"),
    (0, b"\x1a\x45\xdf\xa3", "视频文件"), (0, b"FLV\x01", "视频文件"), (0, b"Rar!\x1a\x07", "RAR 压缩包"),
    (0, b"7z\xbc\xaf\x27\x1c", "7Z 压缩包"), (0, b"\x1f\x8b", "GZ 压缩包"), (0, b"BZh", "BZ2 压缩包"),
    (0, b"\xfd7zXZ\x00", "XZ 压缩包"), (0, b"MZ", "可执行程序"), (0, b"\x7fELF", "可执行程序"),
)  # fmt: skip
# The folder that an Office Open XML package must have; a document may hold folders of its sheets as well.
FOLDERS = (("word/", "docx"), ("xl/", "电子表格"), ("ppt/", "演示文稿"))
ADVICE = {
    "压缩包": "请改用 ZIP 压缩包，或者解压后逐个上传。",
    "图片": "请另存为 JPG 或 PNG 图片后重新上传。",
    "电子表格": "请把要办理的内容另存为 DOCX 或 PDF 后重新上传。",
    "演示文稿": "请把要办理的内容另存为 DOCX 或 PDF 后重新上传。",
    "网页": "请用文字处理软件打开，另存为 DOCX 后重新上传。",
}
# What text opens with when a word processor wrote it as markup, and when it is a page of the web.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_OFFICE = re.compile(rb"<\?mso-application\s+progid=.Word|<w:wordDocument|<uof:UOF|<office:document\b")
_WEB = re.compile(rb"(?:\xef\xbb\xbf)?\s*(<!doctype\s+html|<html|MIME-Version:)", re.IGNORECASE)


def sniff(source: BinaryIO, name: str) -> str:
    """Return txt, docx, pdf, ofd, image, office (for LibreOffice) or zip (a plain archive of files).

    `name` only serves the sentence. The source is left at its beginning. Raises Unreadable for everything else,
    for an empty file and for a document behind a password.
    """
    source.seek(0)
    head = source.read(HEAD)
    try:
        return _of_bytes(source, head, name)
    finally:
        source.seek(0)


def is_archive(source: BinaryIO) -> bool:
    """Say whether the bytes are a plain ZIP of files (压缩包), and not a document that is a ZIP inside."""
    source.seek(0)
    return source.read(4) in ZIP and _package(packages.names(source)) == "zip"


def _of_bytes(source: BinaryIO, head: bytes, name: str) -> str:
    if not head:
        raise Unreadable("文件是空的，没有内容可读。请核对原文件后重新上传。")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if IMAGES.match(head):
        return "image"
    if head.startswith(ZIP):
        return _of_parts(packages.names(source), name)
    if head.startswith(OLE):
        return _of_streams(source, name)
    if head.startswith(b"{\\rtf") or (_MARKUP.match(head) and _OFFICE.search(head[:4096])):
        return "office"
    return _of_rest(head, name)


def _of_rest(head: bytes, name: str) -> str:
    if text.is_binary(head):
        raise _refusal(next((what for at, mark, what in STRANGERS if head.startswith(mark, at)), ""), name)
    if _WEB.match(head):
        raise _refusal("网页", name)
    return "txt"


def _of_parts(names: list[str], name: str) -> str:
    """Return what a ZIP with these members is to the reading."""
    found = _package(names)
    if found not in {"ofd", "docx", "office", "zip"}:
        raise _refusal(found, name)
    return found


def _package(names: list[str]) -> str:
    """Return the format of a ZIP with these members, the office's word for one that cannot be read, or nothing."""
    keys = {packages.key(name) for name in names}
    if "ofd.xml" in keys:
        return "ofd"
    if "[content_types].xml" in keys:
        return next((what for folder, what in FOLDERS if any(key.startswith(folder) for key in keys)), "")
    return "office" if {"mimetype", "content.xml", "styles.xml"} <= keys else "zip"


def _of_streams(source: BinaryIO, name: str) -> str:
    """Return what an OLE file (复合文档) is by the names of its streams."""
    streams = _streams(source, ("EncryptedPackage", "WordDocument", "Workbook", "Book", "PowerPoint Document"))
    if "EncryptedPackage" in streams:
        raise Unreadable(packages.LOCKED)
    if "WordDocument" not in streams and streams:
        raise _refusal("演示文稿" if "PowerPoint Document" in streams else "电子表格", name)
    return "office"


def _streams(source: BinaryIO, wanted: tuple[str, ...]) -> set[str]:
    """Return those of the wanted names that stand in the directory: entries of 128 bytes, 64 of them for the name."""
    entries = {stream: stream.encode("utf-16-le").ljust(64, b"\0") + _length(stream) for stream in wanted}
    found: set[str] = set()
    source.seek(0)
    before = b""
    at = 0
    while chunk := source.read(CHUNK):
        window = before + chunk
        found.update(stream for stream, entry in entries.items() if _stands(window, entry, at - len(before)))
        at += len(chunk)
        before = window[-128:]
    return found


def _length(stream: str) -> bytes:
    """Return the field behind a name: its bytes with the closing zero."""
    return (2 * len(stream) + 2).to_bytes(2, "little")


def _stands(window: bytes, entry: bytes, offset: int) -> bool:
    """Say whether the entry stands where an entry may begin; the same words in running text rarely do."""
    at = window.find(entry)
    while at >= 0 and (at + offset) % 128:
        at = window.find(entry, at + 1)
    return at >= 0


def _refusal(what: str, name: str) -> Unreadable:
    """Return the sentence on a file that is something else; what is empty when nobody can say what it is."""
    suffix = os.path.splitext(name)[1].lstrip(".").upper()
    advice = next((advice for word, advice in ADVICE.items() if what.endswith(word)), "请核对后重新上传。")
    if suffix in {"PDF", "OFD", "DOCX", "DOC", "WPS", "RTF", "TXT"}:
        return Unreadable(f"文件内容不是 {suffix}{f'，而是{what}' if what else ''}，不能识读。{advice}")
    if what:
        return Unreadable(f"这是{what}，不能识读。{advice}")
    return Unreadable("文件的格式无法辨认，不能识读。请另存为 DOCX、PDF 或 OFD 后重新上传。")
