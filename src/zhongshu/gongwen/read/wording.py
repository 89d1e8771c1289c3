"""How the parts of an opening are worded (字号标题写法): numbers, titles, mastheads, lists of recipients."""

import re

from zhongshu.gongwen.read import organs

LONGEST_TITLE = 320

_YEAR = r"[\[【(（〔〈<{「﹝〖［](?:19|20)[0-9]{2}(?:年)?[\]】)）〕〉>}」﹞〗］]"
CODE = r"(?:(?![年月日第的]|关于)[一-龥A-Za-z·\-]){1,20}"
NUMBER = re.compile(
    rf"{CODE}{_YEAR}(?:第)?[0-9]{{1,5}}[号期]"
    rf"|{_YEAR}[一-龥]{{1,12}}第?[0-9]{{1,5}}号"
    rf"|[一-龥]{{1,14}}字(?:第|{_YEAR}第?)[0-9]{{1,5}}号"
)
_TERM = r"[〔（(\[]?[0-9一二三四五六七八九十]{1,3}届[〕）)\]]?"
ORDER_NUMBER = re.compile(
    rf"(?:(?P<organs>[一-龥、]{{2,60}}?)(?P<genre>令|公告|通告))?[（(]?(?:(?:{_YEAR}|(?:19|20)[0-9]{{2}}年|{_TERM})?第[0-9〇零一二三四五六七八九十百]{{1,6}}号)[）)]?"
)
# Of those only what says organ, genre and year is beyond doubt where it is run together.
DATED_ORDER = r"[一-龥]{2,30}?(?:令|公告|通告)(?:19|20)[0-9]{2}年第[0-9]{1,5}号"
# A number that the text goes on to speak of is cited, not its own.
CITED = re.compile(r"(?:号?[》）)]?(?:文件?|收悉|要求|规定|精神|批复|《|、|和|及|等|已|印发|关于[^。]{1,80}收悉))")
# The act that an order (令) promulgates, as its first sentence says.
PROMULGATED = re.compile(
    r"《(?P<title>[^《》\n]{4,100}(?:《[^《》\n]{2,80}》[^《》\n]{0,20})?)》(?:[（(][^（）()\n]{1,30}[）)])?[^。\n]{0,120}?(?:通过|批准|同意|修订)[^。\n]{0,60}?[现兹][予将]?[^。\n]{0,6}(?:公布|发布|颁布)"
)

GENRES = "决议|决定|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|复函|函|纪要|公示|答复"
_BRACKETED = r"(?:[（(](?!.{0,12}[〔\[【(（﹝〖［])[^（）()。]{1,24}[）)])*"
# Public genres may be the whole title.
_ALONE = ("公告", "通告", "公示", "通知", "通报", "公报")
TITLE_END = re.compile(rf"(?:{GENRES}){_BRACKETED}$")
# What a title ends with that names no statutory genre.
PLAIN_END = re.compile(
    rf"(?:方案|办法|规定|细则|条例|规划|要点|名单|计划|总结|说明|预案|制度|规则|书|信|简报|建议|解读){_BRACKETED}$"
)
# Where the issuers end in a title.
_VERB = re.compile(
    r"关于|印发|转发|批转|公布|发布|颁布|废止|修改|表彰|授予|对|同意|召开|转|(?:19|20)[0-9]{2}年|令|公告|通告|通知|决定|决议|公报|意见|通报|报告|请示|批复|函|纪要|公示|《"
)
_COUNTED = re.compile(r"等([0-9一二三四五六七八九十]{1,3})[个家]?(?:部门|单位|机关|厅局|部委|委办局|局|厅)$")
# A meeting passes its resolutions in its own name (决议、公报).
_MEETING = re.compile(r"[一-龥]{4,40}(?:代表大会|全体会议|第[一二三四五六七八九十百]+次会议)")
_NUMERALS = "〇一二三四五六七八九十"
SENTENCE = re.compile(r"[。；！？]")
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|“[^“”]*”|〈[^〈〉]*〉")
MASTHEAD = re.compile(r"(?P<organs>[一-龥、（）()·]{2,80}?)(?:文件|（函）|函件|传真电报|电报|发电|明电)")
ORDER_HEAD = re.compile(r"(?P<organs>[一-龥、]{2,60}?)(?P<genre>令|命令|公告|通告|会议纪要|纪要)")

_LISTED_END = re.compile(
    rf"(?:{organs.END}|单位|部门|机构|机关|企业|院校|高校|学院|园区|[县市区州盟旗乡镇村居省]|社区|[员师生们]|同志|先生|女士|主席|总理|书记|代表|客户|市民|群众|居民|公众|家长"
    r"|法人|商户|用户|驾驶人|考生|人员|组织|团体|组长|领导|负责人|科室|处室|机关干部|协会|商会|成员|村委会|[空海陆]军|部队)(?:[（(][^（）()]{1,30}[）)])?$"
)
_LISTED_START = re.compile(
    r"各|全[体县市省区校院国]|有关|相关|广大|尊敬|机关|驻|本[市县区省校院]|省直|市直|县直|区直|中直|局属|厅属|委属|直属|所属"
)
_NOT_LISTED = re.compile(
    r"如下|以下|下列|时间|地点|附件|联系|电话|路段|组长|副组长|成员(?!单位)|事项|内容|对象|要求|方式|日期|标题|来源|文号|主题|为了|根据|根椐|现将|通知|是|可以|应当"
    r"|^(?:参会|参加|出席|列席|主持|主办|承办|协办|责任|牵头|监督|举报|申报|申请|受理|采购|招标|中标|公示|报名)"
    r"|[一二三四五六七八九十]、|^(?:单位|部门|机构|人员|学校)$|[0-9]{2}|抄送|签发|编号|单位名称|姓名|指出|强调|规定|组成|名单"
)


def is_title(text: str) -> bool:
    """Tell whether text can be a whole title: ends with a genre, quotes balanced, no sentence within."""
    if text in _ALONE:
        return True
    if not 4 <= len(text) <= LONGEST_TITLE or not TITLE_END.search(text) or not _balanced(text):
        return False
    if text[: len(text) // 2] == text[(len(text) + 1) // 2 :]:
        return False
    bare = _QUOTED.sub("", text)
    return not re.search(r"[。；！？：]|^[（(]?[一二三四五六七八九十0-9]+[）)]?[、.]|特此|如下", bare)


def is_heading(text: str) -> bool:
    """Tell whether text is no more than a masthead that says the genre: 某某县人民政府令, 某某会议纪要."""
    return ORDER_HEAD.fullmatch(text) is not None and not re.search("关于|的", text)


def _balanced(text: str) -> bool:
    return all(text.count(left) == text.count(right) for left, right in ("《》", "“”", "〈〉", "（）", "<>"))


def is_recipients(text: str) -> bool:
    """Tell whether text can be the list of recipients (主送机关), without its colon."""
    outside = re.sub(r"[（(][^（）()]*[）)]", "", text)
    items = [item for item in re.split("[，、,；]", outside) if item]
    if not items or _NOT_LISTED.search(outside) or len(text) > 600:
        return False
    last = items[-1]
    return len(items[0]) > 1 and (
        bool(_LISTED_END.search(last) or (_LISTED_START.match(last) and len(last) <= 20)) and max(map(len, items)) <= 40
    )


def issuers_of(title: str) -> tuple[list[str], int]:
    """Return the organs a title begins with, and how many issue it where it says so (科技部等九部门), else 0."""
    for verb in _VERB.finditer(title):
        head = title[: verb.start()]
        if head.count("《") != head.count("》") or len(head) > 160:
            break
        if verb.group() in ("令", "公告"):
            # 中华人民共和国国务院令 is issued by 国务院.
            head = head.removeprefix("中华人民共和国")
        counted = _COUNTED.search(head)
        names = names_of((head[: counted.start()] if counted else head).removesuffix("等"))
        if not names and _MEETING.fullmatch(head):
            names = [head]
        if names:
            return names, _count(counted[1]) if counted else 0
    return [], 0


def names_of(text: str) -> list[str]:
    """Return the organs that a text lists, joined by 、 or touching; empty when it is no such list."""
    names = [name for part in re.split("[、，]", text) for name in organs.split(part)]
    return names if all(map(organs.is_organ, names)) else []


def _count(numeral: str) -> int:
    return int(numeral) if numeral.isdigit() else max(_NUMERALS.find(numeral), 0)
