"""How numbers are written (NUM 数字): ranges, decimals, approximate numbers, years and days (GB/T 15835-2011)."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check.finding import before, matches, place
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import WRITTEN, Sheet
from zhongshu.kit.numerals import DIGITS, to_chinese

_SHORT_YEAR = re.compile(
    r"(?<![0-9A-Za-z.〔])(?P<short>[0-9]{2})年(?=(?:[1-9]|1[0-2])月(?!份?内)|度|底|初(?!心)|上半年|下半年)"
    r"|(?:19|20)[0-9]{2}(?:年)?[-—~～至]+(?P<later>[0-9]{2})年(?![内期间])"
)
_DURATION = re.compile(r"(?:每|近|满|约|期限为?|刑期?|任期|工龄|为期|长达|持续|[达共])$")


@rule(
    "NUM-01",
    Force.MUST,
    "GB/T 15835-2011 5.1.4",
    "年份写全四位",
    pairs=[("26年3月完成。", "2026年3月完成。"), ("按2024—26年的计划", "按2024—2026年的计划")],
    keep=["建成20年以来", "工期10年内", "有期徒刑12年6个月", "自80年代后期以来", "满15年底数清晰"],
)
def short_years(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one, found in matches(sheet, _SHORT_YEAR, roles=WRITTEN):
        name = "short" if found["short"] else "later"
        if not _DURATION.search(before(one, found)):
            yield Hit(place(number, found, name), "年份应写全四位", f"20{found[name]}")


_DAY_NUMBER = re.compile(
    r"[0-9一二三四五六七八九十]月(?:[0-9]{1,2}|[一二三]?十?[一二三四五六七八九]|十|二十|三十)(?P<day>号)(?![楼线文令院房公馆机])"
)
_CLOCK = re.compile(
    r"(?:上午|下午|晚上|中午|凌晨|早上|清晨)(?P<hour>[0-9]{1,2})(?P<clock>点(?:钟|整)?)(?![意要建])(?P<half>半)?"
)


@rule(
    "NUM-02",
    Force.RECOMMENDED,
    "GB/T 15835-2011 5.1.4、5.1.5",
    "日期用“日”，时间用“时”",
    pairs=[("4月1号前报送。", "4月1日前报送。"), ("下午3点在二楼会议室", "下午3时在二楼会议室")],
    keep=["3月1号楼竣工", "重点1号文件", "3月1日"],
)
def days_and_hours(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _DAY_NUMBER):
        yield Hit(place(number, found, "day"), "日期用“日”", "日", fix=True)
    for number, _, found in matches(sheet, _CLOCK):
        place_ = Place(number, found.start("clock"), found.end())
        yield Hit(place_, "公文中的时间用“时”“分”", "时30分" if found["half"] else "时")


_SIGNS = "[-—–－~～]"
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_PERCENT = re.compile(
    rf"(?<![0-9.A-Za-z年月日第〔/])(?P<low>{_NUMBER})(?P<sign>{_SIGNS})(?P<high>{_NUMBER})(?P<unit>[%％‰])"
)


@rule(
    "NUM-03",
    Force.MUST,
    "GB/T 15835-2011 5.1.3",
    "百分数范围的两个数都带百分号",
    verified=True,
    pairs=[("提高10～20%。", "提高10%～20%。"), ("占3.5—4.2‰", "占3.5‰—4.2‰")],
    keep=["提高10%～20%。", "2026年—50%"],
)
def percent_ranges(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _PERCENT, roles=WRITTEN):
        at = found.end("low")
        yield Hit(Place(number, at, at), "前一个数的百分号不能省略", found["unit"], fix=True)


_LARGE = re.compile(
    rf"(?<![0-9.A-Za-z年月日第〔/])(?P<low>{_NUMBER})(?P<sign>{_SIGNS})(?P<high>{_NUMBER})(?P<unit>[万亿])"
)


@rule(
    "NUM-04",
    Force.MUST,
    "GB/T 15835-2011 5.1.3",
    "“万”“亿”的范围两个数都带“万”“亿”",
    pairs=[("补助3～5万元。", "补助3万～5万元。")],
    keep=["补助3万～5万元。", "补助5000～1万元。", "电话0571—88万"],
)
def large_ranges(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _LARGE, roles=WRITTEN):
        if float(found["low"]) < float(found["high"]) and not found["low"].startswith("0"):
            right = f"{found['low']}{found['unit']}～{found['high']}{found['unit']}"
            yield Hit(place(number, found), f"前一个数的“{found['unit']}”不能省略", right)


_BARE = re.compile(
    r"(?<![0-9A-Za-z.．·一二三四五六七八九十件表图第式节章）)])(?P<point>[.．])(?=[0-9]+(?:[%％‰]|[万亿元个倍米吨]|公))"
)

_MEASURED = re.compile("(?:下降|降低|减少|回落|下滑|增长|增加|提高|上升|提升|上涨|[升降至到达为约仅占])了?$")


@rule(
    "NUM-05",
    Force.MUST,
    "GB/T 15835-2011 5.1.2",
    "纯小数写出小数点前的“0”",
    pairs=[("下降.5个百分点。", "下降0.5个百分点。")],
    keep=["下降0.5个百分点。", "附件.1个"],
)
def pure_decimals(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one, found in matches(sheet, _BARE):
        # Behind another word the point may be a full stop: 完成任务.3个单位未完成.
        is_measured = bool(_MEASURED.search(before(one, found)))
        yield Hit(place(number, found, "point"), "小数点前应有“0”", "0.", fix=is_measured)


_ROUGH = re.compile(
    r"(?<![0-9、.\-第件表图号])(?P<low>[1-8])、(?P<high>[2-9])(?![0-9、.])(?=个[月人小星多]|十|百|千|万|天|名|人|家|户|倍|成|岁|年(?![级度初底末0-9]))"
    r"|(?P<week>星期)(?P<weekday>[1-6])(?![0-9个天次])"
    r"|(?<![0-9])第?(?P<quarter>[1-4])季度"
    r"|(?P<lunar>正月|腊月|农历[一二三四五六七八九十冬腊正闰]{1,3}月)初?(?P<lunar_day>[0-9]{1,2})"
)


@rule(
    "NUM-06",
    Force.MUST,
    "GB/T 15835-2011 4.2",
    "概数、星期、季度和农历日期用汉字数字",
    pairs=[
        ("工期3、4个月。", "工期三四个月。"),
        ("定于星期5召开。", "定于星期五召开。"),
        ("第3季度完成。", "第三季度完成。"),
        ("正月15前完成。", "正月十五前完成。"),
    ],
    keep=["3、4月份", "附件3、4个人信息表", "每星期5天", "第三季度"],
)
def rough(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _ROUGH):
        if found["low"]:
            if int(found["high"]) - int(found["low"]) == 1:
                right = DIGITS[int(found["low"])] + DIGITS[int(found["high"])]
                yield Hit(place(number, found), "概数用汉字数字，不加顿号", right)
        elif found["week"]:
            yield Hit(place(number, found, "weekday"), "星期用汉字数字", DIGITS[int(found["weekday"])])
        elif found["quarter"]:
            yield Hit(place(number, found, "quarter"), "季度用汉字数字", DIGITS[int(found["quarter"])])
        else:
            yield Hit(place(number, found, "lunar_day"), "农历日期用汉字数字", to_chinese(int(found["lunar_day"])))


_ZERO = re.compile(
    r"(?<![一-龥〇○OＯo0零])(?=[一二三四五六七八九〇零○OＯo0]{4}年)[一二三四五六七八九]{1,3}[一二三四五六七八九〇零○OＯo0]{1,3}年"
)
_WRONG_ZERO = re.compile("[零○OＯo0]")


@rule(
    "NUM-15",
    Force.MUST,
    "GB/T 15835-2011 5.2.5",
    "汉字年份里的零写作“〇”",
    pairs=[("二ＯＯ八年八月", "二〇〇八年八月"), ("二○一二年", "二〇一二年")],
    keep=["二〇〇八年", "三十年", "一二三四年级"],
)
def zeros(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _ZERO, roles=(*WRITTEN, "date")):
        for zero in _WRONG_ZERO.finditer(found[0]):
            at = found.start() + zero.start()
            yield Hit(Place(number, at, at + 1), "汉字年份里的零写作“〇”", "〇", fix=True)


_NAMED_DAYS = {
    "一二八事变": "一·二八事变", "一二九运动": "一二·九运动", "五·四运动": "五四运动", "五·一": "五一",
    "三·八": "三八", "六·一": "六一", "七·一": "七一", "八·一建军": "八一建军", "七·七事变": "七七事变",
    "九·一八": "九一八", "五·卅": "五卅",
}  # fmt: skip
_EVENT = "事件|事故|地震|火灾|爆炸|专案|晚会|讲话|重要批示|案件"
_NAMED = re.compile(
    "|".join(_NAMED_DAYS) + r"|(?<![0-9.第])[“‘]?(?P<month>[1-9]|1[0-2])[.．](?:[1-9]|[12][0-9]|3[01])[”’]?"
    rf"(?![级度万亿元倍米吨个次公])(?=(?:特别?重?大)?[一-龥]{{0,4}}(?:{_EVENT}))"
)


@rule(
    "NUM-19",
    Force.MUST,
    "GB/T 15835-2011 5.2.3、5.1.6",
    "含月日的专名中间隔号的用法",
    pairs=[
        ("纪念一二九运动", "纪念一二·九运动"),
        ("弘扬五·四运动精神", "弘扬五四运动精神"),
        ("“5.12”地震", "“5·12”地震"),
    ],
    keep=["五四运动", "“3·15”晚会", "增长5.12倍", "第4.3条事件", "发生5.1级地震"],
)
def named_days(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _NAMED):
        right = found[0].replace(".", "·").replace("．", "·") if found["month"] else _NAMED_DAYS[found[0]]
        yield Hit(place(number, found), "间隔号用于含一月、十一月、十二月的汉字专名和阿拉伯数字专名", right)


_ARTICLE = re.compile(r"(?:》|[法例](?=第))(?:（[^（）]{0,20}）)?(?P<at>第(?P<number>[0-9]{1,3})(?P<unit>条))")


@rule(
    "NUM-20",
    Force.PRACTICE,
    "办文惯例",
    "法条的条号照原文用汉字",
    pairs=[("依据《保密法》第15条", "依据《保密法》第十五条")],
    keep=["依据《保密法》第十五条", "第15条线路"],
)
def articles(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _ARTICLE):
        right = f"第{to_chinese(int(found['number']))}条"
        yield Hit(place(number, found, "at"), "法条的条号照原文用汉字", right)
