"""A recognition that needs no model: it sees one line on every picture, and remembers what it was shown."""

import io

from PIL import Image

from zhongshu.gongwen.read.model import Box, Line, Page


class Eye:
    """Sees one line at the top of every picture."""

    def __init__(self) -> None:
        self.seen: list[tuple[Image.Image, float]] = []

    def recognise(self, picture: bytes, width: float) -> Page:
        self.seen.append((Image.open(io.BytesIO(picture)), width))
        return Page((Line("识别的文字", Box(20, 30, 80, 36), 5.0),), width, width * 1.4)


def scan(colour: str = "black") -> bytes:
    picture = Image.new("RGB", (400, 560), "white")
    picture.paste(colour, (50, 50, 350, 300))
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()
