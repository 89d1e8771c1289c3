"""What comparing yields (比对结果)."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

Deed = Literal["same", "inserted", "deleted"]
# A moved paragraph stands twice: where it was and where it is now.
Manner = Literal["same", "changed", "inserted", "deleted", "moved_from", "moved_to"]


class Piece(NamedTuple):
    """A run of characters within a paragraph (片段)."""

    deed: Deed
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph of the comparison (段落): as it stands in the old version, in the new one, or in both.

    old, new: number of the paragraph in its version, from 0, None where it has none. move: what joins the two places
    of a moved paragraph; 0 for all others. pieces: of a paragraph that stands in one version alone a single one; of
    one that was moved and changed, its changes stand where it is now.
    """

    manner: Manner
    pieces: tuple[Piece, ...]
    old: int | None = None
    new: int | None = None
    move: int = 0
