"""Names of organs (机关名称): what looks like one, and where one ends and the next begins when they touch.

The grammar is general: a name has a head (a place, 国家, 中共, 省 …) and an end (人民政府, 厅, 局, 委员会 …). Only the
central organs, whose names have no such head, are listed.
"""

import re
from importlib import resources

PROVINCES = resources.files(__package__).joinpath("data/provinces.txt").read_text("utf-8").split()
# The central organs, in full and as they are called for short.
_CENTRAL = resources.files(__package__).joinpath("data/central.txt").read_text("utf-8").split()

_PLACE_END = "(?:省|自治区|特别行政区|新区|开发区|高新区|地区|自治州|自治县|林区|[市县区州盟旗镇乡]|街道)"
PROVINCE = rf"(?:{'|'.join(PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)?"
_PLACE = rf"(?:(?![厅局委署部院室府]|会(?![宁东理昌同泽]))[一-龥]){{1,7}}?{_PLACE_END}(?!直|属|级)"
# What an organ's name ends with. 会议 is no organ, 会 is one.
END = (
    "(?:人民政府|政府|国务院|中共中央|中央|办公[厅室]|委员会|常委会|联席会议|联合会|领导小组|工作组|工作专班|指挥部|管委会|党组|委|局|厅|部|院|署|会|处"
    "|科|室|办|队|所|站|社|台|馆|园|组|海关|中心|公司|集团|银行|[分支]行|学校|大学|中学|小学|高中|幼儿园|军区|总部|兵团|妇联|残联|文联|科协"
    "|工商联|政协|街道|党校|校|林场|法庭|党支部|总支)"
)
_CENTRAL_NAME = "|".join(sorted(map(re.escape, _CENTRAL), key=len, reverse=True))
_HEAD = re.compile(
    rf"国家(?!级)|国务院|解放军|武警|中国|中共|中央|全国|最高人民|中华人民共和国|共青团|新疆生产建设兵团|{_CENTRAL_NAME}|{PROVINCE}|{_PLACE}"
    rf"|[省市县区州旗](?=[一-龥]{{1,14}}{END})|[一-龥]{{2,4}}海关"
)
_ENDING = re.compile(rf"{END}(?:（[^（）]{{1,20}}）)?$")
_WRITTEN = re.compile(r"[一-龥㐀-䶿A-Za-z0-9（）()“”·〇－-]{2,60}")
# Words of sentences and headings, which no name has.
_PROSE = re.compile(
    r"关于|如下|根据|按照|为了|必须|应当|可以|不得|[已并]经|现将|同意|决定|通知|负责|印发|特此|意见|以及|[和与]其|以上|以下|第[一二三四五六七八九十]+[章条届次]"
    r"|^[一二三四五六七八九十]+[、是]|^[各附抄请由在经将对是本该]|[的了请]"
)
# Which congress or committee it is belongs to the name: 第九届人民代表大会常务委员会.
_TERM = re.compile(
    r"第[0-9一二三四五六七八九十百]{1,4}届(?=(?:全国)?人民代表大会|委员会|政协|中国人民政治协商会议|.{0,6}常务委员会)"
)
# Only what is set up for one occasion has a name with 的: 清溪县发生的山体滑坡应急处置指挥部.
_OCCASION = re.compile(
    r"(?P<before>[一-龥]{4,24})的(?P<after>[一-龥]{2,20}(?:指挥部|领导小组|工作组|工作专班)(?:办公室)?)"
)
# A branch of a central organ is one organ with it: 国家税务总局河北省税务局.
_BRANCH = re.compile(
    rf"(?:{PROVINCE}|{_PLACE}|[一-龥]{{2,4}})[一-龥]{{0,6}}?(?:监管局|监管分局|监察局|税务局|税务分局|调查(?:总)?队|(?:中心)?支行|分行|营业管理部|分局|支队|大队"
    rf"|派出所|局)"
)
_CENTRAL_BRANCHED = re.compile(
    r"(?:总局|监督管理委员会|监会|中国人民银行|国家统计局|监察局|财政部|能源局|公安局|银行|管理局|烟草局)$"
)
_TOUCHING = re.compile(END)
PERSON = re.compile(
    r"(?:总理|国家主席|主席|委员长|部长|省长|市长|县长|区长|州长|主任|局长|署长|行长|院长|检察长|厅长|乡长|镇长|旗长|盟长|会长|校长|书记)[一-龥·]{2,5}"
)


def is_organ(text: str) -> bool:
    """Tell whether text can be the name of one organ, or of several that touch."""
    return bool(_WRITTEN.fullmatch(text) and _ENDING.search(text) and not _PROSE.search(_plain(text)))


def _plain(name: str) -> str:
    """Return a name without what would be prose in others."""
    occasion = _OCCASION.fullmatch(name) if _HEAD.match(name) else None
    return _TERM.sub("", occasion["before"] + occasion["after"] if occasion else name)


def split(text: str) -> list[str]:
    """Return the names that touch in text, each once cut before a head that follows an end (联合发文)."""
    names, start = [], 0
    for found in _TOUCHING.finditer(text):
        cut = found.end()
        if cut - start >= 2 and cut < len(text) and _HEAD.match(text, cut) and _parts(text[start:cut], text[cut:]):
            names.append(text[start:cut])
            start = cut
    return [*names, text[start:]]


def _parts(name: str, rest: str) -> bool:
    """Tell whether `rest` is another organ and not the lower part of `name`'s own name."""
    first = rest[: found.end()] if (found := re.match(rf"[一-龥]{{1,30}}?{END}", rest)) else rest
    if not _ENDING.search(first):
        return False
    if _CENTRAL_BRANCHED.search(name) and _BRANCH.match(rest) and not re.match(rf"(?:{_CENTRAL_NAME})", rest):
        return False
    place = rf"(?:{_PLACE}|[市县区])?" if name.endswith(("局", "厅", "总队")) else "[市县区]?"
    return not re.match(rf"{place}(?:分局|支队|大队)", rest)


def starts(text: str) -> list[int]:
    """Return the offsets where a name may begin in running text: at known heads first, then at places.

    Of unknown places those first that are named more than once: 名单清溪县水利局清溪县财政局.
    """
    known = [found.start() for found in _KNOWN.finditer(text)]
    places = sorted(_ANY_PLACE.finditer(text), key=lambda found: -text.count(found["place"]))
    return known + [found.start() for found in places]


_KNOWN = re.compile(
    rf"(?:中共|共青团)?(?:{'|'.join(PROVINCES)})(?:省|市|(?:壮族|回族|维吾尔)?自治区)|国家(?!级)|国务院|中共|中国|全国|最高人民|{_CENTRAL_NAME}"
)
_ANY_PLACE = re.compile(r"(?=(?P<place>[一-龥]{2,3}[省市县区]))")


def has_central_form(name: str) -> bool:
    """Tell whether a name needs no head because only the centre has such organs: 教育部, 海关总署."""
    return bool(re.fullmatch(rf"{_CENTRAL_NAME}|[一-龥]{{2,4}}(?:总局|总署|总部)|[一-龥]军", name))


def has_head(name: str) -> bool:
    """Tell whether a name says whose organ it is: 省财政厅, 河北省财政厅, 国家能源局."""
    return bool(_HEAD.match(name))
