"""Orders and numbered announcements (令与编号公告): what they promulgate, whose they are."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.tests.finding import check, paper

_SENTENCE = "《清溪县水库管理办法》已经2015年6月1日县人民政府第20次常务会议通过，现予公布，自2015年8月1日起施行。"
_END = """县长　董志远
二○一五年六月九日
清溪县水库管理办法
第一章　总则
第一条　为了加强水库管理，制定本办法。"""


@pytest.mark.parametrize(
    "head",
    [
        "清江省清溪县人民政府\n政府令〔2015〕第6号",
        "清溪县水库管理办法\n清江省清溪县人民政府\n政府令第6号",
        "清溪县水库管理办法\n清江省清溪县人民政府\n清溪县水库管理办法\n清江省清溪县人民政府令\n第6号",
    ],
)
def test_an_order_has_the_title_of_what_it_promulgates(head):
    check(
        f"{head}\n{_SENTENCE}\n{_END}",
        genre="命令",
        title="清溪县水库管理办法",
        issuers=["清江省清溪县人民政府"],
        recipients=None,
        date="2015-06-09",
    )


def test_who_signs_by_office_and_name_signs_for_the_organ():
    check(
        """清江省水务管理委员会令
第210号
《河道巡查规则》已经2023年2月17日清江省水务管理委员会第2次会议审议通过，现予公布，自公布之日起施行。
清江省水务管理委员会主任：董志远
2023年2月19日""",
        genre="命令",
        title="河道巡查规则",
        doc_number="清江省水务管理委员会令第210号",
        issuers=["清江省水务管理委员会"],
        date="2023-02-19",
    )


@pytest.mark.parametrize("number", ["第14号", "（第14号）"])
def test_an_announcement_that_has_only_a_number_is_its_own_title(number):
    text = f"""清溪县防汛抗旱指挥部通告{number}
受强降雨影响，决定即日起封闭青山水库大坝道路，恢复时间另行通告。
2020年7月2日"""
    check(text, genre="通告", title="清溪县防汛抗旱指挥部通告", issuers=["清溪县防汛抗旱指挥部"], date="2020-07-02")
    assert reading.find_all(paper(text))["title"].confidence < 0.85


def test_a_title_that_lost_its_beginning_is_completed_from_the_text():
    text = """《施工场地扬尘管理规定》的决定
《清江省建设厅关于修改〈施工场地扬尘管理规定〉的决定》已经第4次厅务会议审议通过，现予发布。
清江省建设厅厅长 董志远
2018年9月28日
清江省建设厅关于修改《施工场地扬尘管理规定》的决定
为规范扬尘管理，清江省建设厅决定作如下修改：
一、删去第三条。"""
    check(
        text,
        title="清江省建设厅关于修改《施工场地扬尘管理规定》的决定",
        issuers=["清江省建设厅"],
        genre="决定",
        date="2018-09-28",
    )
    assert reading.find_all(paper(text))["title"].confidence < 0.85


def test_the_term_of_a_congress_is_part_of_the_number():
    check(
        """临江市人民代表大会常务委员会公告
〔九届〕第七号
《临江市湿地保护条例》已由临江市第九届人民代表大会常务委员会第四次会议于2014年8月31日通过，现予公布。
临江市人民代表大会常务委员会
2014年9月1日""",
        genre="公告",
        issuers=["临江市人民代表大会常务委员会"],
        title="临江市湿地保护条例",
        date="2014-09-01",
    )
