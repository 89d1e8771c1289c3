"""Attachments on pages of their own (附件另面编排), as far as the file says where pages begin."""

import pytest

from zhongshu.gongwen.check import engine, papers, sources
from zhongshu.gongwen.read.model import Box, Line, Page, Paper
from zhongshu.gongwen.read.tests import word

ABOVE = word.p("清溪县水利局关于防汛的通知") + word.p("各乡镇：") + word.p("请抓好落实。") + word.p("附件：名单")
ABOVE += word.p("清溪县水利局") + word.p("2026年3月1日")
BELOW = word.p("名单")
BROKEN = '<w:r><w:br w:type="page"/></w:r>'


def told(made):
    return [one.message for one in engine.check(made) if one.rule.id == "ATT-06"]


@pytest.mark.parametrize(
    "label",
    [
        word.p(BROKEN) + word.p("附件"),
        word.p(BROKEN + word.r("附件")),
        word.p("附件", setting="<w:pageBreakBefore/>"),
        word.p(setting="<w:sectPr/>") + word.p("附件"),
        word.p("<w:r><w:lastRenderedPageBreak/><w:t>附件</w:t></w:r>"),
    ],
)
def test_an_attachment_of_a_docx_on_its_own_page_is_right(label):
    assert told(sources.take(word.document(ABOVE + label + BELOW).getvalue(), "稿.docx").sheet) == []


def test_an_attachment_of_a_docx_that_goes_on_below_the_date_is_told():
    plain = word.document(ABOVE + word.p("附件") + BELOW)
    assert told(sources.take(plain.getvalue(), "稿.docx").sheet) == ["附件应另面编排，请在“附件”之前分页"]


def test_nothing_is_said_where_a_style_may_part_pages():
    styled = word.document(ABOVE + word.p("附件") + BELOW, styles="<w:style><w:pageBreakBefore/></w:style>")
    assert told(sources.take(styled.getvalue(), "稿.docx").sheet) == []


@pytest.mark.parametrize(("pages", "count"), [((6, 3), 0), ((9,), 1)])
def test_pages_of_print_are_known(pages, count):
    texts = [
        "清溪县水利局关于防汛的通知",
        "各乡镇：",
        "汛期将至，各乡镇要抓好落实。",
        "附件：名单",
        "清溪县水利局",
        "2026年3月1日",
    ]
    texts += ["附件", "名单", "李明"]
    widths = [90, 90, 184, *[90] * 6]  # the edge of the page is where the longest line ends
    lines = [
        Line(text, Box(28, 40 + at * 10, right, 46 + at * 10), 5.6)
        for at, (text, right) in enumerate(zip(texts, widths, strict=True))
    ]
    number = Line("— 1 —", Box(160, 20, 180, 25), 5)
    made = [Page((number, *(lines.pop(0) for _ in range(count)))) for count in pages]
    assert len(told(papers.of_paper(Paper("pdf", tuple(made))))) == count
