"""Taking files out of a ZIP that somebody sent (压缩包): each alone, so that a bad one does not hold up the others."""

import posixpath
import re
import stat
import tempfile
import zipfile
from typing import IO, BinaryIO, NamedTuple, cast

from zhongshu.gongwen.read import formats, limits, packages
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.kit import text as kit_text

IN_MEMORY = 8 * limits.MB
NESTED = "压缩包里还有压缩包，不能识读。请先解压，再把里面的文件逐个上传或者重新打包。"
OUTSIDE = "压缩包中有文件的名称指向别的文件夹，可能有害，不予识读。"
LINK = "压缩包中的这一项是快捷链接，不是文件。请把原文件打入压缩包后重新上传。"
# Beside the files, a Mac and Windows pack notes to themselves.
_CLUTTER = re.compile(r"(^|/)(__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(^|/)\.\.(/|$)")


class Member(NamedTuple):
    """A file in an archive: its place in the table of contents, its name and size in bytes, and why not to read it.

    The name is safe to show and holds folders before slashes; nothing is ever written under it. refusal: a sentence,
    or empty.
    """

    number: int
    name: str
    size: int
    refusal: str = ""


def members(source: BinaryIO) -> list[Member]:
    """Return the files of an archive in its order, without folders and clutter.

    Raises Unreadable when the archive as a whole is broken, a bomb, or has too many members.
    """
    infos = packages.open_zip(source).infolist()
    packages.check_size(infos, limits.ARCHIVE)
    found = (_member(number, info) for number, info in enumerate(infos) if not packages.is_folder(info))
    return [member for member in found if not _CLUTTER.search(member.name)]


def open_member(source: BinaryIO, member: Member) -> IO[bytes]:
    """Return a temporary file, gone when closed, with a member's bytes.

    Raises Unreadable with the member's own refusal, for a password, for an archive inside and when it is broken.
    """
    if member.refusal:
        raise Unreadable(member.refusal)
    archive = packages.open_zip(source)
    info = archive.infolist()[member.number]
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (it is handed on)
    try:
        for piece in packages.unpack(archive, info, limits.ARCHIVE.part):
            file.write(piece)
        if formats.is_archive(cast(BinaryIO, file)):
            raise Unreadable(NESTED)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _member(number: int, info: zipfile.ZipInfo) -> Member:
    name = packages.show(info).replace("\\", "/")
    return Member(number, _safe(name), info.file_size, _refusal(name, info))


def _safe(name: str) -> str:
    """Return a name that fits a line of a table and leads nowhere."""
    shown = kit_text.visible(name).replace("\n", " ").replace("\t", " ")
    inside = posixpath.normpath("/" + re.sub(r"^[A-Za-z]:", "", shown)).lstrip("/")
    return inside[-limits.NAME :] or "未命名"


def _refusal(name: str, info: zipfile.ZipInfo) -> str:
    if _OUTSIDE.search(name):
        return OUTSIDE
    if stat.S_ISLNK(info.external_attr >> 16):
        return LINK
    return packages.LOCKED if info.flag_bits & packages.ENCRYPTED else ""
