"""What closes a document (SIGN 署名、成文日期、印章、版记, GB/T 9704-2012 7.3.5, 7.3.6, 7.4)."""

import re
from collections.abc import Iterator
from datetime import date

from zhongshu.gongwen.check import finding, shapes
from zhongshu.gongwen.check import sheet as sheets
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.kit import dates

_DOTTED = re.compile(r"[0-9]{2,4}\s?[-./．]\s?[0-9]{1,2}\s?[-./．]\s?[0-9]{1,2}")
_INCOMPLETE = re.compile(r"[0-9]{2,4}\s?年\s?[0-9]{1,2}\s?月|[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}[日号]")
_EXISTING = re.compile(r"(?P<year>(?:19|20)[0-9]{2})年0?(?P<month>[0-9]{1,2})月0?(?P<day>[0-9]{1,2})[日号]")
_IMPRINT = ("copied_to", "printed", "keywords")


@rule(
    "SIGN-01",
    Force.MUST,
    "GB/T 9704-2012 7.3.5.4",
    "成文日期用阿拉伯数字，月、日不编虚位，末字用“日”",
    verified=True,
    pairs=[
        ({"date": "二〇二六年一月五日"}, {"date": "2026年1月5日"}),
        ({"date": "2026年01月05日"}, {"date": "2026年1月5日"}),
        ({"date": "2026年1月5号"}, {"date": "2026年1月5日"}),
        ({"date": "2026年1月5"}, {"date": "2026年1月5日"}),
    ],
)
def numerals(sheet: Sheet, world: World) -> Iterator[Hit]:
    for place, text in _dates(sheet):
        day = sheets.day_of(text)
        if day and text != dates.show_date(day) and not _DOTTED.fullmatch(text):
            said = "成文日期用阿拉伯数字标全年、月、日，年份标全称，月、日不编虚位"
            yield Hit(place, said, dates.show_date(day), fix=True)


@rule(
    "SIGN-02",
    Force.MUST,
    "GB/T 9704-2012 7.3.5.4",
    "成文日期标全年、月、日",
    verified=True,
    pairs=[
        ({"date": "2026.1.5"}, {"date": "2026年1月5日"}),
        ({"date": "2026-01-05"}, {"date": "2026年1月5日"}),
        ({"date": "2026年1月"}, {"date": "2026年1月5日"}),
        ({"date": "26年1月5日"}, {"date": "2026年1月5日"}),
    ],
)
def complete(sheet: Sheet, world: World) -> Iterator[Hit]:
    for place, text in _dates(sheet):
        day = sheets.day_of(text)
        if _DOTTED.fullmatch(text):
            right = dates.show_date(day) if day else ""
            yield Hit(place, "成文日期写作“2026年1月5日”，不用点、横线", right, fix=bool(right))
        elif _INCOMPLETE.fullmatch(text):
            yield Hit(place, "成文日期应标全年、月、日，年份标全称，如“2026年1月5日”")


@rule(
    "SIGN-03",
    Force.MUST,
    "条例第九条（十二）",
    "成文日期存在，不晚于当日；联合行文的是最后签发的日期",
    verified=True,
    world=World(today=date(2026, 3, 1), signed={"清溪县水利局": date(2026, 2, 3), "清溪县财政局": date(2026, 2, 9)}),
    keep=[
        {"date": "2026年2月3日", "issuers": ("清溪县水利局",)},
        {"date": "2026年2月3日", "issuers": ("清溪县水利局", "清溪县审计局")},
    ],
    pairs=[
        ({"date": "2026年2月30日"}, {"date": "2026年2月28日"}),
        ({"date": "2026年3月20日"}, {"date": "2026年3月1日"}),
        (
            {"date": "2026年2月3日", "issuers": ("清溪县水利局", "清溪县财政局")},
            {"date": "2026年2月9日", "issuers": ("清溪县水利局", "清溪县财政局")},
        ),
    ],
)
def existing(sheet: Sheet, world: World) -> Iterator[Hit]:
    for place, text in _dates(sheet):
        day = sheets.day_of(text)
        if _EXISTING.fullmatch(text) and not day:
            yield Hit(place, f"{text}不存在，请核对成文日期")
        elif day and world.today and day > world.today:
            yield Hit(place, "成文日期晚于今天，请核对", doubtful=True)
        elif day and (last := _signed_last(sheet, world)) and day != last:
            right = dates.show_date(last)
            yield Hit(place, f"联合行文的成文日期为最后签发机关负责人签发的日期（{right}），请核对", right)


@rule(
    "SIGN-04",
    Force.MUST,
    "条例第九条（十三）",
    "有署名的公文加盖印章，印章与署名相符",
    verified=True,
    pairs=[
        (
            {"signature": "清溪县水利局", "sealing": "seal", "seals": ("清溪县财政局",), "issuers": ("清溪县水利局",)},
            {"signature": "清溪县水利局", "sealing": "seal", "seals": ("清溪县水利局",), "issuers": ("清溪县水利局",)},
        ),
        (
            {"date": "2026年3月1日", "sealing": "seal"},
            {"date": "2026年3月1日", "sealing": "seal", "issuers": ("清溪县水利局",)},
        ),
    ],
    keep=[{"date": "2026年3月1日"}],
)
def sealed(sheet: Sheet, world: World) -> Iterator[Hit]:
    if sheet.sealing != "seal":
        return
    place = next((Place(number, 0, len(one.text)) for number, one in sheet.of("signature", "date", "title")), None)
    if place and not sheet.issuers:
        yield Hit(place, "加盖印章的公文应有发文机关署名")
    for name in sheet.seals if place and sheet.issuers else ():
        if place and name not in sheet.issuers:
            yield Hit(place, f"印章“{name}”与署名机关不相符，请核对")


@rule(
    "SIGN-05",
    Force.MUST,
    "GB/T 9704-2012 7.4.3",
    "印发日期标全年、月、日，后加“印发”，不早于成文日期",
    verified=True,
    pairs=[
        ({"printed": "2026年01月05日印发"}, {"printed": "2026年1月5日印发"}),
        ({"printed": "清溪县水利局　2026年1月5日"}, {"printed": "清溪县水利局　2026年1月5日印发"}),
        (
            {"date": "2026年1月5日", "printed": "2026年1月4日印发"},
            {"date": "2026年1月5日", "printed": "2026年1月6日印发"},
        ),
    ],
)
def printed(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("printed"):
        found = re.search(rf"(?P<date>{shapes.DATE.pattern})\s*(?P<word>印发|印)?。?$", one.text)
        day = sheets.day_of(found["date"]) if found else None
        if found and day:
            place = finding.place(number, found)
            if found[0] != f"{dates.show_date(day)}印发":
                said = "印发日期用阿拉伯数字标全年、月、日，不编虚位，后加“印发”二字"
                yield Hit(place, said, f"{dates.show_date(day)}印发", fix=True)
            if sheet.day and day < sheet.day:
                yield Hit(place, f"印发日期早于成文日期（{dates.show_date(sheet.day)}），请核对")


@rule(
    "SIGN-06",
    Force.MUST,
    "GB/T 9704-2012 7.4.2",
    "抄送后标全角冒号，最后一个抄送机关后标句号",
    verified=True,
    pairs=[
        ({"copied_to": "抄送:市财政局。"}, {"copied_to": "抄送：市财政局。"}),
        ({"copied_to": "抄送：市财政局"}, {"copied_to": "抄送：市财政局。"}),
        ({"copied_to": "抄送：市财政局；"}, {"copied_to": "抄送：市财政局。"}),
    ],
)
def copied(sheet: Sheet, world: World) -> Iterator[Hit]:
    rows = list(sheet.of("copied_to"))
    for number, one in rows:
        if found := re.match(r"(?:抄送|抄报)(?P<sign>\s*:\s*|\s+：\s*)", one.text):
            yield Hit(finding.place(number, found, "sign"), "“抄送”后标全角冒号", "：", fix=True)
        place = finding.tail(number, one.text, "。．.，,；;、")
        following = sheet.paragraphs[number + 1 : number + 2]
        if sheet.written(place) != "。" and not (following and following[0].role == "copied_to"):
            yield Hit(place, "最后一个抄送机关名称后标句号", "。", fix=True)


@rule(
    "SIGN-07",
    Force.MUST,
    "GB/T 9704-2012 前言",
    "不再标注主题词",
    verified=True,
    pairs=[({"keywords": "主题词：水利 防汛 通知"}, {"keywords": ""})],
)
def keywords(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("keywords"):
        if one.text:
            yield Hit(Place(number, 0, len(one.text)), "现行格式已取消主题词，请删去", fix=True)


@rule(
    "SIGN-08",
    Force.MUST,
    "GB/T 9704-2012 7.3.6",
    "附注居左空二字加圆括号，编排在成文日期下一行",
    verified=True,
    pairs=[
        ({"date": "2026年3月1日", "note": "此件公开发布"}, {"date": "2026年3月1日", "note": "（此件公开发布）"}),
        ({"note": "(此件公开发布)"}, {"note": "（此件公开发布）"}),
        (
            {"copied_to": "抄送：市财政局。", "note": "（此件公开发布）"},
            {"note": "（此件公开发布）", "copied_to": "抄送：市财政局。"},
        ),
    ],
)
def note(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("note"):
        place = Place(number, 0, len(one.text))
        if not one.text.startswith("（") or not one.text.endswith("）"):
            yield Hit(place, "附注应加圆括号", f"（{one.text.strip('（()）。 ')}）", fix=True)
        if any(above.role in _IMPRINT for above in sheet.paragraphs[:number]):
            yield Hit(place, "附注应编排在成文日期下一行、版记之前")


def _signed_last(sheet: Sheet, world: World) -> date | None:
    """Return when the last of several issuers signed, where it is known of all."""
    days = [day for name in sheet.issuers if (day := world.signed.get(name))]
    return max(days) if len(days) == len(sheet.issuers) > 1 else None


def _dates(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    """Yield what is written for the 成文日期, and where."""
    for number, one in sheet.of("date"):
        text = one.text.strip("（()） ")
        start = one.text.index(text)
        yield Place(number, start, start + len(text)), text
