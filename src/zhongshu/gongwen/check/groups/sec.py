"""Secrets and privacy (SEC 保密与隐私): marks of secrets, personal data, what is left of the making of the text."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import finding
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import WRITTEN, Role, Sheet

_ALL: tuple[Role, ...] = (*WRITTEN, "present")
_MARK = re.compile(
    r"(?:绝密|机密|秘密)\s?[★☆*＊]\s?[0-9一二三四五六七八九十长][0-9一二三四五六七八九十年月个期]*|^(?:绝密|机密|秘密)$"
)
_CARD = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z\-])1[3-9][0-9]{9}(?![0-9A-Za-z])")
_BANK = re.compile(r"(?<![0-9A-Za-z])(?:62|4[0-9]|5[1-5])[0-9]{14,17}(?![0-9A-Za-z])")
_HOME = re.compile(r"(?:家庭住址|住址|现住|家住)[：:]?\s?[一-龥0-9]{2,30}[0-9一二三四五六七八九十]+[号室栋幢单元楼]")
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_LEFT = re.compile(
    r"[×＊]{3,}|[×ＸX]{2,}(?=[年月日号万亿元%％])|【[^】]{0,12}(?:待|补|填|定)[^】]{0,12}】|[（(](?:待补充?|待定|此处填写|待核)[^）)]{0,8}[）)]"
    r"|待补充|TODO|TBD|XXX|_{3,}|＿{3,}|【\s*】|[（(]\s{2,}[）)]",
)
_INSTRUCTED = re.compile(
    r"(?:书记|[省市县区州厅局部]长|主任|主席|总理|领导)[^。；，]{0,12}(?:作出)?(?:重要)?批示[：:]?“[^”]{2,}”"
)


@rule(
    "SEC-01",
    Force.MUST,
    "保密法第二十二条、第二十六条",
    "非涉密系统中不处理标有密级的公文",
    verified=True,
    pairs=[
        ({"secrecy": "机密★1年"}, {"secrecy": ""}),
        ("附：机密★5年的材料", "附：有关材料"),
    ],
    keep=["商业秘密、工作秘密和国家秘密的管理", "机密级以上涉密人员"],
)
def secret(sheet: Sheet, world: World) -> Iterator[Hit]:
    said = "文稿标有密级，不得在非涉密计算机上起草、存储、处理，请立即停止并报告保密工作机构"
    for number, one in sheet.of("secrecy") if not world.classified else ():
        if one.text:
            yield Hit(Place(number, 0, len(one.text)), said)
    if not world.classified:
        for number, _, found in finding.matches(sheet, _MARK, roles=_ALL):
            yield Hit(finding.place(number, found), said)


@rule(
    "SEC-02",
    Force.PRACTICE,
    "个人信息保护法第六条",
    "不写不必要的个人信息",
    pairs=[
        ("李明，身份证号11010519491231002X", "李明，身份证号110105********002X"),
        ("手机13800138000", "手机138****8000"),
        ("账号6222020200112233445", "账号6222***********3445"),
        ("家庭住址：清溪县青山路12号", "家庭住址：清溪县"),
    ],
    keep=[
        "编号110105194912310021",
        "文件编号20260301123456789",
        {"note": "（联系人：李明，电话：13800138000）"},
    ],
)
def private(sheet: Sheet, world: World) -> Iterator[Hit]:
    for pattern, what in ((_CARD, "身份证号"), (_MOBILE, "手机号"), (_BANK, "银行卡号"), (_HOME, "住址")):
        for number, _, found in finding.matches(sheet, pattern, roles=_ALL):
            is_contact = pattern is _MOBILE and sheet.paragraphs[number].role == "note"
            if not is_contact and (pattern is not _CARD or _is_card(found[0])):
                yield Hit(finding.place(number, found), f"含有{what}，确需写明的除外，否则请隐去部分内容")


def _is_card(number: str) -> bool:
    """Tell whether the last sign of eighteen is the check of the others (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()


@rule(
    "SEC-03",
    Force.PRACTICE,
    "审核惯例（条例第二十条）",
    "没有遗留的占位符号和待补内容",
    pairs=[
        ("拨付经费××万元", "拨付经费50万元"),
        ("联系【待补】", "联系县水利局"),
        ("日期：____", "日期：3月1日"),
    ],
    keep=["李××等3人", "××市教育局"],
)
def left(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in finding.matches(sheet, _LEFT, roles=_ALL):
        yield Hit(finding.place(number, found), "这里还没有填写完，请补齐或者删去")


@rule(
    "SEC-04",
    Force.PRACTICE,
    "发文核对惯例",
    "文件中不留修订、批注、隐藏文字和作者信息",
    pairs=[
        ({"title": "清溪县水利局关于防汛的通知", "traces": ("修订", "批注")}, {"title": "清溪县水利局关于防汛的通知"}),
    ],
)
def traced(sheet: Sheet, world: World) -> Iterator[Hit]:
    if sheet.traces and sheet.paragraphs:
        yield Hit(Place(0, 0, 0), f"文件中留有{'、'.join(sheet.traces)}，请在核发前清除")


@rule(
    "SEC-05",
    Force.PRACTICE,
    "公开审查惯例",
    "公开的公文不引用领导批示原文",
    world=World(public=True),
    pairs=[
        ("县长作出批示：“请水利局抓紧办理。”", "县水利局按照县政府要求抓紧办理。"),
    ],
)
def instructed(sheet: Sheet, world: World) -> Iterator[Hit]:
    is_public = world.public or re.search("此件公开|主动公开", sheet.one("note").text)
    if is_public:
        for number, _, found in finding.matches(sheet, _INSTRUCTED):
            yield Hit(finding.place(number, found), "公开的公文不引用领导批示原文，请改写或者不公开")
