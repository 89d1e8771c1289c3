"""What the store refuses, and where a digest lies."""

import re
import unicodedata

from zhongshu.files.models import Quarantine
from zhongshu.files.rules.kinds import KINDS, Kind
from zhongshu.gongwen import marks
from zhongshu.kit.errors import Refused

CHUNK = 512 * 1024  # bytes; a slow line sends this in some seconds
NAME_LENGTH = 200
# Control and formatting characters: a right-to-left override makes "fdp.exe" read as "exe.pdf".
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


class BadName(Refused):
    """The file name cannot be used (文件名不合规)."""


class WrongKind(Refused):
    """The kind of file is not accepted, or the content is not what the suffix says (文件类型不符)."""


class WrongSize(Refused):
    """The file is empty, too large, or not what was announced (文件大小不符)."""


class NotYours(Refused):
    """The upload belongs to somebody else or no longer exists (上传不存在)."""


class Withheld(Refused):
    """The bytes lie in quarantine or have been expunged (文件已隔离)."""


class Recalled(Refused):
    """What was being made for somebody may not be fetched any more (成品已收回)."""


class Full(Refused):
    """The disk is full (磁盘空间不足)."""


class Away(Refused):
    """The storage where files are kept does not answer (文件存储连接不上)."""


class NotHeld(Refused):
    """Only a quarantined file can be expunged (尚未隔离)."""


class OnePerson(Refused):
    """Two different persons must expunge (须两人共同清除)."""


def check_name(name: str) -> str:
    """Return the name in one normal form. Raises BadName for path parts, hidden characters, over 200 characters."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name.strip(". ") or name.startswith("."):
        raise BadName("文件没有名称。请重新命名后上传。")
    if len(name) > NAME_LENGTH:
        raise BadName(f"文件名超过{NAME_LENGTH}个字。请缩短文件名后重新上传。")
    if "/" in name or "\\" in name:
        raise BadName("文件名中不能有斜杠。请重新命名后上传。")
    if any(unicodedata.category(character) in HIDDEN for character in name):
        raise BadName("文件名中有看不见的控制字符。请重新命名后上传。")
    return name


def check_unmarked(name: str) -> None:
    """Refuse a name that bears the mark of a state secret: what it names must not come in at all."""
    if marks.find_secret_mark(name):
        raise BadName("文件名带有国家秘密标志，不能上传。涉密文件请改办纸质件跟踪卡。", field="name")


def check_kind(name: str) -> Kind:
    """Return the kind that the suffix of `name` stands for. Raises WrongKind for suffixes outside the list."""
    stem, _, suffix = name.rpartition(".")
    kind = KINDS.get(suffix.lower()) if stem else None
    if kind is None:
        raise WrongKind(f"不接收这种文件：“{name}”。可以上传公文、表格、图片、录音、录像和 ZIP 压缩包。")
    return kind


def check_size(size: int, limit: int) -> None:
    """Refuse an empty file and one above `limit` bytes."""
    if size <= 0:
        raise WrongSize("文件是空的，没有内容。请检查后重新选择文件。")
    if size > limit:
        raise WrongSize(
            f"文件大小为 {size / 1048576:.1f} MB，超过了 {limit // 1048576} MB 的上限。请压缩或拆分后上传。"
        )


def check_chunk(size: int, offset: int, total: int) -> None:
    """Refuse a piece above 512 kB or one that reaches beyond the announced size."""
    if not 0 < size <= CHUNK:
        raise WrongSize("上传的分段大小不符合要求。请刷新页面后重新上传。")
    if offset < 0 or offset + size > total:
        raise WrongSize("上传的内容超出了文件原来的大小，文件可能在上传时被修改。请重新上传。")


def check_complete(received: int, total: int) -> None:
    """Refuse to finish what has not arrived as a whole."""
    if received != total:
        raise WrongSize(f"文件尚未传完（已收到 {received * 100 // total}%）。请继续上传后再提交。")


def check_two(by: str, second: str) -> None:
    """Refuse to expunge with one person alone."""
    if not by or not second or by == second:
        raise OnePerson("清除、解除隔离须由两人共同办理。请由另一人确认。")


def check_held(held: Quarantine | None) -> Quarantine:
    """Return the quarantine of a file that is to be expunged, or refuse. Raises NotHeld."""
    if held is None:
        raise NotHeld("该文件尚未隔离，不能清除或解除隔离。请先办理隔离。")
    return held


def check_left(held: Quarantine) -> None:
    """Refuse to release what has been expunged. Raises NotHeld."""
    if held.expunged_at:
        raise NotHeld("该文件已经清除，不能解除隔离。")


def location(digest: str) -> str:
    """Return where a digest lies inside the store: two levels of folders, so that none grows too large."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def picture_location(digest: str, number: int) -> str:
    """Return where the picture of a page lies among the pictures."""
    return f"{location(digest)}/{number}"


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first byte and end (exclusive) of a `Range` header over `size` bytes (RFC 9110 §14.1.2).

    None means: send the whole file (no header, several ranges, or not understood).
    Raises ValueError when the range lies outside the file: the answer is 416.
    """
    found = re.fullmatch(r"bytes=(\d{0,15})-(\d{0,15})", header.replace(" ", ""))
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(size - int(last), 0), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= stop:
        raise ValueError("the range lies outside the file")
    return start, stop
