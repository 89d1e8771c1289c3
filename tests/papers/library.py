"""The letters (自拟公文库): every genre and layout that a county's office receives, all organs invented.

for letter in library.LETTERS: …
library.letter("request")
"""

from tests.papers import plain, special
from tests.papers.letter import Letter

LETTERS: tuple[Letter, ...] = plain.LETTERS + special.LETTERS


def letter(key: str) -> Letter:
    """Return the letter of that key."""
    return next(one for one in LETTERS if one.key == key)
