"""Rows that have lost signs (残缺行): dates and numbers without brackets or units, titles without their genre."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import check, paper

_TITLE = "关于做好水库巡查工作的通知"
_BODY = "各乡镇人民政府：\n为保证水库安全，现就做好巡查工作通知如下。\n一、每日巡查一次。\n"


@pytest.mark.parametrize("row", ["2016年426", "20141215", "2023515", "2021年9月"])
def test_a_row_like_a_date_holds_the_signature_and_gives_no_date(row):
    text = f"{_TITLE}\n{_BODY}清溪县水利局办公室\n{row}"
    check(text, issuers=["清溪县水利局办公室"], date=None)
    assert reading.find_all(paper(text))["issuers"].confidence < 0.85


@pytest.mark.parametrize("row", ["2021年9月", "2021年9月3日"])
def test_organs_of_one_place_sign_in_one_row(row):
    check(f"{_TITLE}\n{_BODY}清溪县公安局、清溪县交通局\n{row}", issuers=["清溪县公安局", "清溪县交通局"])


def test_a_figure_in_a_row_of_its_own_is_no_date():
    check(f"{_TITLE}\n{_BODY}有关企业\n20141215", issuers=None, date=None)


def test_a_title_that_says_again_what_stands_above_without_its_genre():
    text = f"""[ 发文字号 ] 清水发〔2023〕21号
[ 发布机构 ] 清溪县水利局
清溪县水利局{_TITLE}
清水发〔202321
清溪县水利局
关于做好水库巡查工作的
{_BODY}清溪县水利局
2023515"""
    check(
        text,
        title=f"清溪县水利局{_TITLE}",
        doc_number="清水发〔2023〕21号",
        recipients=["各乡镇人民政府"],
        issuers=["清溪县水利局"],
    )
    assert reading.find_all(paper(text))["recipients"].confidence < 0.85


def test_a_damaged_number_is_none():
    check(f"清溪县水利局{_TITLE}\n清水发〔202321\n{_BODY}", doc_number=None, recipients=["各乡镇人民政府"])
