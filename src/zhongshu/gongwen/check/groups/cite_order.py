"""How documents are cited (CITE 引用): title first, then number; short forms; one title in one form."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from zhongshu.gongwen.check.finding import after, before, matches, place
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import WRITTEN, Sheet

_CODE = (
    r"(?<![根依])(?<!按)(?:(?!根据|按照|依据|依照|遵照|贯彻|落实|执行|转发|印发|以及|收到|[和与及])[一-龥A-Za-z]){1,14}"
)
_YEAR = r"[〔\[（(【]\s?(?:19|20)[0-9]{2}\s?[〕\]）)】]"
_NUMBER = rf"{_CODE}{_YEAR}第?[0-9]{{1,5}}号"
_TITLE = "《[^《》\n]{2,80}》"
_REVERSED = re.compile(
    rf"(?:根据|按照|依据|依照|遵照|贯彻|落实|执行|转发|印发|^|[，。；、和与及])(?P<all>(?P<number>{_NUMBER})(?:文件?)?(?P<title>{_TITLE}))"
)


@rule(
    "CITE-01",
    Force.PRACTICE,
    "办文惯例",
    "引用公文先引标题，后引发文字号",
    pairs=[
        ("根据国发〔2025〕3号《关于加强水利工作的意见》", "根据《关于加强水利工作的意见》（国发〔2025〕3号）"),
        ("根据清政发[2025]03号《规划》", "根据《规划》（清政发[2025]03号）"),
        ("按照《意见》和清政办〔2025〕2号《方案》", "按照《意见》和《方案》（清政办〔2025〕2号）"),
    ],
    keep=["《意见》（国发〔2025〕3号）、《规划》（国发〔2025〕4号）"],
)
def title_first(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _REVERSED):
        right = f"{found['title']}（{found['number']}）"
        yield Hit(place(number, found, "all"), "先引标题，后在圆括号里写发文字号", right)


_ANY_NUMBER = re.compile(_NUMBER)
_NEAR = 200  # as far before a number as its bracket may open


@rule(
    "CITE-02",
    Force.PRACTICE,
    "办文惯例",
    "首次引用公文写标题，不只写发文字号",
    pairs=[("按照国发〔2025〕3号文件要求执行。", "按照《关于加强水利工作的意见》（国发〔2025〕3号）要求执行。")],
    keep=["《意见》（国发〔2025〕3号）规定，国发〔2025〕3号文件", "你局关于经费的请示（清水〔2026〕2号）收悉。"],
)
def number_alone(sheet: Sheet, world: World) -> Iterator[Hit]:
    named: set[str] = set()
    for number, one, found in matches(sheet, _ANY_NUMBER):
        upto, following = before(one, found, _NEAR), after(one, found)
        key = re.sub(r"[^0-9]", "", found[0])
        is_own = not upto and not following.startswith(("文", "精神", "要求", "规定"))
        stands_in = upto.rfind("（") > upto.rfind("）") or following.startswith(("《", "文《", "文件《"))
        if not stands_in and not is_own and key not in named:
            yield Hit(place(number, found), "首次引用请写出文件标题，发文字号放在其后的圆括号里")
        named.add(key)


_UNMARKED = re.compile(
    rf"(?:根据|按照|依据|依照|贯彻落实|执行)(?P<title>[^，。；、《》“”（）]{{0,20}}关于[^，。；《》“”（）]{{4,60}}的(?:通知|意见|决定|通报|规定|办法|批复))(?=（{_NUMBER}）)"
    r"|(?:根据|依据|依照|按照|违反)(?P<law>中华人民共和国[一-龥]{2,20}?(?:法|条例))(?=第[一二三四五六七八九十百0-9]|的|，|有关|规定)"
)


@rule(
    "CITE-03",
    Force.MUST,
    "GB/T 15834-2011 4.15.3.1",
    "文件和法规的名称加书名号",
    pairs=[
        (
            "根据国务院关于加强水利工作的意见（国发〔2025〕3号）",
            "根据《国务院关于加强水利工作的意见》（国发〔2025〕3号）",
        ),
        ("根据中华人民共和国防洪法第三条", "根据《中华人民共和国防洪法》第三条"),
    ],
    keep=["你局关于经费的请示（清水〔2026〕2号）收悉。", "根据《中华人民共和国防洪法》第三条"],
)
def unmarked(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _UNMARKED):
        name = "title" if found["title"] else "law"
        yield Hit(place(number, found, name), "文件、法规的名称加书名号", f"《{found[name]}》")


_SHORT = re.compile(
    r"(?P<full>《[^《》]+》|[一-龥]{4,30})（以下(?:简称|统称|合称)(?:为)?[：:]?[“《‘]?(?P<short>[^（）“”《》‘’，、]{1,20})[”》’]?）"
)
_MOST = 50  # short forms whose use is looked at


@rule(
    "CITE-04",
    Force.PRACTICE,
    "办文惯例",
    "“以下简称”之后用简称",
    pairs=[
        (
            "根据《河道管理办法》（以下简称《办法》），制定本方案。\n按河道规定执行。",
            "根据《河道管理办法》（以下简称《办法》），制定本方案。\n按《办法》执行。",
        ),
        (
            "《河道管理办法》（以下简称《办法》）已印发，《办法》自发布之日起施行。\n各地要执行《河道管理办法》。",
            "《河道管理办法》（以下简称《办法》）已印发，《办法》自发布之日起施行。\n各地要执行《办法》。",
        ),
    ],
    keep=["清溪县水利局（以下简称县水利局）负责。\n县水利局要抓好落实。"],
)
def short_forms(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one, found in islice(matches(sheet, _SHORT), _MOST):
        later = (following.text for following in sheet.paragraphs[number + 1 :])
        if not any(found["short"] in text for text in chain([one.text[found.end() :]], later)):
            yield Hit(place(number, found, "short"), "规定了简称，后文没有使用，请核对")
        elif found["full"].startswith("《"):
            yield from _full_again(sheet, Place(number, found.end(), len(one.text)), found["full"], found["short"])


def _full_again(sheet: Sheet, begin: Place, full: str, short: str) -> Iterator[Hit]:
    """Yield each place where a title that has a short form is written in full again."""
    for number, one, found in matches(sheet, re.compile(re.escape(full))):
        is_later = number > begin.paragraph or (number == begin.paragraph and found.start() >= begin.start)
        if is_later and one.role == sheet.paragraphs[begin.paragraph].role:
            yield Hit(place(number, found), f"前文已规定简称“{short}”，此处用简称", f"《{short}》")


_MARKED = re.compile(r"[《〈](?P<title>[^《》〈〉]{8,80})[》〉](?:（(?P<number>[^（）]*号)）)?")
_NEUTRAL = str.maketrans(dict.fromkeys(' 　-—–－~～―〈〉<>＜＞“”"、，,（）()', None))
_CRITICAL = set("0123456789一二三四五六七八九十上下中省市县区国男女甲乙丙丁不非未试新老大小")


@rule(
    "CITE-06",
    Force.PRACTICE,
    "办文惯例",
    "同一文件的标题和发文字号前后一致",
    pairs=[
        (
            "印发《清溪县创新跃升计划（2019—2025年）》。\n按《清溪县创新跃升计划（2019-2025年）》执行。",
            "印发《清溪县创新跃升计划（2019—2025年）》。\n按《清溪县创新跃升计划（2019—2025年）》执行。",
        ),
        (
            "《清溪县河道管理办法》（清政发〔2025〕1号）\n《清溪县河道管理办法》（清政发〔2025〕2号）",
            "《清溪县河道管理办法》（清政发〔2025〕1号）\n《清溪县河道管理办法》（清政发〔2025〕1号）",
        ),
    ],
    keep=["《清溪县河道管理办法》《清溪县河道管理办法实施细则》", "《第一批重点项目名单》《第二批重点项目名单》"],
)
def one_form(sheet: Sheet, world: World) -> Iterator[Hit]:
    numbers: dict[str, str] = {}
    seen: set[str] = set()
    whole: dict[str, str] = {}
    shorter: dict[str, str] = {}
    for number, _, found in matches(sheet, _MARKED, roles=WRITTEN):
        title = found["title"]
        if found["number"] and numbers.setdefault(title, found["number"]) != found["number"]:
            yield Hit(place(number, found, "number"), f"前文写作“{numbers[title]}”，请核对")
        if title in seen:
            continue
        seen.add(title)
        bare = title.translate(_NEUTRAL)
        lessened = list(_lessened(bare))
        earlier = [*filter(None, (whole.get(bare), shorter.get(bare), *map(whole.get, lessened)))]
        if earlier:
            yield Hit(place(number, found, "title"), f"前文写作《{earlier[0]}》，请核对")
        whole.setdefault(bare, title)
        for form in lessened:
            shorter.setdefault(form, title)


def _lessened(title: str) -> Iterator[str]:
    """Yield a title without one character each, as far as that tells no two documents apart."""
    for at, sign in enumerate(title):
        if sign not in _CRITICAL:
            yield title[:at] + title[at + 1 :]


_WORDS = re.compile(r"(?P<title>《[^《》\n]+》)[^“”。《》]{0,30}[：，]?“(?P<said>[^“”]{8,})”")
_SIGNS = re.compile(r"[^0-9A-Za-z一-龥]")


@rule(
    "CITE-10",
    Force.MUST,
    "条例第二十条",
    "引文与原文一致",
    world=World(texts={"防洪法": "第三条　防洪工程设施建设，应当纳入国民经济和社会发展计划。"}),
    pairs=[
        (
            "《中华人民共和国防洪法》第三条规定：“防洪工程建设，应当纳入经济社会发展计划。”",
            "《中华人民共和国防洪法》第三条规定：“防洪工程设施建设，应当纳入国民经济和社会发展计划。”",
        )
    ],
    keep=["《河道管理办法》规定：“河道管理实行统一管理。”"],
)
def quotations(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _WORDS) if world.texts else ():
        title = found["title"][1:-1]
        source = world.texts.get(title) or world.texts.get(title.removeprefix("中华人民共和国"))
        if source and not all(_SIGNS.sub("", part) in _SIGNS.sub("", source) for part in found["said"].split("……")):
            yield Hit(place(number, found, "said"), f"与{found['title']}原文不一致，请核对")
