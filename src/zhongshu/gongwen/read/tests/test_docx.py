import io
import time

import docx as writer
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.gongwen.read import docx, formats, limits
from zhongshu.gongwen.read.model import Line, Unreadable
from zhongshu.gongwen.read.tests.word import document, p, r, row, table

CHOICE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{0}"
    "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
SEPARATOR = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'


def read(body, **parts):
    return docx.read(document(body, **parts))


def lines(body, **parts):
    return [line.text for line in read(body, **parts).pages[0].lines]


def field(code, result):
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def section(*references, first=False):
    inside = "".join(f'<w:{name}Reference w:type="{kind}" r:id="{key}"/>' for name, kind, key in references)
    return f"<w:sectPr>{inside}{'<w:titlePg/>' if first else ''}</w:sectPr>"


def test_a_notice_as_word_processors_write_it():
    """Made with a library that writes DOCX: alignment, size and colour arrive where they were set."""
    made = writer.Document()
    for text, align, size in (("江海市人民政府文件", "CENTER", 22), ("关于做好防汛工作的通知", "CENTER", 22)):
        paragraph = made.add_paragraph()
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        paragraph.add_run(text).font.size = Pt(size)
    made.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)
    made.add_paragraph("各县（市、区）人民政府：")
    made.add_paragraph("2026年11月20日").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file = io.BytesIO()
    made.save(file)
    told = []
    paper = docx.read(file, report=lambda done, total: told.append((done, total)))
    assert (paper.format, paper.warnings, told) == ("docx", (), [(1, 1)])
    assert paper.pages[0].lines == (
        Line("江海市人民政府文件", size=7.76, align="center", red=True),
        Line("关于做好防汛工作的通知", size=7.76, align="center"),
        Line("各县（市、区）人民政府：", size=3.88, align="left"),
        Line("2026年11月20日", size=3.88, align="right"),
    )


def test_insertions_are_read_and_deletions_are_not():
    body = p(
        "关于", f'<w:ins w:id="1">{r("做好")}</w:ins>',
        '<w:del w:id="2"><w:r><w:delText>搞好</w:delText></w:r></w:del>',
        f'<w:moveTo w:id="3">{r("防汛")}</w:moveTo>', f'<w:moveFrom w:id="4">{r("抗旱")}</w:moveFrom>', "的通知",
    )  # fmt: skip
    paper = read(body)
    assert (paper.text, paper.warnings) == ("关于做好防汛的通知", (docx.REVISED,))


def test_a_deleted_paragraph_mark_joins_two_paragraphs():
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    paper = read(p("关于做好", setting=gone) + p("防汛工作的通知", setting='<w:jc w:val="center"/>') + p("正文"))
    assert [(line.text, line.align) for line in paper.pages[0].lines] == [
        ("关于做好防汛工作的通知", "center"), ("正文", "left"),
    ]  # fmt: skip
    assert paper.warnings == (docx.REVISED,)
    assert read(p("正文") + p("末段", setting=gone)).text == "正文\n末段"


def test_inserted_and_deleted_rows():
    gone = row([p("丙"), p("3")], "<w:trPr><w:del/></w:trPr>")
    body = table([p("甲"), p("1")], gone, row([p("丁"), p("4")], "<w:trPr><w:ins/></w:trPr>"))
    paper = read(body)
    assert (paper.text, paper.warnings) == ("甲\t1\n丁\t4", (docx.REVISED,))


def test_results_of_fields_without_their_codes():
    nested = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
        + field("MERGEFIELD 甲", "码中的结果")
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + field("DATE", "二〇二六年")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert lines(p("印发", field("PAGE", "3"), "页")) == ["印发3页"]
    assert lines(p(nested, "完")) == ["二〇二六年完"]
    assert lines(p('<w:fldSimple w:instr="TITLE">' + r("标题") + "</w:fldSimple>")) == ["标题"]
    over_two = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert lines(p(over_two[0], "目录一") + p("目录二", over_two[1]) + p("正文")) == ["目录一", "目录二", "正文"]


def test_hidden_text_is_left_out_and_said():
    styles = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    for setting in ("<w:vanish/>", '<w:vanish w:val="1"/>', '<w:rStyle w:val="h"/>'):
        paper = read(p("公开", r("不公开", setting)), styles=styles)
        assert (paper.text, paper.warnings) == ("公开", (docx.HIDDEN,))
    paper = read(
        p("公开", r("也公开", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>'), r(" ", "<w:vanish/>")), styles=styles
    )
    assert (paper.text, paper.warnings) == ("公开也公开", ())
    rows = table([p("甲")], row([p("乙")], "<w:trPr><w:hidden/></w:trPr>"))
    assert (read(rows).text, read(rows).warnings) == ("甲", (docx.HIDDEN,))


def test_signs_that_are_no_letters():
    assert lines(
        p(
            "甲", "<w:r><w:tab/></w:r>", "乙", "<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>",
            '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>',
            '<w:r><w:sym w:font="宋体" w:char="2605"/><w:sym w:font="某字体" w:char="F001"/><w:sym w:char="乱"/></w:r>',
        )
    ) == ["甲\t乙-☑□★\ufffd\ufffd"]  # fmt: skip


def test_an_author_s_line_breaks_make_lines_and_page_breaks_do_not_matter():
    body = p(
        "江海市人民政府",
        "<w:r><w:br/></w:r>",
        "关于防汛的通知",
        '<w:r><w:br w:type="page"/></w:r>',
        "<w:r><w:cr/></w:r>",
    )
    assert lines(body) == ["江海市人民政府", "关于防汛的通知"]


def test_leading_blanks_stay_and_empty_paragraphs_go():
    assert lines(p() + p("　　各县：  ") + p(" 　") + p("正\n文")) == ["　　各县：", "正 文"]


def test_wrappers_are_looked_through():
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('pīn')}</w:rt><w:rubyBase>{r('拼')}</w:rubyBase></w:ruby></w:r>"
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = p(
        f'<w:hyperlink r:id="r9">{r("链接")}</w:hyperlink>', f"<w:smartTag>{r('标记')}</w:smartTag>", ruby,
        control.format("", r("控件")), control.format("<w:showingPlcHdr/>", r("单击此处输入")),
        "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
    )  # fmt: skip
    block = control.format("", p("整段")) + control.format("<w:showingPlcHdr/>", p("单击此处输入"))
    assert lines(body + block + f"<w:customXml>{p('外包')}</w:customXml>") == ["链接标记拼控件x", "整段", "外包"]


def test_tables_row_by_row_in_their_place():
    inner = table([p("内一"), p("内二")])
    body = (
        p("前")
        + table([p("甲") + p("乙"), p("丙")], [inner + p("丁"), p("戊")], [p(), p()], [p("己") + p("庚"), p()])
        + p("后")
    )
    assert lines(body) == ["前", "甲 乙\t丙", "内一\t内二 丁\t戊", "己", "庚", "后"]


def test_merged_cells_once():
    top = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>{p("合并")}</w:tc>'
    below = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p('看不见')}</w:tc>"
    assert lines(table([top, p("一")], [below, p("二")])) == ["合并\t一", "二"]


def test_text_boxes_once_before_the_words_they_hang_on():
    box = CHOICE.format(p("江海市文件") + table([p("甲"), p("乙")]))
    assert lines(p(box, "正文")) == ["江海市文件", "甲\t乙", "正文"]
    assert lines(p("正文", box)) == ["正文", "江海市文件", "甲\t乙"]
    old = f"<w:pict><v:group><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></v:group></w:pict>"
    assert lines(p(f"<w:r>{old}</w:r>")) == ["旧框"]
    only_fallback = "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(p(only_fallback.format(old))) == ["旧框"]


def test_old_lettering_is_read_and_a_watermark_is_not():
    art = '<w:r><w:pict><v:shape id="{}"><v:textpath string="江海市文件"/></v:shape></w:pict></w:r>'
    assert lines(p(art.format("_x0000_s1")) + p(art.format("PowerPlusWaterMarkObject1"), "正文")) == [
        "江海市文件",
        "正文",
    ]


def test_header_first_then_text_then_notes_then_footer():
    body = p("正文", '<w:r><w:footnoteReference w:id="1"/></w:r>') + section(
        ("header", "default", "header1"), ("footer", "default", "footer1")
    )
    parts = {
        "header1": p("机密★1年") + p("江海市文件"),
        "footer1": p("— ", field("PAGE", "1"), " —") + p("第 1 页 共 3 页") + p("江海市人民政府办公室"),
        "footnotes": SEPARATOR + f'<w:footnote w:id="1">{p("脚注")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="1">{p("尾注")}</w:endnote>',
    }
    assert lines(body, **parts) == ["机密★1年", "江海市文件", "正文", "脚注", "尾注", "江海市人民政府办公室"]


@pytest.mark.parametrize(
    ("kind", "first", "shown"),
    [
        ("default", False, True), ("default", True, False), ("first", True, True), ("first", False, False),
        ("even", False, False),
    ],
)  # fmt: skip
def test_only_the_header_of_the_first_page(kind, first, shown):
    of_first = p("甲", setting=section(("header", kind, "header1"), first=first))
    assert (lines(of_first + p("乙") + section(), header1=p("页眉"))[0] == "页眉") == shown


def test_looks_come_from_styles_and_their_bases():
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
        '<w:style w:type="paragraph" w:styleId="head"><w:pPr><w:jc w:val="distribute"/></w:pPr>'
        '<w:rPr><w:color w:val="E60012"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="big"><w:basedOn w:val="head"/><w:rPr><w:sz w:val="72"/></w:rPr>'
        "</w:style>"
        '<w:style w:type="character" w:styleId="black"><w:rPr><w:color w:val="auto"/></w:rPr></w:style>'
    )
    body = (
        p("红头", setting='<w:pStyle w:val="big"/>')
        + p(r("黑字", '<w:rStyle w:val="black"/>'), setting='<w:pStyle w:val="head"/><w:jc w:val="end"/>')
        + p("正文", setting='<w:pStyle w:val="没有的样式"/>')
        + p(r("大", '<w:sz w:val="44"/>'), "小小小", r("暗红", '<w:color w:val="C00000"/>'))
    )
    seen = [(line.size, line.align, line.red) for line in read(body, styles=styles).pages[0].lines]
    assert seen == [(12.7, "center", True), (5.64, "right", False), (5.64, "left", False), (5.64, "left", False)]


def test_styles_that_are_based_on_one_another_in_a_circle_or_a_long_chain():
    def based(key, base):
        return f'<w:style w:type="paragraph" w:styleId="{key}"><w:basedOn w:val="{base}"/></w:style>'

    styles = based("a", "b") + based("b", "a") + "".join(based(f"s{n}", f"s{n + 1}") for n in range(3000))
    body = p("甲", setting='<w:pStyle w:val="a"/>') + p("乙", setting='<w:pStyle w:val="s0"/>')
    assert lines(body, styles=styles) == ["甲", "乙"]


def test_the_strict_variety():
    assert lines(p("正文") + section(("header", "default", "header1")), header1=p("页眉"), strict=True) == [
        "页眉",
        "正文",
    ]


def test_macros_and_outside_links_are_said_and_not_followed():
    links = [("x", "attachedTemplate", "http://127.0.0.1:9/a.dotm")]
    paper = read(p("正文"), extra=[("word/vbaProject.bin", b"1")], links=links)
    assert (paper.text, paper.warnings) == ("正文", (docx.MACROS, docx.LINKS))
    assert read(p("正文"), links=[("x", "hyperlink", "http://127.0.0.1:9/")]).warnings == ()


def test_a_broken_part_beside_the_text_does_not_stop_the_reading():
    paper = read(p("正文"), numbering="<w:num>")
    assert (paper.text, paper.warnings) == ("正文", (docx.DAMAGED,))


def test_a_document_without_words():
    assert read(p()).warnings == (docx.EMPTY,)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (io.BytesIO(b"PK\x03\x04"), "已损坏或没有传完"), (io.BytesIO(), "已损坏"),
        (io.BytesIO(formats.OLE + bytes(600)), "而是旧格式文件"), (document("<w:p>"), "已损坏"),
        (document(p("<w:r>" * 200 + "</w:r>" * 200)), "嵌套过深"),
        (document("", extra=[("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')]), "不允许的内容"),
        (document("", extra=[("word/document.xml", "<a/>")]), "没有正文"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(file, sentence):
    with pytest.raises(Unreadable, match=sentence):
        docx.read(file)


def test_tables_inside_one_another_as_deep_as_is_allowed():
    body = p("底")
    for _ in range((limits.DEPTH - 8) // 3):
        body = table([body])
    assert lines(body) == ["底"]


@given(st.recursive(st.sampled_from(["a", "b"]), lambda inner: st.lists(inner, max_size=3), max_leaves=12))
def test_any_tree_of_names_reads_or_is_refused(tree):
    names = {"a": "<w:p><w:r><w:t>甲</w:t></w:r></w:p>", "b": '<w:fldChar w:fldCharType="begin"/>'}
    wrappers = ("tbl", "tr", "tc", "p", "r", "sdt", "sdtContent", "ins", "drawing", "txbxContent", "pPr", "numPr")

    def xml(node, at=0):
        if isinstance(node, str):
            return names[node]
        name = wrappers[(at + len(node)) % len(wrappers)]
        return f"<w:{name}>{''.join(xml(child, at + number + 1) for number, child in enumerate(node))}</w:{name}>"

    assert set("".join(lines(xml(tree)))) <= set("甲\t ")


def test_ten_pages_take_no_time():
    run = r("各有关单位要高度重视防汛工作", '<w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/>')
    file = document(p(*[run] * 8, setting='<w:spacing w:line="560"/><w:jc w:val="both"/>') * 60)
    best = min(_timed(file) for _ in range(5))
    assert best < 0.06


def _timed(file):
    started = time.perf_counter()
    docx.read(file)
    return time.perf_counter() - started
