"""Who may write to whom (ROUTE 行文关系, 条例 arts. 13–17): silent where the organ tree is not known."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import parts
from zhongshu.gongwen.check.model import Force, Hit, Relation, World, rule
from zhongshu.gongwen.check.parts import Named
from zhongshu.gongwen.check.sheet import Role, Sheet

_REQUEST = {"title": "清溪县水利局关于除险加固经费的请示", "recipients": "清溪县人民政府："}
_LOWER = re.compile(r"(?:所属|下属|直属|各乡镇|各街道|各科室|各股室|各镇|各村)")
_INTERNAL = re.compile(r"(?:局|厅|委|部|政府)[一-龥]{2,8}(?:科|股|处)$")
_IMPORTANT = re.compile("重要|重大|全面|总体")


def _related(sender: str, receiver: str) -> Relation | None:
    """Return what the examples need to know: 清溪县 is in 河东市."""
    return {
        ("清溪县水利局", "清溪县人民政府"): Relation.SUPERIOR,
        ("清溪县水利局", "清溪县水库管理所"): Relation.SUBORDINATE,
        ("清溪县水利局", "清溪县财政局"): Relation.PEER,
        ("清溪县水利局", "河东市水利局"): Relation.DUAL,
        ("清溪县人民政府", "清溪县水利局"): Relation.DUAL,
        ("清溪县水利局", "青山县水利局"): Relation.UNRELATED,
    }.get((sender, receiver))


_WORLD = World(
    relation=_related,
    superior={"清溪县水利局": "清溪县人民政府", "清溪县人民政府": "河东市人民政府"},
    internal=frozenset({"清溪县水利局规划科"}),
)


def _pairs(sheet: Sheet, world: World, *roles: Role) -> Iterator[tuple[Named, Relation]]:
    """Yield the organs of lists with what they are to the issuer, as far as that is known."""
    for name in parts.listed(sheet, *roles):
        relation = world.relation(sheet.issuers[0], name.text) if sheet.issuers else None
        if relation:
            yield name, relation


def _copied(sheet: Sheet) -> set[str]:
    return {name.text for name in parts.listed(sheet, "copied_to")}


@rule(
    "ROUTE-02",
    Force.MUST,
    "条例第十四条",
    "一般不越级行文，确需越级的同时抄送被越过的机关",
    verified=True,
    world=_WORLD,
    pairs=[
        (
            _REQUEST | {"recipients": "河东市人民政府：", "issuers": ("清溪县水利局",)},
            _REQUEST | {"issuers": ("清溪县水利局",)},
        ),
    ],
    keep=[
        _REQUEST
        | {"recipients": "河东市人民政府：", "issuers": ("清溪县水利局",), "copied_to": "抄送：清溪县人民政府。"},
    ],
)
def skipping(sheet: Sheet, world: World) -> Iterator[Hit]:
    above = [world.superior.get(name, "") for name in sheet.issuers[:1]]
    while above and above[-1] and world.superior.get(above[-1], "") not in above:
        above.append(world.superior.get(above[-1], ""))
    for name in parts.listed(sheet, "recipients"):
        skipped = set(above[: above.index(name.text)]) - _copied(sheet) if name.text in above else set()
        if name.text and skipped:
            said = "、".join(one for one in above if one in skipped)
            yield Hit(name.place, f"一般不得越级行文；特殊情况需要越级的，应同时抄送被越过的{said}")


@rule(
    "ROUTE-04",
    Force.MUST,
    "条例第十五条（一）",
    "上行文不抄送下级机关",
    verified=True,
    world=_WORLD,
    pairs=[
        (
            _REQUEST
            | {"direction": "up", "issuers": ("清溪县水利局",), "copied_to": "抄送：清溪县水库管理所，局属各单位。"},
            _REQUEST | {"direction": "up", "issuers": ("清溪县水利局",), "copied_to": "抄送：清溪县财政局。"},
        ),
        (
            _REQUEST | {"direction": "up", "copied_to": "抄送：各乡镇人民政府。"},
            _REQUEST | {"direction": "up", "copied_to": "抄送：清溪县财政局。"},
        ),
    ],
)
def downward(sheet: Sheet, world: World) -> Iterator[Hit]:
    if sheet.direction != "up":
        return
    lower = {name for name, relation in _pairs(sheet, world, "copied_to") if relation is Relation.SUBORDINATE}
    for name in parts.listed(sheet, "copied_to"):
        if name in lower or _LOWER.match(name.text):
            yield Hit(name.place, "上行文不得抄送下级机关，请从抄送中删去", doubtful=name not in lower)


@rule(
    "ROUTE-10",
    Force.MAY,
    "条例第十五条（六）",
    "受双重领导的机关向一个上级机关行文，必要时抄送另一个",
    world=_WORLD,
    pairs=[
        (
            _REQUEST | {"recipients": "河东市水利局：", "issuers": ("清溪县水利局",), "direction": "up"},
            _REQUEST
            | {
                "recipients": "河东市水利局：",
                "issuers": ("清溪县水利局",),
                "direction": "up",
                "copied_to": "抄送：清溪县人民政府。",
            },
        )
    ],
)
def other_superior(sheet: Sheet, world: World) -> Iterator[Hit]:
    for name, relation in _pairs(sheet, world, "recipients"):
        if sheet.direction == "up" and relation is Relation.DUAL and not _copied(sheet):
            yield Hit(name.place, "本机关受双重领导，必要时抄送另一个上级机关")


@rule(
    "ROUTE-11",
    Force.MUST,
    "条例第十六条（一）",
    "重要的下行文同时抄送发文机关的直接上级机关",
    world=_WORLD,
    pairs=[
        (
            {"title": "清溪县人民政府关于重大水利改革的决定", "direction": "down", "issuers": ("清溪县人民政府",)},
            {
                "title": "清溪县人民政府关于重大水利改革的决定",
                "direction": "down",
                "issuers": ("清溪县人民政府",),
                "copied_to": "抄送：河东市人民政府。",
            },
        )
    ],
)
def reported(sheet: Sheet, world: World) -> Iterator[Hit]:
    superior = next((world.superior.get(name, "") for name in sheet.issuers), "")
    title = sheet.one("title")
    is_important = world.important or _IMPORTANT.search(title.text)
    if sheet.direction == "down" and superior and is_important and superior not in _copied(sheet):
        yield Hit(title.whole, f"重要的下行文应同时抄送直接上级机关{superior}")


@rule(
    "ROUTE-15",
    Force.MAY,
    "条例第十六条（五）",
    "向受双重领导的下级机关行文，必要时抄送其另一个上级机关",
    world=_WORLD,
    pairs=[
        (
            {
                "title": "清溪县人民政府关于防汛工作的批复",
                "recipients": "清溪县水利局：",
                "direction": "down",
                "issuers": ("清溪县人民政府",),
            },
            {
                "title": "清溪县人民政府关于防汛工作的批复",
                "recipients": "清溪县水利局：",
                "direction": "down",
                "issuers": ("清溪县人民政府",),
                "copied_to": "抄送：河东市水利局。",
            },
        )
    ],
)
def other_superior_of_theirs(sheet: Sheet, world: World) -> Iterator[Hit]:
    for name, relation in _pairs(sheet, world, "recipients"):
        if sheet.direction == "down" and relation is Relation.DUAL and not _copied(sheet):
            yield Hit(name.place, f"{name.text}受双重领导，必要时抄送其另一个上级机关")


@rule(
    "ROUTE-16",
    Force.MUST,
    "条例第十七条",
    "联合行文的机关同级",
    verified=True,
    world=_WORLD,
    pairs=[
        (
            {"title": "关于防汛的通知", "issuers": ("清溪县水利局", "清溪县水库管理所")},
            {"title": "关于防汛的通知", "issuers": ("清溪县水利局", "清溪县财政局")},
        )
    ],
)
def joint(sheet: Sheet, world: World) -> Iterator[Hit]:
    lead, *others = sheet.issuers or ("",)
    for name in others:
        relation = world.relation(lead, name)
        if relation in (Relation.SUPERIOR, Relation.SUBORDINATE) and sheet.paragraphs:
            place = sheet.one("signature" if sheet.one("signature").text else "title").whole
            yield Hit(place, f"{lead}与{name}不是同级机关，不得联合行文")


@rule(
    "ROUTE-17",
    Force.MUST,
    "条例第十七条",
    "除办公厅（室）外，内设机构不对外正式行文",
    verified=True,
    world=_WORLD,
    pairs=[
        (
            {
                "title": "关于防汛的通知",
                "recipients": "各乡镇人民政府：",
                "signature": "清溪县水利局规划科",
                "issuers": ("清溪县水利局规划科",),
            },
            {
                "title": "关于防汛的通知",
                "recipients": "各乡镇人民政府：",
                "signature": "清溪县水利局",
                "issuers": ("清溪县水利局",),
            },
        )
    ],
    keep=[{"title": "关于防汛的通知", "signature": "清溪县水利局办公室", "issuers": ("清溪县水利局办公室",)}],
)
def internal(sheet: Sheet, world: World) -> Iterator[Hit]:
    for name in sheet.issuers:
        is_known = name in world.internal
        if sheet.paragraphs and (is_known or _INTERNAL.search(name)):
            place = sheet.one("signature" if sheet.one("signature").text else "title").whole
            said = f"{name}是内设机构，除办公厅（室）外不得对外正式行文，请以机关或者办公厅（室）名义发出"
            yield Hit(place, said, doubtful=not is_known)


@rule(
    "ROUTE-18",
    Force.MUST,
    "条例第八条（十四）",
    "向不相隶属机关请求批准用函",
    verified=True,
    world=_WORLD,
    pairs=[
        (
            _REQUEST | {"recipients": "青山县水利局：", "issuers": ("清溪县水利局",)},
            _REQUEST
            | {
                "title": "清溪县水利局关于商请支援防汛物资的函",
                "recipients": "青山县水利局：",
                "issuers": ("清溪县水利局",),
            },
        )
    ],
)
def unrelated(sheet: Sheet, world: World) -> Iterator[Hit]:
    for name, relation in _pairs(sheet, world, "recipients"):
        if parts.title(sheet).is_request and relation in (Relation.UNRELATED, Relation.PEER):
            yield Hit(name.place, f"{name.text}与本机关没有隶属关系，请求批准应当用“函”，不用“请示”")
