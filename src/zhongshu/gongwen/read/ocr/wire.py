"""What goes over the pipes between the client and the process that recognises: frames with their length in front."""

import json
import struct
from typing import Any, BinaryIO

from zhongshu.gongwen.read.model import Box, Line, Page

_LENGTH = struct.Struct(">I")
_WIDTH = struct.Struct(">d")

MOST = 64 * 2**20


def send(pipe: BinaryIO, frame: bytes) -> None:
    """Write a frame. Raises BrokenPipeError when nobody is there."""
    pipe.write(_LENGTH.pack(len(frame)) + frame)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """Return the next frame, or None when the other end has gone."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    frame = pipe.read(length) if length <= MOST else b""
    return frame if len(frame) == length else None


def question(picture: bytes, width: float) -> bytes:
    """Return the frame that asks for the lines of a picture `width` millimetres wide."""
    return _WIDTH.pack(width) + picture


def asked(frame: bytes) -> tuple[bytes, float]:
    """Return picture and width of a question."""
    (width,) = _WIDTH.unpack_from(frame)
    return frame[_WIDTH.size :], width


def answer(page: Page | None) -> bytes:
    """Return the frame that carries a page; None says that the picture could not be worked on."""
    if page is None:
        return b"null"
    lines = [[line.text, line.box, line.size, line.align, line.red, line.confidence] for line in page.lines]
    return json.dumps([lines, page.width, page.height, page.turn]).encode()


def answered(frame: bytes) -> Page | None:
    """Return the page of an answer."""
    said: Any = json.loads(frame)
    if said is None:
        return None
    lines, width, height, turn = said
    return Page(
        tuple(Line(text, Box(*box), size, align, red, confidence) for text, box, size, align, red, confidence in lines),
        width,
        height,
        turn,
    )
