"""Which paragraph became which (段落对应): equal ones first, then like ones in order, then what was moved."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from zhongshu.gongwen.compare import likeness
from zhongshu.gongwen.compare.likeness import Grams

LIKE = 0.4  # paragraphs at the same place that share as much are one paragraph, changed
MOVED = 0.6  # elsewhere it takes more
SHORTEST_MOVED = 6  # characters; shorter paragraphs are equal by chance
LARGEST_GAP = 2500  # pairs of paragraphs looked at between two that stayed

Pair = tuple[int, int]


def align(old: Sequence[str], new: Sequence[str]) -> tuple[list[Pair], list[Pair]]:
    """Return which old paragraph stands as which new one: those that kept their order, and those that were moved."""
    kept = _equal(old, new)
    olds = _grams(old, {one for one, _ in kept})
    news = _grams(new, {other for _, other in kept})
    for left, right in list(pairwise([(-1, -1), *kept, (len(old), len(new))])):
        kept += _like(range(left[0] + 1, right[0]), range(left[1] + 1, right[1]), olds, news)
    for one, other in kept:
        olds.pop(one, None)
        news.pop(other, None)
    return sorted(kept), _moved(old, new, olds, news)


def _grams(texts: Sequence[str], known: set[int]) -> dict[int, Grams]:
    """Return the grams of the paragraphs whose counterpart is not known."""
    return {number: likeness.grams(text) for number, text in enumerate(texts) if number not in known}


def _equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the longest common run of equal paragraphs, in order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]


def _like(olds: range, news: range, old: Mapping[int, Grams], new: Mapping[int, Grams]) -> Iterator[Pair]:
    """Yield the pairs of like paragraphs of a gap that keep their order and share the most in all."""
    if not olds or not news or len(olds) * len(news) > LARGEST_GAP:
        return
    worth = [[likeness.likeness(old[one], new[other]) for other in news] for one in olds]
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    for row in reversed(range(len(olds))):
        for column in reversed(range(len(news))):
            taken = worth[row][column] + best[row + 1][column + 1] if worth[row][column] >= LIKE else 0.0
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    row = column = 0
    while row < len(olds) and column < len(news):
        if best[row][column] == best[row + 1][column]:
            row += 1
        elif best[row][column] == best[row][column + 1]:
            column += 1
        else:
            yield olds[row], news[column]
            row, column = row + 1, column + 1


def _moved(old: Sequence[str], new: Sequence[str], olds: Mapping[int, Grams], news: Mapping[int, Grams]) -> list[Pair]:
    """Return the pairs that stand elsewhere than before, the likest first, each paragraph once."""
    gone = {one: grams for one, grams in olds.items() if len(old[one]) >= SHORTEST_MOVED}
    come = {other: grams for other, grams in news.items() if len(new[other]) >= SHORTEST_MOVED}
    moved: dict[int, int] = {}
    taken: set[int] = set()
    for shared, one, other in likeness.candidates(gone, come):
        if shared >= MOVED and one not in moved and other not in taken:
            moved[one] = other
            taken.add(other)
    return sorted(moved.items())
