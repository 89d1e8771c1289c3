"""Small files made on the spot (演示材料): a text, a picture, a sound, so that evidence can be looked at and heard."""

import io
import math
import struct
import wave
import zlib
from datetime import datetime
from functools import cache

from zhongshu.files import actions as files
from zhongshu.org.models import Person

WIDTH, HEIGHT = 480, 300
RATE, SECONDS = 8000, 2


def upload(name: str, content: bytes, *, by: Person, at: datetime) -> str:
    """Upload a file as a browser does and return the key that a form carries."""
    begun = files.start_upload(name=name, size=len(content), by=by.ref, at=at)
    files.append_chunk(begun.uuid, offset=0, chunk=content, by=by.ref, at=at)
    files.finish_upload(begun.uuid, by=by.ref, at=at)
    return str(begun.uuid)


def evidence(number: int, *, by: Person, at: datetime) -> list[str]:
    """Upload what shows a result beside the reply: some can be looked at, some heard, most need nothing more."""
    kept = []
    if number % 4 == 0:
        kept.append(upload("现场照片.png", picture(number % 6), by=by, at=at))
    if number % 9 == 0:
        kept.append(upload("电话回访录音.wav", sound(number % 4), by=by, at=at))
    return kept


def text(title: str, *paragraphs: str) -> bytes:
    """Return a plain text with a title and paragraphs."""
    return "\n\n".join([title, *(f"　　{paragraph}" for paragraph in paragraphs)]).encode()


@cache
def picture(number: int) -> bytes:
    """Return a PNG: hills under a sky, as if taken on the spot; each number looks different."""
    ridge, sky = 0.4 + number % 7 * 0.05, 150 + number % 5 * 15
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)  # no filter
        for x in range(WIDTH):
            hill = HEIGHT * (ridge + 0.08 * math.sin(x / 60) + 0.04 * math.sin(x / 17))
            rows += bytes((sky - y // 4, sky, 235)) if y < hill else bytes((60, 110 + y // 6, 70))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@cache
def sound(number: int) -> bytes:
    """Return a WAV: a short tone, standing in for a recorded call."""
    pitch = 392 + number % 5 * 24
    samples = (int(9000 * math.sin(2 * math.pi * pitch * n / RATE)) for n in range(RATE * SECONDS))
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return held.getvalue()
