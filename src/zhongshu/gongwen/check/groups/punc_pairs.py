"""Marks that come in pairs (PUNC 引号、括号、书名号): missing halves, nesting, what stands between them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, pairwise

from zhongshu.gongwen.check.finding import matches, place
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.numbering import runs
from zhongshu.gongwen.check.sheet import PROSE, WRITTEN, Sheet

_TITLE = r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》"
_TITLES = re.compile(rf"{_TITLE}(?:（[^（）\n]*）)?(?:、?{_TITLE}(?:（[^（）\n]*）)?)+")
_QUOTE = "“[^“”\n]*”"
_QUOTES = re.compile(rf"{_QUOTE}(?:（[^（）\n]*）)?(?:、?{_QUOTE}(?:（[^（）\n]*）)?)+")


def _between(sheet: Sheet, chain: re.Pattern[str], close: str, message: str) -> Iterator[Hit]:
    """Yield each 、 that stands between two names side by side; a note in brackets after one keeps all of them."""
    for number, _, found in matches(sheet, chain, roles=(*WRITTEN, "recipients")):
        if f"{close}（" not in found[0]:
            for mark in re.finditer(f"(?<={close})、", found[0]):
                at = found.start() + mark.start()
                yield Hit(Place(number, at, at + 1), message, "", fix=True)


@rule(
    "PUNC-01",
    Force.USUALLY,
    "GB/T 15834-2011 4.5.3.5",
    "并列的书名号之间通常不用顿号",
    pairs=[("根据《预算法》、《审计法》有关规定", "根据《预算法》《审计法》有关规定")],
    keep=["根据《规划》（国发〔2026〕1号）、《意见》（国发〔2026〕2号）", "《预算法》和《审计法》"],
)
def titles_side_by_side(sheet: Sheet, world: World) -> Iterator[Hit]:
    yield from _between(sheet, _TITLES, "》", "并列的书名号之间通常不用顿号")


@rule(
    "PUNC-02",
    Force.USUALLY,
    "GB/T 15834-2011 4.5.3.5",
    "并列的引号之间通常不用顿号",
    pairs=[("推进“放管服”、“一网通办”改革", "推进“放管服”“一网通办”改革")],
    keep=["“两会”（指人大、政协会议）、“两节”", "“放管服”改革、“一网通办”"],
)
def quotes_side_by_side(sheet: Sheet, world: World) -> Iterator[Hit]:
    yield from _between(sheet, _QUOTES, "”", "并列的引号之间通常不用顿号")


_PAIRS = {"”": "“", "’": "‘", "）": "（", "》": "《", "〉": "〈", "〕": "〔", "】": "【"}
_MARKS = re.compile("[“”‘’（）《》〈〉〔〕【】]")
_MOST = 4  # odd marks of a paragraph that are looked at
_ITEM = re.compile(r"^[0-9一二三四五六七八九十a-zA-Z]{1,3}）")


def _odd(text: str) -> Iterator[int]:
    """Yield the offsets of the marks that have no other half."""
    is_open: list[int] = []
    for found in _MARKS.finditer(text):
        if found[0] not in _PAIRS:
            is_open.append(found.start())
        elif is_open and text[is_open[-1]] == _PAIRS[found[0]]:
            is_open.pop()
        elif not (found[0] == "）" and _ITEM.match(text) and found.end() <= 4):
            yield found.start()
    yield from is_open


@rule(
    "PUNC-10",
    Force.MUST,
    "GB/T 15834-2011 4.8、4.9、4.15",
    "引号、括号、书名号成对",
    pairs=[
        ("根据《防洪法有关规定", "根据《防洪法》有关规定"),
        ("实施“清源行动，取得成效。", "实施“清源”行动，取得成效。"),
        ("（一）加强领导），落实责任。", "（一）加强领导，落实责任。"),
    ],
    keep=["1）加强领导", "他指出：“要抓紧。\n“还要抓实。”"],
)
def halves(sheet: Sheet, world: World) -> Iterator[Hit]:
    for mark, places in _single(sheet).items():
        for at in places:
            if sheet.paragraphs[at.paragraph].role in PROSE:
                yield Hit(at, "引号没有成对" if mark in "“”" else f"“{mark}”没有成对")


def _single(sheet: Sheet) -> dict[str, list[Place]]:
    """Return by mark what has no other half, neither in its paragraph nor in those that follow."""
    waiting: dict[str, list[Place]] = defaultdict(list)
    for number, one in enumerate(sheet.paragraphs):
        if one.text.startswith("“") and "”" in one.text:
            # A quotation of several paragraphs opens anew with each and closes with the last.
            waiting["“"].clear()
        for start in islice(_odd(one.text), _MOST):
            mark = one.text[start]
            opened, first = waiting[_PAIRS.get(mark, "")], 0 if mark == "”" else number - 2
            if not opened or opened[-1].paragraph < first:
                waiting[mark].append(Place(number, start, start + 1))
            while opened and opened[-1].paragraph >= first:
                opened.pop()
    return waiting


_DEEP = re.compile(r"（[^（）《》\n]*(?P<inner>（[^（）\n]*）)[^（）\n]*）")


@rule(
    "PUNC-11",
    Force.RECOMMENDED,
    "GB/T 15834-2011 4.9.3.4",
    "括号套用时内外形式不同",
    pairs=[
        ("有关单位（含省属企业（驻清）和部队）", "有关单位（含省属企业〔驻清〕和部队）"),
    ],
    keep=["依据（《管理办法（试行）》）", "有关单位（含企业）（不含部队）"],
)
def deep_brackets(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _DEEP):
        yield Hit(place(number, found, "inner"), "括号里再用括号，宜改用六角括号", f"〔{found['inner'][1:-1]}〕")


_NO_WORK = re.compile(
    r"《(?P<name>[^《》〈〉\n]{2,24}?)》(?=荣誉称号|称号|奖项|大赛|培训班|论坛|博览会|展览会)"
    r"|《(?P<kind>[^《》〈〉\n]{0,20}?(?:精神|称号|大会|营业执照|证书|合格证|许可证|身份证|居住证|驾驶证|工作证|聘书|奖状|一等奖|二等奖|三等奖))》"
)


@rule(
    "PUNC-12",
    Force.MUST,
    "GB/T 15834-2011 附录A.13",
    "称号、奖项、会议、证照不用书名号",
    pairs=[
        ("授予《文明单位》称号", "授予“文明单位”称号"),
        ("应持有《营业执照》", "应持有“营业执照”"),
    ],
    keep=["贯彻落实《意见》精神", "印发《文明单位管理办法》"],
)
def no_works(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _NO_WORK):
        yield Hit(place(number, found), "不是书、文件、作品的名称，不用书名号", f"“{found['name'] or found['kind']}”")


_INNER = re.compile(r"《[^《》\n]*(?P<inner>[《<＜](?P<name>[^《》<>＜＞\n]+)[》>＞])[^《》\n]*》")


@rule(
    "PUNC-13",
    Force.MUST,
    "GB/T 15834-2011 4.15.3.2",
    "书名号里再用书名号时用单书名号",
    pairs=[
        ("根据《关于印发《管理办法》的通知》", "根据《关于印发〈管理办法〉的通知》"),
        ("根据《关于印发<管理办法>的通知》", "根据《关于印发〈管理办法〉的通知》"),
    ],
    keep=["《关于印发〈管理办法〉的通知》", "《预算法》《审计法》"],
)
def inner_titles(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _INNER, view="text", roles=WRITTEN):
        start, end = found.span("inner")
        for at, mark in ((start, "〈"), (end - 1, "〉")):
            yield Hit(Place(number, at, at + 1), "书名号里用单书名号", mark, fix=True)


@rule(
    "PUNC-14",
    Force.MUST,
    "GB/T 15834-2011 4.6.3.3",
    "分项中有句号的，各项末尾都用句号",
    pairs=[
        (
            "（一）查漏洞。逐项登记；\n（二）补短板；\n（三）建制度。",
            "（一）查漏洞。逐项登记。\n（二）补短板。\n（三）建制度。",
        )
    ],
    keep=["（一）查漏洞；\n（二）补短板；\n（三）建制度。"],
)
def stops_in_items(sheet: Sheet, world: World) -> Iterator[Hit]:
    for run in runs(sheet):
        rows = [(one.place.paragraph, sheet.paragraphs[one.place.paragraph].unquoted) for one in run]
        ending = [(number, len(text)) for number, text in rows if text.endswith("；")]
        if len(ending) > 1 and any("。" in text.rstrip("。”；") for _, text in rows):
            for number, end in ending:
                yield Hit(Place(number, end - 1, end), "有的分项里已用句号，各项末尾改用句号", "。")


_CLOSING = re.compile(
    r"(?P<twice>(?<=[。！？])(?P<mark>[”’])。)"
    r"|(?P<note>。(?P<said>（(?:以下(?:简称|统称|合称)|见附件|详见|附后)[^（）\n]{0,40}）)。?)"
    r"|：“[^“”\n]{2,}，[^“”\n]+[^。！？…“”，；](?P<quote>”。)"
)


@rule(
    "PUNC-16",
    Force.MUST,
    "GB/T 15834-2011 4.8、4.9",
    "引文和括注末尾句号的位置",
    pairs=[
        ("会议指出：“要抓紧。”。", "会议指出：“要抓紧。”"),
        ("设立工作专班。（以下简称专班）", "设立工作专班（以下简称专班）。"),
        ("会议指出：“要抓紧，也要抓实”。", "会议指出：“要抓紧，也要抓实。”"),
    ],
    keep=["坚持“放管服”。", "全文照发。（作者另有说明）"],
)
def closing_marks(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _CLOSING):
        if found["twice"]:
            yield Hit(place(number, found, "twice"), "引文已有句号，引号外不再用", found["mark"])
        elif found["note"]:
            yield Hit(place(number, found, "note"), "注释词语的括号放在句号之前", f"{found['said']}。")
        else:
            yield Hit(place(number, found, "quote"), "完整引用的话，句号放在引号之内", "。”")


_BREAK_BEFORE, _BREAK_AFTER = "、，。；：？！）》”’〉〕】", "（《“‘〈〔【"


@rule(
    "PUNC-17",
    Force.MUST,
    "GB/T 15834-2011 5.1",
    "点号和后半标号不在行首，前半标号不在行末（正文由排版保证，这里查标题的回行）",
    pairs=[
        ({"title": "关于印发《防汛预案\n》的通知"}, {"title": "关于印发\n《防汛预案》的通知"}),
        ({"title": "关于印发《\n防汛预案》的通知"}, {"title": "关于印发\n《防汛预案》的通知"}),
    ],
)
def line_ends(sheet: Sheet, world: World) -> Iterator[Hit]:
    rows = list(sheet.of("title"))
    for (above, upper), (below, lower) in pairwise(rows):
        if lower.text[0] in _BREAK_BEFORE:
            yield Hit(Place(below, 0, 1), f"“{lower.text[0]}”不放在行首")
        if upper.text[-1] in _BREAK_AFTER:
            yield Hit(Place(above, len(upper.text) - 1, len(upper.text)), f"“{upper.text[-1]}”不放在行末")


_STRAIGHT = ((re.compile('["＂]'), "“”"), (re.compile("(?<=[一-龥])'(?=[一-龥])"), "‘’"))
_CORNERS = str.maketrans("「」『』", "“”‘’")
_CORNER = re.compile("[「」『』]")


@rule(
    "PUNC-21",
    Force.MUST,
    "GB/T 15834-2011 4.8",
    "引号用弯引号",
    pairs=[
        ('推进"放管服"改革', "推进“放管服”改革"),
        ("推进「放管服」改革", "推进“放管服”改革"),
        ("会议指出：\"要抓'三个'重点\"", "会议指出：“要抓‘三个’重点”"),
    ],
    keep=["推进“放管服”改革", "It's a test"],
)
def curly(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of(*WRITTEN):
        is_straight = '"' in one.plain or "＂" in one.plain
        for form, pair in _STRAIGHT if is_straight else ():
            marks = list(form.finditer(one.plain))
            for turn, found in enumerate(marks):
                yield Hit(place(number, found), f"引号用{pair}", pair[turn % 2], fix=len(marks) % 2 == 0)
        for found in _CORNER.finditer(one.plain):
            yield Hit(place(number, found), "引号用“”，引号里再用‘’", found[0].translate(_CORNERS), fix=True)
