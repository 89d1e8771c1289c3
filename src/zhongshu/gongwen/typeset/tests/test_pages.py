"""分页: what goes to which page, where no page may be without text, and what bears no number."""

import base64
import io
from dataclasses import replace

import pytest
from PIL import ExifTags, Image

from zhongshu.gongwen.draft.model import Attachment, Picture, Seal, Signer, Table
from zhongshu.gongwen.typeset import pictures
from zhongshu.gongwen.typeset.checks import Unfit
from zhongshu.gongwen.typeset.tests import drafts, measure
from zhongshu.gongwen.typeset.tests.test_general import NEAR, PITCH, black_lines, family

BARE = replace(drafts.NOTICE, attachments=(), note="")


def with_lines(count, **changes):
    return replace(BARE, body=("国" * 26 + "国" * 28 * (count - 1),), **changes)


def signature_page(pages):
    return next(page for page in pages if "2026年3月1日" in page.text)


def body_lines(page):
    return [line for line in page.lines if "国国" in line.text]


@pytest.mark.parametrize("count", range(3, 34))
def test_the_signature_never_stands_on_a_page_without_text(count):
    pages = drafts.pages(with_lines(count))
    assert body_lines(signature_page(pages)), [len(body_lines(page)) for page in pages]
    assert len(pages) % 2 == 0 and black_lines(pages[-1])[-1].y == pytest.approx(262, abs=0.3)


@pytest.mark.parametrize("count", range(3, 34, 3))
def test_with_nine_seals_neither(count):
    names = tuple(
        f"清溪县{name}局" for name in ("水利", "财政", "林业", "审计", "统计", "教育", "民政", "司法", "信访")
    )
    pages = drafts.pages(with_lines(count, issuers=names, seals=(), mark="清溪县水利局文件"))
    assert body_lines(signature_page(pages))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_end_of_the_text_goes_over_only_where_page_one_keeps_some(count):
    seals = tuple(Seal("清溪县水利局", 45) for _ in range(9))
    pages = drafts.pages(with_lines(count, issuers=("清溪县水利局",) * 9, seals=seals, recipients=""))
    assert body_lines(pages[0]) and len(pages) == 2
    assert bool(body_lines(signature_page(pages))) == (count > 1)


@pytest.mark.parametrize("count", range(4, 14))
def test_a_table_goes_over_to_the_signature_whole(count):
    table = Table((("项目", "金额"), *(("国国", str(n)) for n in range(count))))
    pages = drafts.pages(replace(BARE, body=("国" * 300, table)))
    assert "项目" in signature_page(pages).text and "国国国" in pages[0].text


def test_a_blank_page_before_the_imprint_and_its_page_bear_no_number():
    for count in range(9, 34):
        pages = drafts.pages(with_lines(count))
        if pages[-2].text == "":
            break
    assert pages[-2].lines == () and not any("—" in line.text for line in pages[-1].lines)
    assert pages[-3].lines[-1].text == f"—{len(pages) - 2}—"
    assert len(pages) % 2 == 0


def test_a_document_without_an_imprint_ends_with_its_text():
    pages = drafts.pages(replace(with_lines(2), copied_to="", printer="", printed=""))
    assert len(pages) == 1 and not black_lines(pages[0])


def test_too_many_recipients_for_page_one_go_to_the_imprint():
    many = "，".join(f"清溪县第{number}中学" for number in range(1, 61))
    pages = drafts.pages(replace(BARE, recipients=many))
    assert "为切实做好" in pages[0].text and "第1中学" not in pages[0].text
    sent, copied = pages[-1].line("主送："), pages[-1].line("抄送：")
    assert sent.top < copied.top and len(black_lines(pages[-1])) == 3
    assert "第60中学。" in pages[-1].text


@pytest.mark.parametrize("count", range(20, 160, 6))
def test_page_one_shows_body_however_many_recipients_there_are(count):
    page = drafts.pages(replace(BARE, recipients="、".join(f"第{n}镇" for n in range(count))))[0]
    assert "为切实做好" in page.text


def test_a_head_that_leaves_no_room_for_the_body_is_refused():
    names = tuple(
        f"清溪县{name}局" for name in ("水利", "财政", "林业", "审计", "统计", "教育", "民政", "司法", "信访")
    )
    signers = tuple(Signer(f"王建{name}") for name in "一二三四五六七八九")
    title = "\n".join(["关于联合开展安全检查工作"] * 7 + ["情况的报告"])
    with pytest.raises(Unfit, match="首页排不出正文。请精简标题"):
        drafts.pages(replace(BARE, issuers=names, seals=(), signers=signers, title=title))


def test_a_seal_that_was_given_lies_in_its_place():
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (220, 0, 0, 120)).save(out, "PNG")
    seal = Seal("清溪县人民政府办公室", 45, base64.b64encode(out.getvalue()).decode())
    printed = drafts.printed(replace(BARE, seals=(seal,)))
    assert printed.seals == drafts.printed(replace(BARE, seals=(replace(seal, data=""),))).seals
    page = measure.pages(printed.pdf)[printed.seals[0].page - 1]
    assert page.pictures == 1 and "样章" not in page.text


def test_a_table_repeats_its_head_on_every_page_and_text_goes_on_upon_the_grid():
    pages = drafts.pages(replace(BARE, body=("下表是测算情况。", drafts.TABLE, "请予审定。" * 40)))
    held = [page for page in pages if "金额（万元）" in page.text]
    assert len(held) > 1 and sum("座水库" in line.text for page in held for line in page.lines) == 59
    head = held[0].find("金额（万元）")
    assert family(head, "hei") and held[0].find("资金测算表").middle == pytest.approx(106, abs=NEAR)
    after = next(page for page in pages if "请予审定" in page.text)
    steps = [(line.top - 37) / PITCH for line in after.lines if "请予审定" in line.text]
    assert after is not pages[0] and all(abs(step - round(step)) < 0.02 for step in steps)


def test_no_page_tears_a_row():
    table = Table((("序号", "任务"), *((f"第{n}项", "始" + "逐库逐坝落实责任" * 10 + "终") for n in range(40))))
    pages = drafts.pages(replace(BARE, body=("见表。", table, "请予审定。")))
    begun = [page.text.count("始") for page in pages]
    assert sum(begun) == 40 and len([count for count in begun if count]) > 3
    assert begun == [page.text.count("终") for page in pages]


def test_thirty_tables_are_set_though_the_text_leaves_the_grid():
    body = [
        block
        for n in range(30)
        for block in ("国" * (n * 7 + 9) + "。", replace(drafts.TABLE, rows=drafts.TABLE.rows[: 3 + n % 7]))
    ]
    draft = replace(BARE, body=tuple(body))
    printed = drafts.printed(draft)
    pages = measure.pages(printed.pdf)
    assert printed.pages == len(pages) and len(pages) % 2 == 0
    assert black_lines(pages[-1])[-1].y == pytest.approx(262, abs=0.3)
    page = pages[printed.seals[0].page - 1]
    assert page.find("2026年3月1日").middle == pytest.approx(printed.seals[0].x, abs=NEAR)
    assert all(line.bottom < 262.2 for page in pages for line in page.lines if line.size == 16)


def test_a_table_on_its_side_has_its_head_at_the_left_of_the_sheet_and_numbers_stay_in_their_place():
    pages = drafts.pages(replace(BARE, body=("见下表。", replace(drafts.TABLE, landscape=True), "请审定。")))
    sideways = [(number, page) for number, page in enumerate(pages, 1) if page.width > page.height]
    assert len(sideways) > 1
    for number, page in sideways:
        # Turned a quarter to the left the upper edge of this page is the left edge of the sheet.
        assert page.lines[0].top >= 27.8
        dash = [one for line in page.lines for one in line.glyphs if one.text == "—"]
        assert [one.text for line in page.lines for one in line.glyphs].count("—") == 2
        below = 297 - dash[0].ink[2]
        assert below == pytest.approx(269, abs=NEAR)
        across = max(one.ink[3] for one in dash) if number % 2 else min(one.ink[1] for one in dash)
        assert across == pytest.approx(184 - 14 * 25.4 / 72 if number % 2 else 28 + 14 * 25.4 / 72, abs=NEAR)
        assert str(number) in page.text


def picture(width, height, kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (width, height), (90, 140, 200)).save(out, kind)
    return base64.b64encode(out.getvalue()).decode()


def test_a_picture_stands_in_the_middle_with_its_title_beneath():
    pages = drafts.pages(
        replace(BARE, body=("位置如下。", Picture(picture(600, 300), 120, "水库位置图"), "请审定。" * 30))
    )
    page = next(page for page in pages if page.pictures)
    assert page.find("水库位置图").middle == pytest.approx(106, abs=NEAR)


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_that_a_camera_turned_stands_upright(form):
    out, turned = io.BytesIO(), Image.Exif()
    turned[ExifTags.Base.Orientation] = 6
    Image.new("RGB", (400, 200), "red").save(out, form, exif=turned)
    image = pictures.read(base64.b64encode(out.getvalue()).decode(), "图片")
    assert image.natural[1] == 2 * image.natural[0]
    upright = Image.open(io.BytesIO(image.data))
    assert upright.size == (200, 400) and upright.format == form and not upright.getexif()


def test_a_tall_picture_is_made_to_fit_and_jpeg_will_do():
    pages = drafts.pages(replace(BARE, body=("位置如下。", Picture(picture(300, 3000, "JPEG"), 0, "纵断面图"))))
    assert any(page.pictures and "纵断面图" in page.text for page in pages)


def test_numbers_run_on_through_the_attachments():
    pages = drafts.pages(drafts.NOTICE)
    assert [page.lines[-1].text for page in pages] == [f"—{number}—" for number in range(1, len(pages) + 1)]


def test_an_attachment_only_named_has_no_page():
    pages = drafts.pages(replace(BARE, attachments=(Attachment("责任人名单"),)))
    assert "附件：责任人名单" in "".join(page.text for page in pages)
    assert not any(page.lines and page.lines[0].text == "附件" for page in pages)


def test_no_line_begins_or_ends_with_a_mark_that_may_not():
    words = "，。、；：？！”’）》〉〕…"
    pages = drafts.pages(
        replace(BARE, body=tuple("国" * count + "，“一网通办”《办法》（试行）、落实。" * 12 for count in range(1, 20)))
    )
    for page in pages[1:-1]:
        for line in page.lines[:-1]:
            assert line.text[0] not in words and line.text[-1] not in "“‘（《〈〔"


def test_a_table_of_many_columns_is_set_smaller():
    table = Table((tuple(f"第{n}项" for n in range(12)), tuple(f"{n}.35" for n in range(12))))
    page = next(page for page in drafts.pages(replace(BARE, body=("见表。", table))) if "11.35" in page.text)
    assert page.find("11.35").size < 14 and page.find("11.35").right < 184
