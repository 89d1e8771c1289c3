"""The number of a document (HEAD 发文字号, GB/T 9704-2012 7.2.5), its own and those it cites."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check import finding
from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import PROSE, Role, Sheet

_CITING: tuple[Role, ...] = ("number", "title", *PROSE)
# What stands for the brackets 〔〕, as the inside of a class.
_OPEN, _CLOSE = r"\[【(（［〈〖﹝", r"\]】)）］〉〗﹞"
_YEAR = re.compile(rf"(?<=[一-龥A-Za-z])[{_OPEN}](?P<year>(?:19|20)[0-9]{{2}})[{_CLOSE}](?=\s?第?\s?[0-9]{{1,5}}\s?号)")
_OWN_YEAR = re.compile(rf"[{_OPEN}](?P<year>[0-9]{{2,4}})[{_CLOSE}]")
_SEQUENCE = re.compile(
    rf"(?<=[0-9])[{_CLOSE}〕](?P<wrong>\s{{0,9}}第?\s{{0,9}}0{{0,9}}(?P<sequence>[1-9][0-9]{{0,4}})\s{{0,9}}(?P<end>号)?)"
    r"(?![0-9年期页])"
)
_SHORT = re.compile(rf"[{_OPEN}〔](?P<year>[0-9]{{2}})[{_CLOSE}〕](?=\s?第?\s?[0-9]{{1,5}}\s?号)")
_CODE = re.compile(rf"(?:发文字号[：:])?(?P<code>[^{_OPEN}〔\s]+)\s*[{_OPEN}〔]")
_BARE = re.compile(rf"[{_OPEN}〔](?!.*期)")
_FULL = re.compile(r"〔(?P<year>(?:19|20)[0-9]{2})〕")


@rule(
    "HEAD-01",
    Force.MUST,
    "GB/T 9704-2012 7.2.5",
    "发文字号的年份用六角括号〔〕括入",
    verified=True,
    pairs=[
        ({"number": "清政发[2026]3号"}, {"number": "清政发〔2026〕3号"}),
        ({"number": "清政发（2026）3号"}, {"number": "清政发〔2026〕3号"}),
        ("根据《规划》（清政发【2026】3号）要求", "根据《规划》（清政发〔2026〕3号）要求"),
    ],
    keep=["（2026年3月）", "会议（2026）3号厅"],
)
def brackets(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of(*_CITING):
        is_own = one.role == "number"
        for found in (_OWN_YEAR if is_own else _YEAR).finditer(one.plain):
            if is_own or not re.search("会议$", finding.before(one, found)):
                said = "发文字号的年份应加六角括号〔〕"
                yield Hit(finding.place(number, found), said, f"〔{found['year']}〕", fix=True, doubtful=not is_own)


@rule(
    "HEAD-02",
    Force.MUST,
    "GB/T 9704-2012 7.2.5",
    "发文顺序号不加“第”字、不编虚位，数字后加“号”字",
    verified=True,
    pairs=[
        ({"number": "清政发〔2026〕第05号"}, {"number": "清政发〔2026〕5号"}),
        ({"number": "清政发〔2026〕5"}, {"number": "清政发〔2026〕5号"}),
        ({"number": "清政发〔2026〕 5 号"}, {"number": "清政发〔2026〕5号"}),
        ("根据清政发[2026]03号文件", "根据清政发[2026]3号文件"),
    ],
    keep=["（2026）3页", "〔1996〕武司字第82号", {"number": "〔2026〕第5期"}],
)
def sequence(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of(*_CITING):
        is_own = one.role == "number"
        for found in _SEQUENCE.finditer(one.plain):
            right = f"{found['sequence']}号"
            if found["wrong"] != right and (is_own or found["end"]):
                place = finding.place(number, found, "wrong")
                said = "发文顺序号不加“第”字，不编虚位（1不写成01），不留空格，数字后加“号”字"
                yield Hit(place, said, right, fix=True, doubtful=not is_own)


@rule(
    "HEAD-03",
    Force.MUST,
    "GB/T 9704-2012 7.2.5",
    "发文字号的年份标全称，与成文日期的年份一致",
    verified=True,
    pairs=[
        ({"number": "清政发〔26〕5号"}, {"number": "清政发〔2026〕5号"}),
        (
            {"number": "清政发〔2025〕5号", "date": "2026年3月1日"},
            {"number": "清政发〔2026〕5号", "date": "2026年3月1日"},
        ),
        ("按清政发〔26〕5号文件办理", "按清政发〔2026〕5号文件办理"),
    ],
    keep=["位于（12）3号楼"],
)
def year(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one, found in finding.matches(sheet, _SHORT, roles=_CITING):
        if one.role != "number" and found[0][0] != "〔":
            continue  # such as a house: （12）3号楼
        said = f"年份应标全称，如〔20{found['year']}〕"
        yield Hit(finding.place(number, found), said, f"〔20{found['year']}〕", doubtful=one.role != "number")
    for number, _, found in finding.matches(sheet, _FULL, roles=("number",)):
        if sheet.day and int(found["year"]) != sheet.day.year:
            said = f"发文字号的年份与成文日期（{sheet.day.year}年）不一致，请核对"
            yield Hit(finding.place(number, found), said, doubtful=True)


@rule(
    "HEAD-12",
    Force.MUST,
    "条例第九条（五）",
    "发文字号用发文机关的代字，联合行文用牵头机关的",
    verified=True,
    world=World(codes={"清溪县水利局": frozenset({"清水发", "清水函"}), "清溪县财政局": frozenset({"清财"})}),
    pairs=[
        (
            {"number": "清财〔2026〕3号", "issuers": ("清溪县水利局", "清溪县财政局")},
            {"number": "清水发〔2026〕3号", "issuers": ("清溪县水利局", "清溪县财政局")},
        ),
        ({"number": "〔2026〕3号"}, {"number": "清水发〔2026〕3号"}),
    ],
    keep=[
        {"number": "〔2026〕3号", "mark": "清溪县人民政府常务会议纪要"},
        {"number": "第3号", "issuers": ("清溪县水利局",)},
        {"number": "青水〔2026〕3号", "issuers": ("青山县水利局",)},
    ],
)
def code(sheet: Sheet, world: World) -> Iterator[Hit]:
    lead = next(iter(sheet.issuers), "")
    codes = world.codes.get(lead, frozenset())
    is_minutes = "纪要" in sheet.one("mark").text + sheet.one("title").text
    for number, one in sheet.of("number"):
        found = _CODE.match(one.text)
        if _BARE.match(one.text) and not is_minutes:
            said = "发文字号缺少机关代字，请写全，如“清政发〔2026〕3号”"
            yield Hit(Place(number, 0, len(one.text)), said, doubtful=not sheet.sealing)
        if codes and found and found["code"] not in codes:
            said = f"发文字号应使用{lead}的机关代字（{'、'.join(sorted(codes))}）"
            yield Hit(finding.place(number, found, "code"), said)


@rule(
    "HEAD-04",
    Force.MUST,
    "GB/T 9704-2012 7.2.1，条例第九条（一）",
    "涉密公文标注份号，一般用6位阿拉伯数字",
    verified=True,
    pairs=[
        ({"copy_number": "12"}, {"copy_number": "000012"}),
        ({"secrecy": "机密★1年"}, {"secrecy": "机密★1年", "copy_number": "000012"}),
    ],
)
def copies(sheet: Sheet, world: World) -> Iterator[Hit]:
    written = list(sheet.of("copy_number"))
    for number, one in written:
        digits = re.search("[0-9]+", one.text)
        right = digits[0].lstrip("0").zfill(6) if digits else ""
        is_short = len(right) == 6
        if not is_short or right != one.text:
            said = "份号用6位阿拉伯数字"
            yield Hit(Place(number, 0, len(one.text)), said, right if is_short else "", is_short, True)
    for number, one in sheet.of("secrecy") if not written else ():
        yield Hit(Place(number, 0, len(one.text)), "涉密公文应当标注份号，请在密级上一行顶格编排6位数字")
