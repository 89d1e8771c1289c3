"""What a page of an OFD file looks like: SVG that stands alone, whatever the file holds."""

import base64
import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image
from tests.papers import ofd as papers

from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.ofd import preview

SVG = "{http://www.w3.org/2000/svg}"


def draw(data: bytes, number: int = 0) -> ElementTree.Element:
    return ElementTree.fromstring(preview.draw(io.BytesIO(data), number))


def page(objects: str, **settings) -> ElementTree.Element:
    return draw(papers.ofd([[]], extra={0: objects}, **settings))


def found(drawn: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return list(drawn.iter(SVG + name))


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, kind)
    return target.getvalue()


def path(data: str, attributes: str = "", inside: str = "") -> str:
    said = f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>"
    return f'<ofd:PathObject ID="4" Boundary="10 20 50 50" {attributes}>{inside}{said}</ofd:PathObject>'


def test_the_size_of_the_page():
    drawn = draw(papers.ofd([[(20, 30, 5, "第一页")], [(20, 30, 5, "第二页")]], width=184, height=260), 1)
    assert (drawn.get("width"), drawn.get("height"), drawn.get("viewBox")) == ("184mm", "260mm", "0 0 184 260")
    assert [text.text for text in found(drawn, "text")] == ["第二页"]


@pytest.mark.parametrize("number", [-1, 1, 99])
def test_no_such_page(number):
    with pytest.raises(Unreadable, match="没有这一页"):
        draw(papers.ofd([[]]), number)


def test_a_broken_page_is_blank():
    parts = papers.parts([[(20, 30, 5, "好页")], []])
    parts[papers.PAGE.format(1)] = b"<"
    assert found(draw(papers.pack(parts), 1), "text") == []


def test_each_character_at_its_place():
    (text,) = found(draw(papers.ofd([[(20, 30, 5, "请 ab示")]])), "text")
    assert (text.text, text.get("x"), text.get("font-size")) == ("请ab示", "0 1.5 2 2.5", "1")
    assert "SimSun" in text.get("font-family")


def test_rare_characters_count_twice():
    (text,) = found(draw(papers.ofd([[(20, 30, 5, "𠮷田")]])), "text")
    assert text.get("x") == "0 0 1"


def test_the_face_and_its_weight():
    bold = papers.text_object(20, 30, 5, "题", font=20).replace("ID=", 'Weight="700" Italic="true" ID=')
    (text,) = found(page(bold, resources='<ofd:Font ID="20" FontName="方正楷体_GBK"/>'), "text")
    assert text.get("font-family").startswith("KaiTi")
    assert (text.get("font-weight"), text.get("font-style")) == ("bold", "italic")


def test_an_embedded_glyph_is_drawn_once_and_used_often():
    objects = papers.glyphs("公公公", papers.change("1 1 1", CodePosition=0, CodeCount=3, GlyphCount=3))
    drawn = page(objects, fonts={"a.ttf": papers.font({"one": "公"})})
    assert [shape.get("d") for shape in found(drawn, "path")] == ["M0 0H0.5V-0.5H0Z"]
    assert [use.get("x") for use in found(drawn, "use")] == ["0", "1", "2"]
    assert found(drawn, "text") == []


def test_a_font_of_outlines_alone():
    drawn = page(papers.glyphs("公", papers.change("1", CodePosition=0)), fonts={"a.cff": papers.bare_font()})
    assert [shape.get("d") for shape in found(drawn, "path")] == ["M0 0H0.5V-0.5Z"]


def test_a_character_that_the_embedded_font_lacks_is_spelt():
    drawn = page(papers.glyphs("公文", ""), fonts={"a.ttf": papers.font({"one": "公"})})
    assert [text.text for text in found(drawn, "text")] == ["文"]


def test_characters_lying_on_their_side():
    objects = papers.glyphs("公", "").replace("Size=", 'CharDirection="90" Size=')
    assert found(page(objects, fonts={"a.ttf": papers.font({"one": "公"})}), "path")[0].get("transform") == "rotate(90)"


def test_steps_of_a_path():
    drawn = page(path("S 0 0 L 9 0 Q 1 2 3 4 B 1 2 3 4 5 6 A 5 5 0 1 0 9 9 C"))
    (shape,) = found(drawn, "path")
    assert shape.get("d") == "M0 0L9 0Q1 2 3 4C1 2 3 4 5 6A5 5 0 1 0 9 9Z"
    assert shape.get("transform") == "matrix(1 0 0 1 10 20)"
    assert (shape.get("fill"), shape.get("stroke"), shape.get("stroke-width")) == ("none", "#000000", "0.353")


@pytest.mark.parametrize("data", ["", "L 1 2", "M 0", "垃圾", "M x y", "Z Z Z"])
def test_a_path_that_leads_nowhere(data):
    assert found(page(path(data)), "path") == []


def test_a_path_ends_where_it_stops_making_sense():
    assert found(page(path("M 0 0 L 9 9 L 1 X 5")), "path")[0].get("d") == "M0 0L9 9"


def test_how_a_path_is_stroked_and_filled():
    attributes = 'Fill="true" Rule="Even-Odd" LineWidth="-2" Cap="Round" Join="Bevel" '
    attributes += 'DashPattern="3 1" DashOffset="1" Alpha="51"'
    colours = '<ofd:StrokeColor Value="255 0 0"/><ofd:FillColor Value="0 0 255" Alpha="102"/>'
    (shape,) = found(page(path("M 0 0 L 9 9", attributes, colours)), "path")
    said = (
        "fill",
        "fill-rule",
        "fill-opacity",
        "opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
    )
    assert [shape.get(name) for name in said] == [
        "#0000ff", "evenodd", "0.4", "0.2", "#ff0000", "2", "round", "bevel",
    ]  # fmt: skip
    assert (shape.get("stroke-dasharray"), shape.get("stroke-dashoffset")) == ("3 1", "1")


def test_what_is_not_to_be_seen():
    hidden = (
        path("M 0 0 L 9 9", 'Visible="false"')
        + path("M 0 0 L 9 9", 'Alpha="0"')
        + path("M 0 0 L 9 9", 'Stroke="false"')
    )
    assert found(page(hidden), "path") == []


def test_clipped_by_paths():
    data = "<ofd:AbbreviatedData>M 0 0 L 9 9 C</ofd:AbbreviatedData>"
    area = f'<ofd:Area><ofd:Path Boundary="1 2 9 9">{data}</ofd:Path></ofd:Area>'
    clips = f"<ofd:Clips><ofd:Clip>{area}</ofd:Clip><ofd:Clip>{area}</ofd:Clip></ofd:Clips>"
    drawn = page(path("M 0 0 L 9 9", "", clips))
    outer, inner = found(drawn, "clipPath")[:2]
    assert outer[0].get("transform") == "matrix(1 0 0 1 11 22)"
    assert inner.get("clip-path") == f"url(#{outer.get('id')})"
    assert f"url(#{inner.get('id')})" in [group.get("clip-path") for group in found(drawn, "g")]


@pytest.mark.parametrize(
    ("kind", "media_type"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "gif"), ("BMP", "jpeg"), ("TIFF", "jpeg")]
)
def test_pictures_of_every_kind(kind, media_type):
    drawn = page(papers.image_object((10, 20, 30, 40)), images={"a.bin": picture(kind)})
    address = found(drawn, "image")[0].get("href")
    assert address.startswith(f"data:image/{media_type};base64,")
    assert Image.open(io.BytesIO(base64.b64decode(address.split(",")[1]))).size == (8, 8)
    assert found(drawn, "use")[0].get("transform") == "matrix(30 0 0 40 10 20)"


def test_a_picture_without_a_matrix_fills_its_place():
    objects = re.sub(r'CTM="[^"]*"', "", papers.image_object((10, 20, 30, 40)))
    assert found(page(objects, images={"a.png": picture()}), "use")[0].get("transform") == "matrix(30 0 0 40 10 20)"


def test_a_large_picture_is_made_smaller():
    noise = Image.effect_noise((2400, 1200), 90)
    target = io.BytesIO()
    noise.save(target, "PNG")
    drawn = page(papers.image_object((10, 20, 30, 40)), images={"a.png": target.getvalue()})
    shown = Image.open(io.BytesIO(base64.b64decode(found(drawn, "image")[0].get("href").split(",")[1])))
    assert (shown.format, shown.size) == ("JPEG", (1600, 800))


@pytest.mark.parametrize("data", [b"", b"\x97JB2\r\n\x1a\n" + bytes(99), picture()[:40]])
def test_a_picture_that_cannot_be_shown_is_grey(data):
    drawn = page(papers.image_object((10, 20, 30, 40)), images={"a.bin": data})
    assert [box.get("fill") for box in found(drawn, "rect")] == ["#fff", "#ddd"]


def test_a_mask_makes_a_picture_clear():
    objects = papers.image_object((10, 20, 30, 40)).replace("ID=", 'ImageMask="102" ID=', 1)
    drawn = page(objects, images={"a.png": picture(), "b.png": picture()})
    assert Image.open(io.BytesIO(base64.b64decode(found(drawn, "image")[0].get("href").split(",")[1]))).mode == "RGBA"


def test_from_back_to_front():
    marks = papers.text_object(20, 90, 5, "水印")
    data = papers.ofd([[(20, 50, 5, "正文")]], template=[(20, 20, 5, "背景")], annotations={0: marks})
    assert [text.text for text in found(draw(data), "text")] == ["背景", "正文", "水印"]
    parts = papers.parts([[(20, 50, 5, "正文")]], template=[(20, 20, 5, "前景")])
    name = papers.PAGE.format(0)
    parts[name] = parts[name].replace(b'"Background"', b'"Foreground"')
    assert [text.text for text in found(draw(papers.pack(parts)), "text")] == ["正文", "前景"]


# Seals.


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "png"), ("JPEG", "jpeg"), ("BMP", "jpeg"), ("GIF", "gif")])
def test_a_seal_stands_on_its_page(kind, media_type):
    seal = papers.signed_value(picture(kind), kind=kind.encode())
    data = papers.ofd([[], []], seal=seal, seal_box="120 200 40 30")
    drawn = draw(data)
    assert found(drawn, "image")[0].get("href").startswith(f"data:image/{media_type}")
    assert found(drawn, "use")[0].get("transform") == "matrix(40 0 0 30 120 200)"
    assert "multiply" in next(group for group in found(drawn, "g") if group.get("style")).get("style")
    assert found(draw(data, 1), "image") == []


def test_part_of_a_seal_across_pages():
    parts = papers.parts([[]], seal=papers.signed_value(picture()))
    name = "Doc_0/Signs/Sign_0/Signature.xml"
    parts[name] = parts[name].replace(b'PageRef="1"', b'PageRef="1" Clip="0 0 8 40"')
    clip = found(draw(papers.pack(parts)), "clipPath")[0][0]
    assert (clip.get("width"), clip.get("height"), clip.get("transform")) == ("8", "40", "matrix(1 0 0 1 120 200)")


def test_a_seal_that_is_a_document_itself():
    inner = papers.ofd([[(5, 20, 5, "印章")]], width=40, height=40)
    drawn = draw(papers.ofd([[]], seal=papers.signed_value(inner, kind=b"ofd"), seal_box="100 100 80 80"))
    assert [text.text for text in found(drawn, "text")] == ["印章"]
    assert "matrix(2 0 0 2 100 100)" in [group.get("transform") for group in found(drawn, "g")]


def test_the_seal_beside_a_signature_that_is_broken():
    parts = papers.parts([[]], seal=papers.signed_value(picture()))
    parts["Doc_0/Signs/Sign_0/Seal.esl"] = parts["Doc_0/Signs/Sign_0/SignedValue.dat"]
    parts["Doc_0/Signs/Sign_0/SignedValue.dat"] = b"\x30\x84\xff\xff\xff\xff"
    assert found(draw(papers.pack(parts)), "image")


@pytest.mark.parametrize(
    "seal", [b"", b"\x30\x80", b"\x30" * 200, papers.signed_value(b"PK\x03\x04" * 40, kind=b"ofd")]
)
def test_a_broken_seal_leaves_its_place_empty(seal):
    assert found(draw(papers.ofd([[(20, 30, 5, "正文")]], seal=seal)), "image") == []


# What must not get out.


def test_nothing_is_executed_or_fetched():
    evil = '"><script>alert(1)</script><image href="http://x/'
    names = f'<ofd:Font ID="20" FontName="{papers.escape(evil, {chr(34): "&quot;"})}"/>'
    quoted = papers.escape(evil, {'"': "&quot;"})
    objects = papers.text_object(20, 30, 5, evil, font=20) + path("M 0 0 L 9 9", f'LineWidth="{quoted}" Cap="{quoted}"')
    written = preview.draw(io.BytesIO(papers.ofd([[]], extra={0: objects}, resources=names)), 0)
    drawn = ElementTree.fromstring(written)
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} == {"svg", "rect", "g", "text", "path"}
    assert not any("http" in value for element in drawn.iter() for value in element.attrib.values())


def test_numbers_stay_numbers():
    objects = path("M nan inf L 1e400 -1e400 L 5 5", 'LineWidth="1e999" CTM="nan nan nan nan nan nan"')
    assert not re.search(r"nan|inf|e\+", preview.draw(io.BytesIO(papers.ofd([[]], extra={0: objects})), 0))


def test_a_page_has_an_end(monkeypatch):
    monkeypatch.setattr("zhongshu.gongwen.read.ofd.canvas.MOST", 5_000)
    assert len(preview.draw(io.BytesIO(papers.ofd([[]], extra={0: path("M 0 0 L 9 9") * 2000})), 0)) < 6_000
