"""The recipients (主送机关), 条例 art. 9 (8): split at ， and ；, and at 、 only where every part is a whole name."""

import re

from zhongshu.gongwen.read import organs
from zhongshu.gongwen.read.flow import Flow
from zhongshu.gongwen.read.model import Found

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# What only has a head because the organ before it lends one: 省委宣传部、组织部.
_LENT = re.compile(r"(?:组织|宣传|统战|社会工作|人民武装|武装|政法|老干部|党史|研究)部$")
_OWNER = re.compile(rf"(?:{organs.END}|[省市县区]直|[省市县区])$")
# An owner in short: 全总各部门、各直属单位.
_SHORT = re.compile(r"(?!有关|相关|地方|全国|所属)[一-龥]{2}")
_PLACES = re.compile(r"[省市县区州盟旗]$|自治区$|直辖市$")
_WHOLE = re.compile(
    r"各.+|全[体县市省区校].+|有关.+|相关.+|.+同志|[省市县区](?!级)[一-龥]{2,}|机关.+|局[属机].+|集体.+|村（居）|.+(?:公司|大学|学院|集团)"
)

_ZONE = re.compile(r"(?!各|有关|相关)[一-龥]{2,12}(?:开发区|[高港]新区|新[港]?区|港区|管理区|示范区|度假区)")
# The end of a name alone: 各处、室.
_END_ALONE = re.compile(r".|[局厅部室处委办科院所站队]+|中心|办公[室厅]|委员会|人民政府|政府")
# Bare places before the one that names the organ: 深圳、大连、青岛市分局.
_BARE_PLACE = re.compile(r"[一-龥]{2,3}")
_PLACED_END = re.compile(rf"[一-龥]{{2,4}}[省市县区州][一-龥]{{0,12}}{organs.END}")
# Levels that have one word in common: 中央、省驻临江单位.
_LEVELS = re.compile(r"(?:中央|国家|部|省|市|县|区|州)+")


def find(flow: Flow) -> Found:
    """Return the recipients as a list."""
    spans = flow.opening.recipients
    if not spans:
        return Found(None)
    return flow.found(split(flow.sheet.show(spans)), _confidence(flow), *spans)


def _confidence(flow: Flow) -> float:
    """Return how sure the recipients are: less where something stood before them that is no part of the opening."""
    if not flow.title:
        return 0.7
    return 0.8 if flow.opening.stepped else 0.93


def split(text: str) -> list[str]:
    """Split a list of recipients: 各市教育局、财政局 stays one, 教育部、外交部 are two."""
    names = []
    for group in _outside(text, "，,；"):
        parts = _outside(group, "、")
        names += parts if len(parts) > 1 and _all_whole(parts) else [group]
    return [name for name in names if name]


def _outside(text: str, signs: str) -> list[str]:
    """Split at signs that stand outside brackets."""
    parts, start, depth = [], 0, 0
    for index, sign in enumerate(text):
        depth += (sign in "（(") - (sign in "）)")
        if sign in signs and depth <= 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]


def _all_whole(parts: list[str]) -> bool:
    """Tell whether every part is a name by itself."""
    bare = [_BRACKETS.sub("", part) for part in parts]
    if all(map(_ZONE.fullmatch, bare)):
        return True
    if any(map(_END_ALONE.fullmatch, bare[1:])) or any(map(_LEVELS.fullmatch, bare)):
        return False
    if (
        all(map(_BARE_PLACE.fullmatch, bare[:-1]))
        and _PLACED_END.fullmatch(bare[-1])
        and not any(map(_ends, bare[:-1]))
    ):
        return False
    lends = _lends(bare[0])
    return all(_is_whole(part, index == 0, lends) for index, part in enumerate(bare)) and not _shares(bare)


def _ends(part: str) -> bool:
    """Tell whether a part ends like an organ or a place."""
    return bool(_OWNER.search(part))


def _lends(first: str) -> bool:
    """Tell whether the first part has a head that bare parts after it would lean on."""
    return (
        "各" in first
        or first.startswith(("有关", "相关"))
        or (organs.has_head(first) and not organs.has_central_form(first))
    )


def _is_whole(part: str, first: bool, lends: bool) -> bool:
    if _PLACES.search(part):
        return False
    if organs.has_central_form(part) or (organs.has_head(part) and not _LENT.fullmatch(part)):
        return True
    return bool(_WHOLE.fullmatch(part)) or first or not lends


def _shares(parts: list[str]) -> bool:
    """Tell whether a later part belongs to the organ of an earlier one: 国务院各部委、各直属机构."""
    owner, owned, _ = parts[0].partition("各")
    is_owner = _OWNER.search(owner) or (_SHORT.fullmatch(owner) and not owned.startswith("级"))
    return bool(owner and owned and is_owner) and all(part.startswith("各") for part in parts[1:])
