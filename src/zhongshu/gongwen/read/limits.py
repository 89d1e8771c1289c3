"""How much a file may unpack to (解包上限): above these it is an attack or a mistake, never a document."""

from typing import NamedTuple

MB = 1024 * 1024

TEXT = 16 * MB  # bytes of a plain text
MARKUP = 32 * MB  # bytes of one XML part
DEPTH = 160  # elements inside one another
DIRECTORY = 4 * MB  # bytes of a ZIP's table of contents, which is read whole into memory
NAME = 200  # characters of a member's name that are shown


class Limits(NamedTuple):
    """What a ZIP may hold: members, bytes unpacked in one and in all, and how many times its packed size.

    The ratio counts from `spared` bytes on: a blank page scanned as a bitmap also shrinks a thousandfold.
    """

    members: int
    part: int
    total: int
    ratio: int = 200
    spared: int = 64 * MB


PACKAGE = Limits(members=20_000, part=256 * MB, total=1024 * MB)
ARCHIVE = Limits(members=2_000, part=512 * MB, total=2048 * MB)
