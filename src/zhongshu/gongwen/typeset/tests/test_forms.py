"""信函、命令、纪要格式 (GB/T 9704-2012 cl. 10), measured on the PDF within a millimetre."""

from dataclasses import replace

import pytest

from zhongshu.gongwen.draft.model import Chop
from zhongshu.gongwen.typeset.tests import drafts
from zhongshu.gongwen.typeset.tests.test_general import CELL, NEAR, PITCH, black_lines, family, ink, red_lines

GAP = 7 / 8 * 16 * 25.4 / 72


@pytest.fixture(scope="module")
def letter():
    return drafts.pages(replace(drafts.LETTER, copy_number="000012", secrecy="秘密★5年", urgency="特急"))


@pytest.fixture(scope="module")
def order():
    return drafts.pages(drafts.ORDER)


@pytest.fixture(scope="module")
def minutes():
    return drafts.pages(drafts.MINUTES)


def test_a_letter_has_its_mark_30_mm_from_the_edge_and_rules_of_170_mm(letter):
    page = letter[0]
    top, bottom = ink(page.line("清溪县财政局"))
    assert top == pytest.approx(30, abs=NEAR)
    thick, thin, thin_below, thick_below = sorted(red_lines(page), key=lambda rule: rule.y)
    assert thick.top - bottom == pytest.approx(4, abs=0.5)
    assert thick.thick > 2 * thin.thick and thick_below.thick > 2 * thin_below.thick
    assert 297 - thick_below.bottom == pytest.approx(20, abs=NEAR)
    for rule in (thick, thin, thin_below, thick_below):
        assert (rule.left, rule.right) == pytest.approx((20, 190), abs=0.2)


def test_a_letter_has_number_and_corner_beneath_the_first_rule(letter):
    page = letter[0]
    rule = sorted(red_lines(page), key=lambda one: one.y)[1]
    number, copy = page.find("清财函〔2026〕7号"), page.find("000012")
    assert number.top - rule.bottom == pytest.approx(GAP, abs=0.5) and number.right == pytest.approx(184, abs=0.5)
    assert copy.left == pytest.approx(28, abs=0.3) and copy.top == pytest.approx(number.top, abs=0.1)
    assert page.line("特急").top - copy.top == pytest.approx(2 * PITCH, abs=0.3)
    title = next(line for line in page.lines if line.size == 22)
    assert title.top - page.line("特急").bottom == pytest.approx(2 * PITCH, abs=NEAR)


def test_a_letter_has_no_number_on_its_first_page_and_no_lines_at_its_foot(letter):
    assert "—1—" not in letter[0].text and letter[1].lines[-1].text == "—2—"
    assert not any(black_lines(page) for page in letter)
    last = letter[-1]
    copied = last.line("县法院")
    assert copied.bottom == pytest.approx(261, abs=2) and "印发" not in last.text and "办公室2026" not in last.text
    assert "为切实做好" in letter[0].text and letter[0].lines[-1].bottom < 262.2


def test_an_order_has_its_mark_20_mm_below_the_top_and_two_lines_around_its_number(order):
    page = order[0]
    mark, number, text = page.line("清溪县人民政府令"), page.line("第3号"), page.line("《清溪县城市供水")
    assert ink(mark)[0] == pytest.approx(57, abs=NEAR)
    assert number.top - ink(mark)[1] == pytest.approx(2 * PITCH, abs=NEAR)
    assert number.middle == pytest.approx(106, abs=NEAR)
    assert text.top - number.top == pytest.approx(3 * PITCH, abs=NEAR)
    assert not red_lines(page)


def test_a_chop_stands_behind_the_post_and_the_date_below_an_empty_line(order):
    page = order[0]
    post, name, date = page.find("县长"), page.find("周立民"), page.find("2026年3月1日")
    assert 184 - name.right == pytest.approx(4 * CELL, abs=NEAR)
    assert name.left - post.right == pytest.approx(2 * CELL, abs=NEAR)
    assert 184 - date.right == pytest.approx(4 * CELL, abs=NEAR)
    assert date.top - name.top == pytest.approx(2 * PITCH, abs=0.5)
    above = page.line("4月1日起施行")
    assert name.top - above.top == pytest.approx(3 * PITCH, abs=0.5) and family(name, "kai")


def test_several_chops_stand_in_rows():
    draft = replace(
        drafts.ORDER,
        issuers=("清溪县人民政府", "清溪县人民武装部"),
        chops=(Chop("县长", "周立民"), Chop("部长", "陈岩")),
    )
    page = drafts.pages(draft)[0]
    first, second = page.find("县长"), page.find("部长")
    assert first.left == pytest.approx(second.left, abs=0.1) and second.top > first.top
    assert "清溪县人民武装部" in page.text and "令" in page.text


def test_minutes_have_their_mark_35_mm_below_the_top_and_who_was_there(minutes):
    page = minutes[0]
    mark = page.line("清溪县人民政府常务会议纪要")
    assert ink(mark)[0] == pytest.approx(72, abs=NEAR)
    assert page.line("〔2026〕第5期").top - ink(mark)[1] == pytest.approx(2 * PITCH, abs=NEAR)
    (line,) = red_lines(page)
    assert line.y - page.find("2026年3月1日").bottom == pytest.approx(4, abs=0.5)
    last = next(page for page in minutes if "出席：" in page.text)
    present, absent, observers = last.find("出席："), last.find("请假："), last.find("列席：")
    assert family(present, "hei") and family(last.find("县政府周立民"), "fang")
    assert present.left - 28 == pytest.approx(2 * CELL, abs=NEAR)
    assert last.line("财政局王建国").left == pytest.approx(last.find("县政府周立民").left, abs=0.3)
    assert present.top < absent.top < observers.top
    above = last.lines[last.lines.index(last.line("出席：")) - 1]
    assert present.top - above.top == pytest.approx(2 * PITCH, abs=0.3)


def test_minutes_bear_no_seal_and_close_like_a_document(minutes):
    assert drafts.printed(drafts.MINUTES).seals == ()
    assert len(minutes) % 2 == 0 and black_lines(minutes[-1])[-1].y == pytest.approx(262, abs=0.3)
    assert minutes[0].lines[-1].text == "—1—"


def test_a_note_of_minutes_stands_on_the_line_after_the_text():
    page = drafts.pages(replace(drafts.MINUTES, body=("为切实做好安全工作。",), note="此件公开发布"))[0]
    text, note, roll = (page.line(part).top for part in ("安全工作。", "（此件公开发布）", "出席："))
    assert note - text == pytest.approx(PITCH, abs=0.1) and roll - note == pytest.approx(2 * PITCH, abs=0.1)


@pytest.mark.parametrize("name", ["NOTICE", "REQUEST", "LETTER", "ORDER", "MINUTES"])
def test_page_one_shows_text_and_no_full_page_leaves_the_grid(name):
    pages = drafts.pages(getattr(drafts, name))
    assert any(line.size == 16 and len(line.glyphs) > 20 for line in pages[0].lines)
    for page in pages:
        lines = [
            line for line in page.lines if line.size == 16 and line.top < 262 and line.font == pages[0].lines[-2].font
        ]
        assert all(line.top > 36.8 and line.bottom < 262.2 for line in lines)
