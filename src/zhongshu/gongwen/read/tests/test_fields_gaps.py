"""What stands between title, number and recipients and is no part of them (间隔内容): dates, sources, figures."""

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import check, paper

_TITLE = "清溪县水利局关于做好水库巡查工作的通知"
_BODY = "为保证水库安全，经县人民政府同意，现就做好水库巡查工作的有关事项通知如下。"


def test_a_date_right_before_the_number():
    text = f"{_TITLE}（2003年）\n清溪县水利局{_TITLE}2003年5月8日 清水发[2003]17号县公安局：　　{_BODY}"
    check(text, doc_number="清水发〔2003〕17号", date="2003-05-08", recipients=["县公安局"])
    assert reading.find_all(paper(text))["date"].confidence < 0.85


def test_an_iso_date_before_the_number_of_an_announcement():
    check(
        f"清江省税务局关于修改申请表的公告\n2012-12-06 清江省税务局公告2012年第54号\n{_BODY}",
        doc_number="清江省税务局公告2012年第54号",
        title="清江省税务局关于修改申请表的公告",
    )


def test_a_source_between_number_and_recipients():
    text = f"{_TITLE}清水发〔2023〕23号来源：县水利局办公室各乡镇人民政府，县直各部门：{_BODY}"
    check(text, title=_TITLE, doc_number="清水发〔2023〕23号", recipients=["各乡镇人民政府", "县直各部门"])
    assert reading.find_all(paper(text))["recipients"].confidence < 0.85


def test_figures_under_the_title():
    check(f"{_TITLE}\n发布：2014-12-19浏览量：417\n各乡镇人民政府：\n{_BODY}", recipients=["各乡镇人民政府"])


def test_a_date_before_a_number_that_is_cited_is_text():
    check(f"{_TITLE}\n2023年5月8日县政办发〔2023〕4号文件要求加强巡查。\n{_BODY}", doc_number=None)
