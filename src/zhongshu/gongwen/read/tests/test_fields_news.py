"""Documents in news and on sites of others (转载公文): leads, ways to the page, rows between title and recipients."""

import pytest

from zhongshu.gongwen.read import noise, reading
from zhongshu.gongwen.read.tests.finding import check, paper

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


@pytest.mark.parametrize(
    "head",
    [
        "【清溪网】县府办3日发布通知，部署防汛值守。\n据清溪日报消息，通知全文如下：",
        "清江社6月4日电 据清溪网消息，县府办今日发布防汛值守的通知。通知全文如下：",
        "清溪县人民政府办公室文件\n简介：文库小编整理了多篇文件，但愿对你有帮助。\n第一篇：防汛通知",
        f"{_TITLE}\n本文由会员上传，欢迎阅读。\n清溪县人民政府办公室文件\n清政办发〔2019〕38号",
    ],
)
def test_a_document_is_found_below_a_report_and_is_never_sure(head):
    _check(f"{head}\n{_TITLE}")
    found = reading.find_all(paper(f"{head}\n{_TITLE}\n{_REST}"))
    assert max(one.confidence for one in found.values()) < 0.85


def test_a_notice_that_is_attached_is_not_taken_for_the_document():
    check(
        f"""清溪县人民政府办公室关于表彰先进集体的决定
为表彰先进，决定授予白云镇等三个集体先进称号。
望再接再厉。
清溪县人民政府办公室
2019年7月1日
附件
{_TITLE}
{_REST}""",
        title="清溪县人民政府办公室关于表彰先进集体的决定",
        genre="决定",
        recipients=None,
        date="2019-07-01",
    )


def test_a_heading_is_no_stray_row():
    check(
        f"{_TITLE}\n一、总体要求\n各村民委员会：要落实责任。\n清溪县人民政府办公室\n2019年6月3日",
        recipients=None,
    )
