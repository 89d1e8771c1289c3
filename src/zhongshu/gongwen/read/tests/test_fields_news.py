"""Documents in news and on sites of others (转载公文): leads, ways to the page, rows between title and recipients."""

import pytest

from zhongshu.gongwen.read import noise
from zhongshu.gongwen.read.tests.finding import check

_TITLE = "清溪县人民政府办公室关于做好防汛值守工作的通知"
_REST = """各乡镇人民政府，县级有关部门：
现将防汛值守有关事项通知如下：
一、落实二十四小时值班。
清溪县人民政府办公室
2019年6月3日"""


def _check(head, rest=_REST, **wanted):
    check(
        f"{head}\n{rest}",
        title=_TITLE,
        issuers=["清溪县人民政府办公室"],
        recipients=["各乡镇人民政府", "县级有关部门"],
        date="2019-06-03",
        **wanted,
    )


@pytest.mark.parametrize(
    "head",
    [
        f"您现在的位置 ： 清溪网 > 公告栏 > 正文\n{_TITLE}",
        f"首页 >> 公开信息内容\n{_TITLE}",
        f"{_TITLE}\n清溪县门户网站 www.qingxi.example   2019年06月08日   来源：清溪日报",
        f"{_TITLE}\n2019年06月05日 19:35 清溪网",
        f"{_TITLE}\n发布人：管理员",
        f"{_TITLE}\n签发于2019/6/4 13:52:33",
        f"【清溪网】{_TITLE}",
        f"清江社临江6月4日电 {_TITLE}",
        f"清江社临江6月4日电（授权发布）{_TITLE}",
        f"{_TITLE}\n清政办发〔2019",
    ],
)
def test_what_a_site_adds_is_stepped_over(head):
    _check(head)


def test_number_and_date_in_brackets_under_the_title():
    check(
        f"""{_TITLE}
（2019年6月3日清政办发〔2019〕38号）　　根据《清江省防汛条例》，现将防汛值守有关事项通知如下：
一、落实二十四小时值班。""",
        title=_TITLE,
        doc_number="清政办发〔2019〕38号",
        date="2019-06-03",
    )


@pytest.mark.parametrize(
    "row",
    [
        "会议定于2019年6月5日9:00召开",
        "开放时间为2019年6月5日9:00至17:00",
        "关于修改<水库管理办法>的决定",
        "各有关单位：",
    ],
)
def test_what_belongs_to_the_document_is_no_metadata(row):
    assert not noise.is_metadata(row.replace(":", "："))


def test_the_title_of_the_document_over_the_one_that_a_page_shortens():
    _check(f"清溪县府办关于做好防汛值守工作的通知\n发布时间：2019-06-04\n{_TITLE}")


def test_a_heading_is_no_stray_row():
    check(
        f"{_TITLE}\n一、总体要求\n各村民委员会：要落实责任。\n清溪县人民政府办公室\n2019年6月3日",
        recipients=None,
    )
