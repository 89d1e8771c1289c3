"""How the texts of a draft are put before they are set (文字整理): cleaned, bracketed, closed."""

import re

from zhongshu.kit import text as texts

_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
_LONG_RUN = re.compile(r"[!-~]{41,}")
_BREAK = "\u200b"
LONGEST_HEADING = 50
_LEVELS = (
    re.compile(r"[一二三四五六七八九十百]+、"),
    re.compile(r"（[一二三四五六七八九十百]+）(?![、.，。])"),
    re.compile(r"[1-9][0-9]*[.．](?![0-9])"),
    re.compile(r"（[1-9][0-9]*）(?![、.，。])"),
)
_PAIRS = {"（": "）", "“": "”", "《": "》", "〈": "〉", "‘": "’"}


def clean(text: str) -> str:
    """Return a text in one line without what no paper shows: control characters, outer and doubled blanks."""
    return _BLANKS.sub(" ", texts.visible(text).replace("\n", " ")).strip()


def kept(text: str) -> str:
    """Return a line of the body as it was written: its blanks stay, only those at the ends go; see `flowing`."""
    return _tearable(texts.visible(text).replace("\t", " ").strip())


def flowing(text: str) -> str:
    """Return a clean text that may go on in further lines.

    A run of letters that is wider than a line, as an address may be, may be torn anywhere.
    """
    return _tearable(clean(text))


def _tearable(line: str) -> str:
    return _LONG_RUN.sub(lambda run: _BREAK.join(run[0]), line)


def bracketed(text: str) -> str:
    """Return a note in full-width brackets, which it may have already (附注、题注)."""
    bare = flowing(text)
    return bare if not bare or (bare[0] in "（(" and bare[-1] in "）)") else f"（{bare}）"


def stopped(text: str) -> str:
    """Return a list that ends with a full stop (抄送机关)."""
    bare = flowing(text)
    return f"{bare.rstrip('。')}。" if bare else ""


def level(paragraph: str) -> int:
    """Return of which level a paragraph's number is: 1 一、 2 （一） 3 1. 4 （1）, or 0 for none (7.3.3)."""
    return next((number for number, pattern in enumerate(_LEVELS, 1) if pattern.match(paragraph)), 0)


def heading(paragraph: str) -> str:
    """Return the part of a numbered paragraph that is its heading: all of it, its first sentence, or nothing.

    A sentence that is too long to be a heading is none, nor is a member of an enumeration.
    """
    end = _first_stop(paragraph)
    first = paragraph[: end + 1] if end >= 0 else paragraph
    is_part = first.endswith(("；", "：", ";", ":", "，"))
    return "" if is_part or len(first) > LONGEST_HEADING else first


def _first_stop(text: str) -> int:
    """Return where the first sentence ends that is not within brackets or quotation marks, or -1."""
    closers: list[str] = []
    for place, one in enumerate(text):
        if one in _PAIRS:
            closers.append(_PAIRS[one])
        elif closers and one == closers[-1]:
            closers.pop()
        elif one in "。！？；" and not closers:
            return place
    return -1


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, whatever sign ends them."""
    return texts.visible(text).split("\n")
