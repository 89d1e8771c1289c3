import io
import threading
import time

import pypdfium2
import pytest
from PIL import Image

from zhongshu.gongwen.read import pdf, scans
from zhongshu.gongwen.read.model import Line, Page, Unreadable
from zhongshu.gongwen.read.tests import sheets


class Eyes:
    """A recogniser that sees the same line on every picture."""

    def __init__(self, text="识别出来的一行字", turn=0):
        self.text, self.turn, self.pictures = text, turn, []

    def recognise(self, picture, width):
        self.pictures.append((picture, width))
        return Page((Line(self.text),), width, 297.0, self.turn)


class Blind:
    """A recogniser that fails on every picture."""

    def recognise(self, picture, width):
        raise Unreadable("文字识别超时。")


def read(data, **named):
    return pdf.read(io.BytesIO(data), **named)


def texts(paper, page=0):
    return [line.text for line in paper.pages[page].lines]


def joined(*files):
    """Return one PDF of the pages of several."""
    out = io.BytesIO()
    with pypdfium2.PdfDocument.new() as whole:
        for data in files:
            with pypdfium2.PdfDocument(data) as part:
                whole.import_pages(part)
        whole.save(out)
    return out.getvalue()


def line(paper, text, page=0):
    return next(line for line in paper.pages[page].lines if text in line.text)


def test_a_notice_comes_out_line_by_line():
    paper = read(sheets.pdf(sheets.NOTICE))
    assert paper.format == "pdf"
    assert paper.warnings == ()
    assert texts(paper)[:4] == [
        "沙洲市人民政府文件",
        "沙政发〔2026〕15号",
        "关于做好冬季供暖保障工作的通知",
        "各县（市、区）人民政府，市政府各部门、各直属机构：",
    ]
    assert texts(paper)[-2:] == ["沙洲市人民政府", "2026年11月20日"]
    masthead, body, date = line(paper, "文件"), line(paper, "为切实"), line(paper, "11月20")
    assert masthead.red and not body.red
    assert masthead.align == "center"
    assert body.align == "left"
    assert date.align == "right"
    assert masthead.size == pytest.approx(12.7, abs=0.1)
    assert body.size == pytest.approx(5.64, abs=0.05)
    assert body.box.left == pytest.approx(28 + 2 * 5.64, abs=0.5)


def test_spaced_and_justified_lines_carry_no_blanks_but_gaps_stay():
    body = """
#align(center, text(tracking: 1.5em)[通知])
#align(center, text(tracking: 0.6em)[情况通报])
#text(tracking: 0.3em)[为贯彻落实有关要求]

沙政发〔2026〕3号 #h(1fr) 签发人：王一

Work plan of 2026 年

根据有关规定#super[\\[12\\]]执行，CO#sub[2]排放
"""
    got = texts(read(sheets.pdf(body)))
    assert got[:3] == ["通知", "情况通报", "为贯彻落实有关要求"]
    number, signer = got[3].split("\u3000", 1)
    assert (number, signer.strip("\u3000")) == ("沙政发〔2026〕3号", "签发人：王一")
    assert signer.startswith("\u3000")
    assert got[4] == "Work plan of 2026年"
    assert got[5] == "根据有关规定[12]执行，CO2排放"


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_stored_turned_reads_as_it_shows(rotation):
    straight = read(sheets.pdf(sheets.NOTICE))
    with pypdfium2.PdfDocument(sheets.pdf(sheets.NOTICE)) as document:
        document[0].set_rotation(rotation)
        out = io.BytesIO()
        document.save(out)
    paper = read(out.getvalue())
    # It shows lying or upside down; the reading stands it up and says by how much.
    assert paper.pages[0].turn == 360 - rotation
    assert texts(paper) == texts(straight)
    assert paper.pages[0].lines == straight.pages[0].lines
    assert (paper.pages[0].width, paper.pages[0].height) == pytest.approx((210, 297), abs=0.1)


def test_boxes_count_from_the_corner_of_the_cropped_page():
    with pypdfium2.PdfDocument(sheets.pdf(sheets.NOTICE)) as document:
        # Ten millimetres off the left and twenty off the top.
        document[0].set_cropbox(28.35, 0, 595.28, 841.89 - 56.69)
        out = io.BytesIO()
        document.save(out)
    straight, cropped = read(sheets.pdf(sheets.NOTICE)), read(out.getvalue())
    assert cropped.pages[0].width == pytest.approx(200, abs=0.1)
    was, now = line(straight, "文件").box, line(cropped, "文件").box
    assert (was.left - now.left, was.top - now.top) == pytest.approx((10, 20), abs=0.05)


def test_a_watermark_and_a_ring_stand_behind_the_text():
    body = """
#place(center + horizon, rotate(-45deg, text(size: 60pt, fill: gray)[内部资料]))
第一行正文在这里。

第二行正文在这里。
"""
    assert texts(read(sheets.pdf(body))) == ["第一行正文在这里。", "第二行正文在这里。", "内部资料"]


def test_each_page_decides_whether_it_is_a_scan():
    typed = sheets.pdf(sheets.NOTICE)
    mixed = joined(typed, sheets.bound([sheets.scan(typed, dpi=60)], dpi=60))
    eyes, steps = Eyes(turn=180), []
    paper = read(mixed, recogniser=eyes, report=lambda done, total: steps.append((done, total)))
    assert texts(paper)[0] == "沙洲市人民政府文件"
    assert texts(paper, 1) == ["识别出来的一行字"]
    assert eyes.pictures[0][1] == pytest.approx(210, abs=1)
    assert paper.warnings == ("第2页是倒置的，已转正。",)
    assert steps == [(1, 2), (2, 2)]


def test_a_scan_without_recognition_says_so_once():
    page = sheets.scan(sheets.pdf(sheets.NOTICE), dpi=60)
    paper = read(sheets.bound([page, page]))
    assert [page.lines for page in paper.pages] == [(), ()]
    assert paper.warnings == ("本机未安装文字识别组件，扫描页没有识读。",)


def test_a_failing_page_is_named_and_a_file_of_nothing_else_refused():
    typed = sheets.pdf(sheets.NOTICE)
    scanned = sheets.bound([sheets.scan(typed, dpi=60)])
    assert read(joined(typed, scanned), recogniser=Blind()).warnings == ("第2页没有识读：文字识别超时。",)
    with pytest.raises(Unreadable, match="超时"):
        read(scanned, recogniser=Blind())


def test_a_scan_of_bare_paper_is_named():
    blank = Image.new("RGB", (620, 877), "#f4f1ea")
    paper = read(sheets.bound([blank, sheets.scan(sheets.pdf(sheets.NOTICE), dpi=75)], dpi=75), recogniser=Eyes())
    assert [len(page.lines) for page in paper.pages] == [0, 1]
    assert paper.warnings == ("第1页是空白页。",)


def test_characters_that_no_font_names_are_looked_at():
    # A font of symbols: what it carries is private to it.
    paper = read(sheets.pdf('#"\\u{e001}\\u{e002}\\u{e003}\\u{e004}\\u{e005}"'), recogniser=Eyes())
    assert texts(paper) == ["识别出来的一行字"]


def test_long_files_are_read_in_part_and_say_so(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_PAGES", 3)
    paper = read(sheets.pdf("页" * 30 + "#pagebreak()" + "页" * 30 + "#pagebreak()" * 3 + "末" * 30))
    assert len(paper.pages) == 3
    assert paper.warnings == ("共5页，只识读了前3页。",)


def test_of_many_scans_the_first_and_the_last_are_recognised(monkeypatch):
    monkeypatch.setattr(scans, "FIRST", 2)
    monkeypatch.setattr(scans, "LAST", 1)
    page = sheets.scan(sheets.pdf(sheets.NOTICE), dpi=40)
    paper = read(sheets.bound([page] * 5), recogniser=Eyes())
    assert [bool(page.lines) for page in paper.pages] == [True, True, False, False, True]
    assert paper.warnings == ("共5页扫描页，只识读了前2页和后1页。",)


def test_a_poster_of_five_metres_is_drawn_within_bounds():
    huge = sheets.pdf("#rect(width: 80%, height: 80%, fill: black)", page="width: 5000mm, height: 5000mm")
    eyes = Eyes()
    paper = read(huge, recogniser=eyes)
    assert paper.pages[0].width == pytest.approx(5000, abs=1)
    assert len(eyes.pictures[0][0]) < 2_000_000


def test_a_page_that_is_missing_leaves_the_others():
    # Two pages are counted, the second is nowhere.
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    pages = b"2 0 obj<</Type/Pages/Kids[3 0 R 9 0 R]/Count 2/MediaBox[0 0 595 842]>>endobj\n"
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    text = b"BT /F 20 Tf 100 700 Td (Notice of the year 2026) Tj ET"
    content = b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(text), text)
    font = b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    paper = read(head + pages + page + content + font + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF")
    assert paper.text == "Notice of the year 2026"
    assert paper.warnings == ("第2页没有识读：页面已损坏，请重新导出后上传。",)


def test_a_joint_masthead_keeps_its_organs_apart():
    body = """
#set text(fill: rgb("#e60012"), weight: "bold")
#align(center, grid(columns: 2, column-gutter: 8mm, align: horizon,
  stack(spacing: 6mm, text(size: 26pt)[沙洲市教育局], text(size: 26pt)[沙洲市财政局]), text(size: 44pt)[文件]))
"""
    assert sorted(texts(read(sheets.pdf(body)))) == ["文件", "沙洲市教育局", "沙洲市财政局"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing follows", b"ID3 a song called .pdf" * 100])
def test_what_is_no_pdf_is_refused_in_a_sentence(data):
    with pytest.raises(Unreadable, match="已损坏"):
        read(data)


def test_a_password_is_named():
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    locked = b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"aa" * 32 + b">/U<" + b"bb" * 32 + b">>>"
    ident = b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    with pytest.raises(Unreadable) as refusal:
        read(head + b"trailer<</Root 1 0 R/Size 3" + ident + b"/Encrypt" + locked + b">>\n%%EOF")
    assert refusal.value.sentence == "文件设有密码，请解除密码后重新上传。"


def test_ten_pages_are_read_in_a_moment():
    data = sheets.pdf("#pagebreak()".join(["各县（市、区）人民政府要落实属地责任，建立台账。" * 24] * 10))
    took = []
    for _ in range(3):
        start = time.perf_counter()
        assert len(read(data).pages) == 10
        took.append(time.perf_counter() - start)
    # A tenth of a second on a quiet machine; the bound only catches what is slow by nature.
    assert min(took) < 1


def test_threads_take_turns():
    data, got = sheets.pdf(sheets.NOTICE), []
    threads = [threading.Thread(target=lambda: got.append(read(data).text)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 4
    assert len(set(got)) == 1
