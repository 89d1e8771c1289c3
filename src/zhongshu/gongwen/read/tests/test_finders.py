"""What holds for the finders whatever they are given (要素识别的不变性质)."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhongshu.gongwen.read import flow, reading, sheet
from zhongshu.gongwen.read.model import Box, Line, Page, Paper
from zhongshu.gongwen.read.tests.finding import find, paper

PIECES = (
    "关于印发《办法》的通知",
    "清政发〔2022〕3号",
    "各乡镇人民政府：",
    "清溪县人民政府",
    "2022年3月5日",
    "二○二二年三月五日",
    "附件：1.名单",
    "　　",
    "\n",
    "（",
    "）",
    "《",
    "》",
    "：",
    "。",
    "、",
    "一、",
    "中共",
    "财政部",
    "第3号",
    "令",
    "特此通知。",
    "&;",
    "秘密★1年",
    "特急",
    "发文字号：",
    "等五部门",
    "（2022年3月5日会议通过）",
    "abc",
    " ",
    "2022-03-05",
)
UNITS = (
    "清溪县人民政府",
    "各市、",
    "（",
    "《",
    "2022年3月5日",
    "关于",
    "通知",
    "〔2022〕",
    "清政发〔2022〕3号",
    "一",
    "　",
    "附件：1.",
    "第",
    "号",
    "&",
    "。",
    "A",
    "1",
    "河北省",
    "会",
    "清溪县财政局2022年3月5日。",
    "各乡镇人民政府，",
    "来源：",
    "（2022年",
)
LETTER = "清政发〔2022〕3号\n清溪县人民政府关于修路的通知\n各乡镇人民政府：\n现通知如下。\n清溪县人民政府\n2022年3月5日"


@given(st.text(max_size=300))
def test_arbitrary_text_never_raises(text):
    find(text)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_pieces_of_documents_in_any_order_never_raise_and_stand_in_the_text(text):
    page = paper(text)
    written = "".join(page.text.split())
    for name, found in reading.find_all(page).items():
        assert 0 <= found.confidence <= 1
        assert bool(found.places) == (found.value not in (None, []))
        for place in found.places:
            assert page.pages[place.page].lines[place.line].text
        if name == "title" and found.value:
            assert "".join(found.value.split()) in "".join(sheet.of_paper(page).written.split())
    assert written == "".join(page.text.split())


@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_on_one_line_is_read_in_no_time(unit):
    text = unit * (1_000_000 // len(unit))
    began = time.process_time()
    find(text)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "unit", ["清溪县财政局\n", "2022年3月5日\n", "关于修路的通知\n", "各乡镇人民政府\n", "附件：名单\n"]
)
def test_a_megabyte_in_short_lines_is_read_in_no_time(unit):
    page = paper(unit * (1_000_000 // len(unit)))
    began = time.process_time()
    reading.find_all(page)
    assert time.process_time() - began < 3


def test_places_name_the_lines_and_their_boxes():
    lines = tuple(Line(text, Box(20, 30 + 10 * n, 180, 36 + 10 * n)) for n, text in enumerate(LETTER.split("\n")))
    found = reading.find_all(Paper("pdf", (Page(lines),)))
    assert {name: [place.line for place in one.places] for name, one in found.items() if one.places} == {
        "doc_number": [0], "title": [1], "genre": [1], "recipients": [2], "issuers": [4], "date": [5],
    }  # fmt: skip
    assert found["date"].places[0].box == lines[5].box


def test_agreeing_witnesses_make_certain_and_a_doubtful_recognition_lowers_it():
    sure = reading.find_all(paper(LETTER))
    assert all(sure[name].confidence >= 0.9 for name in ("doc_number", "genre", "recipients", "issuers", "date"))
    lines = tuple(Line(line.text, confidence=0.5) for line in paper(LETTER).pages[0].lines)
    doubtful = reading.find_all(Paper("image", (Page(lines),)))
    assert all(one.confidence <= 0.5 for one in doubtful.values())


def test_running_heads_and_page_numbers_are_no_text():
    lines = paper(LETTER).pages[0].lines
    pages = tuple(Page((Line("清溪县年鉴"), *lines[2 * n : 2 * n + 2], Line(f"— {n + 1} —"))) for n in range(3))
    running = flow.of(Paper("pdf", pages))
    assert "年鉴" not in running.sheet.text and "—" not in running.sheet.text
    assert reading.find_all(Paper("pdf", pages))["issuers"].value == ["清溪县人民政府"]
