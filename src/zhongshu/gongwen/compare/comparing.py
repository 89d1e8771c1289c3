"""The door (文稿比对): two versions as paragraphs → every paragraph with what became of it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from zhongshu.gongwen.compare.aligning import Pair, align, gaps
from zhongshu.gongwen.compare.model import Change, Deed, Manner, Piece

LONGEST = 1_000_000  # characters of both versions multiplied; a longer paragraph is compared clause by clause
_CLAUSE = re.compile("[^，。；：、！？]{1,200}[，。；：、！？]?|[，。；：、！？]")
_DEEDS: dict[int, Deed] = {-1: "deleted", 0: "same", 1: "inserted"}


def compare(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Return the paragraphs of both versions in the order of the new one, what was deleted where it stood.

    Read without what is inserted and moved hither it is the old version, without what is deleted and moved away the
    new one. Paragraphs are compared as they are; empty ones are paragraphs too.
    """
    kept, moved = align(old, new)
    moves = {pair: number for number, pair in enumerate(moved, 1)}
    return list(_in_order(old, new, kept, moves))


def _in_order(old: Sequence[str], new: Sequence[str], kept: list[Pair], moves: dict[Pair, int]) -> Iterator[Change]:
    gone = {one: number for (one, _), number in moves.items()}
    come = {other: (one, number) for (one, other), number in moves.items()}
    for (rows, columns), pair in zip(gaps(kept, old, new), [*kept, None], strict=True):
        for place in rows:
            manner: Manner = "moved_from" if place in gone else "deleted"
            yield Change(manner, (Piece("deleted", old[place]),), old=place, move=gone.get(place, 0))
        for place in columns:
            yield _arrived(old, new, place, come.get(place))
        if pair:
            yield _kept(old[pair[0]], new[pair[1]], *pair)


def _arrived(old: Sequence[str], new: Sequence[str], place: int, origin: tuple[int, int] | None) -> Change:
    if origin is None:
        return Change("inserted", (Piece("inserted", new[place]),), new=place)
    one, number = origin
    return Change("moved_to", pieces(old[one], new[place]), old=one, new=place, move=number)


def _kept(before: str, after: str, one: int, other: int) -> Change:
    if before == after:
        return Change("same", (Piece("same", before),), one, other)
    return Change("changed", pieces(before, after), one, other)


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return what became of a paragraph, in runs of characters that a reader can follow."""
    if before == after:
        return (Piece("same", after),)
    is_long = len(before) * len(after) > LONGEST
    return _joined(_by_clauses(before, after)) if is_long else tuple(_by_characters(before, after))


def _by_characters(before: str, after: str) -> Iterator[Piece]:
    from diff_match_patch import diff_match_patch  # here alone: most that comes through here is equal

    differ = diff_match_patch()
    differ.Diff_Timeout = 0  # the same texts must always yield the same
    found = differ.diff_main(before, after, False)
    differ.diff_cleanupSemantic(found)
    return (Piece(_DEEDS[deed], text) for deed, text in found)


def _by_clauses(before: str, after: str) -> Iterator[Piece]:
    """Yield what became of each clause: looking at all characters would take minutes."""
    old, new = _CLAUSE.findall(before), _CLAUSE.findall(after)
    kept, _ = align(old, new)
    for (rows, columns), pair in zip(gaps(kept, old, new), [*kept, None], strict=True):
        yield from (Piece("deleted", old[place]) for place in rows)
        yield from (Piece("inserted", new[place]) for place in columns)
        if pair:
            yield from _by_characters(old[pair[0]], new[pair[1]])


def _joined(found: Iterable[Piece]) -> tuple[Piece, ...]:
    runs = groupby(found, lambda piece: piece.deed)
    return tuple(Piece(deed, "".join(piece.text for piece in run)) for deed, run in runs)
