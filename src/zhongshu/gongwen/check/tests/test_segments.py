"""Texts, drafts and papers become sheets whose paragraphs know their part and their place in the source."""

from datetime import date

import pytest

from zhongshu.gongwen.check import drafts, engine, papers, segments, sheet
from zhongshu.gongwen.check.model import Place, Severity
from zhongshu.gongwen.draft.model import Attachment, Draft, Picture, Signer, Table
from zhongshu.gongwen.read.model import Box, Line, Page, Paper

WHOLE = """000012
机密★1年
特急
清溪县人民政府文件
清政发〔2026〕3号　　签发人：李明
清溪县人民政府
关于解决防汛经费的
请示
（2026年3月1日县政府第3次常务会议通过）
河东市人民政府：
　　现请示如下：
一、基本情况
（一）水库情况。今年以来，水库蓄水正常。
项目\t金额\t12.5
妥否，请批示。
附件：1.测算表
2.分布图
清溪县人民政府
2026年3月1日
（联系人：李明，电话：0311-5550123）
附件1
测算表
一、说明
主题词：防汛 经费
抄送：市财政局。
清溪县人民政府办公室　　　　2026年3月2日印发
扫一扫在手机打开当前页
"""
ROLES = """
copy_number secrecy urgency mark number signer title title title adopted recipients body heading body
table table table body attachment_note attachment_note signature date note attachment_label attachment_title
attachment_body keywords copied_to printed printed other
"""


def roles(made):
    return [one.role for one in made.paragraphs]


def test_every_part_is_told():
    made = segments.of_text(WHOLE)
    assert roles(made) == ROLES.split()
    assert (made.day, made.direction, made.issuers) == (date(2026, 3, 1), "up", ("清溪县人民政府",))
    assert [one.level for one in made.paragraphs if one.level] == [1, 2, 1]


def test_a_place_leads_back_to_the_line():
    made = segments.of_text(WHOLE)
    lines = WHOLE.split("\n")
    for number, one in enumerate(made.paragraphs):
        (line,), start, end = made.at(Place(number, 0, len(one.text)))
        assert lines[line][start:end] == one.text


def test_a_title_of_several_lines_is_one_text():
    title = segments.of_text(WHOLE).one("title")
    assert title.text == "清溪县人民政府关于解决防汛经费的请示"
    assert title.place(7, 9) == Place(7, 0, 2)
    assert title.place(16, 18) == Place(8, 0, 2)


def test_lost_line_breaks_leave_wide_blanks():
    text = "清溪县水利局关于防汛的通知\n各乡镇人民政府：　　现通知如下。　　清溪县水利局　　2026年3月1日"
    assert roles(segments.of_text(text)) == ["title", "recipients", "body", "signature", "date"]


def test_a_page_of_the_web_is_left_aside():
    text = "发布时间：2026-03-01\n关于防汛的通知\n关于防汛的通知\n各乡镇人民政府：\n现通知如下。\n来源：县水利局"
    assert roles(segments.of_text(text)) == ["other", "title", "other", "recipients", "body", "other"]


def test_a_text_without_title_is_body():
    assert roles(segments.of_text("一、加强领导\n各单位要加强领导。")) == ["heading", "body"]


def test_an_order_has_no_title():
    made = segments.of_text("清溪县人民政府令\n第3号\n《清溪县防汛办法》现予公布。\n县长　李明\n2026年3月1日")
    assert roles(made) == ["mark", "number", "body", "body", "date"]
    assert roles(drafts.of_draft(Draft(form="order", issuers=("清溪县人民政府",), number="第3号"))) == [
        "mark",
        "number",
    ]


def test_what_begins_like_a_head_is_none_without_mark_and_number():
    assert roles(segments.of_text("2026\n机密\n防汛工作要抓早抓实。")) == ["body", "body", "body"]


def test_a_report_to_nobody_goes_nowhere():
    assert segments.of_text("清溪县人民政府2026年工作报告\n各位代表，现在报告工作。").direction == ""
    assert drafts.of_draft(Draft(title="清溪县人民政府2026年工作报告")).direction == ""
    assert segments.of_text("清溪县水利局关于防汛的报告\n清溪县人民政府：\n现报告如下。").direction == "up"


@pytest.mark.parametrize("text", ["", "\n\n", "　　", "1", "：", "附件", "2026年3月1日", "抄送："])
def test_next_to_nothing_is_a_sheet_too(text):
    assert all(one.text for one in segments.of_text(text).paragraphs)


DRAFT = Draft(
    number="清水〔2026〕3号",
    signers=(Signer("李明"), Signer("王芳")),
    issuers=("清溪县水利局",),
    title="清溪县水利局关于\n防汛经费的请示",
    recipients="清溪县人民政府",
    body=(
        "一、情况",
        "汛期将至。",
        Table((("项目", "金额"), ("加固", "35.6")), title="表1 经费"),
        Picture("aGk=", title="位置"),
    ),
    attachments=(Attachment("测算表", ("说明。",)), Attachment("图纸")),
    date="2026年3月1日",
    note="联系人：李明",
    copied_to="县财政局",
    printer="清溪县水利局办公室",
    printed="2026年3月2日",
)


def test_a_draft_is_read_as_it_will_be_printed():
    made = drafts.of_draft(DRAFT)
    texts = {one.text for one in made.paragraphs}
    assert {
        "签发人：李明",
        "清溪县人民政府：",
        "附件：1.测算表",
        "2.图纸",
        "（联系人：李明）",
        "抄送：县财政局。",
    } <= texts
    assert {"2026年3月2日印发", "表1 经费", "位置"} <= texts
    assert (made.direction, made.issuers, made.sealing) == ("up", ("清溪县水利局",), "seal")


def test_a_place_in_a_draft_leads_to_its_part():
    made = drafts.of_draft(DRAFT)
    number, one = next(made.of("attachment_note"))
    assert made.at(Place(number, 5, 8)) == (("attachments", 0, "title"), 0, 3)
    last = [number for number, one in made.of("title")][-1]
    assert made.at(Place(last, 0, 2)) == (("title",), 9, 11)
    assert one.source == ("attachments", 0, "title")


def test_figures_addresses_and_code_are_masked():
    cell = sheet.paragraph("12.5%", "table", (0,))
    assert set(cell.plain) == {"\ufffc"}
    one = sheet.paragraph("见www.qx.gov.cn/a.html，按a=b+1计算，《办法, 甲》", "body", (0,))
    assert "www" not in one.plain and "a=b" not in one.plain and "办法, 甲" in one.plain
    assert "办法" not in one.unquoted and len(one.unquoted) == len(one.text)


def test_what_was_recognised_is_no_error():
    lines = (Line("清政发[2026]3号", confidence=0.9), Line("清溪县水利局关于防汛的通知"))
    (found,) = engine.check(papers.of_paper(Paper("image", (Page(lines),))))
    assert (found.rule.id, found.severity) == ("HEAD-01", Severity.WARNING)


def test_lines_of_a_page_become_paragraphs():
    def line(text, top, left=28, right=184):
        return Line(text, Box(left, top, right, top + 5.6), 5.6)

    lines = (
        line("清溪县水利局关于防汛的通知", 40, 60, 150),
        line("各乡镇人民政府：", 60, 28, 80),
        line("汛期将至，各乡镇要做好巡查值守和物资储备，遇有", 70, 39),
        line("险情立即报告。", 80, 28, 70),
        line("一、加强值守", 90, 39, 80),
        line("— 1 —", 269, 165, 179),
    )
    made = papers.of_paper(Paper("pdf", (Page(lines),)))
    assert roles(made) == ["title", "recipients", "body", "heading"]
    assert made.paragraphs[2].text.endswith("遇有险情立即报告。")
    assert made.paragraphs[3].source == (4,)


def test_what_goes_to_a_congress_goes_to_no_superior():
    made = drafts.of_draft(
        Draft(
            title="清溪县人民政府关于提请审议预算调整方案的议案",
            recipients="清溪县人大常委会",
            body=("现提请审议。",),
            signature=("县长李明",),
            number="清政〔2026〕3号",
            date="2026年3月1日",
        )
    )
    assert made.direction == ""
    assert {one.rule.id for one in engine.check(made)}.isdisjoint({"HEAD-07", "ROUTE-09"})


def test_minutes_are_named_by_their_mark():
    made = drafts.of_draft(Draft(form="minutes", issuers=("清溪县人民政府",), title="研究水毁工程修复工作"))
    assert [one.text for _, one in made.of("mark")] == ["清溪县人民政府会议纪要"]
    assert "DOC-02" not in {one.rule.id for one in engine.check(made)}
