"""From codes to what they say (字与字形): where the PDF says a text for several glyphs, they stay together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from zhongshu.gongwen.typeset.ofd.faces import UNTOLD, Face
from zhongshu.gongwen.typeset.ofd.things import Cluster

_BOM = b"\xfe\xff"


class Run(NamedTuple):
    """The clusters of a run and where it ends, in millimetres right of its origin."""

    clusters: tuple[Cluster, ...]
    end: float


class Spelling:
    """Spells what is shown; marked content may say for its glyphs what they are (ActualText)."""

    def __init__(self) -> None:
        self._marks: list[str | None] = []

    def begin(self, said: bytes | None) -> None:
        """Begin a stretch of marked content; said: its text, or None where it says nothing."""
        self._marks.append(None if said is None else _text(said))

    def end(self) -> None:
        """End the innermost stretch."""
        if self._marks:
            self._marks.pop()

    def run(self, face: Face, shown: Sequence[bytes | float], size: float) -> Run:
        """Return what is shown; size: the height of the type in millimetres."""
        codes: list[int] = []
        places: list[float] = []
        end = 0.0
        for item in shown:
            if isinstance(item, float):
                end -= item / 1000 * size
                continue
            for code in _codes(item):
                codes.append(code)
                places.append(end)
                end += face.advances.get(code, 0.0) * size
        return Run(tuple(self._clusters(face, codes, places)), end)

    def _clusters(self, face: Face, codes: list[int], places: list[float]) -> Iterator[Cluster]:
        glyphs = [face.glyphs.get(code, 0) for code in codes]
        said = next((at for at, mark in enumerate(self._marks) if mark is not None), None)
        if said is None:
            texts = [face.texts.get(code) or UNTOLD for code in codes]
        else:
            text = self._marks[said] or ""
            # Said once, by the first run of the stretch.
            self._marks[said] = ""
            if len(text) != len(codes):
                yield Cluster(text, tuple(glyphs), tuple(places))
                return
            texts = list(text)
        for text, glyph, place in zip(texts, glyphs, places, strict=True):
            yield Cluster(text, (glyph,), (place,))


def _codes(shown: bytes) -> Iterator[int]:
    return (int.from_bytes(shown[at : at + 2], "big") for at in range(0, len(shown) - 1, 2))


def _text(said: bytes) -> str:
    return said[2:].decode("utf-16-be", "replace") if said.startswith(_BOM) else said.decode("latin-1")
