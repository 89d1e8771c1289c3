"""Amounts and units (NUM 计量): one way of writing them, about and exactly, legal units, money (GB/T 15835-2011)."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import numbering
from zhongshu.gongwen.check.finding import matches, place
from zhongshu.gongwen.check.model import Force, Hit, World, rule
from zhongshu.gongwen.check.sheet import WRITTEN, Sheet

_COUNTED = "家|名|人|户|个|项|件|台|辆|吨|公里|万元|亿元|元|亩|次"
_CHINESE = re.compile(
    rf"(?<![一二三四五六七八九十百千万亿第两几数半])(?P<number>[一二三四五六七八九十百千万两]{{2,8}})(?P<unit>{_COUNTED})(?![大月])"
)
_ARABIC = re.compile(rf"[0-9](?P<unit>{_COUNTED})")
_SMALL = 10


@rule(
    "NUM-07",
    Force.MUST,
    "GB/T 15835-2011 4.1.1",
    "计量和统计用阿拉伯数字，全文一致",
    pairs=[("走访三十五家企业，解决40家企业的困难。", "走访35家企业，解决40家企业的困难。")],
    keep=["走访三十五家企业。", "第二十一条规定的10条措施", "走访三四十家企业，其中40家", "十几个单位，20个项目"],
)
def one_way(sheet: Sheet, world: World) -> Iterator[Hit]:
    arabic = {found["unit"] for _, _, found in matches(sheet, _ARABIC)}
    for number, _, found in matches(sheet, _CHINESE, view="unquoted") if arabic else ():
        value = numbering.value(found["number"])
        if found["unit"] in arabic and value > _SMALL:
            right = f"{value // 10000}万" if value >= 10000 and value % 10000 == 0 else str(value)
            yield Hit(place(number, found, "number"), "同类数字文中用了阿拉伯数字，应一致", right)


_GROUPED = re.compile(r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])")
_PLAIN = re.compile(r"(?<![0-9.,A-Za-z〔/\-—：:])[1-9][0-9]{4,8}(?:\.[0-9]+)?(?=[元人户吨个家名亩平立公千台辆])")


@rule(
    "NUM-08",
    Force.MUST,
    "GB/T 15835-2011 5.1.1",
    "多位数的千分撇用则全用（一个数不拆成两行由排版保证）",
    pairs=[("支出12,000元，收入12000元，结余35000元。", "支出12000元，收入12000元，结余35000元。")],
    keep=["支出12,000元。", "邮编310000，支出12,000元。"],
)
def thousands(sheet: Sheet, world: World) -> Iterator[Hit]:
    grouped, plain = (list(matches(sheet, form, roles=WRITTEN)) for form in (_GROUPED, _PLAIN))
    if grouped and plain:
        fewer = grouped if len(grouped) <= len(plain) else plain
        for number, _, found in fewer:
            right = found[0].replace(",", "") if fewer is grouped else f"{float(found[0]):,g}"
            yield Hit(place(number, found), "千分撇有的用有的不用，应一致", right)


_ABOUT = re.compile(
    r"(?P<first>(?<![合节条预公契违特签邀制大])约|大约|大概|(?<![附最邻靠接临就])近|将近)[需有为占计合]?(?P<number>[0-9][0-9.,]*[万亿]?|[一二三四五六七八九十百千]{1,5}[万亿]?)"
    r"(?P<middle>[^，。；：、0-9]{0,6}?)(?P<last>多(?=[^少，。])|余|左右|上下)"
    r"|(?P<some>(?<![0-9.])[0-9][0-9.]{0,15}(?:多|余)[万亿]?[^，。；：、0-9多余]{1,4}?)(?P<also>左右|上下)"
    r"|(?P<few>[0-9]几(?=[个十百千万名人天年家户次])|几[0-9])"
)


@rule(
    "NUM-09",
    Force.MUST,
    "GB/T 15835-2011 4.2.2",
    "约数的说法不重复，“几”不与阿拉伯数字连用",
    pairs=[
        ("约100多人参加。", "约100人参加。"),
        ("大约3个月左右完成。", "大约3个月完成。"),
        ("有20几个单位参加。", "有20多个单位参加。"),
        ("投资20多万元左右。", "投资20多万元。"),
    ],
    keep=["约100人参加。", "合约20余份", "最近3个月左右", "100多人参加。", "约定5日左右交付"],
)
def about(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _ABOUT):
        if found["few"]:
            yield Hit(place(number, found), "“几”不与阿拉伯数字连用", found[0].replace("几", "多"))
        elif found["some"]:
            yield Hit(place(number, found), f"“多”“余”和“{found['also']}”只用一个", found["some"])
        else:
            said = f"“{found['first']}”和“{found['last']}”只用一个"
            yield Hit(
                place(number, found), said, found[0].removesuffix(found["middle"] + found["last"]) + found["middle"]
            )


_FALL = re.compile(
    r"(?:下降|减少|降低|缩短|下滑|缩减|压减|压缩|减轻|回落|缩小)了?[^，。；、0-9]{0,4}?(?:[0-9.]+|[一二三四五六七八九十两几数]{1,3})倍"
    r"|翻了?[0-9.]+倍"
)


@rule(
    "NUM-10",
    Force.PRACTICE,
    "办文惯例",
    "减少不说“倍”，“翻番”不说“翻几倍”",
    pairs=[("成本下降2倍。", "成本下降三分之二。"), ("产值翻3倍。", "产值增长2倍。")],
    keep=["产值增长2倍。", "产值翻两番。", "降低到原来的一半"],
)
def times(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _FALL):
        said = (
            "“翻”几番，或增长几倍，请核对"
            if found[0].startswith("翻")
            else "减少、下降不用“倍”，请改用百分数或几分之几"
        )
        yield Hit(place(number, found), said)


_SPELLED = {"平米": "平方米", "公分": "厘米", "KG": "kg", "Kg": "kg", "KM": "km", "Km": "km", "立米": "立方米"}
_UNIT = re.compile(
    r"(?<=[0-9一二三四五六七八九十百千万亿每几])(?:平米|立米|公分(?![离散开配类工])|(?:KG|Kg|KM|Km)(?![A-Za-z]))"
)


@rule(
    "NUM-13",
    Force.MUST,
    "GB 3100—1993",
    "计量单位用规范名称和符号",
    pairs=[("新建校舍1200平米，道路3KM。", "新建校舍1200平方米，道路3km。")],
    keep=["每平方米", "3公分离", "5G"],
)
def units(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _UNIT, roles=WRITTEN):
        yield Hit(place(number, found), "计量单位应用规范写法", _SPELLED[found[0]], fix=True)


_OLD = {
    "斤": "公斤或千克", "市斤": "公斤或千克", "担": "公斤或千克", "盎司": "克",
    "华里": "公里或千米", "英里": "公里或千米", "市尺": "米", "英尺": "米", "英寸": "厘米", "公升": "升",
    "马力": "千瓦", "大卡": "千焦", "卡路里": "焦", "ppm": "百万分之几",
}  # fmt: skip
_OLD_UNIT = re.compile(
    r"(?<=[0-9一二三四五六七八九十百千万亿几])(?:市斤|斤|华里|英里|英尺|英寸|公升|市尺|担(?![任当保负责心])|盎司|马力|大卡|卡路里|ppm)"
)


@rule(
    "NUM-14",
    Force.MUST,
    "GB/T 9704-2012 第9章",
    "使用法定计量单位",
    pairs=[("收购粮食3万斤。", "收购粮食1.5万公斤。")],
    keep=["收购粮食3万公斤。", "一担任", "耕地3亩", "行距29磅"],
)
def legal_units(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _OLD_UNIT, roles=WRITTEN):
        yield Hit(place(number, found), f"“{found[0]}”不是法定计量单位，请换算成{_OLD[found[0]]}")


_FINE = re.compile(
    r"(?<![0-9.])[0-9]{1,15}\.(?:[0-9]{3,15}(?=万元)|[0-9]{5,15}(?=亿元))|[￥¥][0-9.,]{1,24}(?:[万亿]?元)"
)
_CAPITAL = re.compile(
    r"(?<![0-9,.])(?P<number>[0-9][0-9,]{0,20}(?:\.[0-9]{1,2})?)(?P<unit>万?)元[^，。；0-9]{0,3}[（(]\s?(?:大写)?[：:]?(?:人民币)?(?P<capital>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正]{3,})[）)]"
)
_PLAINLY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟圆", "一二三四五六七八九十百千元")


@rule(
    "NUM-18",
    Force.PRACTICE,
    "办文惯例",
    "金额的小数位和大写",
    pairs=[
        ("安排资金12.3456万元。", "安排资金12.35万元。"),
        ("付款¥300元。", "付款300元。"),
        ("合计1200元（大写：壹仟叁佰元整）。", "合计1200元（大写：壹仟贰佰元整）。"),
    ],
    keep=["安排资金12.35万元。", "合计1200.50元（人民币壹仟贰佰元伍角整）。"],
)
def money(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _FINE, roles=WRITTEN):
        doubled = found[0][0] in "￥¥"
        said = "有“元”时不加货币符号" if doubled else "以万元、亿元计的金额小数位过多，请核对"
        yield Hit(place(number, found), said, found[0][1:] if doubled else "")
    for number, _, found in matches(sheet, _CAPITAL, roles=WRITTEN):
        whole = int(float(found["number"].replace(",", "")) * (10000 if found["unit"] else 1))
        if numbering.value(found["capital"].translate(_PLAINLY).split("元")[0]) != whole:
            yield Hit(place(number, found, "capital"), "大写金额与数字不一致")
