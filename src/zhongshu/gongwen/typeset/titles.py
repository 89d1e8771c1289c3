"""Breaking a title into lines by its sense (标题回行): 词意完整、排列对称, as a 梯形 or 菱形 (GB/T 9704-2012 7.3.1).

A title is first taken apart into pieces that nothing may tear: words, names of organs, 《》 that fit a line, figures.
Then of all ways to put them on lines the one is chosen that breaks at the best places and has the best shape.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import accumulate, pairwise
from typing import NamedTuple

from zhongshu.gongwen.read import organs, wording

MOST = 20  # characters of 二号 on a line of the 版心
GENTLE = 18  # beyond it a line is full to the edges
NEVER = 1_000.0
SAME = 0.6  # widths that differ by less look equal
LONGEST_WORD = 16
_OPENERS = "《（“‘〈〔"
_CLOSERS = "》）”’〉〕"
_FIGURES = re.compile(r"[第〔]?[0-9A-Za-z][0-9A-Za-z.,%+/·:～—\-〔〕]*(?:[届次期个项条批号年月日]+度?)?")
_ORDINAL = re.compile(r"第[一二三四五六七八九十百]+[届次期个项条批号]?(?:会议|全会)?")
_COUNTED = ("个", "家", "名", "种", "各")  # what they count follows on the same line
_LEADING = ("关于", "和", "与", "及", "暨", "以及")  # begin a line, never end one
_GENRES = frozenset(wording.GENRES.split("|"))


class Piece(NamedTuple):
    """What stays on one line: its text, its width in characters, and what a break before it costs."""

    text: str
    width: float
    cost: float


def width(text: str) -> float:
    """Return how wide a text is set, in Chinese characters (字): a Latin letter or figure takes a half."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def lines(title: str, *, names: Iterable[str] = (), most: float = MOST) -> tuple[str, ...]:
    """Return the lines of a title; a newline in it is a break that somebody wants.

    names: organs that are known to be names and must stay whole. most: characters that a line holds.
    """
    known = tuple(sorted({*names, *wording.issuers_of(title.replace("\n", ""))[0]}, key=len, reverse=True))
    return tuple(line for part in title.split("\n") if part for line in _lines(part, known, most))


def torn(title: str, *, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the names and words that the breaks of a title tear apart (断词); what is no known word is let be."""
    wanted = set(accumulate(map(len, title.split("\n")[:-1])))
    whole = title.replace("\n", "")
    known = (*names, *wording.issuers_of(whole)[0])
    ends = accumulate((len(token) for token, _ in _tokens(whole, known, MOST)), initial=0)
    tokens = [(whole[begin:end], begin, end) for begin, end in pairwise(ends)]
    return tuple(
        token
        for token, begin, end in tokens
        if any(begin < at < end for at in wanted) and (token in known or token in _words())
    )


@lru_cache(maxsize=512)
def _lines(title: str, names: tuple[str, ...], most: float) -> tuple[str, ...]:
    whole = _pieces(title, names, most)
    return _arranged(tuple(part for piece in whole for part in _torn(piece, most)), most)


def _torn(piece: Piece, most: float) -> Iterator[Piece]:
    """Yield a piece whole, or, where no line is long enough for it, in parts of half a line."""
    step = len(piece.text) if piece.width <= most else max(int(most // 2), 1)
    for start in range(0, len(piece.text), step):
        text = piece.text[start : start + step]
        yield Piece(text, width(text), 50.0 if start else piece.cost)


def _arranged(pieces: tuple[Piece, ...], most: float) -> tuple[str, ...]:
    """Return the lines of the cheapest way, built from its end: from every piece on, after a line of some width."""

    @cache
    def best(start: int, before: float, shrinking: bool) -> tuple[float, tuple[int, ...]]:
        if start == len(pieces):
            return (0.0, ()) if before else (NEVER, ())
        found: tuple[float, tuple[int, ...]] = (math.inf, (len(pieces),))
        wide = 0.0
        for end in range(start + 1, len(pieces) + 1):
            wide += pieces[end - 1].width
            if wide > most and end > start + 1:
                break
            is_last = end == len(pieces)
            rest, ends = best(end, wide, bool(before) and wide < before - SAME)
            price = rest + _price(pieces[start:end], wide, before, shrinking, most, is_last)
            found = min(found, (price, (end, *ends)))
        return found

    starts = (0, *best(0, 0.0, False)[1])
    return tuple("".join(one.text for one in pieces[a:b]) for a, b in pairwise(starts))


def _price(line: tuple[Piece, ...], wide: float, before: float, shrinking: bool, most: float, is_last: bool) -> float:
    """Return what a line costs after one that is `before` wide: its break, its fullness, the shape."""
    price = 6.0 + (3.0 if wide > GENTLE * most / MOST and not (is_last and not before) else 0.0)
    if wide > most:
        price += NEVER
    if before:
        price += line[0].cost + _shape(wide, before, shrinking)
        price += 12.0 if is_last and _is_tail(line) else 0.0
    return price


def _shape(wide: float, before: float, shrinking: bool) -> float:
    """Return what a line does to the shape: equal lines make a box, a waist an hourglass, a stub is no line."""
    if abs(wide - before) < SAME:
        return 4.0
    waist = 20.0 if shrinking and wide > before else 0.0
    ratio = min(wide, before) / max(wide, before)
    return waist + max(0.0, 0.62 - ratio) * 24


def _is_tail(line: tuple[Piece, ...]) -> bool:
    """Tell whether a last line says no more than the genre."""
    return "".join(one.text for one in line).lstrip("的") in _GENRES


def _pieces(title: str, names: tuple[str, ...], most: float, cost: float = 3.0) -> Iterator[Piece]:
    """Yield the pieces of a title, with what sticks to its neighbour put together."""
    held = ""
    price = cost
    for text, before in _bound(_tokens(title, names, most), cost):
        if before >= NEVER or held in _LEADING or held.endswith(tuple(_OPENERS)):
            held += text
            continue
        if held:
            yield Piece(held, width(held), price)
        held, price = text, before
    if held:
        yield Piece(held, width(held), price)


def _bound(words: Iterable[tuple[str, bool]], cost: float) -> Iterator[tuple[str, float]]:
    """Yield each word with what a break before it costs; is_word tells what is known from what is not."""
    last, was_known = "", True
    for word, is_known in words:
        yield word, _cost(last, word, cost, was_known and is_known)
        last, was_known = word, is_known


def _cost(last: str, word: str, cost: float, is_sure: bool) -> float:
    if word[0] in _CLOSERS + "、，：；。" or word == "的" or (last.endswith("的") and word in _GENRES):
        return NEVER
    if word == "关于":
        return -3.0
    if last.endswith(_COUNTED):
        return NEVER
    if last.endswith(("、", "，", "》")) or word.startswith("《"):
        return 1.0
    if word in _LEADING or last.endswith("的"):
        return cost - 1
    return cost if is_sure else cost + 1


def _tokens(title: str, names: tuple[str, ...], most: float) -> Iterator[tuple[str, bool]]:
    """Yield the tokens of a title and whether each is known: names, brackets, figures, words, and what lies between."""
    at = 0
    unknown = ""
    while at < len(title):
        token = _whole(title, at, names, most) or _word(title, at)
        if not token:
            unknown += title[at]
            at += 1
            continue
        if unknown:
            yield unknown, False
            unknown = ""
        yield token, True
        at += len(token)
    if unknown:
        yield unknown, False


def _whole(title: str, at: int, names: tuple[str, ...], most: float) -> str:
    """Return the name, bracket or figure that begins here, or nothing."""
    if name := next((one for one in names if title.startswith(one, at)), ""):
        return name
    if title[at] in _OPENERS:
        inside = _bracket(title, at)
        return inside if inside and width(inside) <= most - 2 else title[at]
    if title[at] in _CLOSERS + "、，：；。":
        return title[at]
    found = _ORDINAL.match(title, at) or _FIGURES.match(title, at)
    return found[0] if found else _organ(title, at)


def _bracket(title: str, at: int) -> str:
    """Return what stands from an opening mark to the one that closes it, or nothing."""
    depth = 0
    for end in range(at, len(title)):
        depth += (title[end] in _OPENERS) - (title[end] in _CLOSERS)
        if not depth:
            return title[at : end + 1]
    return ""


def _organ(title: str, at: int) -> str:
    """Return the name of an organ with a place at its head that begins here, or nothing."""
    found = re.compile(rf"[一-龥]{{2,5}}?[省市县区乡镇州盟旗](?:[一-龥]{{0,10}}?{organs.END})").match(title, at)
    return found[0] if found and organs.is_organ(found[0]) and "关于" not in found[0] else ""


@cache
def _words() -> frozenset[str]:
    rooms = (
        (__package__, "data/words.txt"),
        (organs.__package__, "data/central.txt"),
        (organs.__package__, "data/provinces.txt"),
    )
    texts = (resources.files(room).joinpath(name).read_text("utf-8") for room, name in rooms)
    return frozenset(word for text in texts for word in text.split()) | _GENRES | {"的", *_LEADING}


def _word(title: str, at: int) -> str:
    """Return the longest known word that begins here, or nothing."""
    ends = range(min(LONGEST_WORD, len(title) - at), 0, -1)
    return next((title[at : at + end] for end in ends if title[at : at + end] in _words()), "")
