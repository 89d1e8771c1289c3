"""Metadata as sites of every make write it (网页元数据): with colons, brackets, rules or blanks alone."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import check, paper

_TITLE = "清溪县水利局关于做好水库巡查工作的通知"
_BODY = """各乡镇人民政府，县直各有关单位：
为保证水库安全，现就做好巡查工作通知如下。
一、每日巡查一次。
清溪县水利局
2023年4月9日"""
_FOUND = {
    "title": _TITLE,
    "genre": "通知",
    "doc_number": "清水发〔2023〕7号",
    "issuers": ["清溪县水利局"],
    "recipients": ["各乡镇人民政府", "县直各有关单位"],
    "date": "2023-04-09",
}


@pytest.mark.parametrize(
    "block",
    [
        f"""法规内容  本文仅供查阅
发文标题： {_TITLE}
发文文号： 清水发[2023]7号
发文部门： 清溪县水利局
发文时间： 2023-4-9
实施时间：
所属行业： 水利、农业
阅读人次： 12
发文内容：""",
        f"""- 索引号：qx/2023-00007
- 发文字号：清水发〔2023〕7号
- 发文机构：县水利局
- 名 称：{_TITLE}
- 公文种类 :其他
{_TITLE}
发布时间：2023-04-10 17:45 浏览次数：""",
        f"""索引号 | 0010080/2023-4 | ||
组配分类 | 部门文件 | 发布机构 | 县水利局 |
文号 | 清水发〔2023〕7号 |
{_TITLE}""",
        f"""[ 索引号 ] 1150/2023-5 [ 发文字号 ] 清水发〔2023〕7号
[ 体裁分类 ] 通知 [ 发布机构 ] 县水利局
{_TITLE}""",
        f"""索引号 : 0110/2023-4 文       号 : 清水发〔2023〕7号
名       称： {_TITLE} 发布日期： 2023年04月10日
{_TITLE}""",
        f"""文件名称 {_TITLE}
索引号 /2023-0021 公开目录： 部门文件
文号 清水发〔2023〕7号 成文日期： 2023年04月09日
有效性 有效 公开日期： 2023-04-10 13:03
{_TITLE}""",
    ],
    ids=["sites of law", "dashes", "rules", "brackets", "two in a row", "blanks"],
)
def test_a_block_of_any_make_is_no_part_of_the_document(block):
    check(f"{block}\n{_BODY}", **_FOUND)


def test_what_the_block_alone_says_is_doubtful():
    found = reading.find_all(paper(f"文件名称：{_TITLE}\n文件编号：清水发[2023]7号\n{_BODY}"))
    assert found["title"].value == _TITLE
    assert found["doc_number"].value == "清水发〔2023〕7号"
    assert max(found["title"].confidence, found["doc_number"].confidence) < 0.85


def test_the_number_of_an_announcement_that_only_the_block_gives():
    check(
        """发文标题： 清江省税务局关于征管事项的公告
发文文号： 清江省税务局公告2016年第6号
发文内容：
为保障工作顺利实施，现公告如下。""",
        doc_number="清江省税务局公告2016年第6号",
        recipients=None,
    )


def test_a_label_in_no_list_is_no_recipient():
    check(f"{_TITLE}\n经办机构：县水库管理中心\n{_BODY}", recipients=_FOUND["recipients"])


def test_a_word_that_only_looks_like_a_label_stays_in_the_text():
    check(f"{_TITLE}\n各乡镇人民政府：\n主题 学习宣传\n为保证水库安全，现通知如下。", recipients=["各乡镇人民政府"])
