"""Marks that are written wrong (PUNC 标点符号): half-width, doubled, out of place (GB/T 15834-2011)."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check.finding import matches, place
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import PROSE, WRITTEN, Sheet

_FULL = str.maketrans(",.;:?!()", "，。；：？！（）")
_ROUND = r"\((?!(?:19|20)[0-9]{2}\))[^()\n]*\)"  # the brackets of a document number are another rule's
# A full stop after a numeral at the beginning numbers the paragraph; two figures make a number, a time or a ratio.
_HALF = re.compile(
    r"(?<=[一-龥》”’）〕％%])[,;:!]"
    r"|(?<=[一-龥])(?<=[吗呢何否谁么少几哪])\?"
    r"|(?<=[0-9A-Za-z])[,;:?!](?=[一-龥《“（])"
    r"|(?<=[一-龥》”’）〕])(?<!^[一二三四五六七八九十])(?<!^[一二三四五六七八九十]{2})\.(?=[一-龥《“]|$)"
    r"|(?<=[0-9])(?<!^[0-9])(?<!^[0-9]{2})\.$"
    rf"|(?P<bracket>(?<=[一-龥》”]){_ROUND}|(?<!^)(?=\([^()\n]*[一-龥]){_ROUND})"
)


@rule(
    "PUNC-03",
    Force.MUST,
    "GB/T 15834-2011 第4章",
    "中文里的标点用全角",
    pairs=[
        ("落实责任,抓好整改.", "落实责任，抓好整改。"),
        ("达到100,其中新建20.", "达到100，其中新建20。"),
        ("工作时间:工作日(法定节假日除外)", "工作时间：工作日（法定节假日除外）"),
    ],
    keep=[
        "共12,000人，比例为1:3，时间为10:30。",
        "见https://www.example.cn/a,b;c。",
        "（CPI, PPI）",
        "1.名单",
        "名单.doc",
    ],
)
def full_width(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one, found in matches(sheet, _HALF, roles=WRITTEN):
        ends = (found.start(), found.end() - 1) if found["bracket"] else (found.start(),)
        for at in ends:
            yield Hit(Place(number, at, at + 1), "中文里应使用全角标点", one.text[at].translate(_FULL), fix=True)


_DOTS = re.compile(
    r"(?P<etc>(?:……|…|\.{3,6})等(?:等)?(?![级待])|(?<=等)(?:……|…|\.{3,6}))"
    r"|(?<![.0-9])\.{3,6}(?=[一-龥，。；）]|$)|。{3,}|(?<![…“])…(?!…)|(?<!…)…{3}(?!…)|(?<!…)…{5,}(?![… 　]*[0-9（(])"
)


@rule(
    "PUNC-04",
    Force.MUST,
    "GB/T 15834-2011 4.11",
    "省略号写六连点，不与“等”并用",
    pairs=[
        ("包括水利、交通...各项", "包括水利、交通……各项"),
        ("包括水利、交通。。。", "包括水利、交通……"),
        ("包括水利、交通……等部门", "包括水利、交通等部门"),
    ],
    keep=["包括水利、交通……", "“…”表示略", "一、总则…………………1"],
)
def ellipsis(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _DOTS):
        if found["etc"]:
            kept = found[0].strip(".…")
            yield Hit(place(number, found), "省略号和“等”只用一个", kept, fix=True)
        else:
            yield Hit(place(number, found), "省略号为六连点“……”", "……", fix=True)


_KINDS = "[一-龥]{0,2}(?:工作|部门|单位|方面|问题|项目|情况|事项|内容|材料|任务|制度|活动|措施)"
_BEFORE_ETC = re.compile(
    r"、(?=等(?![待级额同于候价到分高效着次差比速边距温闲外腰奖离身座量幅号式]))|(?P<doubled>等等)(?=[。；，])"
    rf"|、[^，、。；：]{{1,12}}(?P<comma>，)(?=等(?:各[类项种级地]|多[个项种家]|[0-9一二三四五六七八九十两]|{_KINDS}))"
)


@rule(
    "PUNC-05",
    Force.RECOMMENDED,
    "GB/T 15834-2011 附录B.1.2",
    "“等”前不加顿号、逗号",
    pairs=[
        ("要做好排查、抢修、等工作。", "要做好排查、抢修等工作。"),
        ("要做好排查、抢修，等各项工作。", "要做好排查、抢修等各项工作。"),
        ("做好排查、抢修、值守等等。", "做好排查、抢修、值守等。"),
    ],
    keep=["各部门要服从安排，等待统一部署。", "按一、二、三，等级逐次提高。", "先行准备、待命，等通知下发后实施。"],
)
def before_etc(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _BEFORE_ETC):
        if found["doubled"]:
            yield Hit(place(number, found), "列举之后写一个“等”", "等", fix=True)
        else:
            is_sure = not found["comma"]  # else it may be to wait
            at = place(number, found, 0 if is_sure else "comma")
            yield Hit(at, "“等”前不加标点", "", fix=is_sure, doubtful=not is_sure)


_ROUGH = re.compile(
    r"(?<![、第一二三四五六七八九十百千])(?<!^)"
    r"(?P<first>[一二三四五六七八])、(?P<next>[二三四五六七八九])(?=十(?!年代)|[百千万亿]|个(?!百)|名|人|天|年(?!级)|倍|家|户|岁|公里|米|成)"
)
_DIGITS = "一二三四五六七八九"


@rule(
    "PUNC-06",
    Force.MUST,
    "GB/T 15834-2011 4.5.3.4",
    "相邻两数字连用表示概数，不加顿号",
    pairs=[("工期为三、四个月。", "工期为三四个月。"), ("有七、八十人参加。", "有七八十人参加。")],
    keep=[
        "第一、二产业",
        "七、八十年代",
        "一、二年级学生",
        "一、二十大以来的工作",
        "评出一、二、三等奖",
        "按第三、四个方案办理",
    ],
)
def rough(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _ROUGH):
        if _DIGITS.index(found["next"]) - _DIGITS.index(found["first"]) == 1:
            yield Hit(place(number, found), "概数中间不加顿号", found[0].replace("、", ""))


_YEAR = r"(?:19|20)[0-9]{2}"
_UNIT = "(?:小时|分钟|千米|[个名人家天日周万亿元吨米%％‰倍次度级岁亩项户所位件台辆页年月]|公里)"
_SPAN = re.compile(
    rf"(?<![0-9A-Za-z.])(?P<time>{_YEAR}年?(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?)\s?(?P<sign>[-–~～－─―－]+|——)\s?(?={_YEAR}年)"
    r"|(?<![0-9])(?P<day>[0-9]{1,2}[月日时])\s?(?P<mark>[-–~～－─―－]+|——)\s?(?=[0-9]{1,2}[月日时])"
    rf"|(?<![0-9A-Za-z.\-—–－〕/])(?!{_YEAR}[-–－][0-9]{{1,2}}[月日])(?P<value>[0-9]{{1,5}}(?:\.[0-9]+)?[%％]?)(?P<range>[-–－])(?=[0-9]{{1,5}}(?:\.[0-9]+)?{_UNIT})"
)


@rule(
    "PUNC-07",
    Force.MUST,
    "GB/T 15834-2011 4.13",
    "起止时间用一字线，数值范围用浪纹线",
    pairs=[
        ("实施期为2024-2026年。", "实施期为2024—2026年。"),
        ("自3月1日-5日受理。", "自3月1日—5日受理。"),
        ("工期为3-5年。", "工期为3～5年。"),
        ("占10%-20%。", "占10%～20%。"),
    ],
    keep=["电话0571-88120000", "2026-3月", "型号GB-2024-3号", "《规划（2024-2026年）》", "2024—2026年", "10%～20%"],
)
def spans(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _SPAN, view="unquoted"):
        name = next(name for name in ("sign", "mark", "range") if found[name])
        sign, said = ("～", "数值范围用浪纹线“～”") if name == "range" else ("—", "起止时间用一字线“—”")
        yield Hit(place(number, found, name), said, sign, fix=True)


_DASH = re.compile(r"(?<![-A-Za-z0-9])-{2,}(?![-A-Za-z0-9])|[－─―]{2,}|—{3,}|^—(?!—)(?=[一-龥“《])")


@rule(
    "PUNC-08",
    Force.MUST,
    "GB/T 15834-2011 4.10",
    "破折号占两个字“——”",
    pairs=[
        ("重点任务--水利建设。", "重点任务——水利建设。"),
        ("—深化改革。", "——深化改革。"),
        ("———深化改革。", "——深化改革。"),
    ],
    keep=["——深化改革。", "北京—上海", "— 1 —"],
)
def dashes(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _DASH, roles=(*PROSE, "title")):
        yield Hit(place(number, found), "破折号为两字长的“——”", "——", fix=True)


_DOUBLED = re.compile(
    r"(?P<one>[，；：、？])(?P=one)+|(?<!。)。。(?!。)|[，、；：]+(?=[。；])(?!;)[。；]|，、|、，|。[，；、]|：，|；，|，："
)
_STRENGTH = "。；：，、？"


@rule(
    "PUNC-09",
    Force.MUST,
    "GB/T 15834-2011 附录B.2",
    "标点不重复",
    pairs=[
        ("落实责任，，抓好整改。。", "落实责任，抓好整改。"),
        ("落实责任，抓好整改，。", "落实责任，抓好整改。"),
        ("水利、，交通等部门", "水利，交通等部门"),
    ],
    keep=["落实责任，抓好整改……。", "印发《办法》。”"],
)
def doubled(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _DOUBLED):
        yield Hit(place(number, found), "此处标点重复", min(found[0], key=_STRENGTH.index), fix=True)


_ABOUT = r"(?:通知|函复|函告|批复|答复|报告|通报|公告|通告|请示|意见|说明|规定|决定|安排|要求|情况|名单|事项|措施)"
_AS_FOLLOWS = re.compile(rf"{_ABOUT}如下(?P<end>[，。；,;]?)(?=$|一、|（一）|1[.．])")
_NESTED = re.compile(r"(?:如下|以下[一-龥]{1,6})：[^。；：\n]{0,60}(?:如下|以下[一-龥]{1,6})(?P<second>：)")


@rule(
    "PUNC-15",
    Force.MUST,
    "GB/T 15834-2011 4.7",
    "“如下”之后用冒号，冒号不套用",
    pairs=[
        ("现将有关事项通知如下，\n一、提高认识", "现将有关事项通知如下：\n一、提高认识"),
        ("现将有关事项通知如下\n一、提高认识", "现将有关事项通知如下：\n一、提高认识"),
        ("现通知如下：重点抓好以下工作：一是排查。", "现通知如下：重点抓好以下工作，一是排查。"),
    ],
    keep=["现将有关情况报告如下，请审阅。", "现通知如下：一是排查。", "现将情况报告如下。\n一、基本情况"],
)
def as_follows(sheet: Sheet, world: World) -> Iterator[Hit]:
    last = max((number for number, _ in sheet.of(*PROSE)), default=0)
    for number, one, found in matches(sheet, _AS_FOLLOWS):
        is_heading = bool(one.level) and not found["end"]
        # What follows in sections of its own may stand behind a full stop.
        is_whole = found["end"] == "。" and any(below.level for below in sheet.paragraphs[number + 1 : number + 2])
        if not is_heading and not is_whole and (number < last or found.end() < len(one.text)):
            yield Hit(place(number, found, "end"), "“如下”之后应用冒号", "：")
    for number, _, found in matches(sheet, _NESTED):
        yield Hit(place(number, found, "second"), "一句之内冒号不套用，请改用逗号或另起一句", "，")


_INDIRECT = re.compile(
    r"(?:研究|明确|说明|确定|核实|了解|考虑|论证|审查|核查|评估|弄清|查明|查看|检查)[^。？！，；：“]{0,8}是否[^。？！“”]{1,30}(?P<mark>？)"
)


@rule(
    "PUNC-18",
    Force.MUST,
    "GB/T 15834-2011 4.2",
    "陈述句里的疑问词之后不用问号",
    pairs=[("请研究该方案是否可行？", "请研究该方案是否可行。")],
    keep=["该方案是否可行？请研究。"],
)
def indirect(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _INDIRECT):
        yield Hit(place(number, found, "mark"), "这是陈述句，句末用句号", "。")


_CAPTION = re.compile(
    r"^[图表]\s?[0-9一二三四五六七八九十]{1,3}(?:[-—][0-9]{1,2})?[ 　：:][^。，；]{2,40}(?P<stop>[。；])$"
)


@rule(
    "PUNC-19",
    Force.MUST,
    "GB/T 15834-2011 附录A.1",
    "图题、表题末尾不用句号",
    pairs=[("表1 各区县完成情况。", "表1 各区县完成情况")],
    keep=["表1 反映各区县完成情况，请核对。"],
)
def captions(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _CAPTION, roles=WRITTEN):
        yield Hit(place(number, found, "stop"), "图题、表题末尾不用标点", "", fix=True)


_WIDE = re.compile(
    r"(?P<blank>(?<=[一-龥，。；：、》”）]) {1,4}(?=[一-龥《“（]))|(?P<wide>[０-９Ａ-Ｚａ-ｚ．]*[０-９Ａ-Ｚａ-ｚ])"
)
_NARROW = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0E)
}
_SENTENCE = 16


@rule(
    "PUNC-20",
    Force.PRACTICE,
    "办文惯例",
    "汉字之间不空格，数字和字母用半角",
    pairs=[
        ("全县共有水库 １２座，已全部 完成除险加固任务。", "全县共有水库 12座，已全部完成除险加固任务。"),
        ("坚持 问题导向，抓好整改落实工作。", "坚持问题导向，抓好整改落实工作。"),
        ("坚持问题导向， 抓好整改落实工作。", "坚持问题导向，抓好整改落实工作。"),
    ],
    keep=["张　三　李　四", "组 长 张三"],
)
def blanks(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one, found in matches(sheet, _WIDE, roles=(*PROSE, "title")):
        if found["wide"]:
            yield Hit(place(number, found), "数字和字母用半角", found[0].translate(_NARROW), fix=True)
        elif len(one.text) >= _SENTENCE and re.search("[，。；]", one.text):
            # Between two words the blank may part names: 张三 李四.
            is_loose = one.text[found.start() - 1] in "，。；：、"
            yield Hit(place(number, found), "汉字之间不空格", "", fix=is_loose)
