import io

import pytest
from PIL import Image

from zhongshu.gongwen.read import pictures
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.tests import sheets


@pytest.fixture(scope="module")
def notice():
    return sheets.pdf(sheets.NOTICE + "#pagebreak() 第二页")


def drawn(data, format, number=0, **named):
    picture = pictures.draw(io.BytesIO(data), format, number, **named)
    assert picture.media_type == "image/jpeg"
    return Image.open(io.BytesIO(picture.data))


def redness(picture):
    """Return the middle height of what is red, as part of the picture's height, and of its width."""
    spots = [
        (x / picture.width, y / picture.height)
        for y in range(0, picture.height, 4)
        for x in range(0, picture.width, 4)
        if (spot := picture.getpixel((x, y)))[0] > 150 and spot[1] < 100
    ]
    return tuple(sum(place) / len(spots) for place in zip(*spots, strict=True))


def test_a_page_of_a_pdf_is_a_small_jpeg_of_the_width_asked(notice):
    assert pictures.count(io.BytesIO(notice), "pdf") == 2
    picture = drawn(notice, "pdf")
    assert picture.width in (1240, 1241)
    assert picture.height == pytest.approx(1240 * 297 / 210, abs=2)
    assert len(pictures.draw(io.BytesIO(notice), "pdf", 0).data) < 300_000
    assert drawn(notice, "pdf", 1, width=300).width in (300, 301)


def test_several_pages_are_the_pictures_that_each_of_them_is(notice):
    some = pictures.draw_some(io.BytesIO(notice), [1, 0], 300)
    assert some == [pictures.draw(io.BytesIO(notice), "pdf", number, 300) for number in (1, 0)]
    with pytest.raises(Unreadable):
        pictures.draw_some(io.BytesIO(notice), [0, 2], 300)


@pytest.mark.parametrize("format", ["pdf", "image"])
def test_a_page_is_turned_as_its_reading_was(notice, format):
    data = notice if format == "pdf" else sheets.jpeg(sheets.scan(notice, dpi=60))
    across, down = redness(drawn(data, format, width=400))
    assert down < 0.3
    half = drawn(data, format, width=400, turn=180)
    assert redness(half) == pytest.approx((1 - across, 1 - down), abs=0.1)
    quarter = drawn(data, format, width=400, turn=90)
    assert (quarter.width, quarter.height) == pytest.approx((400, 400 * 210 / 297), abs=4)
    assert redness(quarter) == pytest.approx((1 - down, across), abs=0.1)


def test_a_page_of_a_picture_file_is_never_enlarged(notice):
    page = sheets.scan(notice, dpi=30)
    out = io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page.rotate(180)])
    assert pictures.count(io.BytesIO(out.getvalue()), "image") == 2
    assert drawn(out.getvalue(), "image", 1).width == page.width
    assert redness(drawn(out.getvalue(), "image", 1))[1] > 0.7


@pytest.mark.parametrize("format", ["pdf", "image"])
@pytest.mark.parametrize("number", [-1, 2])
def test_a_page_that_is_not_there_is_said(notice, format, number):
    data = notice if format == "pdf" else sheets.jpeg(sheets.scan(notice, dpi=30))
    with pytest.raises(Unreadable) as refusal:
        pictures.draw(io.BytesIO(data), format, number)
    assert refusal.value.sentence == "文件中没有这一页。"


@pytest.mark.parametrize("format", ["docx", "txt"])
def test_what_has_no_pages_has_no_pictures(format):
    assert pictures.count(io.BytesIO(b"text"), format) == 0
    assert pictures.draw(io.BytesIO(b"text"), format, 0) is None


@pytest.mark.parametrize("format", ["pdf", "image", "ofd"])
def test_a_broken_file_is_refused_in_a_sentence(format):
    for ask in (pictures.count, lambda source, format: pictures.draw(source, format, 0)):
        with pytest.raises(Unreadable):
            ask(io.BytesIO(b"not what it says"), format)


def test_a_poster_is_drawn_within_bounds():
    poster = sheets.pdf("海报", page="width: 5000mm, height: 40mm")
    assert drawn(poster, "pdf", width=20_000).width <= 20_000
