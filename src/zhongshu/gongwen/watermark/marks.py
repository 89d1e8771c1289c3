"""What a watermark looks like, whatever it is drawn on (水印样式): sizes in millimetres, angles in degrees."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhongshu.gongwen.fonts import Fonts
from zhongshu.kit.errors import Refused

SIZE = 4.6  # of the letters, about 13 points
ANGLE = 24.0
GAP = 26.0
DOWN = 42.0
GREY = 90
OPACITY = 46  # of 255


class Unmarkable(Refused):
    """A watermark would harm this file, or it has no place for one (不能加水印); the sentence says why."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is written, in the type of this machine."""

    words: str
    fonts: Fonts

    @property
    def width(self) -> float:
        """The length of the words, in letters: a Chinese one counts one, another half."""
        return sum(1.0 if ord(one) > 0x2E7F else 0.5 for one in self.words)


def places(mark: Mark, width: float, height: float) -> Iterator[tuple[float, float]]:
    """Yield where the words begin on a page of this size, every other row moved aside."""
    across = mark.width * SIZE + GAP
    for row in range(int(height / DOWN) + 2):
        for column in range(-1, int(width / across) + 1):
            yield column * across + (across / 2 if row % 2 else 0), row * DOWN
