"""How much two texts are alike (文字相近): sketches that meet when the texts nearly do, and the exact share.

A sketch is one-permutation MinHash over runs of five characters, folded into bands: two texts that share nine runs in
ten have a band in common with near certainty, two unrelated ones hardly ever. So a scan finds the same document that
came as a file before, whatever the recognition got wrong, through one index and without reading every text.
"""

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

RUN = 5  # characters
BINS, ROWS = 32, 4
BANDS = BINS // ROWS
SHORTEST = 40  # characters; below that everything is like everything
LONGEST = 50_000  # characters; what comes later cannot make another document of it
ALIKE = 0.7  # share of common runs from which two texts are taken for one

_NOISE = re.compile(r"[\W_]+")
_MIX, _MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1


@lru_cache(maxsize=16)  # a text is compared with several, one after the other
def runs(text: str) -> frozenset[str]:
    """Return the runs of five letters, characters and digits of a text, blind to punctuation, blanks and width."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text[:LONGEST])).lower()
    if len(plain) < SHORTEST:
        return frozenset()
    return frozenset(plain[start : start + RUN] for start in range(len(plain) - RUN + 1))


def sketch(text: str) -> tuple[int, ...]:
    """Return the bands of a text, each a number below 2**32, or nothing for a text that is too short to compare."""
    bins: list[int | None] = [None] * BINS
    for run in runs(text):
        mixed = crc32(run.encode()) * _MIX & _MASK
        place, value = mixed >> 59, mixed >> 27 & 0xFFFFFFFF
        least = bins[place]
        if least is None or value < least:
            bins[place] = value
    filled = _filled(bins)
    return tuple(_band(filled[start : start + ROWS]) for start in range(0, len(filled), ROWS))


def _filled(bins: list[int | None]) -> list[int]:
    """Let every empty bin borrow from the next one that is not, so that short texts have all bands too."""
    if all(value is None for value in bins):
        return []
    filled = []
    for place in range(BINS):
        far = next(step for step in range(BINS) if bins[(place + step) % BINS] is not None)
        value = bins[(place + far) % BINS] or 0
        filled.append((value + far * 0x632BE5AB) & 0xFFFFFFFF)
    return filled


def _band(rows: list[int]) -> int:
    return crc32(b"".join(row.to_bytes(4, "big") for row in rows))


def share(one: str, other: str) -> float:
    """Return the share of common runs (重合度), 0 to 1; 0 where either text is too short to compare."""
    first, second = runs(one), runs(other)
    return len(first & second) / len(first | second) if first and second else 0.0
