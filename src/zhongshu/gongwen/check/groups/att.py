"""Attachments (ATT 附件): their list under the body, what the text says of them, and they themselves (7.3.4, 7.3.7)."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from zhongshu.gongwen.check import finding, numbering, parts
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet

_NUMERAL = "[0-9０-９一二三四五六七八九十]"
_ITEM = re.compile(
    rf"(?P<label>附\s?件?\s?(?P<labelled>{_NUMERAL}{{1,3}})?\s?[：:]\s*)?"
    rf"(?:(?P<number>{_NUMERAL}{{1,2}})(?P<sign>\s?[.．、。:：]\s*))?(?P<name>(?:.*?(?<![；;。，,、．.]))?)(?P<mark>[；;。，,、．.]*)"
)
_CHINESE = re.compile(r"^附\s?件?\s?(?P<numeral>[一二三四五六七八九十]{1,3})(?=\s?[：:]|$)")
_SEEN = re.compile(r"附件\s?(?P<number>[0-9]{1,2})(?![0-9个份项页张件种类])")
_OTHERS = re.compile("(?:[》号文]件?|通知|意见|方案|办法|规定|公告|来函|批复)[的中之]?$")
_ALIKE = 0.5  # how like the name a title is that is the same one, written otherwise

_QUOTED = re.compile(r"《(?P<name>[^《》]+)》")
_ISSUING = re.compile(
    r"(?:印发|转发|批转|公布|发布)《?(?P<name>[^《》]{2,80}?)》?(?:（[^（）]{1,20}）)?(?:的通知|的函)$"
)


class Item(NamedTuple):
    """A line of 附件说明: its number, 0 for none, its name and where both stand."""

    paragraph: int
    number: int
    name: str
    found: re.Match[str]

    def place(self, group: str) -> Place:
        return finding.place(self.paragraph, self.found, group)


@rule(
    "ATT-01",
    Force.MUST,
    "GB/T 9704-2012 7.3.4",
    "附件顺序号后用“.”，附件名称后不加标点",
    verified=True,
    pairs=[
        (
            {"attachment_note": ["附件：1、名单；", "2、测算表。"]},
            {"attachment_note": ["附件：1.名单", "2.测算表"]},
        ),
        ({"attachment_note": "附件:名单"}, {"attachment_note": "附件：名单"}),
    ],
    keep=[{"attachment_note": "附件：名单（共2份）"}],
)
def punctuation(sheet: Sheet, world: World) -> Iterator[Hit]:
    for item in _items(sheet):
        if item.found["label"] and not item.found["label"].endswith("："):
            yield Hit(item.place("label"), "“附件”后标全角冒号", f"{item.found['label'].strip()[:-1]}：", fix=True)
        if item.found["sign"] and item.found["sign"] != ".":
            is_wide = item.found["sign"].strip() in ("．", ".")
            yield Hit(item.place("sign"), "附件顺序号后用“.”", ".", fix=True, doubtful=is_wide)
        if item.found["mark"]:
            yield Hit(item.place("mark"), "附件名称后不加标点", fix=True)


@rule(
    "ATT-02",
    Force.MUST,
    "GB/T 9704-2012 7.3.4",
    "只有一个附件的不编顺序号",
    pairs=[({"attachment_note": "附件：1.名单"}, {"attachment_note": "附件：名单"})],
    keep=[{"attachment_note": ["附件：1.名单", "2.测算表"]}],
)
def single(sheet: Sheet, world: World) -> Iterator[Hit]:
    items = _items(sheet)
    if len(items) == 1 and items[0].found["number"]:
        start, end = items[0].found.start("number"), items[0].found.end("sign")
        yield Hit(Place(items[0].paragraph, start, end), "只有一个附件，不编顺序号", fix=True)


@rule(
    "ATT-03",
    Force.MUST,
    "GB/T 9704-2012 7.3.4",
    "附件顺序号用阿拉伯数字",
    verified=True,
    pairs=[
        ({"attachment_label": "附件一"}, {"attachment_label": "附件1"}),
        (
            {"attachment_note": ["附件：一、名单", "二、测算表"]},
            {"attachment_note": ["附件：1、名单", "2、测算表"]},
        ),
    ],
)
def arabic(sheet: Sheet, world: World) -> Iterator[Hit]:
    said = "附件顺序号用阿拉伯数字"
    for number, _, found in finding.matches(sheet, _CHINESE, roles=("attachment_label", "attachment_note")):
        if value := numbering.value(found["numeral"]):
            yield Hit(finding.place(number, found, "numeral"), said, str(value), fix=True)
    for item in _items(sheet):
        if item.number and re.match("[一二三四五六七八九十]", item.found["number"] or ""):
            yield Hit(item.place("number"), said, str(item.number), fix=True)


@rule(
    "ATT-04",
    Force.MUST,
    "GB/T 9704-2012 7.3.7",
    "正文提到的附件列入附件说明",
    verified=True,
    pairs=[
        (
            {"body": "任务分工见附件3。", "attachment_note": ["附件：1.名单", "2.测算表"]},
            {"body": "任务分工见附件2。", "attachment_note": ["附件：1.名单", "2.测算表"]},
        ),
        ({"body": "名单详见附件1。"}, {"body": "名单详见附件。", "attachment_note": "附件：名单"}),
    ],
    keep=["按《通知》附件3的要求办理。", "国发〔2026〕3号文件附件2所列企业", "按省厅通知附件2填报，附件3份"],
)
def referred(sheet: Sheet, world: World) -> Iterator[Hit]:
    count = len(_items(sheet)) or len(list(sheet.of("attachment_label")))
    for number, one, found in finding.matches(sheet, _SEEN, view="unquoted", roles=("body",)):
        is_own = not _OTHERS.search(finding.before(one, found))
        if int(found["number"]) > count and is_own:
            said = f"附件说明中没有附件{found['number']}，请核对"
            yield Hit(finding.place(number, found), said, doubtful=not count)


@rule(
    "ATT-05",
    Force.MUST,
    "GB/T 9704-2012 7.3.7",
    "附件顺序号和标题与附件说明一致",
    verified=True,
    pairs=[
        (
            {"attachment_note": "附件：经费测算表", "attachment_label": "附件", "attachment_title": "经费预算表"},
            {"attachment_note": "附件：经费测算表", "attachment_label": "附件", "attachment_title": "经费测算表"},
        ),
    ],
    keep=[
        {
            "attachment_note": "附件：经费测算表（共3份）",
            "attachment_label": "附件",
            "attachment_title": "经费测算表",
            "attachment_body": "（共3份）",
        },
        {
            "attachment_note": "附件：经费测算表",
            "attachment_label": "附件",
            "attachment_title": "填报单位：",
            "attachment_body": "经费测算表",
        },
    ],
)
def same(sheet: Sheet, world: World) -> Iterator[Hit]:
    items = _items(sheet)
    titles = [(number, one) for number, one in sheet.of("attachment_title") if _is_labelled(sheet, number)]
    for item, (number, one) in zip(items, titles, strict=False) if len(items) == len(titles) else ():
        below = "".join(following.text for following in sheet.paragraphs[number : number + 4])
        if _plain(item.name) not in _plain(below):
            is_like = SequenceMatcher(None, item.name, one.text).ratio() > _ALIKE
            said = f"附件标题与附件说明“{item.name}”不一致，请统一"
            yield Hit(Place(number, 0, len(one.text)), said, doubtful=not is_like)
    if items and titles and len(items) != len(titles):
        said = f"附件说明列有{len(items)}个附件，所附为{len(titles)}个，请核对"
        yield Hit(Place(titles[0][0], 0, len(titles[0][1].text)), said, doubtful=True)


@rule(
    "ATT-06",
    Force.MUST,
    "GB/T 9704-2012 7.3.7",
    "附件另面编排，首行标“附件”和顺序号",
    pairs=[
        (
            {"attachment_note": "附件：经费测算表", "attachment_title": "经费测算表"},
            {"attachment_note": "附件：经费测算表", "attachment_label": "附件", "attachment_title": "经费测算表"},
        ),
        (
            {"date": "2026年3月1日", "attachment_label": "附件", "tops": frozenset({0})},
            {"date": "2026年3月1日", "attachment_label": "附件", "tops": frozenset({0, 1})},
        ),
    ],
    keep=[{"date": "2026年3月1日", "attachment_label": "附件"}],
)
def labelled(sheet: Sheet, world: World) -> Iterator[Hit]:
    names = {_plain(item.name) for item in _items(sheet)}
    for number, one in sheet.of("attachment_title"):
        if not _is_labelled(sheet, number) and _plain(one.text) in names:
            said = "附件应另面编排，在标题之上左上角第一行顶格标“附件”和顺序号"
            yield Hit(Place(number, 0, len(one.text)), said)
    for number, one in sheet.of("attachment_label"):
        if sheet.tops is not None and one.source[0] not in sheet.tops:
            yield Hit(Place(number, 0, len(one.text)), f"附件应另面编排，请在“{one.text}”之前分页")


@rule(
    "ATT-07",
    Force.PRACTICE,
    "附件说明惯例",
    "附件说明中的附件名称不加书名号",
    pairs=[({"attachment_note": "附件：《实施方案》"}, {"attachment_note": "附件：实施方案"})],
    keep=[{"attachment_note": "附件：《防汛条例》解读"}],
)
def unmarked(sheet: Sheet, world: World) -> Iterator[Hit]:
    for item in _items(sheet):
        if quoted := _QUOTED.fullmatch(item.name):
            yield Hit(item.place("name"), "附件说明中的名称不加书名号", quoted["name"], fix=True)


@rule(
    "ATT-08",
    Force.PRACTICE,
    "印发类通知惯例",
    "印发的文件是公文的主体，不列为附件",
    pairs=[
        (
            {"title": "清溪县水利局关于印发《防汛办法》的通知", "attachment_note": "附件：防汛办法"},
            {"title": "清溪县水利局关于印发《防汛办法》的通知", "attachment_note": "附件：物资清单"},
        )
    ],
)
def issued(sheet: Sheet, world: World) -> Iterator[Hit]:
    found = _ISSUING.search(parts.title(sheet).text)
    for item in _items(sheet) if found else ():
        if found and _plain(found["name"]) == _plain(re.sub("（[^（）]*）$", "", item.name)):
            yield Hit(item.place("name"), "所印发的文件直接附在通知之后，不作附件说明")


def _items(sheet: Sheet) -> list[Item]:
    """Return the lines of 附件说明; a line that is only the label, with the list below it, is none."""
    rows = [(number, _ITEM.fullmatch(one.text.rstrip())) for number, one in sheet.of("attachment_note")]
    return [
        Item(number, numbering.value(found["number"] or found["labelled"] or "0"), found["name"].strip(), found)
        for number, found in rows
        if found and found["name"].strip()
    ]


def _is_labelled(sheet: Sheet, number: int) -> bool:
    return number > 0 and sheet.paragraphs[number - 1].role == "attachment_label"


def _plain(name: str) -> str:
    """Return a name as it is compared: without blanks, 《》 and the ending of a file."""
    return re.sub(r"[\s《》]|\.(?:docx?|xlsx?|pdf|wps|ofd)$", "", name)
