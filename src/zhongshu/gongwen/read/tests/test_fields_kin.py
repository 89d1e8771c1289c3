"""Papers that look alike and are not (相近而不同的公文)."""

import pytest

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.model import Line, Page, Paper
from zhongshu.gongwen.read.tests.finding import check, find


def test_an_order_whose_number_and_title_stand_in_the_metadata():
    check(
        """索 引 号： 0004417/2018-00101 主题分类： 税务
发文机关： 国务院 成文日期： 2018年12月18日
标　　题： 中华人民共和国国务院令（第801号） 印染税法实施条例
发文字号： 国令第801号 发布日期： 2018年12月22日
中华人民共和国国务院令
第801号
现公布修订后的《印染税法实施条例》，自2019年1月1日起施行。
总理　陈某某
2018年12月18日
印染税法实施条例
（1994年1月28日中华人民共和国国务院令第142号发布　2018年12月18日第四次修订）
第一条　制定本条例。""",
        genre="命令",
        doc_number="国令第801号",
        title="中华人民共和国国务院令（第801号）印染税法实施条例",
        issuers=["国务院"],
        date="2018-12-18",
    )


def test_a_report_that_bears_issuers_and_date_under_its_title():
    check(
        """关于全省质量工作情况的报告
省经济委员会　省计划委员会
（一九九六年五月二十日）
省人民政府：
近年来，质量工作有进展，现报告如下：
以上报告如无不妥，请批转各地执行。""",
        genre="报告",
        title="关于全省质量工作情况的报告",
        issuers=["省经济委员会", "省计划委员会"],
        recipients=["省人民政府"],
        date="1996-05-20",
    )


def test_a_report_that_the_circular_forwarding_it_encloses():
    check(
        """江阳省人民政府批转省计委关于粮食储备工作报告的通知
江政发〔1996〕4号
各市、县人民政府，省政府各部门：
省政府同意省计委《关于粮食储备工作的报告》，现转发给你们，请认真执行。
江阳省人民政府
一九九六年二月八日
关于粮食储备工作的报告
省人民政府：
现将有关情况报告如下。
省计委
一九九六年一月二十日""",
        genre="通知",
        title="江阳省人民政府批转省计委关于粮食储备工作报告的通知",
        issuers=["江阳省人民政府"],
        recipients=["各市、县人民政府", "省政府各部门"],
        date="1996-02-08",
    )


def test_recipients_whose_colon_was_lost_and_a_date_with_points():
    check(
        """关于清明节放假安排的通知
各学院、各部门
根据上级通知精神，现将放假安排通知如下：
4月3日至5日放假调休，共3天。
党政办公室
2021.3.30""",
        recipients=["各学院", "各部门"],
        issuers=["党政办公室"],
        date="2021-03-30",
    )


def test_courts_and_procuratorates_of_the_army_share_a_head():
    check(
        """最高人民法院 最高人民检察院关于办理网络案件若干问题的意见
各省、自治区、直辖市高级人民法院、人民检察院，解放军军事法院、军事检察院：
为依法办案，制定本意见。
最高人民法院 最高人民检察院
2021年6月17日""",
        issuers=["最高人民法院", "最高人民检察院"],
        recipients=["各省、自治区、直辖市高级人民法院、人民检察院", "解放军军事法院、军事检察院"],
        date="2021-06-17",
    )


def test_a_resolution_is_issued_by_the_congress_that_passed_it():
    check(
        """中国共产党清溪县第十四次代表大会关于县委工作报告的决议
（2021年7月28日中国共产党清溪县第十四次代表大会通过）
大会批准县委工作报告。""",
        genre="决议",
        issuers=["中国共产党清溪县第十四次代表大会"],
        date="2021-07-28",
    )


def test_a_title_whose_second_line_begins_with_a_year_or_ends_like_another_genre():
    text = """清溪县教育局关于公布
2023年度学校考核结果通报
范围的通知
清教〔2023〕9号
各学校：
现予公布。
清溪县教育局
2023年5月6日"""
    check(text, title="清溪县教育局关于公布2023年度学校考核结果通报范围的通知", genre="通知", date="2023-05-06")


def test_a_genre_alone_is_a_title_and_a_star_is_none():
    text = "★\n公　　告\n为做好征收工作，现将有关事项公告如下：\n一、征收范围\n清溪县人民政府\n2023年5月6日"
    check(text, title="公告", genre="公告", issuers=["清溪县人民政府"], recipients=None, date="2023-05-06")


def test_a_stage_in_brackets_on_a_line_of_its_own():
    text = "关于规范行政裁量的指导意见\n（试行）\n为规范行政裁量，提出以下意见：\n清溪县司法局\n2023年5月6日"
    check(text, title="关于规范行政裁量的指导意见（试行）", genre="意见", recipients=None)


def test_a_head_line_that_repeats_the_issuer_is_not_the_title():
    text = """清溪县人民政府
清溪县人民政府关于商请支持电网改造的函
临江供电公司：
现商请支持。
清溪县人民政府
2023年5月6日"""
    check(text, title="清溪县人民政府关于商请支持电网改造的函", recipients=["临江供电公司"])


def test_a_table_of_organs_and_dates_before_the_signature():
    text = """清溪县人民政府办公室关于公布检查安排的通知
各乡镇人民政府：
检查安排如下：
县水利局
2023年5月10日
县应急管理局
2023年5月12日
请做好准备。
清溪县人民政府办公室
2023年5月6日"""
    check(text, issuers=["清溪县人民政府办公室"], date="2023-05-06")


@pytest.mark.parametrize(
    ("signature", "issuers"),
    [
        ("清溪县水利局（盖章）\n2023年5月6日", ["清溪县水利局"]),
        ("清溪县水利局\n局长　李某某\n2023年5月6日", ["清溪县水利局"]),
        ("清溪县水利局　　　2023年5月6日", ["清溪县水利局"]),
        ("清 溪 县 水 利 局\n2023年5月6日", ["清溪县水利局"]),
        ("清溪县水利局 清溪县财政局\n2023年5月6日", ["清溪县水利局", "清溪县财政局"]),
        ("清溪县水利局\n清溪县财政局\n2023-05-06", ["清溪县水利局", "清溪县财政局"]),
    ],
)
def test_signatures_as_they_are_set(signature, issuers):
    text = f"关于加强水费管理的通知\n各乡镇人民政府：\n现通知如下。\n特此通知。\n{signature}"
    check(text, issuers=issuers, date="2023-05-06")


def test_a_red_masthead_is_no_part_of_the_title():
    lines = (
        Line("清溪县水利局", red=True, size=12.0),
        Line("清水函〔2023〕4号"),
        Line("关于商请协助查处非法采砂的函", size=7.8),
        Line("临江市水利局："),
        Line("现商请协助。"),
        Line("2023年5月6日"),
    )
    found = reading.find_all(Paper("pdf", (Page(lines),)))
    assert found["title"].value == "关于商请协助查处非法采砂的函"
    assert found["recipients"].value == ["临江市水利局"]


def test_a_title_without_a_genre_is_doubtful():
    found = find("清溪县防汛应急预案\n第一章　总则\n第一条　为做好防汛工作，制定本预案。")
    assert (found["title"], found["genre"]) == ("清溪县防汛应急预案", None)
