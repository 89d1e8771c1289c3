"""水印: real text on every page of every format that has a place for one; what it would harm says so."""

import io
import time
import zipfile
from datetime import UTC, datetime

import docx
import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from tests.papers import bad, library, ofd, render, word

from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.paper.typesetting import typeset
from zhongshu.gongwen.read import reading
from zhongshu.gongwen.watermark import copies
from zhongshu.gongwen.watermark.marks import Mark, Unmarkable

AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
WORDS = "王建国 2026-11-21 10:30 192.0.2.15"
LETTER = library.LETTERS[0]


@pytest.fixture(scope="module")
def mark():
    return Mark(WORDS, Fonts())


def pages_of(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as paper:
        return [page.get_textpage().get_text_bounded() for page in paper]


def test_a_pdf_bears_it_on_every_page_and_keeps_its_words(mark):
    plain = render.as_pdf(LETTER)
    before, after = pages_of(plain), pages_of(copies.stamp(plain, "pdf", mark, AT))
    assert len(before) == len(after) > 1
    for old, new in zip(before, after, strict=True):
        assert new.count("192.0.2.15") > 5 and "王建国" in new
        assert old.strip()[:20] in new


def test_pages_of_any_size_place_and_turn_bear_it(mark):
    writer = PdfWriter()
    for width, height, turn in ((595, 842, 0), (842, 595, 90), (1191, 1684, 180)):
        page = writer.add_blank_page(width, height)
        page.rotate(turn)
        page.cropbox.lower_left = (20, 30)
    made = io.BytesIO()
    writer.write(made)
    copied = copies.stamp(made.getvalue(), "pdf", mark, AT)
    assert all("王建国" in page for page in pages_of(copied))
    assert [page.rotation for page in PdfReader(io.BytesIO(copied)).pages] == [0, 90, 180]


def test_twenty_pages_are_marked_while_somebody_waits(mark):
    writer = PdfWriter()
    for _ in range(10):
        writer.append(io.BytesIO(render.as_pdf(LETTER)))
    made = io.BytesIO()
    writer.write(made)
    copies.stamp(made.getvalue(), "pdf", mark, AT)
    begun = time.process_time()
    copied = copies.stamp(made.getvalue(), "pdf", mark, AT)
    assert time.process_time() - begun < 0.3
    assert len(PdfReader(io.BytesIO(copied)).pages) == len(writer.pages) >= 20


def signed_pdf() -> bytes:
    """Return a PDF with a signature field that was signed."""
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    value = DictionaryObject({NameObject("/Type"): NameObject("/Sig")})
    field = DictionaryObject({NameObject("/FT"): NameObject("/Sig"), NameObject("/V"): value})
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject([field])})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix", "words"),
    [
        (signed_pdf, "pdf", "签名失效"),
        (bad.locked_pdf, "pdf", "已加密"),
        (bad.broken_pdf, "pdf", "损坏"),
        (bad.torn_picture, "png", "损坏"),
        (bad.huge_picture, "png", "过大"),
        (bad.pageless_ofd, "ofd", "损坏"),
        (lambda: b"PK no package", "docx", "损坏"),
        (lambda: b"<svg></svg>", "svg", "不能加水印"),
    ],
)
def test_what_a_watermark_would_harm_says_so(mark, content, suffix, words):
    with pytest.raises(Unmarkable, match=words):
        copies.stamp(content(), suffix, mark, AT)


def test_a_signed_ofd_and_a_signed_docx_say_so(mark):
    sealed = ofd.ofd([[(20, 20, 5, "通知")]], seal=ofd.signed_value(b"x"))
    with pytest.raises(Unmarkable, match="签名失效"):
        copies.stamp(sealed, "ofd", mark, AT)
    made = io.BytesIO(word.as_docx(LETTER))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    with pytest.raises(Unmarkable, match="签名失效"):
        copies.stamp(made.getvalue(), "docx", mark, AT)


def test_an_ofd_bears_it_as_an_annotation_of_every_page(mark):
    plain = render.as_ofd(LETTER)
    before = reading.read(io.BytesIO(plain), "通知.ofd")
    after = reading.read(io.BytesIO(copies.stamp(plain, "ofd", mark, AT)), "通知.ofd")
    assert len(before.paper.pages) == len(after.paper.pages)
    assert after.paper.text.count("192.0.2.15") > 5 * len(after.paper.pages)
    with zipfile.ZipFile(io.BytesIO(copies.stamp(plain, "ofd", mark, AT))) as package:
        assert package.testzip() is None
        noted = [name for name in package.namelist() if "ZhongshuMark/Page_" in name]
        assert len(noted) == len(after.paper.pages)
        assert b'Type="Watermark"' in package.read(noted[0])


def test_annotations_of_an_ofd_stay(mark):
    plain = ofd.ofd([[(20, 20, 5, "通知")]], annotations={0: ofd.text_object(30, 60, 5, "批注")})
    text = reading.read(io.BytesIO(copies.stamp(plain, "ofd", mark, AT)), "通知.ofd").paper.text
    assert "批注" in text and "192.0.2.15" in text


@pytest.mark.parametrize("headers", ["none", "own", "first"])
def test_every_section_of_a_docx_bears_it(mark, headers):
    document = docx.Document(io.BytesIO(word.as_docx(LETTER)))
    section = document.sections[0]
    if headers != "none":
        section.header.paragraphs[0].text = "原有页眉"
    section.different_first_page_header_footer = headers == "first"
    document.add_section()
    made = io.BytesIO()
    document.save(made)
    copied = docx.Document(io.BytesIO(copies.stamp(made.getvalue(), "docx", mark, AT)))
    for one in copied.sections:
        shown = "".join(part.text for part in one.header.paragraphs)
        assert WORDS in shown and ("原有页眉" in shown) == (headers != "none")
    assert 'string="王建国' in copied.sections[0].header._element.xml
    if headers == "first":
        assert WORDS in "".join(part.text for part in copied.sections[0].first_page_header.paragraphs)
    assert [part.text for part in copied.paragraphs][:3] == [part.text for part in document.paragraphs][:3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_begins_with_it_in_its_own_encoding(mark, encoding):
    copied = copies.stamp("关于值班的通知".encode(encoding), "txt", mark, AT)
    assert copied.decode(encoding) == f"【水印：{WORDS}】\r\n关于值班的通知"


@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "gif", "webp", "tif"])
def test_a_picture_bears_it_all_over_and_keeps_size_and_format(mark, suffix):
    made = io.BytesIO()
    format = {"jpg": "JPEG", "tif": "TIFF"}.get(suffix, suffix.upper())
    Image.new("RGB", (620, 877), "white").save(made, format)
    copied = Image.open(io.BytesIO(copies.stamp(made.getvalue(), suffix, mark, AT)))
    assert (copied.format, copied.size) == (format, (620, 877))
    drawn = ImageChops.invert(copied.convert("L")).point(lambda one: 255 if one > 24 else 0)
    left, top, right, bottom = drawn.getbbox()
    assert left < 80 and top < 80 and right > 540 and bottom > 800


def test_every_page_of_a_fax_bears_it(mark):
    made = io.BytesIO()
    pages = [Image.new("1", (400, 560), 1) for _ in range(3)]
    pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:])
    copied = Image.open(io.BytesIO(copies.stamp(made.getvalue(), "tif", mark, AT)))
    assert copied.n_frames == 3
    for number in range(3):
        copied.seek(number)
        assert copied.convert("L").getextrema()[0] < 230


def test_a_drawing_bears_it_as_text(mark):
    plain = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297"></svg>'
    copied = copies.stamp(plain, "svg", Mark("<王&建国>", mark.fonts), AT).decode()
    assert copied.count("&lt;王&amp;建国&gt;") > 10 and copied.endswith("</g></svg>")


def test_what_can_bear_none_is_wrapped_up_with_a_note(mark):
    assert not copies.bears("xlsx") and not copies.bears("mp3") and copies.bears("pdf")
    with zipfile.ZipFile(io.BytesIO(copies.wrap(b"content", "报表.xlsx", mark))) as package:
        assert package.read("报表.xlsx") == b"content"
        assert WORDS in package.read("下载说明.txt").decode("utf-8-sig")


def test_the_same_paper_at_the_same_moment_is_the_same(mark):
    content = {"sizes": [[595, 842]], "watermark": WORDS, "foot": ""}
    made = {typeset("watermark", content, fonts=mark.fonts, at=AT) for _ in range(2)}
    assert len(made) == 1
