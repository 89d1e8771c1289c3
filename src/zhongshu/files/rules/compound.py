"""Finding a stream in a compound file (复合文档, [MS-CFB]) by its name: what old office files are made of.

Nothing in such a file is believed: every number is looked at before it leads anywhere.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

MARK = 0xFFFFFFFA  # from here up a number means something else than a sector
HEADER_SECTORS = 109  # of the allocation table, named in the header
ENTRY = 128  # bytes of an entry of the directory
ROOT, STREAM = 5, 2

Entry = tuple[str, int, int, int]  # of the directory: name, sort, first sector, size


class Broken(Exception):
    """The file is not laid out as it says (结构损坏)."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream (数据流): where its pieces lie, how long each is, and how long the whole."""

    content: mmap | bytes
    places: list[int]
    step: int
    size: int

    def read(self, at: int, size: int) -> bytes:
        """Return at most `size` bytes from `at` on; fewer at the end."""
        end = min(at + size, self.size, len(self.places) * self.step)
        if at < 0 or at >= end:
            return b""
        first, last = at // self.step, (end - 1) // self.step
        pieces = (self.content[place : place + self.step] for place in self.places[first : last + 1])
        return b"".join(pieces)[at - first * self.step : end - first * self.step]


class Compound:
    """A compound file that is open. Raises Broken for one that is not laid out as it says."""

    def __init__(self, content: mmap | bytes) -> None:
        self.content = content
        try:
            self._lay_out()
        except (struct.error, IndexError, ValueError) as error:
            raise Broken from error

    def _lay_out(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self.content, 0x1E)
        if shift not in (9, 12) or mini_shift != 6:
            raise Broken
        self.sector, self.mini = 1 << shift, 1 << mini_shift
        directory, _, self.cutoff, mini_table = struct.unpack_from("<4I", self.content, 0x30)
        self.table = self._numbers(self._table_sectors())
        self.mini_table = self._numbers(_follow(self.table, mini_table))
        self.entries = list(self._entries(_follow(self.table, directory)))

    def _table_sectors(self) -> list[int]:
        """Return where the allocation table lies: the first pieces stand in the header, the others in a chain."""
        found = list(struct.unpack_from(f"<{HEADER_SECTORS}I", self.content, 0x4C))
        (following,) = struct.unpack_from("<I", self.content, 0x44)
        while following < MARK and len(found) * self.sector <= len(self.content) + HEADER_SECTORS * self.sector:
            *more, following = self._numbers([following])
            found += more
        return [number for number in found if number < MARK]

    def _numbers(self, sectors: list[int]) -> tuple[int, ...]:
        said = b"".join(self._piece(number) for number in sectors)
        return struct.unpack(f"<{len(said) // 4}I", said)

    def _piece(self, number: int) -> bytes:
        piece = self.content[self._place(number) : self._place(number + 1)]
        if len(piece) < self.sector:
            raise Broken
        return piece

    def _place(self, number: int) -> int:
        return (number + 1) * self.sector

    def _entries(self, sectors: list[int]) -> Iterator[Entry]:
        listed = b"".join(self._piece(number) for number in sectors)
        return (_entry(listed[at : at + ENTRY]) for at in range(0, len(listed), ENTRY))

    def streams(self, *names: str) -> Iterator[Stream]:
        """Yield every stream of one of these names: which of several a program would read is not for us to guess.

        Raises Broken.
        """
        wanted = [name.lower() for name in names]
        for name, sort, first, size in self.entries:
            if sort == STREAM and name in wanted:
                yield self._large(first, size) if size >= self.cutoff else self._small(first, size)

    def _large(self, first: int, size: int) -> Stream:
        places = [self._place(number) for number in _follow(self.table, first)]
        return Stream(self.content, places, self.sector, size)

    def _small(self, first: int, size: int) -> Stream:
        """Small streams lie together within the one of the root."""
        root = next((start for _, sort, start, _ in self.entries if sort == ROOT), MARK)
        around = [self._place(number) for number in _follow(self.table, root)]
        within = (divmod(number * self.mini, self.sector) for number in _follow(self.mini_table, first))
        places = [around[number] + offset for number, offset in within if number < len(around)]
        return Stream(self.content, places, self.mini, size)


def _entry(raw: bytes) -> Entry:
    length, sort = struct.unpack_from("<HB", raw, 0x40)
    first, size = struct.unpack_from("<II", raw, 0x74)
    name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace").lower()
    return name, sort, first, size


def _follow(table: tuple[int, ...], first: int) -> list[int]:
    """Return the sectors of a chain. Raises Broken where it turns back upon itself or leads nowhere."""
    found: list[int] = []
    while first < MARK:
        if first >= len(table) or len(found) > len(table):
            raise Broken
        found.append(first)
        first = table[first]
    return found
