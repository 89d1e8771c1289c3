"""The head of a document (HEAD 版头): 份号, 密级, 紧急程度, 发文字号, 签发人, 主送机关."""

import re
from collections.abc import Iterator

from zhongshu.gongwen.check.model import Force, Hit, Place, World, rule
from zhongshu.gongwen.check.sheet import Sheet

_YEAR = re.compile(
    r"(?P<left>[\[【(（［〈〖﹝])(?P<year>(?:19|20)[0-9]{2})(?P<right>[\]】)）］〉〗﹞])(?=第?[0-9]{1,5}号?)"
)


@rule(
    "HEAD-01",
    Force.MUST,
    "GB/T 9704-2012 7.2.5",
    "发文字号的年份用六角括号",
    verified=True,
    pairs=[
        ({"number": "清政发[2026]3号"}, {"number": "清政发〔2026〕3号"}),
        ({"number": "清政发（2026）3号"}, {"number": "清政发〔2026〕3号"}),
    ],
    keep=[{"body": "（2026年3月）"}],
)
def brackets(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, one in sheet.of("number", "body"):
        for found in _YEAR.finditer(one.plain):
            place = Place(number, found.start(), found.end())
            yield Hit(place, "发文字号的年份应加六角括号", f"〔{found['year']}〕", fix=True)
