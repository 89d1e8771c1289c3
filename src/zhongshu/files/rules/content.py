"""Whether the bytes are what the suffix says (文件内容核对). Reads from an open file, writes nothing."""

import codecs
import mmap
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from zhongshu.files.rules import WrongKind, macros
from zhongshu.files.rules.kinds import OLE, PARTS, SIGNATURES, ZIP, Kind

HEAD = 64 * 1024
END_RECORD = 65_557  # the furthest from the end that a ZIP's end record can begin
DIRECTORY_LIMIT = 8 * 1024 * 1024  # bytes of a package's table of contents that are still read into memory
LOCKED_IN_OLE = "EncryptedPackage".encode("utf-16-le")  # an office file with a password (MS-OFFCRYPTO 1.3.3)
MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
MACRO_FOLDERS = ("xl/macrosheets/", "xl/dialogsheets/", "word/vba", "word/activex/", "xl/activex/", "ppt/activex/")
CONTENTS = "[Content_Types].xml"  # says what each part is, however it is called
MACRO_TYPES = (b"vbaproject", b"macroenabled", b"macrosheet")
# What an old format is saved as, so that no macro can be in it.
WITHOUT_MACROS = {"doc": "docx", "wps": "docx", "xls": "xlsx", "et": "xlsx", "ppt": "pptx"}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"<")  # a PDF may have some bytes before its own, not these
BLANKS = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"
BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_content(file: BinaryIO, kind: Kind, name: str) -> None:
    """Refuse bytes that are not of `kind`, and office files that carry macros (宏). Raises WrongKind, with the name."""
    head = file.read(HEAD)
    if _is_locked(file, head, kind.family):
        raise WrongKind(f"文件“{name}”设有密码，系统打不开。请解除密码后重新上传。")
    if not _matches(file, head, kind.family):
        raise WrongKind(
            f"文件内容与后缀不符：“{name}”不是真正的 {kind.suffix.upper()} 文件。请用原来的程序打开，另存后重新上传。"
        )
    if _has_macro(file, head, kind.family):
        plain = WITHOUT_MACROS.get(kind.suffix, kind.suffix).upper()
        raise WrongKind(
            f"文件“{name}”中带有宏，可能携带病毒，不能上传。请用原来的程序打开，另存为不带宏的 {plain} 文件后重新上传。"
        )


def _matches(file: BinaryIO, head: bytes, family: str) -> bool:
    if family == "pdf":
        return b"%PDF-" in head[:1024] and not head.lstrip(BLANKS).startswith(PROGRAMS)
    if family == "text":
        return head.startswith(BOMS) or b"\x00" not in head
    if family == "office":  # programs name the old, the rich-text and the new format alike
        return head.startswith((OLE, b"{\\rtf")) or any(_has_part(file, head, part) for part in PARTS.values())
    if family in PARTS:
        return _has_part(file, head, PARTS[family])
    return any(head[offset : offset + len(mark)] == mark for offset, mark in SIGNATURES[family])


def _has_part(file: BinaryIO, head: bytes, part: str) -> bool:
    return any(name.startswith(part) for name in _names(file, head))


def _has_macro(file: BinaryIO, head: bytes, family: str) -> bool:
    if family == "office" or family in PARTS:
        named = [name.lower() for name in _names(file, head)]
        is_named = any(name.endswith(MACRO_PARTS) or name.startswith(MACRO_FOLDERS) for name in named)
        return is_named or _in_compound(file, head, macros.has_macro) or _declares_macro(file, head)
    return False


def _declares_macro(file: BinaryIO, head: bytes) -> bool:
    """Whether a package says that one of its parts is a program, by whatever name."""
    if CONTENTS not in _names(file, head):
        return False
    with zipfile.ZipFile(file) as package, package.open(CONTENTS) as contents:
        told = contents.read(DIRECTORY_LIMIT).lower()
    return any(kind in told for kind in MACRO_TYPES)


def _is_locked(file: BinaryIO, head: bytes, family: str) -> bool:
    """Whether an office file has a password: packed as a whole, or, where it is old, as a workbook."""
    if family in PARTS:
        return _in_compound(file, head, lambda content: content.find(LOCKED_IN_OLE) >= 0)
    return family == "office" and _in_compound(file, head, macros.is_locked)


def _in_compound(file: BinaryIO, head: bytes, is_so: Callable[[mmap.mmap], bool]) -> bool:
    """Ask something of a compound file (OLE); of anything else it is not so."""
    if not head.startswith(OLE):
        return False
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return is_so(content)


def _names(file: BinaryIO, head: bytes) -> list[str]:
    """Return the names in a package, none when it is broken or its table of contents is absurdly long."""
    if not head.startswith(ZIP) or _directory_size(file) > DIRECTORY_LIMIT:
        return []
    try:
        with zipfile.ZipFile(file) as package:
            return package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def _directory_size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(max(size - END_RECORD, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
