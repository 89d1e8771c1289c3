"""Pinyin (拼音) of personal names, for finding people by what an input method is fed: zhangsan, zs."""

import os
from functools import cache
from itertools import product

# Family names that are read otherwise than the character usually is. Several readings: the commonest first.
FAMILY_READINGS = {
    "万俟": "mo qi", "尉迟": "yu chi", "单于": "chan yu", "长孙": "zhang sun", "澹台": "tan tai", "令狐": "ling hu",
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "曾": "zeng", "任": "ren", "华": "hua",
    "朴": "piao", "尉": "wei", "召": "shao", "缪": "miao", "冼": "xian", "洗": "xian", "员": "yun", "种": "chong",
    "黑": "he", "折": "she", "秘": "bi", "逄": "pang", "纪": "ji", "牟": "mu", "祭": "zhai", "那": "na", "晁": "chao",
    "车": "che", "沈": "shen", "石": "shi", "么": "yao", "幺": "yao", "繁": "po", "撒": "sa", "便": "pian", "都": "du",
    "过": "guo", "贲": "ben", "干": "gan", "於": "yu", "能": "nai", "钭": "tou", "宁": "ning", "燕": "yan", "乜": "nie",
    "盖": "ge|gai", "乐": "yue|le", "覃": "qin|tan", "翟": "zhai|di", "柏": "bai|bo", "宓": "mi|fu", "谌": "chen|shen",
    "隗": "wei|kui", "费": "fei|bi", "郇": "xun|huan", "郗": "xi|chi", "洪": "hong", "葛": "ge", "褚": "chu",
    "哈": "ha", "宿": "su", "相": "xiang", "应": "ying", "曲": "qu", "谷": "gu", "藏": "zang", "瞿": "qu", "教": "jiao",
}  # fmt: skip


@cache
def _syllables(text: str) -> tuple[str, ...]:
    # Without its table of phrases the library takes 13 MB instead of 54; names are no phrases.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    import pypinyin  # slow and large: loaded with the first name

    return tuple("".join(filter(str.isalnum, part)).lower() for part in pypinyin.lazy_pinyin(text))


def readings(name: str) -> list[tuple[str, ...]]:
    """Return every reading of a name as syllables, the commonest first: 覃勇 → (qin, yong), (tan, yong).

    Letters and digits stay, lower-cased; blanks and dots vanish; ü is v as on a keyboard.
    """
    plain = "".join(filter(str.isalnum, name))
    family = next((plain[:length] for length in (2, 1) if plain[:length] in FAMILY_READINGS), "")
    firsts = [tuple(one.split()) for one in FAMILY_READINGS.get(family, "").split("|")]
    given = _syllables(plain[len(family) :]) if len(plain) > len(family) else ()
    return [first + rest for first, rest in product(firsts, [given])]


def full(name: str) -> str:
    """Return the full pinyin (全拼) of a name in its commonest reading: 曾国藩 → zengguofan."""
    return "".join(readings(name)[0])


def initials(name: str) -> str:
    """Return the first letters (简拼) of a name in its commonest reading: 曾国藩 → zgf."""
    return "".join(syllable[:1] for syllable in readings(name)[0])


def search_text(name: str) -> str:
    """Return all that a person may be sought by, parted by blanks: each reading in full, then its initials."""
    spelled = [form for one in readings(name) for form in ("".join(one), "".join(part[:1] for part in one))]
    return " ".join(dict.fromkeys(filter(None, spelled)))
