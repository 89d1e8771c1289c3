"""The ZIP file around a package (封装): stored without compression, every byte of it laid down.

What is read must be what would be written, byte for byte: thus nothing unfolds into more than came in, nothing hides
between the files, and no byte of a header can be another.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping

from zhongshu.gongwen.packages import faults

LARGEST = 100 << 20  # bytes of a whole package
MOST_FILES = 200  # with metadata and signature
LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")
VERSION, STORED, MIDNIGHT, FIRST_DAY = 10, 0, 0, 0x21  # 1 January 1980, the first day that such a file knows
ENCRYPTED, SIZE_FOLLOWS = 0x1, 0x8
WRAPPED_OTHERWISE = "交换包的封装被改动，或者没有按规定封装。"
UNSAFE = ("..", "\\", ":", "\0")


def write(members: Mapping[str, bytes]) -> bytes:
    """Return the file with these members in their order, by path (ASCII). Raises Refused for what is too much."""
    return b"".join(_pieces(members))


def _pieces(members: Mapping[str, bytes]) -> Iterator[bytes]:
    """Yield the file piece by piece, so that nobody need hold it twice."""
    check_size(sum(map(len, members.values())))
    if len(members) > MOST_FILES:
        raise faults.BadPackage(f"一个交换包最多装{MOST_FILES - 2}个文件，请减少附件或者合并附件后重试。")
    directory: list[bytes] = []
    offset = 0
    for path, content in members.items():
        name = path.encode("ascii")
        common = (VERSION, 0, STORED, MIDNIGHT, FIRST_DAY, zlib.crc32(content), len(content), len(content), len(name))
        yield LOCAL.pack(b"PK\3\4", *common, 0) + name
        yield content
        directory += [CENTRAL.pack(b"PK\1\2", VERSION, *common, 0, 0, 0, 0, 0, offset), name]
        offset += LOCAL.size + len(name) + len(content)
    length = sum(map(len, directory))
    yield from directory
    yield END.pack(b"PK\5\6", 0, 0, len(members), len(members), length, offset, 0)


def read(content: bytes) -> dict[str, bytes]:
    """Return the members by path, in order; whether the file is exactly as it should be is asked by `check`."""
    if not content.startswith(b"PK\3\4"):
        raise faults.irregular("这不是交换包，或者文件已损坏。")
    check_size(len(content))
    members: dict[str, bytes] = {}
    place = 0
    while content[place : place + 4] == b"PK\3\4":
        path, place, inside = _member(content, place)
        if path in members:
            raise faults.irregular("包内有重名的文件。")
        members[path] = inside
        if len(members) > MOST_FILES:
            raise faults.irregular(f"包内文件超过{MOST_FILES}个。")
    return members


def check(content: bytes, members: Mapping[str, bytes]) -> None:
    """Refuse a file with any byte beside its members that is not as it is laid down (封装被改动)."""
    place, whole = 0, memoryview(content)
    for piece in _pieces(members):
        if whole[place : place + len(piece)] != piece:
            raise faults.changed(WRAPPED_OTHERWISE)
        place += len(piece)
    if place != len(content):
        raise faults.changed(WRAPPED_OTHERWISE)


def _member(content: bytes, place: int) -> tuple[str, int, bytes]:
    """Return path, end and bytes of the member that begins at a place."""
    start = place + LOCAL.size
    if start > len(content):
        raise faults.changed("交换包不完整，可能在传送中被截断。")
    _, _, flags, method, _, _, _, packed, size, length, extra = LOCAL.unpack_from(content, place)
    path = _path(content[start : start + length])
    if flags & ENCRYPTED:
        raise faults.irregular("包内文件加了密码。")
    if size > LARGEST or packed > LARGEST:
        raise faults.irregular(f"包内文件解开后超过{LARGEST >> 20}兆字节。")
    if method != STORED or size != packed or flags & SIZE_FOLLOWS:
        raise faults.irregular("包内文件须不经压缩。")
    start += length + extra
    if start + size > len(content):
        raise faults.changed("交换包不完整，可能在传送中被截断。")
    return path, start + size, content[start : start + size]


def _path(written: bytes) -> str:
    try:
        path = written.decode("ascii")
    except UnicodeDecodeError:
        raise faults.irregular("包内文件的存放位置有不允许的字符。") from None
    if not path or path.startswith("/") or any(one in path for one in UNSAFE):
        raise faults.irregular("包内文件的存放位置越出了交换包，可能有害。")
    return path


def check_size(size: int) -> None:
    """Refuse more bytes than a package may have (交换包过大)."""
    if size > LARGEST:
        raise faults.BadPackage(f"交换包超过{LARGEST >> 20}兆字节，不能办理。请减少附件，或者把大的附件另行传送。")
