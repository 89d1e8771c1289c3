"""Whom a document speaks to, and how (ROUTE 主送、抄送与称谓)."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import finding, parts, shapes
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.read import organs

_REQUEST = {"title": "清溪县水利局关于除险加固经费的请示", "recipients": "清溪县人民政府：", "direction": "up"}
_REPLY = {"title": "清溪县人民政府关于除险加固经费的批复", "recipients": "清溪县水利局：", "direction": "down"}
_YOU = re.compile(r"你(?=[局委厅市县区部办院镇乡省府](?![长])|单位)")
_HONOURED = re.compile(r"贵(?=[局委厅县区部办院镇乡]|单位)")
_CALLED = {
    "up": (_YOU, "对上级机关不称“你”，请写机关名称", ""),
    "level": (_YOU, "对平级机关称“贵”，不称“你”", "贵"),
    "down": (_HONOURED, "对下级机关称“你”，不称“贵”", "你"),
}
_COMMAND = re.compile(r"务必|请?遵照执行|严禁")
_OFFICE = re.compile(r"(?:局|厅|委|政府|部)[一-龥]{2,6}(?:科|股|处)$")


@rule(
    "ROUTE-09",
    Force.MUST,
    "条例第十五条（五）",
    "不以机关负责人名义向上级机关报送公文",
    verified=True,
    pairs=[
        (_REQUEST | {"signature": "局长李明"}, _REQUEST | {"signature": "清溪县水利局"}),
    ],
    keep=[_REQUEST | {"signature": "清溪县县长热线办公室"}],
)
def personal(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("signature") if sheet.direction == "up" else ():
        found = organs.PERSON.search("".join(one.text.split()))
        if found and not shapes.is_organ(one.text):
            place = Place(number, 0, len(one.text))
            yield Hit(place, f"不得以负责人名义向上级机关报送公文，请以机关名义发出，删去“{found[0]}”")


@rule(
    "ROUTE-23",
    Force.MUST,
    "条例第十五条（五）",
    "公文不主送上级机关负责人",
    verified=True,
    pairs=[(_REQUEST | {"recipients": "张市长："}, _REQUEST | {"recipients": "河东市人民政府："})],
    keep=[{"title": "清溪县水利局关于建议办理情况的复函", "recipients": "王主任："}],
)
def leader(sheet: Sheet, world: World) -> Iterator[Hit]:
    for name in parts.listed(sheet, "recipients") if sheet.direction == "up" else ():
        if shapes.PERSON.fullmatch(name.text):
            yield Hit(name.place, "除负责人直接交办的事项外，公文不得主送负责人个人，请主送其所在机关")


@rule(
    "ROUTE-26",
    Force.PRACTICE,
    "公文称谓惯例",
    "对上级不称“你”，对下级不称“贵”",
    pairs=[
        (_REQUEST | {"body": "请你局予以支持。"}, _REQUEST | {"body": "请县水利局予以支持。"}),
        (_REPLY | {"body": "贵局来文收悉。"}, _REPLY | {"body": "你局来文收悉。"}),
    ],
)
def addressed(sheet: Sheet, world: World) -> Iterator[Hit]:
    pattern, said, right = _CALLED.get(sheet.direction, (None, "", ""))
    for number, _, found in finding.matches(sheet, pattern, view="unquoted", roles=("body",)) if pattern else ():
        yield Hit(finding.place(number, found), said, right)


@rule(
    "ROUTE-27",
    Force.PRACTICE,
    "上行文语气惯例",
    "上行文不用指令性语句",
    pairs=[(_REQUEST | {"body": "请务必于3月底前批复。"}, _REQUEST | {"body": "恳请于3月底前批复。"})],
    keep=[{"title": "清溪县水利局关于防汛的通知", "body": "务必做好防汛工作。"}],
)
def commanding(sheet: Sheet, world: World) -> Iterator[Hit]:
    if parts.title(sheet).is_request:
        for number, _, found in finding.matches(sheet, _COMMAND, view="unquoted", roles=("body",)):
            yield Hit(finding.place(number, found), "上行文不用指令性语句，请改用“建议”“恳请”等")


@rule(
    "ROUTE-28",
    Force.MUST,
    "条例第九条（十六）",
    "抄送机关，不抄送个人和其他机关的内设机构",
    pairs=[
        ({"copied_to": "抄送：李主任，市财政局。"}, {"copied_to": "抄送：市政府办公室，市财政局。"}),
        ({"copied_to": "抄送：市财政局预算科。"}, {"copied_to": "抄送：市财政局。"}),
    ],
    keep=[{"copied_to": "抄送：各乡镇人民政府，各街道办事处。"}],
)
def copied_to_people(sheet: Sheet, world: World) -> Iterator[Hit]:
    for name in parts.listed(sheet, "copied_to"):
        if shapes.PERSON.fullmatch(name.text) or name.text in world.internal or _OFFICE.search(name.text):
            yield Hit(name.place, "抄送机关应为机关，不写个人和其他机关的内设机构")


@rule(
    "ROUTE-29",
    Force.PRACTICE,
    "抄送惯例",
    "同一机关不同时列入主送和抄送",
    pairs=[
        (
            {"recipients": "市财政局：", "copied_to": "抄送：市财政局，市审计局。"},
            {"recipients": "市财政局：", "copied_to": "抄送：市审计局。"},
        )
    ],
)
def both(sheet: Sheet, world: World) -> Iterator[Hit]:
    main = {name.text for name in parts.listed(sheet, "recipients")}
    for name in parts.listed(sheet, "copied_to"):
        if name.text in main:
            yield Hit(name.place, f"{name.text}已是主送机关，请从抄送中删去")
