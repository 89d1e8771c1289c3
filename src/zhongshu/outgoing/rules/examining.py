"""What must be examined before a text goes to be reviewed (合法性审核、公平竞争审查), what is refused about it.

国办发〔2018〕115号 for 行政规范性文件, 公平竞争审查条例 (2024) for what touches business operators.
"""

import re
from collections.abc import Iterable

from zhongshu.kit.errors import Refused
from zhongshu.kit.terms import Terms

LEGALITY, FAIR_COMPETITION = "legality", "fair_competition"
SUBJECTS: Terms = ((LEGALITY, "合法性审核"), (FAIR_COMPETITION, "公平竞争审查"))
PASSED, CHANGED, FAILED = "passed", "changed", "failed"
CONCLUSIONS: Terms = ((PASSED, "通过"), (CHANGED, "修改后通过"), (FAILED, "不通过"))
SHORTEST, LONGEST = 5, 15  # 工作日 that a legality review normally takes
# What an organ says to itself or to its superiors binds nobody outside.
_INTERNAL_GENRES = {"minutes": "会议纪要", "request": "请示", "report": "报告"}
_INTERNAL_TITLES = (
    (re.compile(r"(?:工作|实施|行动|活动|应急)?方案"), "工作方案"),
    (re.compile(r"表彰|表扬|嘉奖|记功|处分"), "表彰奖惩"),
    (re.compile(r"任免|任职|免职|挂职"), "人事任免"),
    (re.compile(r"机构编制|三定|内设机构"), "机构编制"),
)
_NORMATIVE_TITLE = re.compile(r"规定|办法|细则|规则|行政规范性文件")
_NORMATIVE_TEXT = re.compile(r"行政规范性文件|行政(?:许可|处罚|强制|收费)|公民、法人")
_MARKET = re.compile(r"招标|投标|政府采购|补贴|补助标准|市场准入|特许经营|经营者|招商引资|税收优惠|资质要求|产业扶持")


def exemption(genre: str, title: str) -> str:
    """Return as what sort of internal document a text is exempt (不纳入审核范围), or nothing (115号 第二条)."""
    if genre in _INTERNAL_GENRES:
        return _INTERNAL_GENRES[genre]
    return next((words for form, words in _INTERNAL_TITLES if form.search(title)), "")


def looks_normative(genre: str, title: str, text: str) -> str:
    """Return why a text looks like a 行政规范性文件, or nothing: a hint, the unit's head decides."""
    if exemption(genre, title):
        return ""
    if found := _NORMATIVE_TITLE.search(title):
        return f"标题中有“{found[0]}”"
    found = _NORMATIVE_TEXT.search(text)
    return f"正文中有“{found[0]}”" if found else ""


def looks_like_market(title: str, text: str) -> str:
    """Return why a text seems to touch business operators (经营者经济活动), or nothing: a hint as well."""
    for where, written in (("标题", title), ("正文", text)):
        if found := _MARKET.search(written):
            return f"{where}中有“{found[0]}”"
    return ""


def check_normative(is_normative: bool, exempt: str) -> None:
    """What is internal is not examined as if it bound others (115号 第二条)."""
    if is_normative and exempt:
        raise Refused(f"{exempt}属于内部文件，不作合法性审核，请取消“行政规范性文件”。", field="is_normative")


def check_declined(hints: Iterable[tuple[str, str]], opinion: str) -> None:
    """Who says of a text that looks like it that nothing is to be examined gives the reason. hints: (subject, why)."""
    found = [f"{why}，一般应作{dict(SUBJECTS)[subject]}" for subject, why in hints]
    if found and not opinion:
        raise Refused(f"文稿{'；'.join(found)}。确实不需要的，请在核稿意见中写明理由。", field="opinion")


def check_conclusion(conclusion: object, opinion: str, *, has_changed: bool) -> None:
    """An examination ends with a conclusion in words; what fails goes back, and who changed the text says so."""
    if conclusion == FAILED:
        raise Refused("审查不通过的，请用“退回”写明理由，退回起草单位修改。", field="conclusion")
    if conclusion not in (PASSED, CHANGED):
        raise Refused("请选择审查结论。", field="conclusion")
    if not opinion:
        raise Refused("请填写审查意见。", field="opinion")
    if conclusion == CHANGED and not has_changed:
        raise Refused("结论是修改后通过，但是文稿没有改动。请先修改文稿，或者选择通过。", field="conclusion")
    if conclusion == PASSED and has_changed:
        raise Refused("文稿在本环节作过修改，请选择修改后通过。", field="conclusion")


def check_examined(missing: Iterable[tuple[str, bool]]) -> None:
    """Nothing is reviewed or signed that was not examined as it stands. missing: (subject, an older text was)."""
    for subject, was_older in missing:
        name = dict(SUBJECTS)[subject]
        if was_older:
            raise Refused(f"{name}之后文稿又有改动，请退回{name}环节重新审查。")
        raise Refused(f"文稿还没有通过{name}，不能送审签。请退回{name}环节或者核稿环节办理。")


def term(days: int) -> str:
    """Return what is said of how long a legality review took (审核时限), or nothing."""
    if days < SHORTEST:
        return f"少于{SHORTEST}个工作日"
    return f"超过{LONGEST}个工作日" if days > LONGEST else ""
