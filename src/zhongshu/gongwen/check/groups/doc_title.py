"""The wording of the title (DOC 标题): its three parts, what does not belong into it, what stands twice."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import finding, genres, parts
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet

_ALONE = re.compile(r"(?:公告|通告|公示|通知|通报|公报)$|.*(?:令|纪要)$")
_MARKED = re.compile("(?:令|纪要|公报)$")
_STACKED = re.compile(rf"的(?P<genre>{'|'.join(genres.STATUTORY)})的(?P<again>{'|'.join(genres.STATUTORY)})")
_MARKS = re.compile(r"[，。；：？！、,.;:?!…](?!$)")
# What stands before the genre, and how a genre may be called nearer.
_OF = re.compile("的(?:实施|指导|若干|紧急|补充|预备|专题|专项|综合|初步|处理|调研|情况|工作)?$|》$")
_TWICE = re.compile(r"关于(?:转发|印发|批转)?(?P<again>关于)")
_URGENT = re.compile(r"(?:特急|加急|紧急|火急|绝密|机密|秘密)(?=通知|通报|公告|通告|报告|请示|函|$)")
_LAW = re.compile(
    r"(?:印发|公布|发布|修改|废止|颁布)(?P<name>[^《》“”\ufffc]{2,40}?(?:办法|规定|条例|细则|规则))(?=（试行）|（暂行）|的|等|$)"
)


@rule(
    "DOC-02",
    Force.MUST,
    "条例第九条（七）",
    "标题由发文机关名称、事由和文种组成",
    verified=True,
    pairs=[
        ({"title": "做好防汛工作"}, {"title": "清溪县人民政府办公室关于做好防汛工作的通知"}),
        ({"title": "关于做好防汛工作的通知"}, {"title": "清溪县水利局关于做好防汛工作的通知"}),
    ],
    keep=[
        {"title": "清溪县人民政府令"},
        {"title": "通告"},
        {"mark": "清溪县人民政府常务会议纪要", "title": "研究水毁工程修复工作"},
        {"title": "清溪县2026年防汛工作总结", "is_piece": True},
    ],
)
def whole(sheet: Sheet, world: World) -> Iterator[Hit]:
    title, stretch = parts.title(sheet), sheet.one("title")
    # 令 and 纪要 are named by the mark, and a piece is no 公文 by itself.
    if sheet.is_piece or not title.text or _ALONE.match(title.text) or _MARKED.search(sheet.one("mark").text):
        return
    if not title.genre:
        yield Hit(stretch.whole, "标题没有文种，请在事由之后写明文种，如“的通知”", doubtful=not sheet.sealing)
    elif title.text.startswith(("关于", "印发", "转发", "批转")):
        yield Hit(stretch.whole, "标题没有发文机关名称，请写在“关于”之前", doubtful=True)


@rule(
    "DOC-03",
    Force.PRACTICE,
    "公文标题惯例",
    "标题中文种不重叠",
    pairs=[
        (
            {"title": "清溪县水利局关于转发市水利局关于做好防汛工作的通知的通知"},
            {"title": "清溪县水利局关于转发市水利局关于做好防汛工作的通知"},
        )
    ],
    keep=[{"title": "清溪县水利局关于转发《市水利局关于做好防汛工作的通知》的通知"}],
)
def stacked(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("title"):
        for found in _STACKED.finditer(one.unquoted):
            place = Place(number, found.start("again") - 1, found.end())
            same = found["genre"] == found["again"]
            yield Hit(place, f"文种重叠，保留一个“{found['again']}”", fix=same)


@rule(
    "DOC-06",
    Force.PRACTICE,
    "公文标题惯例",
    "标题末尾不加标点",
    pairs=[({"title": "清溪县水利局关于防汛的通知。"}, {"title": "清溪县水利局关于防汛的通知"})],
    keep=[{"title": "清溪县水利局关于防汛的通知（试行）"}],
)
def ending(sheet: Sheet, world: World) -> Iterator[Hit]:
    rows = list(sheet.of("title"))
    for number, one in rows[-1:]:
        place = finding.tail(number, one.text, "。．，、；：！,.;:!")
        if sheet.written(place).strip():
            yield Hit(place, "标题末尾不加标点，应删去", fix=True)


@rule(
    "DOC-07",
    Force.PRACTICE,
    "公文标题惯例",
    "标题中除书名号、引号、括号、连接号外一般不用标点",
    pairs=[
        ({"title": "清溪县水利局关于防汛，抗旱工作的通知"}, {"title": "清溪县水利局关于防汛和抗旱工作的通知"}),
    ],
    keep=[{"title": "清溪县水利局、财政局关于印发《甲、乙办法》的通知"}],
)
def marks(sheet: Sheet, world: World) -> Iterator[Hit]:
    begun = False
    for number, one in sheet.of("title"):
        for found in _MARKS.finditer(one.unquoted):
            if found[0] != "、" and re.search("[一-龥]", one.unquoted[: found.start()] + "字" * begun):
                yield Hit(Place(number, found.start(), found.end()), "标题中一般不用这个标点，请改写")
        begun = True


@rule(
    "DOC-08",
    Force.PRACTICE,
    "公文标题惯例",
    "标题用“关于……的……”连接事由和文种",
    pairs=[
        ({"title": "清溪县水利局做好防汛工作的通知"}, {"title": "清溪县水利局关于做好防汛工作的通知"}),
        ({"title": "清溪县水利局关于做好防汛工作通知"}, {"title": "清溪县水利局关于做好防汛工作的通知"}),
    ],
    keep=[
        {"title": "清溪县人民政府令"},
        {"title": "清溪县水利局印发《防汛办法》的通知"},
        {"title": "清溪县人民政府2026年工作报告"},
        {"title": "清溪县人民政府第3次常务会议纪要"},
        {"title": "清溪县人民政府关于推进乡村振兴的实施意见（试行）"},
    ],
)
def linked(sheet: Sheet, world: World) -> Iterator[Hit]:
    title, stretch = parts.title(sheet), sheet.one("title")
    if title.statutory in ("", "命令", "纪要", "公报", "公告", "通告") or not title.stem:
        return
    if not re.search("关于|印发|转发|批转|公布|发布", title.stem) and _OF.search(title.stem):
        yield Hit(stretch.whole, "标题缺“关于”，请写在发文机关名称之后")
    if "关于" in title.stem and not _OF.search(title.stem):
        yield Hit(stretch.whole, f"事由与文种之间缺“的”，请写成“的{title.genre}”", doubtful=True)


@rule(
    "DOC-09",
    Force.PRACTICE,
    "公文标题惯例",
    "标题中“关于”不重复",
    pairs=[
        (
            {"title": "清溪县水利局关于转发关于印发防汛预案的通知"},
            {"title": "清溪县水利局转发关于印发防汛预案的通知"},
        ),
    ],
    keep=[{"title": "清溪县水利局关于转发《关于做好防汛工作的通知》的通知"}],
)
def twice(sheet: Sheet, world: World) -> Iterator[Hit]:
    text = sheet.one("title")
    joined = "".join(one.unquoted for _, one in sheet.of("title"))[: len(text.text)]
    for found in _TWICE.finditer(joined):
        yield Hit(text.place(found.start(), found.start() + 2), "“关于”重复，保留一个")


@rule(
    "DOC-10",
    Force.PRACTICE,
    "GB/T 9704-2012 7.2.3",
    "紧急程度和密级标在版头，不写进标题",
    pairs=[
        (
            {"title": "清溪县水利局关于做好防汛工作的紧急通知"},
            {"title": "清溪县水利局关于做好防汛工作的通知", "urgency": "特急"},
        )
    ],
    keep=[{"title": "清溪县水利局关于紧急抢修水毁工程的通知"}],
)
def urgent(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("title"):
        for found in _URGENT.finditer(one.unquoted):
            place = Place(number, found.start(), found.end())
            yield Hit(place, "紧急程度和密级标在版头左上角（特急、加急），标题中删去")


@rule(
    "DOC-11",
    Force.PRACTICE,
    "公文标题惯例",
    "标题中的法规规章名称加书名号",
    pairs=[
        (
            {"title": "清溪县水利局关于印发防汛物资管理办法的通知"},
            {"title": "清溪县水利局关于印发《防汛物资管理办法》的通知"},
        )
    ],
    keep=[{"title": "清溪县水利局关于印发防汛应急预案的通知"}],
)
def lawful(sheet: Sheet, world: World) -> Iterator[Hit]:
    stretch = sheet.one("title")
    for found in _LAW.finditer(stretch.text):
        place = stretch.place(found.start("name"), found.end("name"))
        yield Hit(place, "法规、规章名称应加书名号", f"《{found['name']}》")
