"""Reports read out to a congress (口头报告), and papers that have no title at all."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import check, paper

_BUDGET = "关于清溪县2023年预算执行情况和2024年预算草案的报告"
_MEETING = "2024年1月5日在清溪县第十八届人民代表大会第三次会议上"


@pytest.mark.parametrize(
    "note",
    [
        f"——{_MEETING}\n清溪县财政局局长　董志远",
        f"（{_MEETING}）\n清溪县财政局",
        f"—{_MEETING}\n清溪县财政局",
    ],
)
def test_who_reports_to_a_congress_issues(note):
    check(
        f"{_BUDGET}\n{note}\n各位代表：\n受县人民政府委托，现将2023年预算执行情况提请大会审议。",
        title=_BUDGET,
        genre="报告",
        issuers=["清溪县财政局"],
        recipients=["各位代表"],
        date="2024-01-05",
    )


def test_whom_the_speaker_stands_for():
    text = "政府工作报告\n各位代表：\n现在，我代表清溪县人民政府，向大会报告工作，请予审议。"
    check(text, issuers=["清溪县人民政府"], recipients=["各位代表"])
    check(text.replace("清溪县", "县"), issuers=None)


@pytest.mark.parametrize(
    "text",
    [
        "한국어 문서 계획\n이 계획은 다음과 같다",
        "A note on 计划 work in the valley",
        "这一行没有任何标点也不像标题只是一段话的开头因为排版而断开了\n这一行也是没有标点的一段话而且同样地很长很长",
    ],
)
def test_rows_that_are_no_title_are_none(text):
    found = reading.find_all(paper(text))["title"]
    assert (found.value, found.confidence) == (None, 0.0)


def test_a_short_heading_may_be_the_title_but_is_doubtful():
    found = reading.find_all(paper("防汛物资清单\n一、编织袋500条。"))["title"]
    assert (found.value, found.confidence) == ("防汛物资清单", 0.4)
