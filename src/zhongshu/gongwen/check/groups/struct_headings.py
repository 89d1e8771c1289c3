"""Headings and lists of a document (STRUCT 标题和列项): how they end, what belongs to them, how they are set."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from zhongshu.gongwen.check.finding import BLANKS, place, tail
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.numbering import Heading, runs
from zhongshu.gongwen.check.sheet import PROSE, Sheet
from zhongshu.gongwen.read import wording
from zhongshu.gongwen.typeset import titles
from zhongshu.kit.numerals import from_chinese, heading

_ALONE = re.compile(r"^[^，。；：！？]{2,26}(?P<mark>[。；：])$")
_DUTY = re.compile(r"(?:时间|地点|人员|对象|范围|单位|内容|方式|电话|联系人)：$")
_ENDS = re.compile("特此|此复|以上|妥否|当否|请|附件")


@rule(
    "STRUCT-07",
    Force.PRACTICE,
    "办文惯例",
    "独立成行的标题末尾不用标点",
    pairs=[
        (
            "一、总体要求。\n坚持节水优先。\n二、工作措施。\n加强管护。",
            "一、总体要求\n坚持节水优先。\n二、工作措施\n加强管护。",
        ),
        ("一、总体要求：\n（一）指导思想\n坚持节水优先。", "一、总体要求\n（一）指导思想\n坚持节水优先。"),
    ],
    keep=["一、同意设立。\n二、抓紧实施。\n特此批复。", "一、会议时间：\n3月1日9时", "一、同意设立。"],
)
def heading_marks(sheet: Sheet, world: World) -> Iterator[Hit]:
    for run in runs(sheet):
        # An item that is a sentence has nothing below it; a heading has.
        if run[0].level > 2 or not all(_has_text(sheet, one) for one in run):
            continue
        for one in run:
            text = sheet.paragraphs[one.place.paragraph].plain
            found = _ALONE.match(text)
            if found and not _DUTY.search(text):
                yield Hit(place(one.place.paragraph, found, "mark"), "独立成行的标题末尾不用标点", "", fix=True)


def _has_text(sheet: Sheet, one: Heading) -> bool:
    """Tell whether a heading has a text or headings below it."""
    for below in sheet.paragraphs[one.place.paragraph + 1 : one.place.paragraph + 2]:
        return below.role in PROSE and (below.level > one.level or (not below.level and not _ENDS.match(below.text)))
    return False


_RUN_IN = re.compile(r"^[（(][一二三四五六七八九十]+[）)][^，。；：！？]{2,40}。.")
_WORDY = 40


@rule(
    "STRUCT-08",
    Force.PRACTICE,
    "办文惯例",
    "标题接排正文时，标题后用句号",
    pairs=[
        (
            "（一）加强领导。各单位要明确责任，抓好落实。\n（二）强化保障。财政部门要安排资金，及时拨付到位。\n"
            "（三）严格督查各单位要建立台账并定期报告工作进展情况，对落实不力的单位予以通报，限期整改到位。",
            "（一）加强领导。各单位要明确责任，抓好落实。\n（二）强化保障。财政部门要安排资金，及时拨付到位。\n"
            "（三）严格督查。各单位要建立台账并定期报告工作进展情况，对落实不力的单位予以通报，限期整改到位。",
        )
    ],
    keep=["（一）加强领导，明确责任，抓好落实。\n（二）强化保障。"],
)
def run_in(sheet: Sheet, world: World) -> Iterator[Hit]:
    for run in runs(sheet):
        texts = [sheet.paragraphs[one.place.paragraph].plain for one in run]
        bare = [one for one, text in zip(run, texts, strict=True) if not _RUN_IN.match(text)]
        if len(run) > 2 and len(bare) == 1 and len(sheet.paragraphs[bare[0].place.paragraph].text) > _WORDY:
            yield Hit(bare[0].place, "同层其他标题后有句号，此处标题后缺句号")


@rule(
    "STRUCT-09",
    Force.PRACTICE,
    "办文惯例",
    "同一层不只列一项",
    pairs=[("一、总体要求\n（一）加强领导。\n二、措施\n抓好落实。", "一、总体要求\n加强领导。\n二、措施\n抓好落实。")],
    keep=["一、甲\n二、乙", "1.甲", "（一）查隐患；（二）建台账。", "一、依据\n第十八条规定：“应当达标。”\n二、意见"],
)
def lone(sheet: Sheet, world: World) -> Iterator[Hit]:
    for run in runs(sheet):
        one = run[0]
        runs_on = heading(one.level, 2) in sheet.paragraphs[one.place.paragraph].text
        if len(run) == 1 and one.number == 1 and one.level in (1, 2) and not runs_on:
            yield Hit(one.place, f"只有“{heading(one.level, 1)}”，没有下一项，请并入上文或补齐")


_LISTED = re.compile(r"(?:^|(?P<mark>[：；。，]))(?P<number>[一二三四五六七八九])是(?=[^否非的])")


@rule(
    "STRUCT-11",
    Force.RECOMMENDED,
    "GB/T 15834-2011 附录B.1.4",
    "“一是”“二是”依次编排，各项之间标点一致",
    pairs=[
        (
            "主要做法：一是排查隐患；二是落实责任。三是强化保障。",
            "主要做法：一是排查隐患；二是落实责任；三是强化保障。",
        ),
        ("主要做法：一是排查隐患；三是强化保障。", "主要做法：一是排查隐患；二是强化保障。"),
    ],
    keep=["一是排查隐患。逐项登记。二是落实责任。", "一是一，二是二。"],
)
def listed(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of(*PROSE):
        found = list(_LISTED.finditer(one.plain)) if "是" in one.plain else []
        for before, after in pairwise(found):
            step = from_chinese(after["number"]) - from_chinese(before["number"])
            if step > 1:
                yield Hit(place(number, after, "number"), f"“{before['number']}是”之后缺项，请核对")
        marks = [match["mark"] for match in found[1:] if match["number"] != "一"]
        if set(marks) == {"；", "。"} and marks[0] == "；" and not _has_sentences(one.plain, found):
            at = next(match for match in found[1:] if match["mark"] == "。")
            yield Hit(place(number, at, "mark"), "各项之间标点不一致", "；")


def _has_sentences(text: str, found: list[re.Match[str]]) -> bool:
    """Tell whether an item holds a full stop of its own, or the text begins again with 一是."""
    inner = (text[a.end() : b.start()] for a, b in pairwise(found))
    return any("。" in piece for piece in inner) or sum(match["number"] == "一" for match in found) > 1


@rule(
    "STRUCT-12",
    Force.MUST,
    "GB/T 9704-2012 7.3.3",
    "每段左空二字，不用空格来空（缩进和段间由排版完成）",
    pairs=[("　　各单位要抓好落实。", "各单位要抓好落实。")],
    keep=["各单位要抓好落实。"],
)
def padding(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of(*PROSE):
        start, end = len(one.text) - len(one.text.lstrip(BLANKS)), tail(number, one.text, "")
        for at in (Place(number, 0, start), end):
            if at.start < at.end:
                yield Hit(at, "段首空格由排版完成，文稿中不打空格", "", fix=True)


_ROWS, _WIDTH = 22, 28  # rows of a page and characters of a row (GB/T 9704-2012 5.2.3)
_HEAD_ROWS = 12  # as far down as the title begins, with the row left free below it


@rule(
    "STRUCT-13",
    Force.MUST,
    "GB/T 9704-2012 7.3.2、7.3.3",
    "首页显示正文，主送机关过多时移至版记",
    verified=True,
    pairs=[
        (
            {"title": "关于防汛的通知", "recipients": "清溪县水利局，" * 40 + "清溪县财政局：", "body": "请抓好落实。"},
            {"title": "关于防汛的通知", "recipients": "清溪县水利局，清溪县财政局：", "body": "请抓好落实。"},
        )
    ],
)
def first_page(sheet: Sheet, world: World) -> Iterator[Hit]:
    recipients = sheet.one("recipients")
    title = sum(1 for _ in sheet.of("title"))
    if _HEAD_ROWS + title + math.ceil(len(recipients.text) / _WIDTH) > _ROWS:
        said = "主送机关过多，首页排不下正文，请移至版记，排在抄送之上"
        yield Hit(recipients.whole, said, doubtful=True)


_SLIGHT = 1  # characters by which lines may differ and look alike
_TAIL = re.compile(f"的?(?:{wording.GENRES})")


@rule(
    "STRUCT-14",
    Force.MUST,
    "GB/T 9704-2012 7.3.1",
    "标题回行词意完整，排成梯形或菱形（没有指定回行的由排版安排）",
    verified=True,
    pairs=[
        ({"title": "关于印发防\n汛预案的通知"}, {"title": "关于印发\n防汛预案的通知"}),
        (
            {"title": "关于印发清溪县防汛\n抗旱应急预案\n和物资储备办法的通知"},
            {"title": "关于印发清溪县\n防汛抗旱应急预案和\n物资储备办法的通知"},
        ),
        ({"title": "关于印发防汛抗旱应急预案\n的通知"}, {"title": "关于印发\n防汛抗旱应急预案的通知"}),
    ],
    keep=[{"title": "清溪县水利局关于\n做好防汛工作的通知"}],
)
def title_breaks(sheet: Sheet, world: World) -> Iterator[Hit]:
    rows = list(sheet.of("title"))
    texts = [one.text.strip() for _, one in rows]
    if len(rows) < 2:
        return
    last = Place(rows[-1][0], 0, len(rows[-1][1].text))
    for word in titles.torn("\n".join(texts), names=sheet.issuers):
        yield Hit(last, f"标题回行拆开了“{word}”", doubtful=True)
    widths = list(map(titles.width, texts))
    if _TAIL.fullmatch(texts[-1]):
        yield Hit(last, "标题末行只有文种，请调整回行", doubtful=True)
    elif any(
        width + _SLIGHT < min(before, after)
        for before, width, after in zip(widths, widths[1:], widths[2:], strict=False)
    ):
        yield Hit(last, "标题各行中间短两头长，请排成梯形或菱形", doubtful=True)
