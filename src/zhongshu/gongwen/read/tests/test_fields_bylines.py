"""Rows before the title that are no part of it (标题前的来源行): bylines, sections and lists of a page."""

import pytest

from zhongshu.gongwen.read import titles
from zhongshu.gongwen.read.tests.finding import check

_REST = """白云镇人民政府、青山镇人民政府：
《清溪县水库安全管理规定》已经县人民政府同意，现印发给你们，请遵照执行。
清溪县人民政府
2021年6月3日"""
_TITLE = "清溪县人民政府关于印发《清溪县水库安全管理规定》的通知"


def _check(head, title=_TITLE, issuers=("清溪县人民政府",), **wanted):
    check(f"{head}\n{_REST}", title=title, issuers=list(issuers), date="2021-06-03", genre="通知", **wanted)


@pytest.mark.parametrize(
    "head",
    [
        f"{_TITLE}\n清江省清溪县人民政府\n{_TITLE}",
        f"清江省清溪县人民政府\n{_TITLE}",
        f"以下为正文\n{_TITLE}",
        f"文件详情\n{_TITLE}",
        f"本站要闻速览\n{_TITLE}",
        f"通知公告\n{_TITLE}",
        f"• 清溪文库\n• 新规速递\n{_TITLE}",
        f"1. 【颁布时间】2021-6-4\n2. 【标题】水库安全管理规定的通知\n3. 【颁布单位】清溪县人民政府\n{_TITLE}",
    ],
)
def test_a_row_of_the_page_is_not_joined_to_the_title(head):
    _check(head)


def test_the_organs_of_a_byline_are_those_of_the_title():
    check(
        """清溪县公安局 清溪县民政局
清溪县公安局、清溪县民政局关于开展寻亲服务的通知
（清公通〔2020〕8号）
各派出所，各民政所：
现就开展寻亲服务有关事项通知如下：
一、统一采集信息。
二〇二〇年五月六日""",
        title="清溪县公安局、清溪县民政局关于开展寻亲服务的通知",
        issuers=["清溪县公安局", "清溪县民政局"],
        doc_number="清公通〔2020〕8号",
    )


@pytest.mark.parametrize(
    "head",
    [
        "清溪县人民政府办公室\n转发清江省财政厅关于做好决算工作的通知",
        "清溪县人民政府办公室转发\n清江省财政厅关于做好决算工作的通知",
        "清溪县\n人民政府办公室关于做好决算工作的通知",
        "清溪县水利局、\n清溪县财政局关于做好决算工作的通知",
    ],
)
def test_a_row_that_begins_the_title_stays(head):
    check(
        f"{head}\n各乡镇人民政府：\n现将有关事项通知如下：\n一、按时报送。\n2022年2月3日",
        title=head.replace("\n", ""),
        recipients=["各乡镇人民政府"],
    )


@pytest.mark.parametrize(
    "head",
    [
        f"清政发〔2021〕9号《{_TITLE}》",
        f"《{_TITLE}》\n清政发〔2021〕9号",
        f"清政发〔2021〕9号《{_TITLE}》\n《{_TITLE}》",
    ],
)
def test_a_title_in_book_title_marks_is_the_title_without_them(head):
    _check(head, doc_number="清政发〔2021〕9号")


def test_two_documents_in_book_title_marks_are_no_title():
    assert not titles.is_quoted("《清溪县供水通知》和《清溪县用水通知》")


def test_a_byline_over_the_head_of_an_order():
    check(
        """清溪市人民政府关于废止部分文件的决定
河北省清溪市人民政府
清溪市人民政府令
第48号
《清溪市人民政府关于废止部分文件的决定》已经市政府常务会议通过，现予公布。
市长　张三
2008年10月13日""",
        doc_number="清溪市人民政府令第48号",
        issuers=["清溪市人民政府"],
    )


def test_a_byline_with_the_province_before_a_city_that_the_document_names_alone():
    check(
        """清溪市文化市场管理规定
河北省清溪市人民政府
清溪市文化市场管理规定
（1991年3月26日清溪市人民政府令19号发布）
第一条　为加强文化市场管理，制定本规定。""",
        issuers=["清溪市人民政府"],
    )


def test_a_bare_level_in_the_title_takes_its_place_from_the_page():
    check(
        """县人民政府关于给予县水利局嘉奖的决定
发文单位： 清溪县人民政府
各镇人民政府，县政府各部门：
近日，我县遭受强降雨。现决定给予嘉奖。
2024年2月6日""",
        issuers=["清溪县人民政府"],
    )
