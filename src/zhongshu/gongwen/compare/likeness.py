"""How much two paragraphs are alike (段落相似度): what they share of neighbouring characters."""

from collections import defaultdict
from collections.abc import Mapping

Grams = frozenset[str]
# Every common gram stands in many paragraphs; whoever shares nothing rarer is not looked at.
MOST_SHARING = 40


def grams(text: str) -> Grams:
    """Return the pairs of neighbouring characters of a text; of a shorter one itself."""
    return frozenset(text[start : start + 2] for start in range(max(len(text) - 1, 1)))


def likeness(one: Grams, other: Grams) -> float:
    """Return how much two paragraphs share: 0 nothing, 1 everything."""
    return 2 * len(one & other) / (len(one) + len(other))


def candidates(olds: Mapping[int, Grams], news: Mapping[int, Grams]) -> list[tuple[float, int, int]]:
    """Return pairs of an old and a new paragraph that share something rare: likeness and both, the likest first."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for number, grams_of in news.items():
        for gram in grams_of:
            bearers[gram].append(number)
    rare = {gram: numbers for gram, numbers in bearers.items() if len(numbers) <= MOST_SHARING}
    found = []
    for number, grams_of in olds.items():
        others = {other for gram in grams_of for other in rare.get(gram, ())}
        found += [(likeness(grams_of, news[other]), number, other) for other in others]
    return sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2]))
