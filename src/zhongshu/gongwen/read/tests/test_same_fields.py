"""One letter says the same whatever its format is (同文同读): text, PDF, DOCX, OFD, and a scan of it."""

import io

import pytest
from tests.papers import library, render, word

from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.model import Line, Page, Paper
from zhongshu.gongwen.read.ocr import client

# Turned by a degree, grainy, blurred, a seal over the date: which letters, at how many dots to the inch.
SCANS = (("answer", 150), ("answer", 200), ("request", 200), ("notice", 150), ("order", 150), ("joint", 200))
FORMATS = {"txt": render.as_text, "pdf": render.as_pdf, "docx": word.as_docx, "ofd": render.as_ofd}
by_key = pytest.mark.parametrize("letter", library.LETTERS, ids=lambda letter: letter.key)


def fields(content, name, recogniser=None):
    """Return the values found, titles without blanks, no attachments as an empty list."""
    found = reading.read(io.BytesIO(content), name, recogniser=recogniser).fields
    values = {key: one.value for key, one in found.items()}
    title = "".join((values["title"] or "").split())
    return values | {"title": title, "attachments": values["attachments"] or []}


def truth(letter):
    return letter.truth | {"title": "".join(letter.title.split())}


@pytest.mark.parametrize("form", FORMATS)
@by_key
def test_every_format_of_a_letter_says_the_same(letter, form):
    assert fields(FORMATS[form](letter), f"{letter.key}.{form}") == truth(letter)


@by_key
def test_numbers_that_are_drawn_are_read(letter):
    content = word.as_docx(letter, numbered=True)
    read = reading.read(io.BytesIO(content), "drawn.docx")
    assert fields(content, "drawn.docx") == truth(letter)
    assert [one for one in letter.paragraphs if one not in read.paper.text] == []


@by_key
def test_what_was_inserted_counts_and_what_was_deleted_does_not(letter):
    content = word.as_docx(letter, tracked=True)
    assert fields(content, "tracked.docx") == truth(letter)
    assert "99号" not in reading.read(io.BytesIO(content), "tracked.docx").paper.text


@pytest.fixture(scope="module")
def recogniser():
    with client.Recognition() as running:
        yield running


@pytest.mark.parametrize(("key", "dpi"), SCANS)
def test_a_scan_says_the_same(key, dpi, recogniser):
    letter = library.letter(key)
    assert fields(render.as_scan(letter, dpi=dpi), "scan.pdf", recogniser) == truth(letter)


def test_a_picture_on_its_head_says_the_same(recogniser):
    letter = library.letter("answer")
    (picture,) = render.as_pictures(letter, dpi=150, turned=181)
    assert fields(picture, "head.jpg", recogniser) == truth(letter)


def test_the_bits_that_are_read_of_a_seal_are_no_text():
    below = (Line("附件：概算表"), Line("县水", red=True), Line("清溪县水利局"), Line("2026年3月16日"))
    paper = Paper("image", (Page((Line("清溪县水利局文件", red=True), Line("一、同意。"), *below)),))
    assert reading.find_all(paper)["attachments"].value == ["概算表"]


def test_full_width_digits_and_square_brackets_are_the_same():
    letter = library.letter("notice")
    text = render.as_text(letter).decode().translate(str.maketrans("0123456789〔〕", "０１２３４５６７８９[]"))
    assert fields(text.encode(), "odd.txt") == truth(letter)


def test_words_picked_out_in_red_stay_in_their_line():
    picked = render.as_pdf(library.letter("answer"), picked="按程序办理备案")
    (line,) = [one for one in reading.read(io.BytesIO(picked), "red.pdf").paper.pages[0].lines if "按程序" in one.text]
    assert line.text == "一、该项目符合全县现代农业发展规划，同意按程序办理备"
    assert not line.red


@pytest.mark.parametrize("key", [letter.key for letter in library.LETTERS if letter.key != "minutes"])
def test_a_letter_without_a_single_line_break_says_the_same(key):
    letter = library.letter(key)
    text = "".join(line.strip() for line in render.as_text(letter).decode().split("\n"))
    assert fields(text.encode(), "joined.txt") == truth(letter)


def test_minutes_without_a_single_line_break_keep_their_number():
    letter = library.letter("minutes")
    text = "".join(line.strip() for line in render.as_text(letter).decode().split("\n"))
    found = fields(text.encode(), "joined.txt")
    assert (found["genre"], found["doc_number"]) == ("纪要", letter.doc_number)


@pytest.mark.parametrize("key", ["notice", "reply", "answer", "announcement"])
def test_a_masthead_that_has_run_into_the_number_is_no_part_of_it(key):
    letter = library.letter(key)
    text = render.as_text(letter).decode().replace("\n", "", 1)
    assert fields(text.encode(), "joined.txt")["doc_number"] == letter.doc_number
