"""A title in its parts (标题三要素, 条例 art. 9 (7)): who issues, what about, which genre."""

from functools import lru_cache
from typing import NamedTuple

from zhongshu.gongwen.check import genres, shapes
from zhongshu.gongwen.read import wording


class Title(NamedTuple):
    """text: all of it; issuers: 发文机关, empty where it names none; genre: what it ends with, of whatever kind;
    statutory: the genre of 条例 art. 8 that this is, or empty."""

    text: str
    issuers: tuple[str, ...]
    genre: str
    statutory: str

    @property
    def direction(self) -> str:
        """Which way the document goes by its genre (行文方向): up, level, down; empty where the genre does not say."""
        if self.statutory in genres.UPWARD or self.is_request:
            return "up"
        if self.statutory in (*genres.DOWNWARD, *genres.PUBLIC):
            return "down"
        return "level" if self.statutory == "函" else ""

    @property
    def is_request(self) -> bool:
        """Tell whether it asks a superior for something: 请示, also under the wrong name of 请示报告."""
        return self.genre in ("请示", "请示报告")

    @property
    def stem(self) -> str:
        """What stands before the genre."""
        bare = genres.bare(self.text)
        found = genres.ENDING.search(bare)
        return bare[: found.start()] if found else bare

    @property
    def matter(self) -> str:
        """What it is about (事由): from 关于 on, without the genre."""
        return self.stem[max(self.text.find("关于"), 0) :].removesuffix("的")


@lru_cache(256)
def take(text: str) -> Title:
    """Take a title apart; × stands for any sign of a name."""
    text = "".join(text.split())
    return Title(text, _issuers(text), genres.of(text), genres.statutory(text))


def _issuers(text: str) -> tuple[str, ...]:
    known = shapes.known(text)
    found, _ = wording.issuers_of(known)
    # The names as they are written: what was translated has kept its length, and they stand in their order.
    names, at = [], 0
    for name in found:
        at = known.find(name, at)
        names.append(text[at : at + len(name)])
    return tuple(names)
