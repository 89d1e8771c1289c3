"""The genre and what goes with it (DOC 文种): the fifteen of 条例 art. 8, who may use them, what each must say."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import genres, parts, titles
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet

# What is no genre beyond doubt; a 说明 may be read to a congress, a 办法 or 方案 the text that another document issues.
_NEVER = ("申请", "申请书", "汇报", "请求", "便函", "总结", "安排")
_HARDLY = ("建议", "情况", "说明")
_PLAIN = ("方案", "办法", "规定", "细则", "规则", "制度", "要点", "计划", "规划", "预案", "讲话")
_POWERLESS = re.compile(
    r"(?:县|(?<!自治)区|旗|乡|镇|街道)[^省]{0,12}(?:局|委员会|委|办公室|办事处|中心|科)$|[乡镇](?:人民)?政府$"
)
_LOCAL = re.compile(r"(?:县|(?<!自治)区|旗|乡|镇|街道)[^省]{0,12}(?:局|委|委员会|政府|办公室|办事处|支队|大队)$")
_STATUTORY_MATTER = re.compile(
    r"招标|中标|采购|招聘|招考|录用|拍卖|挂牌|出让|征收|征地|选举|当选|注销|听证|遗失|辞去|代表资格"
)
# Whose announcements the law provides for.
_LAWFUL = re.compile("人大|人民代表大会|选举委员会|法院|检察院|税务|海关")
_OPENING = 400  # characters that tell what a document is about
_CITED = re.compile(r"收悉|来[函文电]|请示|〔[0-9]{4}〕")
_ADOPTED = re.compile(r"(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日[^。]{0,60}(?:会议|全会|大会)[^。]{0,10}通过")
_COMMAND = re.compile(r"请?遵照执行|请?认真贯彻执行|请?严格执行|务必")


@rule(
    "DOC-01",
    Force.MUST,
    "条例第八条",
    "文种为法定的15种",
    verified=True,
    pairs=[
        ({"title": "清溪县水利局关于除险加固经费的请示报告"}, {"title": "清溪县水利局关于除险加固经费的请示"}),
    ],
    keep=[{"title": "清溪县水利局关于防汛工作情况的报告"}],
)
def statutory(sheet: Sheet, world: World) -> Iterator[Hit]:
    for found, place in _found(sheet, r"请示报告|报告请示|意见报告|请示函|通知函"):
        yield Hit(place, f"没有“{found}”这一文种；请求指示、批准用“请示”，汇报工作用“报告”，二者不能合用")


@rule(
    "DOC-04",
    Force.MUST,
    "条例第八条",
    "标题以法定文种结尾",
    verified=True,
    pairs=[
        ({"title": "清溪县水利局关于经费的申请"}, {"title": "清溪县水利局关于经费的请示"}),
        (
            {"title": "清溪县水利局防汛工作方案"},
            {"title": "清溪县水利局关于印发《清溪县水利局防汛工作方案》的通知"},
        ),
    ],
    keep=[
        {"title": "清溪县水利局关于防汛工作的指导意见（试行）"},
        {"title": "清溪县2026年防汛工作总结", "is_piece": True},
    ],
)
def plain(sheet: Sheet, world: World) -> Iterator[Hit]:
    title = parts.title(sheet)
    if sheet.is_piece:
        return
    for found, place in _found(sheet, "|".join(sorted({*_NEVER, *_HARDLY, *_PLAIN}, key=len, reverse=True))):
        is_own = found not in _PLAIN and "关于" in title.text
        said = "请改用“请示”“报告”“函”等法定文种" if is_own else "应作为“关于印发……的通知”的印发内容发出"
        yield Hit(place, f"“{found}”不是法定文种，{said}", doubtful=not is_own or found in _HARDLY)


@rule(
    "DOC-05",
    Force.MUST,
    "条例第八条（十五）",
    "会议纪要的文种为“纪要”",
    pairs=[
        (
            {"title": "清溪县人民政府关于防汛工作的会议纪要"},
            {"title": "清溪县人民政府关于防汛工作的纪要"},
        )
    ],
    keep=[{"title": "清溪县人民政府第3次常务会议纪要"}],
)
def minutes(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("title"):
        for found in re.finditer("(?<=的)会议纪要|会议纪要(?=的)", one.text):
            yield Hit(Place(number, found.start(), found.end()), "法定文种为“纪要”", "纪要")


@rule(
    "DOC-12",
    Force.MUST,
    "条例第九条（七）（十一）",
    "标题中的发文机关与署名一致",
    pairs=[
        (
            {"title": "清溪县水利局关于做好防汛工作的通知", "signature": "清溪县人民政府"},
            {"title": "清溪县水利局关于做好防汛工作的通知", "signature": "清溪县水利局"},
        )
    ],
    keep=[
        {"title": "河东市清溪县水利局关于做好防汛工作的通知", "signature": "清溪县水利局"},
        {"title": "关于做好防汛工作的通知", "signature": "清溪县水利局"},
    ],
)
def issuers(sheet: Sheet, world: World) -> Iterator[Hit]:
    titled = parts.title(sheet).issuers
    signed = "".join(name.text for name in parts.listed(sheet, "signature"))
    for name in titled[:1] if signed else ():
        known = {name, world.short_names.get(name, name)}
        if not any(one[-6:] in signed or signed.endswith(one) or one.endswith(signed) for one in known):
            stretch = sheet.one("signature")
            yield Hit(stretch.whole, f"署名与标题中的发文机关“{name}”不一致，请核对后统一")


@rule(
    "DOC-13",
    Force.PRACTICE,
    "批复、复函惯例",
    "批复、复函引述来文",
    pairs=[
        (
            {"title": "清溪县人民政府关于除险加固经费的批复", "body": "同意你局意见。"},
            {
                "title": "清溪县人民政府关于除险加固经费的批复",
                "body": "你局《关于除险加固经费的请示》（清水〔2026〕3号）收悉。现批复如下：",
            },
        )
    ],
)
def answered(sheet: Sheet, world: World) -> Iterator[Hit]:
    title = parts.title(sheet)
    first = next(iter(sheet.of("body")), None)
    if title.genre in ("批复", "复函") and first and not _CITED.search(parts.body(sheet)[:_OPENING]):
        number, one = first
        said = "正文开头应引述来文的标题和发文字号，如“你局《关于……的请示》（××发〔2026〕3号）收悉”"
        yield Hit(Place(number, 0, len(one.text)), said)


@rule(
    "DOC-14",
    Force.MUST,
    "条例第八条（一）",
    "决议写明通过的会议和日期",
    pairs=[
        (
            {"title": "清溪县人民代表大会关于政府工作报告的决议", "body": "会议同意报告。"},
            {
                "title": "清溪县人民代表大会关于政府工作报告的决议",
                "adopted": "（2026年3月10日清溪县第十七届人民代表大会第五次会议通过）",
                "body": "会议同意报告。",
            },
        )
    ],
)
def adopted(sheet: Sheet, world: World) -> Iterator[Hit]:
    noted = sheet.one("adopted").text or _ADOPTED.search(parts.body(sheet))
    if parts.title(sheet).statutory == "决议" and not noted:
        yield Hit(sheet.one("title").whole, "决议应在标题下写明通过的日期和会议，如“（2026年3月10日××会议通过）”")


@rule(
    "DOC-15",
    Force.MUST,
    "条例第八条（三）",
    "有权的机关才能发布命令（令）",
    verified=True,
    pairs=[
        ({"title": "清溪县教育局令"}, {"title": "清溪县教育局通告"}),
        ({"mark": "清溪县教育局令"}, {"mark": "清溪县教育局文件"}),
    ],
    keep=[{"title": "清溪县人民政府令"}, {"title": "国家市场监督管理总局令"}, {"title": "宁夏回族自治区人民政府令"}],
)
def powerless(sheet: Sheet, world: World) -> Iterator[Hit]:
    for stretch in (sheet.one("mark"), sheet.one("title")):
        title = titles.take(stretch.text)
        issuer = title.issuers[0] if title.issuers else title.text.removesuffix("令").removesuffix("命")
        if title.statutory == "命令" and _POWERLESS.search(issuer):
            yield Hit(stretch.whole, f"“{issuer}”无权发布命令（令），请改用通知或者通告")


@rule(
    "DOC-16",
    Force.MUST,
    "条例第八条（十三）",
    "议案主送同级人大或其常委会",
    verified=True,
    pairs=[
        (
            {"title": "清溪县人民政府关于提请审议预算的议案", "recipients": "河东市人民政府："},
            {"title": "清溪县人民政府关于提请审议预算的议案", "recipients": "清溪县人大常委会："},
        )
    ],
)
def bill(sheet: Sheet, world: World) -> Iterator[Hit]:
    if parts.title(sheet).statutory != "议案":
        return
    for name in parts.listed(sheet, "recipients"):
        if not re.search("人大|人民代表大会|常委会|常务委员会", name.text):
            yield Hit(name.place, "议案应主送同级人民代表大会或者其常务委员会")


@rule(
    "DOC-17",
    Force.MUST,
    "条例第八条（五）（六）",
    "在一定范围内公布应当遵守的事项用通告",
    pairs=[
        ({"title": "清溪县人民政府关于禁放烟花爆竹的公告"}, {"title": "清溪县人民政府关于禁放烟花爆竹的通告"}),
    ],
    keep=[
        {"title": "清溪县人民政府关于公开招聘工作人员的公告"},
        {"title": "清溪县人民政府公告", "body": "现将征收土地有关事项公告如下："},
        {"title": "清溪县人民代表大会常务委员会公告"},
        {"title": "国家税务总局清溪县税务局关于汇算清缴有关事项的公告"},
    ],
)
def announced(sheet: Sheet, world: World) -> Iterator[Hit]:
    title = parts.title(sheet)
    local = [name for name in title.issuers if _LOCAL.search(name) and not _LAWFUL.search(name)]
    said = f"{title.text}\n{parts.body(sheet)}"[:_OPENING]
    if title.statutory == "公告" and local and not _STATUTORY_MATTER.search(said):
        for found, place in _found(sheet, "公告"):
            said = f"“{found}”用于向国内外宣布重要事项或者法定事项；在本地公布应当遵守或者周知的事项用“通告”"
            yield Hit(place, said, "通告")


@rule(
    "DOC-18",
    Force.PRACTICE,
    "条例第八条（十四）",
    "函用商洽的语气",
    pairs=[
        (
            {"title": "清溪县水利局关于商请支援防汛物资的函", "body": "现将有关事项函告，请遵照执行。"},
            {"title": "清溪县水利局关于商请支援防汛物资的函", "body": "现将有关事项函告，请予支持并函复。"},
        )
    ],
)
def courteous(sheet: Sheet, world: World) -> Iterator[Hit]:
    if parts.title(sheet).genre != "函":
        return
    for number, one in sheet.of("body"):
        for found in _COMMAND.finditer(one.unquoted):
            place = Place(number, found.start(), found.end())
            yield Hit(place, "函用于不相隶属机关之间，不用指令性语句，请改为“请予支持”“请予函复”等")


def _found(sheet: Sheet, endings: str) -> Iterator[tuple[str, Place]]:
    """Yield what the title ends with of some endings, and where it stands."""
    stretch = sheet.one("title")
    if found := re.search(rf"(?P<genre>{endings}){genres.NOTED}$", genres.bare(stretch.text)):
        yield found["genre"], stretch.place(found.start("genre"), found.end("genre"))
