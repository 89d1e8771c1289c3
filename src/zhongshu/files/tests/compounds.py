"""Compound files of a test (复合文档): header, table, directory and streams, small ones within that of the root."""

import struct

from zhongshu.files.rules.kinds import OLE

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(**streams: bytes) -> bytes:
    """Return a compound file with these streams; an underscore in a name stands for a blank."""
    large = {name: body for name, body in streams.items() if len(body) >= CUTOFF}
    small = {name: body for name, body in streams.items() if len(body) < CUTOFF}
    table, sectors = [TABLE], [b""]  # the table itself lies first

    def lay(body: bytes) -> int:
        first, count = len(sectors), max(-(-len(body) // SECTOR), 1)
        table.extend([*range(first + 1, first + count), END])
        sectors.extend(body.ljust(count * SECTOR, b"\0")[at * SECTOR :][:SECTOR] for at in range(count))
        return first

    mini_table: list[int] = []
    minis = b""
    starts = {}
    for name, body in small.items():
        count = max(-(-len(body) // MINI), 1)
        starts[name] = len(mini_table)
        mini_table.extend([*range(len(mini_table) + 1, len(mini_table) + count), END])
        minis += body.ljust(count * MINI, b"\0")
    starts |= {name: lay(body) for name, body in large.items()}
    root, minis_at = lay(minis), lay(struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(SECTOR, b"\xff"))
    entries = entry("Root Entry", 5, root, len(minis))
    entries += b"".join(entry(name.replace("_", " "), 2, starts[name], len(body)) for name, body in streams.items())
    directory = lay(entries)
    assert len(table) <= SECTOR // 4
    sectors[0] = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    header = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, directory, 0, CUTOFF, minis_at, 1, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + b"".join(sectors)


def entry(name: str, sort: int, first: int, size: int) -> bytes:
    """Return an entry of the directory."""
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2 if name else 0, sort, 1)
    return head.ljust(0x74, b"\0") + struct.pack("<III", first, size, 0)


def records(*parts: tuple[int, bytes]) -> bytes:
    """Return records of a workbook."""
    return b"".join(struct.pack("<HH", sort, len(body)) + body for sort, body in parts)


def slide_record(sort: int, body: bytes, instance: int = 0) -> bytes:
    """Return a record of slides."""
    return struct.pack("<HHI", instance, sort, len(body)) + body
