import io

import pytest
from PIL import Image

from zhongshu.gongwen.read import images, scans
from zhongshu.gongwen.read.model import Line, Page, Unreadable
from zhongshu.gongwen.read.tests import sheets


class Eyes:
    """A recogniser that keeps what it is shown."""

    def __init__(self):
        self.seen = []

    def recognise(self, picture, width):
        shown = Image.open(io.BytesIO(picture))
        self.seen.append((shown, width))
        return Page((Line(f"第{len(self.seen)}张"),), width, width * shown.height / shown.width)


@pytest.fixture(scope="module")
def page():
    """Return a page of 150 dpi, in colours."""
    return sheets.scan(sheets.pdf(sheets.NOTICE), dpi=150)


def saved(picture, format, **named):
    out = io.BytesIO()
    picture.save(out, format, **named)
    return out.getvalue()


def read(data, **named):
    eyes = Eyes()
    return images.read(io.BytesIO(data), recogniser=eyes, **named), eyes.seen


@pytest.mark.parametrize("format", ["PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP"])
def test_every_usual_format_is_seen_as_it_was_drawn(page, format):
    paper, seen = read(saved(page, format))
    assert paper.format == "image"
    assert paper.text == "第1张"
    assert paper.warnings == ()
    assert likeness(seen[0][0], page) > 0.97


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGBA", "LA", "I;16", "F"])
def test_every_depth_and_colour_is_seen_as_it_was_drawn(page, mode):
    if mode == "I;16":
        # Grey in sixteen bits, as some scanners store it.
        picture = Image.frombytes(
            "I;16", page.size, b"".join(bytes((0, value)) for value in page.convert("L").tobytes())
        )
    else:
        picture = page.convert("L").convert(mode) if mode in ("F", "LA") else page.convert(mode)
    seen = read(saved(picture, "TIFF"))[1]
    assert likeness(seen[0][0], page) > 0.95


def test_what_is_transparent_is_paper(page):
    clear = Image.new("RGBA", page.size, (0, 0, 0, 0))
    ink = page.convert("L").point(lambda value: 255 - value)
    clear.paste((0, 0, 0, 255), mask=ink)
    assert likeness(read(saved(clear, "PNG"))[1][0][0], page) > 0.9


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_camera_s_word_on_what_is_up_is_heeded(page, orientation):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = page.transpose(undo[orientation]) if orientation in undo else page
    exif = Image.Exif()
    exif[0x0112] = orientation
    for format in ("JPEG", "TIFF"):
        seen = read(saved(stored, format, exif=exif, dpi=(150, 150)))[1]
        assert likeness(seen[0][0], page) > 0.97
        assert seen[0][1] == pytest.approx(210, abs=1)


def test_a_fax_with_half_the_lines_is_seen_at_its_height(page):
    fax = page.resize((page.width, page.height // 2)).convert("1")
    shown, width = read(saved(fax, "TIFF", dpi=(150, 75), compression="group4"))[1][0]
    assert width == pytest.approx(210, abs=1)
    assert shown.height / shown.width == pytest.approx(297 / 210, abs=0.02)


@pytest.mark.parametrize(("dpi", "width"), [(150, 210), (300, 105), (72, 437.5), (96, 328), (1, 210), (10, 210)])
def test_millimetres_follow_the_resolution_where_it_can_be(page, dpi, width):
    assert read(saved(page, "TIFF", dpi=(dpi, dpi)))[1][0][1] == pytest.approx(width, abs=1)


def test_a_lying_picture_that_was_never_measured_is_a_lying_sheet(page):
    assert read(saved(page.rotate(90, expand=True), "PNG"))[1][0][1] == 297


def test_the_pages_of_a_tiff_come_one_by_one(page):
    blank = Image.new("RGB", page.size, "white")
    steps = []
    data = saved(page, "TIFF", save_all=True, append_images=[blank, page.rotate(180)])
    paper, seen = read(data, report=lambda done, total: steps.append((done, total)))
    assert [line.text for page in paper.pages for line in page.lines] == ["第1张", "第2张"]
    assert [len(page.lines) for page in paper.pages] == [1, 0, 1]
    assert paper.warnings == ("第2页是空白页。",)
    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert likeness(seen[1][0], page.rotate(180)) > 0.97


def test_of_very_many_pages_the_first_and_last_are_read(page, monkeypatch):
    monkeypatch.setattr(images, "MOST_PAGES", 6)
    monkeypatch.setattr(scans, "FIRST", 2)
    monkeypatch.setattr(scans, "LAST", 1)
    small = page.resize((200, 283))
    paper, seen = read(saved(small, "TIFF", save_all=True, append_images=[small] * 7))
    assert [len(page.lines) for page in paper.pages] == [1, 1, 0, 0, 0, 1]
    assert len(seen) == 3
    assert paper.warnings == ("共8页，只识读了前6页。", "共6页扫描页，只识读了前2页和后1页。")


def test_a_page_broken_in_the_middle_leaves_the_others(page):
    data = bytearray(
        saved(page.convert("L"), "TIFF", save_all=True, append_images=[page.convert("L")] * 2, compression="tiff_lzw")
    )
    middle = len(data) // 2
    data[middle - 4000 : middle + 4000] = b"\xff" * 8000
    paper, _ = read(bytes(data))
    assert [len(page.lines) for page in paper.pages] == [1, 0, 1]
    assert paper.warnings == ("第2页没有识读：图片已损坏，无法打开，请重新扫描后上传。",)


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"II*\x00\x08\x00\x00\x00"]
)
def test_what_is_no_picture_is_refused_in_a_sentence(data):
    with pytest.raises(Unreadable, match="图片已损坏"):
        images.read(io.BytesIO(data))


def test_a_picture_cut_short_is_refused_in_a_sentence(page):
    data = saved(page, "PNG")
    with pytest.raises(Unreadable, match="图片已损坏"):
        images.read(io.BytesIO(data[: len(data) // 2]))


def test_a_picture_that_unpacks_to_gigabytes_is_refused():
    # Four hundred million white dots are a few hundred kilobytes.
    bomb = saved(Image.new("1", (20_000, 20_000), 1), "PNG")
    assert len(bomb) < 500_000
    with pytest.raises(Unreadable, match="图片过大"):
        images.read(io.BytesIO(bomb))


def test_a_photograph_of_20000_pixels_is_reduced_while_it_is_decoded():
    data = saved(Image.new("L", (20_000, 20_000), 200), "JPEG")
    paper, _ = read(data)
    assert paper.warnings == ("第1页是空白页。",)
    with pytest.raises(Unreadable, match="图片过大"):
        images.read(io.BytesIO(saved(Image.new("L", (10_000, 12_000), 200), "JPEG", progressive=True)))


def test_the_source_stays_open(page):
    source = io.BytesIO(saved(page, "TIFF"))
    images.read(source, recogniser=Eyes())
    assert not source.closed


def likeness(one, other):
    """Return how alike two pictures are in the small, 1 for the same."""
    parts = [picture.convert("L").resize((60, 85), Image.Resampling.BOX).tobytes() for picture in (one, other)]
    return 1 - sum(abs(a - b) for a, b in zip(*parts, strict=True)) / 255 / len(parts[0])
