"""Words (WORD 用字用词): wrong characters, words taken for one another, faults of grammar, empty phrases.

The dictionaries are ours and stand as text in data/: each line says what is wrong, what is right, and, where a
pattern finds it, gives an example.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

from zhongshu.gongwen.check import known
from zhongshu.gongwen.check.finding import matches, place
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import PROSE, WRITTEN, Sheet


class Lemma(NamedTuple):
    """A line of a dictionary of patterns: the pattern, what to write for its one group, why, and an example."""

    pattern: str
    right: str
    why: str
    example: str

    @property
    def word(self) -> str:
        """The group where it is plain words, which a text must have for the pattern to match; else nothing."""
        inside = _PLAIN_GROUP.search(self.pattern)
        return inside[1] if inside else ""


_PLAIN_GROUP = re.compile(r"(?<!\\)\(([一-龥]+)\)")


@cache
def wrong_words() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return what is always wrong, with what is right and the words that only contain it (错别字表)."""
    return {
        wrong: (right, tuple(keep[0].split()) if keep else ()) for wrong, right, *keep in known.rows("words_wrong.txt")
    }


@cache
def _wrong_form() -> re.Pattern[str]:
    """Return all of them as one alternation; longer words that only contain one swallow it."""
    kept = {word for _, words in wrong_words().values() for word in words}
    ordered = sorted({*wrong_words(), *kept}, key=lambda word: (word[0], -len(word), word))
    groups = groupby(ordered, key=lambda word: word[0])
    return re.compile("|".join(f"{first}(?:{'|'.join(word[1:] for word in words)})" for first, words in groups))


@rule(
    "WORD-01",
    Force.MUST,
    "条例第二十条",
    "错别字",
    pairs=[
        ("布署防汛工作，核对帐目。", "部署防汛工作，核对账目。"),
        ("要再接再励，迫不急待。", "要再接再厉，迫不及待。"),
    ],
    keep=["自己经营", "一式两份内容", "4月份内完成", "防治金额", "究竟争取多少"],
)
def wrong(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _wrong_form(), roles=WRITTEN):
        if entry := wrong_words().get(found[0]):
            yield Hit(place(number, found), f"“{found[0]}”应为“{entry[0]}”", entry[0])


@cache
def lemmas(name: str) -> tuple[tuple[Lemma, re.Pattern[str]], ...]:
    """Return a dictionary of patterns, each with its pattern made ready."""
    lines = (Lemma(*row) for row in known.rows(name))
    return tuple((line, re.compile(line.pattern)) for line in lines)


def _found_by(sheet: Sheet, name: str) -> Iterator[Hit]:
    text = "\n".join(one.plain for _, one in sheet.of(*PROSE))
    hits: dict[Place, Hit] = {}
    for line, form in lemmas(name):
        # Most words of the dictionary stand nowhere in a text, which is soon seen.
        for number, _, found in matches(sheet, form) if line.word in text else ():
            at = place(number, found, 1)
            hits.setdefault(at, Hit(at, line.why, line.right))
    yield from sorted(hits.values(), key=lambda hit: hit.place)


@rule(
    "WORD-02",
    Force.USUALLY,
    "条例第二十条",
    "易混的词",
    pairs=[
        ("截止2026年3月底，已完成投资。", "截至2026年3月底，已完成投资。"),
        ("各单位必需坚持问题导向。", "各单位必须坚持问题导向。"),
    ],
    keep=["报名截止日期为3月1日。", "享有合法权利", "既要抓紧，又要抓实。", "部属高校", "气象部门"],
)
def confused(sheet: Sheet, world: World) -> Iterator[Hit]:
    yield from _found_by(sheet, "words_context.txt")


@rule(
    "WORD-03",
    Force.PRACTICE,
    "条例第十九条",
    "语病和重复",
    pairs=[
        ("改革涉及到各个部门。", "改革涉及各个部门。"),
        ("通过开展专项整治行动，使环境明显改善。", "开展专项整治行动，使环境明显改善。"),
    ],
    keep=["防止事故再次发生。", "通过审查，使用单位可以申请。"],
)
def faults(sheet: Sheet, world: World) -> Iterator[Hit]:
    yield from _found_by(sheet, "words_style.txt")


@cache
def _phrases() -> re.Pattern[str]:
    phrases = sorted((row[0] for row in known.rows("phrases.txt")), key=lambda phrase: -len(phrase))
    return re.compile("|".join(phrases))


# As many in so many characters, and in all, before a text is called empty.
_DENSE, _SPAN, _LEAST = 15, 1000, 8


@rule(
    "WORD-04",
    Force.PRACTICE,
    "条例第十九条",
    "套话的密度",
    pairs=[
        (
            "要高度重视，切实加强领导，统一思想，提高认识，形成合力，齐抓共管，狠抓落实，扎实推进，确保取得实效。",
            "请各单位于3月底前查清水库底数，每座水库确定一名责任人，名单报县水利局。",
        )
    ],
    keep=["各单位要高度重视，于3月底前报送名单。"],
)
def empty_phrases(sheet: Sheet, world: World) -> Iterator[Hit]:
    found = list(matches(sheet, _phrases(), view="unquoted"))
    length = sum(len(one.text) for _, one in sheet.of(*PROSE))
    if len(found) >= _LEAST and len(found) * _SPAN >= _DENSE * length:
        said = f"全文{length}字有{len(found)}处套话，请换成具体的任务、时限和责任"
        yield Hit(place(found[0][0], found[0][2]), said)


_TWICE = re.compile(
    r"(?P<pair>的(?<![目标矢]的)的(?!确)|了(?<![为除完甚不小]了)了(?![解却结局事当不无然之可])|是是(?![否非])"
    r"|和(?<![调共温缓中人总附饱平谐随祥柔]和)和(?![气美睦平谐])|在(?<![存所现潜内外正实何自]在)在(?![校职编岗册押建线])|进进(?=一步))"
    r"|(?P<phrase>[一-龥]{3,8}?)(?P=phrase)"
)


@rule(
    "WORD-05",
    Force.MUST,
    "条例第二十条",
    "字词重复",
    pairs=[
        ("要进进一步加强的的管理。", "要进一步加强的管理。"),
        ("全县各单位全县各单位要抓好落实。", "全县各单位要抓好落实。"),
    ],
    keep=["为了了解情况", "本次活动的目的的确重要", "就是是否可行", "存在在建项目"],
)
def twice(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _TWICE):
        yield Hit(place(number, found), "此处重复", found["phrase"] or found[0][0])


_ABBREVIATIONS = {
    "GDP": "国内生产总值", "CPI": "居民消费价格指数", "PPI": "工业生产者出厂价格指数", "PPP": "政府和社会资本合作",
    "EPC": "工程总承包", "BOT": "建设—经营—转让", "ESG": "环境、社会和公司治理", "VOCs": "挥发性有机物",
    "COD": "化学需氧量", "WTO": "世界贸易组织", "WHO": "世界卫生组织", "APEC": "亚太经合组织",
    "RCEP": "区域全面经济伙伴关系协定",
}  # fmt: skip
_ABBREVIATED = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(_ABBREVIATIONS)})(?![A-Za-z0-9])")


@rule(
    "WORD-06",
    Force.PRACTICE,
    "办文惯例",
    "外文缩写首次出现写中文全称",
    pairs=[("全年GDP增长6%。", "全年国内生产总值增长6%。")],
    keep=["全年国内生产总值（GDP）增长6%，人均GDP增长5%。"],
)
def abbreviations(sheet: Sheet, world: World) -> Iterator[Hit]:
    seen: set[str] = set()
    for number, one, found in matches(sheet, _ABBREVIATED):
        name = _ABBREVIATIONS[found[0]]
        if found[0] not in seen and not _is_told(sheet, number, one.text[: found.end() + len(name) + 2], name):
            yield Hit(place(number, found), "首次出现写中文全称", name)
        seen.add(found[0])


def _is_told(sheet: Sheet, number: int, until: str, name: str) -> bool:
    """Tell whether the full name has stood before, or stands beside."""
    return name in until or any(name in one.text for one in sheet.paragraphs[:number])
