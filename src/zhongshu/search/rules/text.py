"""One normal form of what is searched and of what is sought, and the tokens of both (检索分词).

A text can be found by every sequence of characters in it, as if each text were read through from end to end. Two
characters in a row are a token, and one alone is one too: that tells which texts are worth reading.
"""

import operator
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from zhongshu.gongwen import numbers
from zhongshu.kit import pinyin, text

LONGEST, MOST = 200, 8  # characters and words of a query; what is beyond is left out

# Brackets, quotation marks and dashes in one writing each: who types 〔2026〕 and who types [2026] mean the same.
_SAME = str.maketrans("〔【[{﹝〘〖〕】]}﹞〙〗「『„‟」』–―−‐‑•・‧", "(((((((" + ")))))))" + "““““””" + "——---···")
_OTHER_LETTERS = re.compile(r"[\u0080-\u2e7f\ua640-\uabff\U00010400-\U0001ffff]+")
_LOOSE_BLANKS = re.compile(r"(?<![0-9A-Za-z])\s+|\s+(?![0-9A-Za-z])")
_BLANKS = re.compile(r"\s+")
_ENDS = re.compile(r"^\W+|\W+$")
_YEAR = re.compile(r"〔\d+〕.+$")
_SOUGHT = re.compile(
    r"(?P<code>[^\W\d_]*)(?:年|\W)*(?P<year>(?:19|20)[0-9]{2})(?:年|\W)+第?0*(?P<sequence>[1-9][0-9]{0,4})号?"
)
NEVER = r"(?!)"
_DIGIT = re.compile(r"\d")
_SPELLED = re.compile(r"[a-z]{2,40}")
_HAN = "[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff”》]"
_NARROW = re.compile(f"(?<={_HAN})[,;:?!()]|[,;:?!()](?={_HAN})")
_WIDE = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_OLD_BRACKETS = re.compile(r"[(（]([0-9]{4})[)）](?=第?[0-9])")
_FORMS = {
    "(": r"[(（〔【\[{［｛﹝〘〖]",
    ")": r"[)）〕】\]}］｝﹞〙〗]",
    "“": "[“「『„‟]",
    "”": "[”」』]",
    "—": "[—–―]",
}


def normalise(words: str) -> str:
    """Return text in normal form (检索规范形式): NFKC, no blanks but those between Latin words, one kind of bracket.

    ASCII letters keep their case for the eye; all others are lower. Whoever compares lowers what is left.
    """
    plain = unicodedata.normalize("NFKC", text.visible(words)).translate(_SAME)
    plain = unicodedata.normalize("NFC", _OTHER_LETTERS.sub(lambda found: found[0].lower(), plain))
    return _BLANKS.sub(" ", _LOOSE_BLANKS.sub("", plain)).strip()


def words(query: str) -> list[str]:
    """Return the words of a query (检索词), lower-cased, each once: all of them are to be found, each as it stands."""
    parts = (word for part in query[:LONGEST].split() for word in normalise(part).lower().split())
    return list(dict.fromkeys(filter(None, (_ENDS.sub("", part) for part in parts))))[:MOST]


def grams(words: str) -> set[str]:
    """Return the tokens of a text in normal form: each character, and each two in a row."""
    found: set[str] = set()
    for run in words.lower().split():
        found.update(run)
        found.update(map(operator.add, run, run[1:]))
    return found


def sought(word: str) -> set[str]:
    """Return the tokens that a text with this word must have; a word of one or two characters is a token itself."""
    return set(map(operator.add, word, word[1:])) if len(word) > 1 else {word}


def number_keys(written: str) -> set[str]:
    """Return the keys of a number that something bears: 国办发〔2026〕15号 → 国办发〔2026〕15 and 〔2026〕15."""
    key = numbers.number_key(written)[:100]
    short = _YEAR.search(key)
    return {key, short[0]} - {""} if short else {key} - {""}


def numbers_sought(query: str) -> set[str]:
    """Return the keys of the number that a query may mean (按文号查): in any brackets, or in none."""
    if not _DIGIT.search(query):
        return set()
    keys = {numbers.number_key(query[:LONGEST])[:100]}
    found = _SOUGHT.fullmatch(unicodedata.normalize("NFKC", query[:LONGEST]).strip())
    if found:
        keys.add(f"{found['code'].upper()}〔{found['year']}〕{found['sequence']}")
    return keys - {""}


def spellings(name: str) -> set[str]:
    """Return what a name may be typed as: zhangsan, zs (拼音)."""
    return set(pinyin.search_text(name).split())


def spelled(found: list[str]) -> str:
    """Return the one word of a query that may be the pinyin of a name, or nothing."""
    return found[0] if len(found) == 1 and _SPELLED.fullmatch(found[0]) else ""


def readable(passage: str) -> str:
    """Give a passage in normal form the punctuation of Chinese print back."""
    wide = _NARROW.sub(lambda found: _WIDE[found[0]], passage)
    return _OLD_BRACKETS.sub(r"〔\1〕", wide)


def marked(shown: str, found: Iterable[str]) -> list[tuple[str, bool]]:
    """Cut a text into pieces, and tell of each whether it is what was sought (高亮)."""
    pattern = _pattern(tuple(found))
    return [(piece, place % 2 == 1) for place, piece in enumerate(pattern.split(shown)) if piece]


@lru_cache(maxsize=64)
def _pattern(found: tuple[str, ...]) -> re.Pattern[str]:
    loosely = map(_loosely, sorted(found, key=len, reverse=True))
    return re.compile("(" + ("|".join(loosely) or NEVER) + ")", re.IGNORECASE)


def _loosely(word: str) -> str:
    """Return a pattern for a word as people write it: with blanks between, full-width, in any brackets."""
    return r"\s*".join(_FORMS.get(sign) or _widths(sign) for sign in word)


def _widths(sign: str) -> str:
    return f"[{re.escape(sign)}{chr(ord(sign) + 0xFEE0)}]" if "!" <= sign <= "~" else re.escape(sign)
