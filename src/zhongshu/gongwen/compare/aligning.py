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
LARGEST = 1_000_000  # pairs of paragraphs among which those that stand everywhere are looked at as well

Pair = tuple[int, int]


def align(old: Sequence[str], new: Sequence[str]) -> tuple[list[Pair], list[Pair]]:
    """Return which old paragraph stands as which new one: those that kept their order, and those that were moved."""
    kept = _equal(old, new)
    olds = _grams(old, {one for one, _ in kept})
    news = _grams(new, {other for _, other in kept})
    for rows, columns in gaps(kept, old, new):
        kept += _like(rows, columns, olds, news)
    for one, other in kept:
        olds.pop(one, None)
        news.pop(other, None)
    return sorted(kept), _moved(old, new, olds, news)


def gaps(kept: Sequence[Pair], old: Sequence[str], new: Sequence[str]) -> list[tuple[range, range]]:
    """Return what stands before, between and behind pairs in their order: of the old version and of the new one."""
    ends = pairwise([(-1, -1), *kept, (len(old), len(new))])
    return [(range(left[0] + 1, right[0]), range(left[1] + 1, right[1])) for left, right in ends]


def _grams(texts: Sequence[str], known: set[int]) -> dict[int, Grams]:
    """Return the grams of the paragraphs whose counterpart is not known."""
    return {number: likeness.grams(text) for number, text in enumerate(texts) if number not in known}


def _equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return the longest common run of equal paragraphs, in order; what begins and ends alike is not searched."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) * len(after) > LARGEST)
    blocks = [(0, 0, head), *((block.a + head, block.b + head, block.size) for block in matcher.get_matching_blocks())]
    blocks.append((len(old) - tail, len(new) - tail, tail))
    return [(one + step, other + step) for one, other, size in blocks for step in range(size)]


def _alike(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many paragraphs at the beginning are equal."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


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
