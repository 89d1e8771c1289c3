"""Programs in old office files (宏), where the name of their storage does not give them away.

A workbook may hold a sheet of Excel 4.0 macros ([MS-XLS] 2.4.28), and slides keep their VBA project packed within their
own stream ([MS-PPT] 2.10.34).
"""

import struct
import zlib
from collections.abc import Iterator
from mmap import mmap

from zhongshu.files.rules.compound import Broken, Compound, Stream

VBA = "_VBA_PROJECT".encode("utf-16-le")
BOOK, SLIDES, LOCKED_SLIDES = ("Workbook", "Book"), "PowerPoint Document", "EncryptedSummary"
# Records of a workbook: the end of a part, the beginning of one, a sheet, a password.
END, BEGIN, SHEET, PASSWORD = 0x000A, 0x0809, 0x0085, 0x002F
MACRO_SHEET, MACRO_PART = 1, 0x0040
# Records of slides: those on the way to the note on VBA, that note, and an object with bytes of its own.
HOLDING, VBA_NOTE, OBJECT = (0x03E8, 0x07D0, 0x03FF), 0x0400, 0x1011
PACKED = 0x10  # the lowest instance: its bytes are compressed, after four that say how long they are
CHUNK = 1 << 20
MOST = 256 << 20  # bytes unpacked of one object


def has_macro(content: mmap | bytes) -> bool:
    """Tell whether a compound file carries macros: VBA by its name, an Excel 4.0 sheet, VBA within slides."""
    if content.find(VBA) >= 0:
        return True
    try:
        opened = Compound(content)
        has_sheet = any(map(_has_macro_sheet, opened.streams(*BOOK)))
        return has_sheet or any(map(_has_packed_project, opened.streams(SLIDES)))
    except Broken:
        return False


def is_locked(content: mmap | bytes) -> bool:
    """Tell whether a workbook or slides have a password, so that nobody can tell what is in them."""
    try:
        opened = Compound(content)
        is_locked_book = any(sort == PASSWORD for book in opened.streams(*BOOK) for sort, _ in _of_book(book))
        return is_locked_book or any(True for _ in opened.streams(LOCKED_SLIDES))
    except Broken:
        return False


def _of_book(book: Stream) -> Iterator[tuple[int, bytes]]:
    """Yield what a workbook says of itself: the records up to the first end."""
    at = 0
    while len(head := book.read(at, 4)) == 4:
        sort, size = struct.unpack("<HH", head)
        if sort == END:
            return
        yield sort, book.read(at + 4, size)
        at += 4 + size


def _has_macro_sheet(book: Stream) -> bool:
    """Tell whether a sheet is said to hold macros, or begins as one that does."""
    for sort, body in _of_book(book):
        if sort == SHEET and len(body) >= 6:
            place, _, kind = struct.unpack_from("<IBB", body)
            begun = book.read(place, 8)
            part = struct.unpack("<4H", begun)[3] if len(begun) == 8 else 0
            if kind == MACRO_SHEET or part == MACRO_PART:
                return True
    return False


def _has_packed_project(slides: Stream) -> bool:
    return any(
        _holds_project(slides, at, size, is_packed) if sort == OBJECT else slides.read(at + 4, 4) not in (b"", bytes(4))
        for sort, at, size, is_packed in _of_slides(slides, 0, slides.size)
    )


def _of_slides(slides: Stream, at: int, end: int) -> Iterator[tuple[int, int, int, bool]]:
    """Yield notes on VBA and objects among some records: sort, where the body begins, its size, packed or not."""
    while at + 8 <= end and len(head := slides.read(at, 8)) == 8:
        instance, sort, size = struct.unpack("<HHI", head)
        at += 8
        if sort in (VBA_NOTE, OBJECT):
            yield sort, at, size, instance >= PACKED
        elif sort in HOLDING:
            yield from _of_slides(slides, at, min(at + size, end))
        at += size


def _holds_project(slides: Stream, at: int, size: int, is_packed: bool) -> bool:
    """Tell whether an object is a VBA project, looking at a piece at a time."""
    unpacking = zlib.decompressobj() if is_packed else None
    kept, seen, end = b"", 0, at + size
    at += 4 if is_packed else 0
    while at < end and seen < MOST and (piece := slides.read(at, min(CHUNK, end - at))):
        at += len(piece)
        while piece:
            try:
                said = unpacking.decompress(piece, CHUNK) if unpacking else piece
            except zlib.error:
                return False
            piece = unpacking.unconsumed_tail if unpacking else b""
            if VBA in kept + said:
                return True
            kept, seen = said[-len(VBA) :], seen + len(said)
    return False
