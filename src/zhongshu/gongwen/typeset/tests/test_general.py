"""文件格式 (GB/T 9704-2012 cl. 7): every datum of the page, measured on the PDF within a millimetre."""

from dataclasses import replace
from itertools import pairwise

import pytest

from zhongshu.gongwen.draft.model import Seal, Signer
from zhongshu.gongwen.typeset.tests import drafts, measure

PITCH = 10.446  # millimetres from line to line
CELL = 156 / 28
NEAR = 1.0
RED = (230, 0, 18)


@pytest.fixture(scope="module")
def notice():
    return drafts.pages(drafts.NOTICE)


@pytest.fixture(scope="module")
def request_():
    return drafts.pages(drafts.REQUEST)


def red_lines(page):
    return [rule for rule in page.rules if rule.colour == RED and rule.right - rule.left > 100]


def black_lines(page):
    return [rule for rule in page.rules if rule.colour == (0, 0, 0) and rule.right - rule.left > 100]


def ink(line):
    return min(one.ink[1] for one in line.glyphs), max(one.ink[3] for one in line.glyphs)


def family(line, style):
    name = drafts.fonts().chains[style][0].replace(" ", "")
    return name.removesuffix("R")[:8] in line.font


def test_the_mark_stands_72_mm_from_the_top_and_in_the_middle(notice):
    mark = notice[0].line("清溪县人民政府办公室文件")
    top, _ = ink(mark)
    assert top == pytest.approx(72, abs=NEAR) and mark.middle == pytest.approx(106, abs=NEAR)
    assert mark.size > 22


def test_the_number_stands_two_lines_below_the_mark_and_the_red_line_4_mm_below_it(notice):
    page = notice[0]
    number = page.line("清政办发〔2026〕18号")
    (line,) = red_lines(page)
    assert number.top - ink(page.line("办公室文件"))[1] == pytest.approx(2 * PITCH, abs=NEAR)
    assert number.middle == pytest.approx(106, abs=NEAR)
    assert line.y - number.bottom == pytest.approx(4, abs=0.5)
    assert (line.left, line.right) == pytest.approx((28, 184), abs=0.2)


def test_the_title_stands_two_lines_below_the_red_line_and_one_above_the_recipients(notice):
    page = notice[0]
    (line,) = red_lines(page)
    last = page.line("安全管理工作的通知")
    first = next(one for one in page.lines if one.size == 22)
    assert {one.size for one in page.lines if one.size == 22} == {22} and len(first.glyphs) == 10
    assert first.top - line.y == pytest.approx(2 * PITCH, abs=NEAR)
    recipients = page.line("各乡镇人民政府")
    assert recipients.top - last.bottom == pytest.approx(2 * PITCH - 16 * 25.4 / 72, abs=NEAR)
    assert recipients.left == pytest.approx(28, abs=0.2) and recipients.text.endswith("：")


def test_the_body_begins_on_the_next_line_two_characters_in(notice):
    page = notice[0]
    body = page.line("为切实做好")
    assert body.top - page.line("各乡镇人民政府").top == pytest.approx(PITCH, abs=0.2)
    assert body.left - 28 == pytest.approx(2 * CELL, abs=0.3)
    assert page.lines[page.lines.index(body) + 1].left == pytest.approx(28, abs=0.3)


def test_headings_are_set_by_their_level_and_run_in_ones_to_their_end(notice):
    page = notice[0]
    assert family(page.line("一、总体要求"), "hei")
    line = page.line("（一）压实管理责任。各乡镇")
    assert family(page.find("压实管理责任"), "kai") and family(page.find("各乡镇、各部门"), "fang")
    assert {one.size for one in line.glyphs} == {16}
    second = next(page for page in notice if "二、重点任务" in page.text)
    assert family(second.find("重点任务"), "hei") and family(second.find("各单位要对照"), "fang")
    third = next(page for page in notice if "建立台账" in page.text)
    assert family(third.find("建立台账"), "fang") and family(third.find("每月"), "fang")


def test_attachments_are_named_one_line_below_and_hang_behind_their_numbers(notice):
    page = next(page for page in notice if "附件：" in page.text)
    first, second = page.line("附件：1.小型"), page.line("2.小型")
    above = page.lines[page.lines.index(first) - 1]
    assert first.top - above.top == pytest.approx(2 * PITCH, abs=0.3)
    assert first.left - 28 == pytest.approx(2 * CELL, abs=0.3)
    assert page.find("小型水库安全").left == pytest.approx(second.glyphs[2].x, abs=0.1)
    assert first.text.endswith("名单") and second.text.endswith("表")


def test_date_and_name_stand_under_the_seal(notice):
    printed = drafts.printed(drafts.NOTICE)
    (seal,) = printed.seals
    page = notice[seal.page - 1]
    date, name = page.find("2026年3月1日"), page.find("清溪县人民政府办公室")
    assert 184 - date.right == pytest.approx(4 * CELL, abs=NEAR)
    assert name.middle == pytest.approx(date.middle, abs=NEAR) and seal.x == pytest.approx(date.middle, abs=NEAR)
    assert date.top - name.top == pytest.approx(PITCH, abs=0.2)
    assert name.top < seal.y < date.bottom and (name.top + date.bottom) / 2 > seal.y
    above = page.lines[[line.text for line in page.lines].index(page.line("2.小型水库隐患").text)]
    assert 0 <= seal.y - seal.diameter / 2 - above.bottom <= PITCH


def test_the_note_stands_in_brackets_under_the_date(notice):
    page = next(page for page in notice if "此件公开发布" in page.text)
    note = page.line("（此件公开发布）")
    assert note.left - 28 == pytest.approx(2 * CELL, abs=NEAR)
    assert note.top - page.find("2026年3月1日").top == pytest.approx(PITCH, abs=0.3)


def test_attachments_have_pages_of_their_own_with_label_and_title(notice):
    found = [page for page in notice if page.lines[0].text in ("附件1", "附件2")]
    assert len(found) == 2
    for page, title in zip(found, ("小型水库安全管理责任人名单", "小型水库隐患排查表"), strict=True):
        label, named = page.lines[:2]
        assert family(label, "hei") and (label.left, label.top) == pytest.approx((28, 37), abs=0.3)
        assert named.text == title and named.size == 22
        assert named.top == pytest.approx(37 + 2 * PITCH, abs=NEAR) and named.middle == pytest.approx(106, abs=NEAR)
        steps = [(line.top - 37) / PITCH for line in page.lines[2:] if line.size == 16]
        assert all(abs(step - round(step)) < 0.02 for step in steps)


def test_the_imprint_closes_the_last_page_which_is_even(notice):
    assert len(notice) % 2 == 0
    page = notice[-1]
    first, middle, last = black_lines(page)
    assert [round(rule.thick, 2) for rule in (first, middle, last)] == [0.35, 0.25, 0.35]
    assert last.y == pytest.approx(262, abs=0.3)
    assert all((rule.left, rule.right) == pytest.approx((28, 184), abs=0.2) for rule in (first, middle, last))
    copied, printed = page.line("抄送："), page.line("2026年3月2日印发")
    assert copied.size == printed.size == 14 and page.line("县法院").text.endswith("。")
    assert copied.left - 28 == pytest.approx(14 * 25.4 / 72, abs=NEAR)
    assert 184 - printed.right == pytest.approx(14 * 25.4 / 72, abs=NEAR)
    assert first.y < copied.top < middle.y < printed.top < last.y


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(notice):
    for number, page in enumerate(notice, 1):
        line = page.lines[-1]
        assert line.text == f"—{number}—" and line.size == 14
        dash = line.glyphs[0].ink
        assert dash[1] == pytest.approx(269, abs=NEAR)
        edge = 184 - line.right if number % 2 else line.left - 28
        assert edge == pytest.approx(14 * 25.4 / 72, abs=NEAR)


def test_the_corner_has_a_line_for_each(notice):
    page = drafts.pages(replace(drafts.NOTICE, copy_number="000012", secrecy="机密★1年", urgency="加急"))[0]
    copy, secrecy, urgency = page.lines[:3]
    assert (copy.text, secrecy.text, urgency.text) == ("000012", "机密★1年", "加急")
    tops = [line.top for line in (copy, secrecy, urgency)]
    assert tops[0] == pytest.approx(37, abs=0.3)
    assert [b - a for a, b in pairwise(tops)] == pytest.approx([PITCH, PITCH], abs=0.2)
    assert {line.size for line in (copy, secrecy, urgency)} == {16}
    assert family(secrecy, "hei") and family(urgency, "hei") and not family(copy, "hei")
    alone = drafts.pages(replace(drafts.NOTICE, secrecy="秘密★10年"))[0].lines[0]
    assert alone.top == pytest.approx(37 + PITCH, abs=0.3)


def test_what_goes_up_names_its_signers_two_a_row(request_):
    page = request_[0]
    number, (line,) = page.find("清水〔2026〕22号"), red_lines(page)
    first, second = page.find("签发人：李明王建国"), page.find("赵芳")
    assert number.left - 28 == pytest.approx(CELL, abs=NEAR)
    assert 184 - first.right == pytest.approx(CELL, abs=NEAR)
    assert number.top == pytest.approx(second.top, abs=0.2) and second.top - first.top == pytest.approx(PITCH, abs=0.2)
    assert second.left == pytest.approx(page.find("李明").left, abs=0.3)
    assert line.y - number.bottom == pytest.approx(4, abs=0.5)
    assert family(page.find("签发人："), "fang") and family(second, "kai")


def test_long_names_of_signers_stand_one_a_row_beside_the_number():
    names = ("阿卜杜热西提·买买提", "李明", "古丽娜尔·艾合买提")
    page = drafts.pages(replace(drafts.REQUEST, signers=tuple(map(Signer, names))))[0]
    number, rows = page.find("清水〔2026〕22号"), [page.find(name) for name in names]
    assert len({round(row.top) for row in rows}) == 3 and {round(row.left, 1) for row in rows} == {
        round(rows[0].left, 1)
    }
    assert number.top == pytest.approx(rows[2].top, abs=0.2) and number.right < page.find("签发人：").left


def test_a_joint_mark_has_a_name_a_line_and_its_end_beside_their_middle(request_):
    page = request_[0]
    names = [page.line(name) for name in ("清溪县水利局", "清溪县财政局", "清溪县发展和改革局")]
    end = page.find("文件")
    assert ink(names[0])[0] == pytest.approx(72, abs=NEAR)
    assert len({round(line.left) for line in names}) == 1
    middle = (ink(names[0])[0] + ink(names[-1])[1]) / 2
    assert sum(ink(end)) / 2 == pytest.approx(middle, abs=NEAR)
    assert page.find("文件").right <= 184


@pytest.mark.parametrize("count", range(2, 10))
def test_joint_seals_stand_in_rows_and_touch_nothing(count):
    names = tuple(
        f"清溪县{name}局" for name in ("水利", "财政", "林业", "审计", "统计", "教育", "民政", "司法", "信访")
    )[:count]
    printed = drafts.printed(replace(drafts.NOTICE, issuers=names, seals=(), attachments=()))
    assert [seal.name for seal in printed.seals] == list(names)
    for number, one in enumerate(printed.seals):
        assert one.x - one.diameter / 2 >= 28 and one.x + one.diameter / 2 <= 184
        for other in printed.seals[number + 1 :]:
            apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert apart > (one.diameter + other.diameter) / 2 + 1


@pytest.mark.parametrize("count", [8, 9])
def test_joint_seals_of_long_names_stay_within_the_page(count):
    ends = ("水利", "财政", "林业", "审计", "统计", "教育", "民政", "司法", "人力资源和社会保障")
    names = tuple(f"黔东南苗族侗族自治州{end}局" for end in ends[-count:])
    printed = drafts.printed(replace(drafts.NOTICE, issuers=names, seals=(), attachments=()))
    assert len(printed.seals) == count and all(one.y - 21 > 37 and one.y + 21 < 262 for one in printed.seals)
    page = measure.pages(printed.pdf)[printed.seals[0].page - 1]
    assert "".join(line.text for line in page.lines).count("黔东南苗") == count
    assert all(one.ink[0] > 28 and one.ink[2] < 184 for line in page.lines for one in line.glyphs)


def test_the_last_of_several_seals_covers_its_name_and_the_date():
    printed = drafts.printed(drafts.REQUEST)
    last = printed.seals[-1]
    page = drafts.pages(drafts.REQUEST)[last.page - 1]
    date = page.find("2026年3月1日")
    assert last.x == pytest.approx(date.middle, abs=NEAR) and abs(date.top - last.y) < last.diameter / 2


def test_without_a_seal_the_date_begins_two_characters_behind_the_name():
    pages = drafts.pages(replace(drafts.NOTICE, sealing="none", seals=(), attachments=()))
    page = next(page for page in pages if "2026年3月1日" in page.text)
    name, date = page.find("清溪县人民政府办公室"), page.find("2026年3月1日")
    assert 184 - name.right == pytest.approx(2 * CELL, abs=NEAR)
    assert date.left - name.left == pytest.approx(2 * CELL, abs=NEAR)
    above = page.lines[page.lines.index(page.line("清溪县人民政府办公室")) - 1]
    assert name.top - above.top == pytest.approx(2 * PITCH, abs=0.3)


def test_a_date_longer_than_the_name_keeps_its_two_characters():
    draft = replace(drafts.NOTICE, issuers=("县委",), sealing="none", seals=(), attachments=(), date="2026年12月21日")
    page = next(page for page in drafts.pages(draft) if "2026年12月21日" in page.text)
    date, name = page.find("2026年12月21日"), page.lines[page.lines.index(page.line("2026年12月21日")) - 1]
    assert 184 - date.right == pytest.approx(2 * CELL, abs=NEAR)
    assert date.left - name.left == pytest.approx(2 * CELL, abs=NEAR)


def test_a_drawn_seal_and_a_sample_lie_where_the_free_place_is():
    free = drafts.printed(replace(drafts.NOTICE, seals=(Seal("清溪县人民政府办公室", 45),)))
    sample = drafts.printed(drafts.NOTICE)
    assert free.seals == sample.seals
    page = drafts.pages(drafts.NOTICE)[sample.seals[0].page - 1]
    ring = max(
        (rule for rule in page.rules if rule.colour == (215, 0, 15) or rule.thick > 40), key=lambda one: one.thick
    )
    assert ((ring.left + ring.right) / 2, ring.y) == pytest.approx((sample.seals[0].x, sample.seals[0].y), abs=0.5)
    assert "样章" in page.text


def test_a_signer_whose_organ_is_named_is_still_named_alone():
    pages = drafts.pages(replace(drafts.REQUEST, signers=(Signer("李明", "清溪县水利局"),)))
    assert "签发人：李明" in pages[0].text
