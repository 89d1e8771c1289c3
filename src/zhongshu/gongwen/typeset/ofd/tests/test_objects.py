"""Lines, figures, pictures and what cuts them off: each as an object that shows the same."""

import io
import math

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from zhongshu.gongwen.typeset.ofd.tests import setting

PLACED = "#place(top + left, dx: 20mm, dy: {}mm, {})"
DRAWN = "\n".join(
    PLACED.format(20 * at, drawn)
    for at, drawn in enumerate(
        (
            "line(length: 100mm, stroke: 0.7mm + rgb(\"#e60012\"))",
            'line(length: 100mm, stroke: (paint: black, thickness: 1pt, dash: "dashed", cap: "round"))',
            "circle(radius: 21mm, stroke: 1mm + rgb(200, 0, 0, 128))",
            "rect(width: 30mm, height: 5mm, fill: luma(80), stroke: 2pt)",
            'polygon(fill: red, fill-rule: "even-odd", (0mm, 0mm), (20mm, 0mm), (0mm, 15mm), (10mm, -5mm))',
            "curve(stroke: blue, curve.move((0mm, 0mm)), curve.cubic((5mm, 9mm), (20mm, -9mm), (30mm, 3mm)))",
        )
    )
)  # fmt: skip
CLIPPED = PLACED.format(180, "box(clip: true, width: 20mm, height: 3mm)[裁去]")


def seal():
    """Return a ring on nothing, as a file."""
    picture = Image.new("RGBA", (90, 90))
    ImageDraw.Draw(picture).ellipse((5, 5, 85, 85), outline=(220, 0, 0, 255), width=4)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def photograph():
    target = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(target, "JPEG")
    return target.getvalue()


def image(data, width):
    """Return a picture as Typst takes it."""
    return f"image(bytes(({', '.join(map(str, data))})), width: {width}mm)"


def objects(package, tag):
    return setting.root(package).findall(f".//{tag}")


def boxes(source):
    """Return left, top, right and bottom of each path of the PDF, in millimetres."""
    with pypdfium2.PdfDocument(source) as opened:
        height = opened[0].get_height()
        for thing in opened[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
            left, bottom, right, top = thing.get_bounds()
            yield tuple(side * setting.MILLIMETRES for side in (left, height - top, right, height - bottom))


@pytest.fixture(scope="module")
def source():
    return setting.pdf(DRAWN, page="margin: 0mm")


def test_lines_and_figures_stand_where_they_stood(source):
    paths = objects(setting.ofd(source), "PathObject")
    for path, (left, top, right, bottom) in zip(paths, boxes(source), strict=True):
        x, y, wide, high = map(float, path.get("Boundary").split())
        # PDFium adds up to twice the width of a line; the boundary, half of it and room for sharp corners.
        line = float(path.get("LineWidth", 0))
        assert wide >= right - left - 2 * line - 0.01 and high >= bottom - top - 2 * line - 0.01
        assert (x + wide / 2, y + high / 2) == pytest.approx(((left + right) / 2, (top + bottom) / 2), abs=0.1)


def test_a_line_keeps_its_colour_and_its_thickness(source):
    line, dashed, ring, box, star, bend = objects(setting.ofd(source), "PathObject")
    assert (line.find("StrokeColor").get("Value"), line.get("LineWidth"), line.get("Fill")) == ("230 0 18", "0.7", None)
    assert (dashed.get("DashPattern"), dashed.get("Cap")) == ("1.058 1.058", "Round")
    assert ring.find("StrokeColor").get("Alpha") == "128"
    assert ring.find("AbbreviatedData").text.split().count("B") == 4
    assert (box.get("Fill"), box.find("FillColor").get("Value"), box.get("Stroke")) == ("true", "80 80 80", None)
    assert (star.get("Rule"), star.get("Stroke")) == ("Even-Odd", "false")
    assert bend.find("AbbreviatedData").text.startswith("M ")


@pytest.fixture(scope="module")
def pictured():
    return setting.ofd(
        setting.pdf(
            f"#place(top + left, dx: 30mm, dy: 40mm, {image(seal(), 42)})\n"
            f"#place(top + left, dx: 90mm, dy: 40mm, {image(seal(), 42)})\n"
            f"#place(top + left, dx: 30mm, dy: 120mm, rotate(90deg, reflow: true, {image(photograph(), 60)}))",
            page="margin: 0mm",
        )
    )


def test_pictures_stand_where_they_stood(pictured):
    one, other, photo = objects(pictured, "ImageObject")
    assert one.get("Boundary") == "30 40 42 42"
    assert [float(part) for part in one.get("CTM").split()] == pytest.approx([42, 0, 0, 42, 0, 0], abs=1e-3)
    assert (other.get("Boundary"), other.get("ResourceID")) == ("90 40 42 42", one.get("ResourceID"))
    assert [float(part) for part in photo.get("CTM").split()] == pytest.approx([0, 60, -60, 0, 60, 0], abs=1e-3)


def test_a_seal_lets_what_is_below_shine_through(pictured):
    data = next(data for name, data in setting.parts(pictured).items() if name.endswith(".png"))
    with Image.open(io.BytesIO(data)) as shown, Image.open(io.BytesIO(seal())) as given:
        assert shown.mode == "RGBA"
        assert (shown.getpixel((45, 45))[3], shown.getpixel((45, 6))) == (0, given.getpixel((45, 6)))


def test_a_photograph_is_carried_over_as_it_is(pictured):
    names = [name for name in setting.parts(pictured) if "/Res/image" in name]
    assert len(names) == 2
    photo = next(data for name, data in setting.parts(pictured).items() if name.endswith(".jpg"))
    assert photo == photograph()


def test_what_is_cut_off_stays_cut_off():
    source = setting.pdf(CLIPPED, page="margin: 0mm")
    (text,) = objects(setting.ofd(source), "TextObject")
    left, top, *_ = map(float, text.get("Boundary").split())
    path = text.find("Clips/Clip/Area/Path")
    x, y, wide, high = map(float, path.get("Boundary").split())
    assert (left + x, top + y, wide, high) == pytest.approx((20, 180, 20, 3), abs=0.01)


def test_a_form_is_drawn_where_it_is_placed_and_cut_off_at_its_box():
    def change(writer):
        setting.with_form(b"1 0 0 RG 0 50 m 200 50 l S")(writer)
        setting.with_content(b"2 0 0 2 72 72 cm /Fm0 Do")(writer)

    package = setting.ofd(setting.changed(change))
    (line,) = objects(package, "PathObject")
    x, y, *_ = map(float, line.get("Boundary").split())
    path = line.find("Clips/Clip/Area/Path")
    left, top, wide, high = map(float, path.get("Boundary").split())
    points = [72 + 2 * 10, 297 / setting.MILLIMETRES - 72 - 2 * (10 + 100), 2 * 100, 2 * 100]
    assert (x + left, y + top, wide, high) == pytest.approx([point * setting.MILLIMETRES for point in points], abs=0.01)
    assert (line.get("LineWidth"), line.find("StrokeColor").get("Value")) == ("0.706", "255 0 0")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (b"0.5 g", "128 128 128"),
        (b"0 1 1 0 k", "255 0 0"),
        (b"0 0 0 0.2 k", "204 204 204"),
        (b"/c9 cs 2 -1 0.2 sc", "255 0 51"),
    ],
)
def test_colours_of_every_space_are_written_as_red_green_and_blue(written, expected):
    package = setting.ofd(setting.changed(setting.with_content(written + b" 0 0 9 9 re f")))
    assert objects(package, "FillColor")[0].get("Value") == expected


def test_letters_with_an_outline_keep_it():
    (text,) = objects(setting.ofd("#text(fill: white, stroke: 0.5mm + red)[空心]"), "TextObject")
    assert (text.get("Stroke"), text.get("Fill"), text.get("LineWidth")) == ("true", None, "0.5")
    assert [text.find(name).get("Value") for name in ("FillColor", "StrokeColor")] == ["255 255 255", "255 65 54"]


def test_turned_text_has_a_matrix_that_moves_nothing():
    source = setting.pdf("#place(rotate(-24deg, scale(x: 80%)[斜排]))", page="margin: 40mm")
    (text,) = objects(setting.ofd(source), "TextObject")
    turn = math.radians(-24)
    expected = [0.8 * math.cos(turn), 0.8 * math.sin(turn), -math.sin(turn), math.cos(turn), 0, 0]
    assert [float(part) for part in text.get("CTM").split()] == pytest.approx(expected, abs=1e-4)
