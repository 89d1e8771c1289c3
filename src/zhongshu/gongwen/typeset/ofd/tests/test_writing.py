"""A PDF as OFD: the same text, in the same places, and the same bytes for the same input."""

import io
import math
import random
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhongshu.gongwen.read import ofd as reading
from zhongshu.gongwen.read import pdf as reading_pdf
from zhongshu.gongwen.read.tests import sheets
from zhongshu.gongwen.typeset.ofd.tests import setting
from zhongshu.gongwen.typeset.tests import drafts

WORDS = "江海市人民政府关于做好今冬明春供暖工作的通知各县区一二三四（）《》“”、，。〔〕0123456789ABCabcfi-—"


def same_places(one, other):
    """Each letter of the one has its twin in the other, no more than a tenth of a millimetre away."""
    left = list(other)
    for sign in one:
        twin = min(left, key=lambda twin: (twin[:2] != sign[:2], math.dist(twin[2:], sign[2:])))
        assert twin[:2] == sign[:2]
        assert math.dist(twin[2:], sign[2:]) < 0.1
        left.remove(twin)
    assert not left


def test_a_notice_is_read_as_its_pdf_is():
    source = sheets.pdf(sheets.NOTICE)
    pdf, ofd = reading_pdf.read(io.BytesIO(source)), reading.read(io.BytesIO(setting.ofd(source)))
    assert ofd.text == pdf.text
    assert ofd.warnings == ()
    for line, twin in zip(ofd.pages[0].lines, pdf.pages[0].lines, strict=True):
        assert (line.red, line.align) == (twin.red, twin.align)
        assert line.size == pytest.approx(twin.size, abs=0.02)
        assert (line.box.left, line.box.right) == pytest.approx((twin.box.left, twin.box.right), abs=0.1)
        assert line.box.bottom == pytest.approx(twin.box.bottom, abs=0.1)


@pytest.mark.parametrize("name", ["NOTICE", "REQUEST", "LETTER", "ORDER", "MINUTES"])
def test_every_format_is_read_as_its_pdf_is(name):
    source = drafts.printed(getattr(drafts, name)).pdf
    same_places(setting.written(setting.ofd(source)), setting.printed(source))
    pdf, ofd = reading_pdf.read(io.BytesIO(source)), reading.read(io.BytesIO(setting.ofd(source)))
    assert [line.text for page in ofd.pages for line in page.lines] == [
        line.text for page in pdf.pages for line in page.lines
    ]


# PDFium leaves out what is printed twice on one place: each text has a cell of its own.
CELL, ACROSS = 50, 4
PLACED = st.tuples(
    st.text(WORDS, min_size=1, max_size=6),
    st.integers(5, 20),
    st.sampled_from((0, 0, 0, 30, -24, 90, 180, 7)),
    st.sampled_from((100, 100, 66)),
)


@settings(max_examples=20, deadline=None)
@given(st.lists(PLACED, min_size=1, max_size=16))
def test_letters_stand_where_the_pdf_has_them(placed):
    body = "\n".join(
        f"#place(top + left, dx: {CELL * (at % ACROSS)}mm, dy: {CELL * (at // ACROSS)}mm, rotate({turn}deg, "
        f'scale(x: {stretch}%, text(size: {size}pt, fill: rgb("#e60012"), "{text}"))))'
        for at, (text, size, turn, stretch) in enumerate(placed)
    )
    source = setting.pdf(body, page="margin: 20mm")
    same_places(setting.written(setting.ofd(source)), setting.printed(source))


def test_the_same_input_makes_the_same_bytes():
    source = setting.pdf(sheets.NOTICE)
    assert setting.ofd(source) == setting.ofd(source)
    other = setting.root(setting.ofd(source, number="江政发〔2026〕16号"), "OFD.xml")
    assert setting.root(setting.ofd(source), "OFD.xml").find(".//DocID").text != other.find(".//DocID").text


def test_the_document_says_what_it_is():
    told = {
        element.tag: element.text
        for element in setting.root(
            setting.ofd("正文", title="关于<印发>《A&B\x07办法》的通知", author="江海市“政府”"), "OFD.xml"
        ).iter()
    }
    assert (told["Title"], told["Author"]) == ("关于<印发>《A&B\ufffd办法》的通知", "江海市“政府”")
    assert (told["CreationDate"], told["CustomData"], told["Creator"]) == ("2026-03-01", "江政发〔2026〕15号", "中枢")
    assert len(told["DocID"]) == 32
    assert "CustomDatas" not in setting.parts(setting.ofd("正文", number=""))["OFD.xml"].decode()


def test_pages_keep_their_sizes():
    package = setting.ofd("直页\n#page(flipped: true)[横页]\n#page(width: 148mm, height: 210mm)[小页]")
    boxes = [setting.root(package, f"Doc_0/Pages/Page_{n}/Content.xml").find(".//PhysicalBox").text for n in range(3)]
    assert boxes == ["0 0 210 297", "0 0 297 210", "0 0 148 210"]
    read = reading.read(io.BytesIO(package))
    assert [(page.width, page.height) for page in read.pages] == [(210, 297), (297, 210), (148, 210)]


def test_a_page_without_anything_has_no_content():
    package = setting.ofd("#page[]\n#page[第二页]")
    assert [child.tag for child in setting.root(package)] == ["Area"]
    read = reading.read(io.BytesIO(package))
    assert ([len(page.lines) for page in read.pages], read.warnings) == ([0, 1], ())


def test_three_hundred_pages():
    rng = random.Random(33190)
    pages = "#pagebreak()\n".join("".join(rng.choices(WORDS[:30], k=200)) + "\n\n" for _ in range(300))
    source = setting.pdf(pages)
    package = setting.ofd(source)
    assert len(reading.read(io.BytesIO(package)).pages) == 300
    parts = setting.parts(package)
    pages = [fromstring(parts[f"Doc_0/Pages/Page_{number}/Content.xml"]) for number in range(300)]
    keys = [key for page in pages for element in page.iter() if (key := element.get("ID"))]
    document = setting.root(package, "Doc_0/Document.xml")
    assert len(keys) == len(set(keys))
    assert max(map(int, keys)) <= int(document.find(".//MaxUnitID").text)
    assert len(document.findall(".//Pages/Page")) == 300
