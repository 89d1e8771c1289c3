"""Figures that can be reckoned again (NUM 核算): percentage points, growth, sums in the text and in tables."""

import re
from collections.abc import Iterator
from decimal import Decimal

from zhongshu.gongwen.check import tables
from zhongshu.gongwen.check.finding import matches, place
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.check.tables import Cell, Table

_NUMBER = r"[0-9]{1,15}(?:\.[0-9]{1,15})?"
_RISE = "提高|上升|增长|增加|提升|上涨|扩大|升"
_FALL = "下降|降低|减少|回落|下滑|缩小|降"
_FROM = re.compile(
    rf"[由从](?:[^，。；0-9]{{0,12}}?的?)(?P<old>{_NUMBER})[%％](?:{_RISE}|{_FALL})?[到至为](?:了)?(?:[^，。；0-9]{{0,8}}?的?)?(?P<new>{_NUMBER})[%％]"
    rf"[，,]?(?:同比|共|累计|净)?(?P<word>{_RISE}|{_FALL})了?(?P<step>{_NUMBER})(?P<unit>[%％]|个百分点)"
)


@rule(
    "NUM-11",
    Force.PRACTICE,
    "统计用语惯例",
    "两个百分数之差用“百分点”",
    pairs=[
        ("由5%升至8%，提高3%。", "由5%升至8%，提高3个百分点。"),
        ("从12.5%降至10.2%，下降2个百分点。", "从12.5%降至10.2%，下降2.3个百分点。"),
    ],
    keep=["由5%升至8%，提高60%。", "由5%升至8%，提高3个百分点。"],
)
def points(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _FROM):
        old, new, step = (Decimal(found[name]) for name in ("old", "new", "step"))
        gap = abs(new - old)
        if found["unit"] == "个百分点":
            if gap != step:
                yield Hit(place(number, found, "step"), f"两数相差{gap}个百分点，请核对", f"{gap}")
        elif gap == step and not _is_growth(old, new, step):
            yield Hit(place(number, found, "unit"), "两个百分数之差用“百分点”", "个百分点")


def _half(number: Decimal) -> Decimal:
    """Return half of the last place that a number is written to."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


def _is_growth(old: Decimal, new: Decimal, step: Decimal) -> bool:
    """Tell whether new is step per cent above or below old, as exactly as all three are written."""
    if old <= _half(old):
        return True
    low = 100 * ((new - _half(new)) / (old + _half(old)) - 1) - _half(step)
    high = 100 * ((new + _half(new)) / (old - _half(old)) - 1) + _half(step)
    return low <= (step if new >= old else -step) <= high


_UNIT = "[万亿]?元|人|名|家|户|个|项|件|台|辆|吨|公里|亩|所|次|份|条|座|处|[万亿]"
_AMOUNT = re.compile(rf"(?P<number>{_NUMBER})(?P<unit>{_UNIT})")
_SUBJECT = "(?:[^，。；0-9]{0,12}?的?)"
_GROWTH = re.compile(
    rf"[由从]{_SUBJECT}(?P<old>{_NUMBER})(?P<unit>{_UNIT})[^，。；0-9]{{0,6}}[到至为]了?{_SUBJECT}(?P<new>{_NUMBER})(?P=unit)"
    rf"[，,](?:同比|共|累计|净)?(?:{_RISE}|{_FALL})了?(?P<step>{_NUMBER})(?P<sign>[%％]|(?P=unit))"
)
_LISTED = re.compile(
    rf"(?P<parts>(?:[^，。；：、（）0-9]{{1,12}}{_NUMBER}(?:{_UNIT})[、，和及]){{2,30}})"
    rf"(?:合计|共计|总计|共)(?P<total>{_NUMBER})(?P<unit>{_UNIT})"
    rf"|(?<![0-9.])(?P<whole>{_NUMBER})(?P<kind>{_UNIT})[，,]?其中[：:，]?(?P<among>[^。；]+)"
)
_OTHER = re.compile(r"（[^（）]*）|(?:比|同比|较|增加|增长|减少|下降|年均|平均|人均|每)[^，。；、]*")
# What overlaps: one person is counted under several of them.
_CROSSING = re.compile("女|党员|民族|学历|硕士|博士|职称|以上|以下|岁")


@rule(
    "NUM-12",
    Force.PRACTICE,
    "条例第二十条",
    "合计、增幅与所列数字相符",
    pairs=[
        ("新招教师30人、医生25人，合计65人。", "新招教师30人、医生25人，合计55人。"),
        ("安排资金100万元，其中省级60万元、县级50万元。", "安排资金110万元，其中省级60万元、县级50万元。"),
        ("由100万元增加到150万元，增长40%。", "由100万元增加到150万元，增长50%。"),
        (
            {"table": "项目\t金额\n加固\t35.6\n清淤\t12.4\n合计\t50.0"},
            {"table": "项目\t金额\n加固\t35.6\n清淤\t12.4\n合计\t48.0"},
        ),
    ],
    keep=[
        "安排资金100万元，其中省级60万元。",
        "安排资金100万元，其中省级60万元，其中水利50万元。",
        "干部20人，其中党员15人、女性8人。",
        "由3万吨增加到4万吨，增长33.3%。",
        {"table": "序号\t率\n1\t3%\n2\t4%\n合计\t5%"},
    ],
)
def sums(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _GROWTH):
        old, new, step = (Decimal(found[name]) for name in ("old", "new", "step"))
        is_right = abs(new - old) == step if found["sign"] == found["unit"] else _is_growth(old, new, step)
        if not is_right:
            yield Hit(place(number, found, "step"), "增减的幅度与前后两数不符，请核对")
    for number, _, found in matches(sheet, _LISTED):
        group, total = ("total", _listed(found)) if found["total"] else ("whole", _among(found))
        if total is not None:
            yield Hit(place(number, found, group), f"所列各数之和为{total}{found['unit'] or found['kind']}，请核对")
    for table in tables.of(sheet):
        yield from _totals(table)


def _listed(found: re.Match[str]) -> Decimal | None:
    """Return what the parts make where they are said to make something else."""
    parts = _AMOUNT.findall(found["parts"])
    total = sum((Decimal(number) for number, _ in parts), Decimal(0))
    return total if all(unit == found["unit"] for _, unit in parts) and total != Decimal(found["total"]) else None


def _among(found: re.Match[str]) -> Decimal | None:
    """Return what the parts make where that is more than the whole they are said to be of."""
    among = _OTHER.sub("", found["among"].partition("其中")[0])
    parts = [Decimal(number) for number, unit in _AMOUNT.findall(among) if unit == found["kind"]]
    total = sum(parts, Decimal(0))
    is_more = len(parts) > 1 and total > Decimal(found["whole"])
    return total if is_more and not _CROSSING.search(found["among"]) else None


_TOTAL = re.compile(r"合\s?计|总\s?计|共\s?计")
_FIGURE = re.compile(r"-?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_NO_SUM = re.compile("率|比|占|均|序号|编号|年|日期|电话|[%％]")


def _totals(table: Table) -> Iterator[Hit]:
    """Yield the cells of a row 合计 that are not the sum of their column."""
    labels = [row[0].text for row in table]
    totals = [row for row, label in zip(table, labels, strict=True) if _TOTAL.fullmatch(label)]
    if len(totals) != 1 or any(re.search(r"小\s?计|其中", label) for label in labels):
        return
    for cell in totals[0][1:]:
        column = [one for row in table if row is not totals[0] for one in row if one.column == cell.column]
        figures = [Decimal(one.text.replace(",", "")) for one in column if _FIGURE.fullmatch(one.text)]
        words = [one.text for one in column if not _FIGURE.fullmatch(one.text)]
        if len(figures) < 2 or not _FIGURE.fullmatch(cell.text) or _NO_SUM.search("".join(words)):
            continue
        if hit := _wrong_total(cell, figures):
            yield hit


def _wrong_total(cell: Cell, figures: list[Decimal]) -> Hit | None:
    said, real = Decimal(cell.text.replace(",", "")), sum(figures, Decimal(0))
    is_whole = all(one == one.to_integral_value() for one in (*figures, said))
    rounding = Decimal(0) if is_whole else len(figures) * max(map(_half, figures))
    if abs(said - real) <= rounding:
        return None
    return Hit(Place(cell.paragraph, 0, len(cell.text)), f"本列各数之和为{real}，与合计不符，请核对")
