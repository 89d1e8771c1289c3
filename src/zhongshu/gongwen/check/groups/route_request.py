"""Requests and reports (ROUTE 请示与报告, 条例 art. 15): one request, one matter, one place for it."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import finding, parts
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet

_REPORT = {"title": "清溪县水利局关于防汛工作情况的报告", "recipients": "清溪县人民政府：", "direction": "up"}
_REQUEST = {"title": "清溪县水利局关于除险加固经费的请示", "recipients": "清溪县人民政府：", "direction": "up"}
_FORMULA = re.compile(
    r"(?:妥否|当否|可否|是否妥当|如无不妥)[，,][^。]{0,10}请[^。转]{0,6}(?:批示|批复|指示|审批|批准|审示)"
)
# What is asked elsewhere than in a formula, which another rule speaks of.
_PHRASE = re.compile(
    rf"(?P<formula>{_FORMULA.pattern})"
    r"|请予?(?:批示|批复|审批|批准)(?![^。]{0,6}(?:转|后))|请予(?:支持)?解决|请予支持解决|恳请[^。，]{0,12}(?:批准|批复|解决)"
)
_ENDING = re.compile(r"请[^。，]{0,6}(?:批示|批复|审批|审示|批准)[。！]?\s*$")
_CLOSED = re.compile(r"(?:批示|批复|指示|批准|审批|审示|审定|审核|审查|审议|支持|决定)[。！]?\s*$")
_ASKING = r"(?:申请|请求|恳请|请批|增加|核定|追加|拨付|划拨|批准|设立|成立|建设|购置|调整|更新|解决|招聘|修建|划转)"
_TWO = re.compile(rf"{_ASKING}[^和及与并、，的]{{2,12}}(?:和|及|以及|与|并|、)(?P<second>{_ASKING}[^的]{{2,16}})")
# A heading asks for something by a verb with what is asked behind it: 申请追加经费, neither 申请理由 nor 招聘条件.
_NAMED = (
    "(?:的|值|理由|事项|依据|条件|金额|原因|内容|背景|情况|材料|程序|原则|规模|方式|标准|范围|对象|办法|措施|目标|时间|地点"
    "|必要|可行|意义|思路|步骤|现状|(?:资金|项目|任务|要求|单位|主体|方案|计划|途径)[。：]?$)"
)
_ASKED = re.compile(rf"(?:关于)?(?:(?P<plain>申请|请求|恳请|请批)|增加|追加|拨付|划拨|核定|解决)(?!{_NAMED})")
_FORWARDED = re.compile(r"(?:现将|兹将|特将)[^。]{0,60}(?:请示|报告)[^。]{0,30}(?:转报|转呈|转上|呈上|原文[转上]报)")
_OPINION = re.compile(
    r"(?:我|本)[局委厅市县区部办院镇乡省][^。]{0,40}(?:认为|意见|建议|拟|同意)|经[^。]{0,20}(?:研究|审核)"
)
_CONTACT = re.compile(r"联系人|电话|联系方式")


@rule(
    "ROUTE-06",
    Force.MUST,
    "条例第十五条（三）",
    "转报下级机关的请示，提出倾向性意见",
    pairs=[
        (
            _REQUEST | {"body": "现将青山镇人民政府关于经费的请示转报你府。"},
            _REQUEST | {"body": "现将青山镇人民政府关于经费的请示转报你府。经研究，我局认为所请属实，建议同意。"},
        )
    ],
)
def forwarded(sheet: Sheet, world: World) -> Iterator[Hit]:
    if sheet.direction == "up" and not _OPINION.search(parts.body(sheet)):
        for number, _, found in finding.matches(sheet, _FORWARDED):
            said = "下级机关的请示事项需要向上级请示的，应提出倾向性意见，不得原文转报"
            yield Hit(finding.place(number, found), said)


@rule(
    "ROUTE-08",
    Force.MUST,
    "条例第十五条（四）",
    "不在报告等非请示性公文中夹带请示事项",
    verified=True,
    pairs=[
        (_REPORT | {"body": "以上报告妥否，请批示。"}, _REPORT | {"body": "特此报告。"}),
        (
            {"title": "清溪县水利局关于防汛工作的通报", "body": "可否，请县政府批复。"},
            {"title": "清溪县水利局关于防汛工作的通报", "body": "特此通报。"},
        ),
    ],
    keep=[_REQUEST | {"body": "妥否，请批示。"}, _REPORT | {"body": "以上意见如无不妥，请批转各地执行。"}],
)
def asked_elsewhere(sheet: Sheet, world: World) -> Iterator[Hit]:
    title = parts.title(sheet)
    if title.statutory and title.statutory not in ("请示", "函", "意见", "议案"):
        for number, _, found in finding.matches(sheet, _FORMULA, view="unquoted", roles=("body",)):
            said = f"{title.genre}中不得夹带请示事项，请删去，或者另行请示"
            yield Hit(finding.place(number, found), said)


@rule(
    "ROUTE-21",
    Force.MUST,
    "条例第十五条（四）",
    "报告中没有请求批示、批准的语句",
    verified=True,
    pairs=[
        (
            _REPORT | {"body": ["目前经费不足，恳请县政府批准追加。", "特此报告。"]},
            _REPORT | {"body": ["目前经费不足。", "特此报告。"]},
        )
    ],
    keep=[_REPORT | {"body": ["方案已报请市政府批准。", "特此报告。"]}],
)
def asked_in_report(sheet: Sheet, world: World) -> Iterator[Hit]:
    if parts.title(sheet).statutory != "报告" or sheet.direction != "up":
        return
    last, text = parts.last_body(sheet)
    is_closed = bool(_ENDING.search(text))
    for number, one, found in finding.matches(sheet, _PHRASE, view="unquoted", roles=("body",)):
        is_plain = finding.before(one, found).endswith(tuple("报呈申应须提未邀聘送转约"))
        is_closing = number == last and is_closed
        if not is_plain and not is_closing and not found["formula"]:
            said = "报告中不得夹带请示事项，请删去，需要上级批准的另行请示"
            yield Hit(finding.place(number, found), said)


@rule(
    "ROUTE-25",
    Force.MUST,
    "条例第十五条（四）",
    "报告不以请求批示结尾",
    verified=True,
    pairs=[(_REPORT | {"body": "以上报告，请批示。"}, _REPORT | {"body": "特此报告。"})],
    keep=[_REPORT | {"body": "以上报告，请审阅。"}],
)
def closed_report(sheet: Sheet, world: World) -> Iterator[Hit]:
    number, text = parts.last_body(sheet)
    found = _ENDING.search(text)
    if parts.title(sheet).statutory == "报告" and sheet.direction == "up" and found and not _FORMULA.search(text):
        yield Hit(finding.place(number, found), "报告不请求批示，结尾写“特此报告。”", "特此报告。")


@rule(
    "ROUTE-22",
    Force.MUST,
    "条例第十五条（四）",
    "请示一文一事",
    verified=True,
    pairs=[
        (
            {"title": "清溪县水利局关于申请经费和增加编制的请示"},
            {"title": "清溪县水利局关于申请除险加固经费的请示"},
        ),
        (
            _REQUEST | {"body": ["一、申请追加经费50万元", "二、申请增加编制2名"]},
            _REQUEST | {"body": ["一、基本情况", "二、申请追加经费50万元"]},
        ),
    ],
    keep=[
        {"title": "清溪县水利局关于建设和管理防汛物资仓库的请示"},
        _REQUEST | {"body": ["一、招聘原则", "二、招聘条件"]},
        _REQUEST | {"body": ["一、申请理由", "二、申请事项", "三、建设规模"]},
    ],
)
def one_matter(sheet: Sheet, world: World) -> Iterator[Hit]:
    if not parts.title(sheet).is_request:
        return
    said = "请示应当一文一事，请分别请示"
    stretch = sheet.one("title")
    for found in _TWO.finditer(stretch.text):
        yield Hit(stretch.place(found.start("second"), found.end("second")), said, doubtful=True)
    asked = [
        (number, one, asking)
        for number, one in sheet.of("heading", "body")
        if one.level == 1 and (asking := _ASKED.match(one.text.partition("、")[2]))
    ]
    for number, one, asking in asked[1:]:
        yield Hit(Place(number, 0, len(one.text)), said, doubtful=not asking["plain"])


@rule(
    "ROUTE-24",
    Force.PRACTICE,
    "请示惯例",
    "请示以请求批示、批复的语句结尾",
    pairs=[(_REQUEST | {"body": "特此报告。"}, _REQUEST | {"body": "妥否，请批示。"})],
    keep=[_REQUEST | {"body": "请予批准。"}],
)
def closed_request(sheet: Sheet, world: World) -> Iterator[Hit]:
    number, text = parts.last_body(sheet)
    if parts.title(sheet).is_request and text and not _CLOSED.search(text):
        yield Hit(Place(number, 0, len(text)), "请示的结尾请写“妥否，请批示。”或者“以上请示当否，请批复。”")


@rule(
    "ROUTE-30",
    Force.PRACTICE,
    "请示惯例",
    "请示在附注处注明联系人和电话",
    pairs=[
        (_REQUEST | {"note": "（此件公开发布）"}, _REQUEST | {"note": "（联系人：李明，电话：0311-5550123）"}),
        (_REQUEST | {"number": "清水〔2026〕3号"}, _REQUEST | {"note": "（联系人：李明，电话：0311-5550123）"}),
    ],
)
def contact(sheet: Sheet, world: World) -> Iterator[Hit]:
    note = sheet.one("note")
    if not parts.title(sheet).is_request or _CONTACT.search(note.text):
        return
    if note.text or parts.has_frame(sheet):
        place = note.whole if note.text else sheet.one("title").whole
        yield Hit(place, "请示应在附注处注明联系人和电话，如“（联系人：×××，电话：××××）”")
