"""The rest of the head and the recipients (HEAD 密级、紧急程度、签发人、主送机关)."""

import re
from collections.abc import Iterator
from datetime import date

from zhongshu.gongwen import marks
from zhongshu.gongwen.check import finding, numbering, parts, shapes
from zhongshu.gongwen.check import sheet as sheets
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.kit import terms

_CAPS = {terms.show(terms.SECRET_LEVELS, level): years for level, years in marks.LONGEST_YEARS.items()}
_LEVEL = re.compile("|".join(_CAPS))
_TERM = re.compile(r"(?<![0-9])(?P<number>[0-9]{1,3}|[一二三四五六七八九十]{1,5})\s?(?P<unit>年|个月)")
_GRADES, _TELEGRAM = ("特急", "加急"), tuple(name for _, name in terms.TELEGRAM_GRADES)
_UNTIL = {"date": "2026年3月1日"}
_UP = {"title": "清溪县水利局关于除险加固经费的请示", "recipients": "清溪县人民政府：", "direction": "up"}
_AUTHORITY = re.compile(r"(?:领导小组|协调小组|工作专班|指挥部|联席会议|联席会议办公室|小组办公室)$")
_CLASSES = re.compile(r"(?:人民政府|[县市区]政府)(?P<sign>、)[^，：]{0,20}(?:各部门|各单位|各委办局|直属机构|人民团体)")


@rule(
    "HEAD-05",
    Force.MUST,
    "GB/T 9704-2012 7.2.2，保密法第二十条",
    "密级和保密期限之间用★，期限用阿拉伯数字且不超过上限",
    verified=True,
    pairs=[
        ({"secrecy": "机密*二十五年"}, {"secrecy": "机密★20年"}),
        ({"secrecy": "机密★21年"}, {"secrecy": "秘密★10年"}),
        ({"secrecy": "秘密10年"}, {"secrecy": "秘密★10年"}),
        (_UNTIL | {"secrecy": "秘密★2036年3月2日"}, _UNTIL | {"secrecy": "秘密★2036年3月1日"}),
    ],
    keep=[
        {"secrecy": "绝密★长期"},
        {"secrecy": "机密"},
        {"secrecy": "绝密★30年"},
        _UNTIL | {"secrecy": "机密★2046年3月1日"},
    ],
)
def secrecy(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("secrecy"):
        text = re.sub(r"^密级\s?[：:]\s?|\s", "", one.text)
        level, term = _LEVEL.search(text), _TERM.search(text)
        place = Place(number, 0, len(one.text))
        until = sheets.day_of(text.partition("★")[2])
        years = _years(term) if term else _between(sheet.day, until)
        if level and years > _CAPS[level[0]]:
            most = f"{_CAPS[level[0]]}年"
            yield Hit(place, f"{level[0]}的保密期限不超过{most}", f"{level[0]}★{most}")
        elif not marks.SECRET.fullmatch(text):
            right = f"{level[0]}★{term['number']}{term['unit']}" if level and term and term["number"].isdigit() else ""
            yield Hit(place, "密级和保密期限写作“机密★1年”：中间用★隔开，期限用阿拉伯数字", right)


def _years(term: re.Match[str]) -> float:
    """Return a term in years; 0 for numerals that name no number."""
    number = numbering.value(term["number"])
    return number if term["unit"] == "年" else number / 12


def _between(begin: date | None, end: date | None) -> int:
    """Return the years from one day to another, those begun included; 0 where one is not known."""
    if not begin or not end:
        return 0
    return end.year - begin.year + ((end.month, end.day) > (begin.month, begin.day))


@rule(
    "HEAD-06",
    Force.MUST,
    "条例第九条（三）",
    "紧急程度为特急、加急",
    verified=True,
    pairs=[({"urgency": "紧急"}, {"urgency": "加急"}), ({"urgency": "特提"}, {"urgency": "特急"})],
    keep=[{"urgency": "特提", "mark": "清溪县人民政府办公室发电"}],
)
def urgency(sheet: Sheet, world: World) -> Iterator[Hit]:
    is_telegram = re.search("电报|发电|明电|密电", sheet.one("mark").text)
    grades = _TELEGRAM if is_telegram else _GRADES
    for number, one in sheet.of("urgency"):
        if re.sub(r"^紧急程度\s?[：:]\s?|\s", "", one.text) not in grades:
            yield Hit(Place(number, 0, len(one.text)), f"紧急程度应为{'、'.join(grades)}之一")


@rule(
    "HEAD-07",
    Force.MUST,
    "条例第九条（六）",
    "上行文标注签发人",
    verified=True,
    pairs=[
        (_UP, _UP | {"signer": "签发人：李明"}),
        (
            {"title": "清溪县水利局关于防汛的通知", "signer": "签发人：李明", "direction": "down"},
            {"title": "清溪县水利局关于防汛的通知", "direction": "down"},
        ),
    ],
)
def signed(sheet: Sheet, world: World) -> Iterator[Hit]:
    signers, title = list(sheet.of("signer")), sheet.one("title")
    if sheet.direction == "up" and not signers and title.text:
        said = "上行文应当标注签发人姓名，居右编排在发文字号同一行"
        yield Hit(title.whole, said, doubtful=not parts.has_frame(sheet))
    for number, one in signers if sheet.direction in ("down", "level") else ():
        yield Hit(Place(number, 0, len(one.text)), "只有上行文标注签发人，请删去", doubtful=True)


@rule(
    "HEAD-08",
    Force.MUST,
    "GB/T 9704-2012 7.2.6",
    "多个签发人之间空一字，不加顿号",
    pairs=[({"signer": "签发人：李明、王芳"}, {"signer": "签发人：李明　王芳"})],
)
def apart(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in finding.matches(sheet, re.compile(r"\s{0,9}[、，,]\s{0,9}"), roles=("signer",)):
        yield Hit(finding.place(number, found), "签发人姓名之间空一字，不加标点", "　", fix=True)


@rule(
    "HEAD-09",
    Force.MUST,
    "GB/T 9704-2012 7.3.2",
    "最后一个主送机关名称后标全角冒号",
    verified=True,
    pairs=[
        ({"recipients": "各乡镇人民政府:"}, {"recipients": "各乡镇人民政府："}),
        ({"recipients": "各乡镇人民政府，"}, {"recipients": "各乡镇人民政府："}),
        ({"recipients": "各乡镇人民政府"}, {"recipients": "各乡镇人民政府："}),
        ({"recipients": "清溪县人民政府"}, {"recipients": "清溪县人民政府："}),
    ],
)
def colon(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in list(sheet.of("recipients"))[-1:]:
        place = finding.tail(number, one.text, ":：，,；;。.、")
        if (written := sheet.written(place)) != "：":
            # A bare name under the title may also be the organ that issues.
            is_sure = bool(written) or one.text.startswith(("各", "有关"))
            yield Hit(place, "主送机关后应标全角冒号", "：", fix=is_sure, doubtful=not is_sure)


@rule(
    "HEAD-10",
    Force.PRACTICE,
    "公文惯例",
    "主送机关同类之间用顿号，不同类之间用逗号",
    pairs=[
        ({"recipients": "各县（区）人民政府、市政府各部门："}, {"recipients": "各县（区）人民政府，市政府各部门："}),
        ({"recipients": "市水利局，市财政局，市审计局："}, {"recipients": "市水利局、市财政局、市审计局："}),
    ],
    keep=[{"recipients": "各省、自治区、直辖市人民政府，国务院各部委、各直属机构："}],
)
def separators(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in finding.matches(sheet, _CLASSES, roles=("recipients",)):
        yield Hit(finding.place(number, found, "sign"), "不同类的主送机关之间用逗号", "，")
    for number, one in sheet.of("recipients"):
        names = one.text.rstrip("：:").split("，")
        if (
            len(names) > 1
            and "、" not in one.text
            and all(re.fullmatch("[^各（）]{2,12}[局厅部委办]", name) for name in names)
        ):
            for found in re.finditer("，", one.text):
                yield Hit(finding.place(number, found), "同类主送机关之间用顿号", "、")


@rule(
    "HEAD-11",
    Force.PRACTICE,
    "议事协调机构管理惯例",
    "议事协调机构不以自己名义正式行文",
    pairs=[
        (
            {"signature": "清溪县防汛工作领导小组", "issuers": ("清溪县防汛工作领导小组",)},
            {"signature": "清溪县水利局", "issuers": ("清溪县水利局",)},
        )
    ],
)
def coordinating(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("signature", "mark"):
        for name in shapes.names(one.text.removesuffix("文件")):
            if name in world.bodies or _AUTHORITY.search(name):
                said = "议事协调机构一般不对外行文，请由其办事机构所在部门或者牵头部门发文；经授权的除外"
                yield Hit(Place(number, 0, len(one.text)), said)
