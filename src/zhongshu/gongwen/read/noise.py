"""What web pages put round a document (网页附加内容): blocks of metadata before the title, tails after the end."""

import re

from zhongshu.gongwen.read import labels

_METADATA = re.compile(
    rf"[-【\[]?(?:{labels.NAME})】?：.*|[【\[]?(?:{labels.NAME})[】\]]?|【(?:{labels.NAME})】.*", re.DOTALL
)
# A label in no list has its value behind it; recipients have none.
_UNLISTED = re.compile(r"(?!各|有关|相关|全)[一-龥]{2,4}(?:部门|机构|行业)：[^，。；：]{1,40}")
# Labels too common to be in the list, with a date or a figure behind them.
_COUNTED = re.compile(r"(?:(?:发布|浏览|阅读|点击|访问)[量数]?：[0-9][0-9：./年月日次-]*)+")
_STAMP = re.compile(
    r"(?:(?:签发|发布|发表|更新|创建)于)?(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"(?:[ T]?[0-9]{1,2}：[0-9]{2}(?:：[0-9]{2})?)?[^。]{0,80}"
)
# Rows of a list: the way to the page, or metadata with numbers.
_LISTED = re.compile(rf"[•·●▪]|[0-9]{{1,2}}[.．、]?【(?:{labels.NAME})】")
# The section of a site in which a document stands.
_SECTION = re.compile(
    "以下为正文|公文详情|文件详情|正文|通知公告|公告公示|公示公告|公告通知|通知公示|最新公告|政务公开"
)
_CONTROLS = re.compile(
    r"[\[【(（]?(?:字体|字号|大中小|小中大|打印|关闭|收藏|分享|返回|首页|放大|缩小|保存|纠错|我要纠错|下载|浏览|阅读|朗读|无障碍|扫一扫|繁体|简体|信息公开"
    r"|政府信息公开|政务公开|政策文件).{0,20}"
)
# Rows that lead to the page or say when it was put there: 首页 > 公告, www.…, 2020年02月09日 19:35.
_TRACE = re.compile(
    r"(?!.*(?:[0-9]至|召开|举[行办]|开[始放展]))[^。；<]*(?:>|»|www\.|https?：|(?:19|20)[0-9]{2}[^。；]{1,12}[0-2]?[0-9]：[0-5][0-9])[^。；]*"
)
_LONGEST_TRACE = 120
# How a news agency begins: 某某社某地3月4日电（授权发布）.
LEAD = re.compile(
    r"【[一-龥]{1,8}[网社报台]】|[（(]?[一-龥]{1,8}[社网报台][一-龥]{0,6}[0-9]{1,2}月[0-9]{1,2}日(?:电|讯|消息)[）)]?|[（(](?:授权发布|受权发布|全文)[）)]"
)
# What a report says right before the document it quotes.
QUOTING = re.compile(r"[^\n]{0,400}全文如下：")
# What follows the end of a document.
TAIL = re.compile(
    r"扫一扫|更多信息请|关注官方微[信博]|公开程序：|责任部门：|责任编辑|编辑：|编辑\||来源：|相关链接|相关附件|相关解读|相关稿件|政策解读|解读链接|附件下载|分享到"
    r"|打印本页|关闭窗口|上一[篇条]：|下一[篇条]：|主办：|版权所有|网站地图|ICP备|GB0626|\^|（?此件(?:主动|依申请|不予|可|予以|不)?公开|（本文有删减|（此件"
)


def is_metadata(row: str) -> bool:
    """Tell whether a row before the body is metadata of the page: 发布时间：…, a time stamp, 字体：大 中 小."""
    if _LISTED.match(row) or _SECTION.fullmatch(row) or (len(row) < _LONGEST_TRACE and _TRACE.fullmatch(row)):
        return True
    if _METADATA.fullmatch(row) or _UNLISTED.fullmatch(row) or _COUNTED.fullmatch(row):
        return True
    return bool(_STAMP.fullmatch(row) or (len(row) < 24 and _CONTROLS.fullmatch(row)))


def is_tail(row: str) -> bool:
    """Tell whether a row opens what a page adds after the end."""
    return bool(TAIL.match(row))
