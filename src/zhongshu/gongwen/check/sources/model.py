"""The shape of whatever can be checked (待检文件的形态)."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from zhongshu.gongwen.check.sheet import Sheet


class Change(NamedTuple):
    """What to write into a source: at which of its paragraphs, from where to where, and of which paragraph of the
    sheet (its number and text), which tells equal ones apart."""

    source: tuple[str | int, ...]
    start: int
    end: int
    right: str
    paragraph: int


class Source(Protocol):
    """A file as it is checked."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        ...

    @property
    def sheet(self) -> Sheet:
        """What it says."""
        ...

    def mended(self, changes: Sequence[Change]) -> bytes:
        """Return the file with the changes made and nothing else changed; they do not overlap.

        What cannot be placed in the file is left as it is. Raises Refused for a format that cannot be written.
        """
        ...


def spliced(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    """Return a text with slices of it replaced: (start, end, new)."""
    written, at = [], 0
    for start, end, new in sorted(pieces):
        written += [text[at:start], new]
        at = end
    return "".join([*written, text[at:]])
