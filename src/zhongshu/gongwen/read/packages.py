"""Opening a ZIP of parts safely (部件包): OFD and DOCX are such packages.

What headers say is not believed: bytes are counted as they come out, against `limits`.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read import limits, markup
from zhongshu.gongwen.read.model import Unreadable

END_RECORD = 65_557  # the furthest from the end that a ZIP's end record can begin
END_MARK = b"PK\x05\x06"
WIDE_LOCATOR = b"PK\x06\x07"  # 20 bytes before the end record, behind a record of 56 bytes with wide numbers
ENCRYPTED = 0x1
UTF8 = 0x800
CHUNK = 256 * 1024
LOCKED = "文件设有密码，不能识读。请解除密码后重新上传。"
BROKEN = "压缩文件已损坏或没有传完，不能识读。请核对原文件后重新上传。"
BOMB = "文件解压后异常庞大，可能有害，不予识读。"
# All that a hostile or torn ZIP makes the standard library raise.
ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, KeyError, OverflowError,
    UnicodeError, NotImplementedError,
)  # fmt: skip


class Missing(Unreadable):
    """A part is not there (缺少部件): what the reader can do without, it may leave out."""


class Damaged(Unreadable):
    """A part is there and cannot be unpacked (部件损坏): what the reader can do without, it may leave out."""


class Package:
    """A ZIP of parts. Names are found whatever their case, with a leading slash, with backslashes and with dots."""

    def __init__(self, source: BinaryIO) -> None:
        """Open it and look through its table of contents. Raises Unreadable when it is broken or a bomb."""
        self._zip = open_zip(source)
        infos = self._zip.infolist()
        check_size(infos, limits.PACKAGE)
        # Of two parts of one name the first counts, as in other readers.
        self._infos = {key(show(info)): info for info in reversed(infos) if not is_folder(info)}
        self._unpacked = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names as they are written, in the package's order."""
        return tuple(show(info) for info in reversed(self._infos.values()))

    def has(self, name: str) -> bool:
        """Say whether there is such a part."""
        return key(name) in self._infos

    def read(self, name: str) -> bytes:
        """Return a part's bytes. Raises Missing, Damaged, and Unreadable for a password or a bomb."""
        info = self._infos.get(key(name))
        if info is None:
            raise Missing("文件内部缺少必要的部分，不完整。请核对原文件后重新上传。")
        data = b"".join(unpack(self._zip, info, limits.PACKAGE.part))
        self._unpacked += len(data)
        if self._unpacked > limits.PACKAGE.total:
            raise Unreadable(BOMB)
        return data

    def xml(self, name: str) -> Element:
        """Return the root of a part of XML. Raises as `read` does, and markup.Malformed."""
        return markup.parse(self.read(name))


def names(source: BinaryIO) -> list[str]:
    """Return the names of all members. Raises Unreadable when the table of contents cannot be read."""
    return [show(info) for info in open_zip(source).infolist()]


def key(name: str) -> str:
    """Return the form of a part's name under which it is known: ofd.xml of /OFD.xml, a/b of a\\c\\..\\B."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()


def show(info: zipfile.ZipInfo) -> str:
    """Return a member's name: without the flag for UTF-8, Chinese programs write GB18030 and others UTF-8 all the same.

    The standard library has read such bytes as code page 437.
    """
    name = info.orig_filename
    if info.flag_bits & UTF8 or name.isascii():
        return name
    raw = name.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def is_folder(info: zipfile.ZipInfo) -> bool:
    """Say whether a member is a folder and no file, written by whatever program."""
    return show(info).endswith(("/", "\\"))


def open_zip(source: BinaryIO) -> zipfile.ZipFile:
    """Return the ZIP for reading. Raises Unreadable when it is broken or its table of contents is absurdly long."""
    try:
        if _directory_size(source) > limits.DIRECTORY:
            raise Unreadable(BOMB)
        source.seek(0)
        return zipfile.ZipFile(source)
    except ERRORS as error:
        raise Unreadable(BROKEN) from error


def check_size(infos: list[zipfile.ZipInfo], limit: limits.Limits) -> None:
    """Refuse a table of contents that promises too much; no member yields more than it promises."""
    if len(infos) > limit.members:
        raise Unreadable(f"文件中的成员超过 {limit.members} 个，不予识读。请分批上传。")
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if total > limit.total or (total > limit.spared and total > packed * limit.ratio):
        raise Unreadable(BOMB)


def unpack(package: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """Yield a member's bytes piece by piece. Raises Damaged, and Unreadable past `most` bytes or for a password."""
    if info.flag_bits & ENCRYPTED:
        raise Unreadable(LOCKED)
    unpacked = 0
    try:
        with package.open(info) as part:
            while piece := part.read(CHUNK):
                unpacked += len(piece)
                if unpacked > most:
                    raise Unreadable(BOMB)
                yield piece
    except ERRORS as error:
        raise Damaged(BROKEN) from error


def _directory_size(source: BinaryIO) -> int:
    """Return the bytes that the standard library is going to read for the table of contents."""
    size = source.seek(0, 2)
    source.seek(max(size - END_RECORD, 0))
    tail = source.read()
    at = tail.rfind(END_MARK)
    if at < 0:
        return 0
    if tail.startswith(WIDE_LOCATOR, max(at - 20, 0)):
        return int.from_bytes(tail[at - 36 : at - 28], "little")
    return int.from_bytes(tail[at + 12 : at + 16], "little")
