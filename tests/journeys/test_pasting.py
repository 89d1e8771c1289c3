"""粘贴: what Word, WPS and pages of the web lay on the clipboard, cleaned in a real browser."""

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Visit
from tests.journeys.test_editor import begin, sent_text, write

PASTE = """([markup, text]) => {
  const clipboardData = new DataTransfer();
  if (markup) clipboardData.setData("text/html", markup);
  clipboardData.setData("text/plain", text);
  const began = performance.now();
  document.querySelector(".draft-tools + .draft-editor .cm-content").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  return performance.now() - began;
}"""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>草稿</title>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style>p.MsoNormal {margin:0cm; mso-style-name:正文}</style></head>
<body lang=ZH-CN><!--StartFragment-->
<p class=MsoNormal style='text-indent:32.0pt'><span lang=EN-US>&nbsp;&nbsp;&nbsp;&nbsp;</span>　　为做好防汛备汛
工作，<o:p></o:p>现将有关事项通知如下：<span style='mso-spacerun:yes'>  </span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>一、<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><span>压实责任。</span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>二、<span>&nbsp;</span></span><![endif]>加强<del cite="mailto:x" datetime="2026">日常</del><span
class=msoDel>有时</span><ins>值守</ins>。<span
style='mso-special-character:comment'><a class=msocomanchor>[张1]</a></span></p>
<p class=MsoNormal>详见<!--[if supportFields]><span style='mso-element:field-begin'></span> HYPERLINK
"http://example.test" <span style='mso-element:field-separator'></span><![endif]--><span
style='mso-element:field-begin'></span> REF
表一 \\h
<span style='mso-element:field-separator'></span>表1<span style='mso-element:field-end'></span>。<span
style='display:none;mso-hide:all'>隐藏文字</span><img src="file:///C:/a.png"></p>
<table class=MsoTableGrid border=1><tr><td colspan=2><p class=MsoNormal>单位<o:p></o:p></p></td><td>金额</td></tr>
<tr><td rowspan=2><p>甲局</p></td><td><p>办公室</p><p>财务科</p></td><td>3<span>&nbsp;</span></td></tr>
<tr><td>乙</td><td>5</td></tr></table>
<table><tr><td>甲</td><td>乙</td></tr><tr><td>一</td><td>二</td></tr></table>
<p class=MsoNormal>第一行。<br>第二行没有完，<br>接着写。<br clear=all style='page-break-before:always'>三、保障措施</p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>批注内容</p></div></div>
<script>window.ran = true</script><img src=x onerror="window.ran = true"><!--EndFragment--></body></html>"""
CLEAN = """为做好防汛备汛工作，现将有关事项通知如下：
一、压实责任。
二、加强值守。
详见表1。
单位\t\t金额
甲局\t办公室 财务科\t3
\t乙\t5

甲\t乙
一\t二
第一行。
第二行没有完，接着写。
三、保障措施"""


def paste(page: Page, markup: str, text: str = "") -> float:
    """Paste where the cursor is; returns the milliseconds for which the page stood still."""
    return float(page.evaluate(PASTE, [markup, text]))


def emptied(visit: Visit) -> Page:
    page = visit("李雪")
    begin(page)
    write(page, "　")
    page.keyboard.press("Backspace")
    return page


def test_what_word_lays_on_the_clipboard_becomes_paragraphs_and_tables(visit: Visit):
    page = emptied(visit)
    paste(page, WORD)
    assert sent_text(page) == CLEAN
    expect(page.locator(".draft-said:not(:empty)")).to_contain_text("有2张图片，没有放进文稿")
    assert page.evaluate("window.ran") is None
    page.keyboard.press("Control+z")
    assert sent_text(page) == ""


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ol start=3><li>甲</li><li>乙</li></ol>", "3.甲\n4.乙"),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol><ul><li>丙</ul>", "一、甲\n二、乙\n丙"),
        (
            "<p style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>项目</p>",
            "1.项目",
        ),
        ("<p><span style='mso-list:Ignore;font-family:Wingdings'>Ø<span>&nbsp;</span></span>项目</p>", "项目"),
        ("<table><tr><td>只有一列</td></tr><tr><td>两行</td></tr></table>", "只有一列\n两行"),
        ("<p>张伟&nbsp;&nbsp;李娜\u200b</p>", "张伟 李娜"),
        ("<ol reversed><li>甲<li>乙</ol><ol><li>丙<li value=7>丁<li>戊</ol>", "2.甲\n1.乙\n1.丙\n7.丁\n8.戊"),
        (
            "<p>详见<span style='mso-element:field-begin'></span> REF 表一</p><p>各单位要压实责任。</p>",
            "详见 REF 表一\n各单位要压实责任。",
        ),
    ],
)
def test_lists_tables_and_blanks(visit: Visit, markup: str, text: str):
    page = emptied(visit)
    paste(page, markup)
    assert sent_text(page) == text


def test_plain_text_keeps_its_cells(visit: Visit):
    page = emptied(visit)
    paste(page, "", "　　单位\t金额\r\n甲\u00a0\t3\r\n")
    assert sent_text(page) == "单位\t金额\n甲 \t3\n"


def test_two_million_characters_of_word_do_not_hold_the_page_up(visit: Visit):
    page = emptied(visit)
    line = "<p class=MsoNormal style='{}'><span lang=EN-US style='{}'>各单位要压实责任。</span><o:p></o:p></p>\n"
    row = line.format("text-indent:32.0pt;" * 18, "font-family:仿宋_GB2312;mso-hansi-font-family:宋体;" * 18)
    markup = f"<html><body>{row * (2_000_000 // len(row) + 1)}</body></html>"
    assert len(markup) > 2_000_000
    took = paste(page, markup)
    assert sent_text(page).count("各单位要压实责任。") == markup.count("各单位")
    assert took < 2_000, took


def test_what_is_too_much_is_refused_and_what_is_there_stays(visit: Visit):
    page = emptied(visit)
    page.keyboard.insert_text("已经写好的。")
    paste(page, f"<p>{'x' * 8_000_001}</p>")
    said = page.locator(".draft-said:not(:empty)")
    expect(said).to_contain_text("粘贴的内容过大")
    assert sent_text(page) == "已经写好的。"
    paste(page, f"<p>{'各单位要压实责任。' * 2_300}</p>")
    expect(said).to_contain_text("最多20000字，没有粘贴，已写的文字没有改动")
    assert sent_text(page) == "已经写好的。"


def test_what_was_said_goes_with_the_next_key(visit: Visit):
    page = emptied(visit)
    paste(page, f"<p>{'各单位要压实责任。' * 2_300}</p>")
    said = page.locator(".draft-said:not(:empty)")
    expect(said).to_contain_text("没有粘贴")
    page.keyboard.insert_text("接着写。")
    expect(said).to_have_count(0)


DROP = """([markup, text]) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.setData("text/html", markup);
  dataTransfer.setData("text/plain", text);
  const page = document.querySelector(".draft-tools + .draft-editor .cm-content");
  const { left, top } = page.getBoundingClientRect();
  const place = { clientX: left + 2, clientY: top + 12 };
  page.dispatchEvent(new DragEvent("drop", { dataTransfer, ...place, bubbles: true, cancelable: true }));
}"""


def test_what_is_dragged_here_from_word_is_cleaned_as_well(visit: Visit):
    page = emptied(visit)
    page.evaluate(DROP, ["<p>压实<del>旧的</del>责任。</p>", "压实旧的责任。"])
    assert sent_text(page) == "压实责任。"
