"""Names and laws that hold on a day (CITE 称谓和时效): organs, places, laws, leaders, days to be guessed."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from zhongshu.gongwen.check import known
from zhongshu.gongwen.check.finding import after, before, matches, place
from zhongshu.gongwen.check.model import Force, Hit, Law, Renamed, World, rule
from zhongshu.gongwen.check.sheet import Paragraph, Sheet

_YEARS = re.compile("(?:19|20)[0-9]{2}(?=年|—|-)")
_NEW = {"date": "2026年3月1日"}
_NEAR = 200


def _sentence(one: Paragraph, found: re.Match[str]) -> str:
    """Return the sentence that a match stands in; of one without end what is near."""
    start = re.split("[。；]", before(one, found, _NEAR))[-1]
    end = re.split("[。；]", after(one, found, _NEAR))[0]
    return start + found[0] + end


_CHANGE = re.compile("更名|改名|撤销|组建|合并|改为|设立|(?:印发|发布|制定|下发|颁布)的?《")


def _is_history(one: Paragraph, found: re.Match[str], since: date) -> bool:
    """Tell whether a sentence speaks of a time before the change, of the change, or of what was issued then."""
    said = _sentence(one, found)
    is_former = re.search("原[一-龥]{0,6}$", before(one, found))
    return bool(is_former or _CHANGE.search(said)) or any(int(year) < since.year for year in _YEARS.findall(said))


# A short name of a ministry stands alone: 农业部, but neither 农业部门 nor 宣传文化部.
_MINISTRY = 4


@lru_cache(8)
def _names(renamed: tuple[Renamed, ...]) -> re.Pattern[str]:
    names = sorted((one.old for one in renamed), key=len, reverse=True)
    return re.compile("|".join(_form(name) for name in names))


def _form(name: str) -> str:
    is_short = len(name) < _MINISTRY and name.endswith("部")
    return rf"{'(?<![一-龥])' if is_short else ''}{re.escape(name)}(?![门队豆令])"


def _renamed(sheet: Sheet, world: World, renamed: tuple[Renamed, ...], said: str) -> Iterator[Hit]:
    today, by_name = known.day(sheet, world), {one.old: one for one in renamed}
    for number, one, found in matches(sheet, _names(renamed), view="unquoted"):
        change = by_name[found[0]]
        if change.since <= today and not _is_history(one, found, change.since):
            yield Hit(place(number, found), f"“{found[0]}”{said}“{change.new}”，请核对", change.new)


@rule(
    "CITE-05",
    Force.MUST,
    "条例第九条、第十九条",
    "机构名称用现行的规范名称",
    pairs=[({"body": "由县国土资源局负责。", **_NEW}, {"body": "由县自然资源局负责。", **_NEW})],
    keep=[
        {"body": "由县国土资源局负责。", "date": "2016年3月1日"},
        {"body": "原县国土资源局的职责由县自然资源局承担。", **_NEW},
        {"body": "2017年，县国土资源局印发了该办法。", **_NEW},
        {"body": "农业部门、文化部门要配合。", **_NEW},
    ],
)
def organs(sheet: Sheet, world: World) -> Iterator[Hit]:
    yield from _renamed(sheet, world, known.organs() + world.renamed, "现称")


@rule(
    "CITE-12",
    Force.MUST,
    "条例第十九条",
    "地名用现行的规范名称",
    pairs=[({"body": "请襄樊市抓好落实。", **_NEW}, {"body": "请襄阳市抓好落实。", **_NEW})],
    keep=[{"body": "请襄樊市抓好落实。", "date": "2009年3月1日"}, {"body": "原襄樊市的企业", **_NEW}],
)
def places(sheet: Sheet, world: World) -> Iterator[Hit]:
    yield from _renamed(sheet, world, known.places(), "现为")


_LAW = re.compile(
    r"《(?:中华人民共和国)?(?P<name>[^《》〈〉（）\n]{2,30})(?:（(?P<inner>(?:19|20)[0-9]{2})[^（）]{0,8}）)?》"
    r"(?:（(?P<year>(?:19|20)[0-9]{2})年?(?:版|修订|修正|发布|公布|施行)?[^（）〔〕]{0,4}）)?"
    r"|(?P<standard>GB/T\s?(?:9704|15834|15835)[-—–](?:1999|1995))"
)


def _cited(sheet: Sheet, laws: Iterable[Law], world: World) -> Iterator[tuple[int, re.Match[str], Law, bool]]:
    """Yield what is cited and was out of force on the day: with the law, and whether it was revised (else repealed)."""
    today = known.day(sheet, world)
    old = {law.old: law for law in laws if law.since <= today}
    for number, one, found in matches(sheet, _LAW):
        year = found["inner"] or found["year"]
        standard = re.sub(r"\s?([0-9]+)[—–]", r" \1-", found["standard"]) if found["standard"] else ""
        law = old.get(standard or found["name"]) or old.get(f"{found['name']} {year}")
        if law and not re.search("废止|失效|修订|修正|代替|替代", _sentence(one, found).replace(found[0], "")):
            yield number, found, law, law.old.endswith(f" {year}")


@rule(
    "CITE-08",
    Force.MUST,
    "条例第二十条",
    "引用的法规是现行版本",
    pairs=[
        (
            {"body": "依据《中华人民共和国保守国家秘密法》（2010年修订）办理。", **_NEW},
            {"body": "依据《中华人民共和国保守国家秘密法》（2024年修订）办理。", **_NEW},
        )
    ],
    keep=[
        {"body": "依据《保守国家秘密法》（2010年修订）办理。", "date": "2020年3月1日"},
        {"body": "依据《保守国家秘密法》办理。", **_NEW},
    ],
)
def revised(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, found, law, is_revised in _cited(sheet, known.laws() + world.laws, world):
        if is_revised:
            yield Hit(
                place(number, found),
                f"已修订，现行的是《{law.new.split('（')[0]}》（{law.new.partition('（')[2]}，请核对",
            )


@rule(
    "CITE-09",
    Force.MUST,
    "条例第四十二条及各法规附则",
    "引用的法规没有废止",
    pairs=[
        (
            {"body": "按照《国家行政机关公文处理办法》办理。", **_NEW},
            {"body": "按照《党政机关公文处理工作条例》办理。", **_NEW},
        ),
        ({"body": "按GB/T 9704—1999排版。", **_NEW}, {"body": "按GB/T 9704—2012排版。", **_NEW}),
    ],
    keep=[
        {"body": "《信访条例》同时废止。", **_NEW},
        {"body": "按照《清溪省信访条例》办理。", **_NEW},
        {"body": "依据《合同法》办理。", "date": "2019年3月1日"},
    ],
)
def repealed(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, found, law, is_revised in _cited(sheet, known.laws() + world.laws, world):
        if not is_revised:
            yield Hit(place(number, found), f"已不施行，现行的是{law.new}，请核对", found[0].replace(law.old, law.new))


_POST = "书记|省长|市长|县长|区长|镇长|乡长|局长|厅长|处长|科长|部长|主任|主席|秘书长"
# Surnames that are hardly ever another word before a post.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田姜范邹石谭熊陆郝孔白崔康毛邱秦史顾侯邵孟钱汤尹黎乔贺赖龚"
)
_BY_SURNAME = re.compile(
    rf"(?:^|[，。、；：“]|(?<=根据)|(?<=按照)|(?<=经)|(?<=由)|(?<=请))"
    rf"(?P<call>(?P<name>[{_SURNAMES}])(?P<post>副?(?:{_POST})))(?![一-龥]?制)"
)
_BEFORE = re.compile(rf"(?P<post>副?(?:{_POST}))$")


@rule(
    "CITE-07",
    Force.PRACTICE,
    "办文惯例",
    "领导职务和姓名写全，与名册一致",
    world=World(people={"李明远": "清溪县副县长"}),
    pairs=[
        ("根据张市长要求，抓紧办理。", "根据市长张某某要求，抓紧办理。"),
        ("县长李明远主持会议。", "副县长李明远主持会议。"),
    ],
    keep=["副县长李明远主持会议。", "李明远同志主持会议。", "由主任会议决定"],
)
def leaders(sheet: Sheet, world: World) -> Iterator[Hit]:
    for number, _, found in matches(sheet, _BY_SURNAME, view="unquoted"):
        yield Hit(place(number, found, "call"), "写全职务和姓名", f"{found['post']}{found['name']}××")
    for name, post in world.people.items():
        for number, one, found in matches(sheet, re.compile(re.escape(name))):
            written = _BEFORE.search(before(one, found))
            if written and not re.search(f"(?<!副){written['post']}", post):
                yield Hit(place(number, found), f"名册中{name}的职务为{post}，请核对")


_RELATIVE = re.compile(
    r"(?<![0-9０-９一-龥])(?:今年|去年|前年|明年|日前|近日|昨日|上月|上个月|本月|前不久)(?!来?度)"
    r"|(?:今年|去年)(?=[以一]|上半年|下半年|底|初|[0-9]{1,2}月)"
)


@rule(
    "CITE-11",
    Force.PRACTICE,
    "办文惯例",
    "时间写具体日期",
    pairs=[("去年底，全县完成投资。", "2025年底，全县完成投资。")],
    keep=["2025年底，全县完成投资。", {"title": "关于某起事故的通报", "body": "日前，发生一起事故。"}],
)
def relative_days(sheet: Sheet, world: World) -> Iterator[Hit]:
    if sheet.one("title").text.endswith("通报"):
        return
    seen: set[str] = set()
    for number, _, found in matches(sheet, _RELATIVE, view="unquoted"):
        if found[0] not in seen:
            seen.add(found[0])
            yield Hit(place(number, found), f"“{found[0]}”宜写成具体的年月日")


_PROCEDURE = re.compile(
    r"(?:根据|按照|依据|依照|遵照)[^，。；]{0,10}(?P<rule>《党政机关公文处理工作条例》|《?党政机关公文格式》?|GB/T\s?9704)"
)


@rule(
    "CITE-13",
    Force.PRACTICE,
    "办文惯例",
    "公文处理规定不作业务事项的依据",
    pairs=[
        (
            {"title": "关于拨付防汛经费的通知", "body": "根据《党政机关公文处理工作条例》，现拨付经费。"},
            {"title": "关于拨付防汛经费的通知", "body": "根据《防洪法》，现拨付经费。"},
        )
    ],
    keep=[{"title": "关于规范公文办理的通知", "body": "根据《党政机关公文处理工作条例》，现通知如下。"}],
)
def procedure(sheet: Sheet, world: World) -> Iterator[Hit]:
    if re.search("公文|文件|办文|行文|文电|来文|发文", sheet.one("title").text):
        return
    for number, _, found in matches(sheet, _PROCEDURE):
        yield Hit(place(number, found, "rule"), "公文处理规定只管办文，不作业务事项的依据，请核对")
