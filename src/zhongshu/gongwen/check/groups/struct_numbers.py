"""The numbering of a document (STRUCT 层次序数): 一、（一）1.（1） in their order (GB/T 9704-2012 7.3.3)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from zhongshu.gongwen.check.finding import after, matches, place
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.numbering import Heading, runs, sections
from zhongshu.gongwen.check.sheet import COUNTED, PROSE, Sheet
from zhongshu.kit.numerals import heading


@rule(
    "STRUCT-01",
    Force.MAY,
    "GB/T 9704-2012 7.3.3",
    "结构层次依次为“一、”“（一）”“1.”“（1）”",
    verified=True,
    pairs=[
        ("一、总体要求\n（1）加强领导。", "一、总体要求\n（一）加强领导。"),
        ("1.设备\n（一）人员", "（一）设备\n（二）人员"),
    ],
    keep=[
        "一、总体要求\n1.加强领导。",
        "第三条 应当：\n（一）真实；",
        "1.名单\n（1）甲",
        "一、甲\n（一）子\n1.寅\n二、乙",
    ],
)
def order(sheet: Sheet, world: World) -> Iterator[Hit]:
    for section in sections(sheet):
        above = [(0, 0)]  # what is open: its level, and the level that stands directly below it
        for one in section:
            while above[-1][0] >= one.level:
                above.pop()
            level, below = above[-1]
            if below > one.level:
                said = f"“{heading(one.level, 1)}”在“{heading(below, 1)}”的上一层，不排在它之后"
                yield Hit(one.place, said)
            elif level and one.level > level + 1 and (level, one.level) != (1, 3):
                right = heading(level + 1, one.number)
                yield Hit(one.place, f"“{heading(level, 1)}”的下一层用“{heading(level + 1, 1)}”", right)
            above[-1] = (level, one.level)
            above.append((one.level, 0))


@rule(
    "STRUCT-02",
    Force.PRACTICE,
    "办文惯例",
    "同一层的序号连续、不重复",
    pairs=[
        ("一、总体要求\n三、保障措施", "一、总体要求\n二、保障措施"),
        ("（一）查。\n（一）改。\n（二）督。", "（一）查。\n（二）改。\n（三）督。"),
    ],
    keep=["一、甲\n1.子\n2.丑\n二、乙\n1.寅", "一、甲\n二、乙\n第二部分\n一、丙\n二、丁", "一、甲\n六、乙"],
)
def gaps(sheet: Sheet, world: World) -> Iterator[Hit]:
    for run in runs(sheet):
        shift = 0
        for before, one in pairwise(run):
            step = one.number - before.number
            if step not in (0, 1, 2) or (step == 2 and _stands_inside(sheet, before, one)):
                break  # a part is missing, runs on in a paragraph, or another list begins
            shift += 1 - step
            if shift:
                right = heading(one.level, one.number + shift)
                yield Hit(one.place, f"序号应为“{right}”", right, fix=True)


def _stands_inside(sheet: Sheet, before: Heading, one: Heading) -> bool:
    """Tell whether the number that is missing stands inside a paragraph in between."""
    between = sheet.paragraphs[before.place.paragraph : one.place.paragraph]
    return any(heading(one.level, before.number + 1) in paragraph.text for paragraph in between)


_NUMERAL = "[一二三四五六七八九十百]+"
_COMMA = re.compile(r"^(?P<number>[0-9０-９]{1,2})、(?![0-9]{1,2}、)")


@rule(
    "STRUCT-03",
    Force.MUST,
    "GB/T 15834-2011 附录B.3",
    "阿拉伯数字序号后用下脚点",
    pairs=[("1、目标\n2、任务", "1.目标\n2.任务")],
    keep=["1.目标", "3、4月份", "5、6号楼"],
)
def dots(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one, found in matches(sheet, _COMMA):
        if not after(one, found, 1).isdigit():
            yield Hit(Place(number, found.end() - 1, found.end()), "数字序号后用下脚点", ".", fix=True)


_BRACKETED = re.compile(
    rf"^(?P<wrong>[（(]\s?(?P<number>{_NUMERAL}|[0-9０-９]{{1,2}})\s?[）)][、.，]|(?:\(\s?({_NUMERAL}|[0-9]{{1,2}})\s?[)）]|（({_NUMERAL}|[0-9]{{1,2}})\)))"
)


@rule(
    "STRUCT-04",
    Force.MUST,
    "GB/T 15834-2011 附录B.3",
    "带括号的序号用全角括号，后面不加标点",
    pairs=[
        ("（一）、加强领导。", "（一）加强领导。"),
        ("(一)加强领导。", "（一）加强领导。"),
        ("（1）.加强领导。", "（1）加强领导。"),
    ],
    keep=["（一）加强领导。", "（一年）期满"],
)
def brackets(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _BRACKETED):
        right = f"（{found['wrong'].strip('（()）、.， ')}）"
        yield Hit(place(number, found, "wrong"), "序号用全角括号，后面不加标点", right, fix=True)


_STOPPED = re.compile(rf"^{_NUMERAL}(?P<mark>[.．，,])(?![0-9]){COUNTED}")


@rule(
    "STRUCT-05",
    Force.MUST,
    "GB/T 15834-2011 附录B.3",
    "汉字序号后用顿号",
    pairs=[("一.总体要求", "一、总体要求"), ("二，保障措施", "二、保障措施")],
    keep=["一、总体要求", "一经发现，严肃处理。", "一，二年级学生"],
)
def commas(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _STOPPED):
        yield Hit(place(number, found, "mark"), "汉字序号后用顿号", "、", fix=True)


_ORDINAL = re.compile(
    rf"(?:^|(?<=[。；：]))(?:第{_NUMERAL}|首先|其次|再次|最后|其一|其二|其三)(?P<mark>、)(?!第|二产|[一二三四五六七八九十])"
)


@rule(
    "STRUCT-06",
    Force.MUST,
    "GB/T 15834-2011 附录B.3",
    "“第一”“首先”之后用逗号",
    pairs=[("第一、加强领导。", "第一，加强领导。"), ("首先、加强领导。", "首先，加强领导。")],
    keep=["第一、二产业增长较快。", "第一、第二条同时废止。"],
)
def ordinals(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _ORDINAL):
        yield Hit(place(number, found, "mark"), "“第一”“首先”之后用逗号", "，", fix=True)


_DINGBAT = re.compile(r"^[㈠-㈩⑴-⒇⒈-⒛①-⑳]")


def _spelled(sign: str) -> str:
    """Return the numbering that a ready-made sign stands for; of ①, whose level is open, nothing."""
    for first, last, form in (("㈠", "㈩", 2), ("⑴", "⒇", 4), ("⒈", "⒛", 3)):
        if first <= sign <= last:
            return heading(form, ord(sign) - ord(first) + 1)
    return ""


@rule(
    "STRUCT-10",
    Force.PRACTICE,
    "GB/T 9704-2012 7.3.3",
    "序号不用符号字符，“①”只用在“（1）”以下",
    pairs=[
        ("㈠加强领导。\n㈡落实责任。", "（一）加强领导。\n（二）落实责任。"),
        ("⒈目标\n⑴任务", "1.目标\n（1）任务"),
        ("一、目标\n①任务", "一、目标\n（一）任务"),
    ],
    keep=["（1）目标\n①任务\n②措施"],
)
def dingbats(sheet: Sheet, world: World) -> Iterator[Hit]:
    above = 0
    for number, one in sheet.of(*PROSE):
        found = _DINGBAT.match(one.plain)
        if found and (right := _spelled(found[0])):
            yield Hit(place(number, found), "序号应逐字写出", right, fix=True)
        elif found and above != 4:
            yield Hit(place(number, found), "“①”只用在“（1）”的下一层")
        above = one.level or above
