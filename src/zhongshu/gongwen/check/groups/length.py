"""Lengths and burdens (LEN、BURDEN): 《整治形式主义为基层减负若干规定》 (2024), 重大事项请示报告条例 (2019)."""

import re
from collections.abc import Iterator
from datetime import date

from zhongshu.gongwen.check import finding, parts
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet

ORDINARY, SPECIAL = 5000, 4000
TO_CENTRE, TO_CENTRE_SPECIAL = 5000, 3000
_RELIEF, _REPORTING = date(2024, 8, 6), date(2019, 2, 28)
_TASK = re.compile(r"专项|分工|任务|方案|试点|落实|关于(?:做好|开展|加强)")
_CENTRE = re.compile(r"^(?:党中央|中共中央|国务院|党中央、国务院)$")
_REPORTED = re.compile(
    r"(?:请|要|应|须|需|于|前)[^。；]{0,30}(?:贯彻)?落实情况[^。；]{0,16}(?:报送?|上报|反馈|书面报告)"
    r"|(?:请|要|应|须|需)[^。；]{0,20}(?:制定|出台)[^。；]{0,12}(?:配套文件|配套措施|实施细则|实施方案)"
)
_TEXT = "经研究，现就有关工作通知如下。"


@rule(
    "LEN-01",
    Force.USUALLY,
    "整治形式主义为基层减负若干规定（2024）",
    "文件一般不超过5000字",
    since=_RELIEF,
    pairs=[
        (
            {"title": "清溪县人民政府关于印发工作要点的通知", "body": [_TEXT] * 340},
            {"title": "清溪县人民政府关于印发工作要点的通知", "body": [_TEXT] * 300},
        )
    ],
    keep=[{"title": "清溪县人民政府关于水利改革的报告", "body": [_TEXT] * 340}],
)
def ordinary(sheet: Sheet, world: World) -> Iterator[Hit]:
    length = _length(sheet)
    if length > ORDINARY and _goes_down(sheet):
        said = f"正文{length}字；除全面部署工作的文件外，一般不超过{ORDINARY}字，请精简"
        yield Hit(sheet.one("title").whole, said)


@rule(
    "LEN-02",
    Force.USUALLY,
    "整治形式主义为基层减负若干规定（2024）",
    "部署专项工作或者具体任务的文件一般不超过4000字",
    since=_RELIEF,
    pairs=[
        (
            {"title": "清溪县人民政府关于开展防汛专项检查的通知", "body": [_TEXT] * 280},
            {"title": "清溪县人民政府关于开展防汛专项检查的通知", "body": [_TEXT] * 260},
        )
    ],
)
def special(sheet: Sheet, world: World) -> Iterator[Hit]:
    length = _length(sheet)
    if SPECIAL < length <= ORDINARY and _goes_down(sheet) and _TASK.search(parts.title(sheet).text):
        said = f"正文{length}字；部署专项工作或者具体任务的文件一般不超过{SPECIAL}字，请精简"
        yield Hit(sheet.one("title").whole, said)


@rule(
    "LEN-03",
    Force.USUALLY,
    "中国共产党重大事项请示报告条例（2019）",
    "向党中央的综合报告一般不超过5000字，专题报告不超过3000字",
    since=_REPORTING,
    pairs=[
        (
            {"title": "河东省委关于防汛工作的专题报告", "recipients": "党中央：", "body": [_TEXT] * 210},
            {"title": "河东省委关于防汛工作的专题报告", "recipients": "党中央：", "body": [_TEXT] * 190},
        )
    ],
)
def to_centre(sheet: Sheet, world: World) -> Iterator[Hit]:
    title = parts.title(sheet)
    limit = TO_CENTRE_SPECIAL if "专" in title.matter else TO_CENTRE
    to_centre = any(_CENTRE.match(name.text) for name in parts.listed(sheet, "recipients"))
    if title.statutory == "报告" and to_centre and _length(sheet) > limit:
        yield Hit(sheet.one("title").whole, f"正文{_length(sheet)}字，一般不超过{limit}字，请精简")


@rule(
    "BURDEN-01",
    Force.USUALLY,
    "整治形式主义为基层减负若干规定（2024）",
    "一般不要求报送落实情况、制定配套文件",
    since=_RELIEF,
    pairs=[
        (
            {"title": "清溪县水利局关于防汛的通知", "body": "请于3月底前将贯彻落实情况书面报送我局。"},
            {"title": "清溪县水利局关于防汛的通知", "body": "请认真抓好落实。"},
        )
    ],
)
def burden(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in finding.matches(sheet, _REPORTED, view="unquoted") if _goes_down(sheet) else ():
        said = "文件一般不要求报送落实情况、制定配套文件，确有必要的请核准"
        yield Hit(Place(number, found.start(), found.end()), said)


def _length(sheet: Sheet) -> int:
    """Count the characters of the body as a word processor does (字数): without blanks."""
    return sum(len("".join(one.text.split())) for _, one in sheet.of("body", "heading", "table"))


def _goes_down(sheet: Sheet) -> bool:
    """Tell whether it lays something on others."""
    return parts.title(sheet).statutory in ("通知", "意见", "决定", "通报", "命令")
