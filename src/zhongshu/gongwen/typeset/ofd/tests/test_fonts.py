"""The embedded fonts: TrueType outlines, nothing but what is used, and each character by the font's own table."""

import io

import pytest
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from hypothesis import given, settings
from hypothesis import strategies as st

from zhongshu.gongwen.fonts import Fonts
from zhongshu.gongwen.read import ofd as reading
from zhongshu.gongwen.read.tests import sheets
from zhongshu.gongwen.typeset.ofd import charstrings, outlines
from zhongshu.gongwen.typeset.ofd.errors import Unwritable
from zhongshu.gongwen.typeset.ofd.tests import setting


def fonts(package):
    return [TTFont(io.BytesIO(data)) for name, data in setting.parts(package).items() if name.endswith(".ttf")]


def test_fonts_hold_what_is_used_as_truetype_outlines():
    made = fonts(setting.ofd(sheets.NOTICE))
    assert made
    for font in made:
        assert {"glyf", "loca", "cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post"} <= set(font.keys())
        # One more than the characters: what stands for those that are missing.
        assert font["maxp"].numGlyphs <= len(font.getBestCmap()) + 1
        for name in font.getBestCmap().values():
            assert font["glyf"][name].numberOfContours >= 0
    every = set().union(*(font.getBestCmap() for font in made))
    assert set(map(ord, "沙洲市人民政府文件〔2026〕")) <= every


def measured(font, sign):
    """Return left, bottom, right, top and advance of a character in parts of the type's height."""
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(sign)]
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return [side / font["head"].unitsPerEm for side in (*pen.bounds, glyphs[name].width)]


def test_outlines_are_those_of_the_installed_font():
    (font,) = fonts(setting.ofd("国"))
    installed = [TTFont(path, fontNumber=number) for path, number in Fonts().families[sheets.families()[0]]]
    # One of its files: the regular one, whatever its name.
    assert any(measured(font, "国") == pytest.approx(measured(one, "国"), abs=0.003) for one in installed)


def test_a_truetype_font_keeps_its_outlines():
    # These two come with the typesetter: the first is TrueType, the second joins letters.
    package = setting.ofd('#text(font: "DejaVu Sans Mono")[Ag0]')
    (font,) = fonts(package)
    assert sorted(font.getBestCmap()) == [ord(sign) for sign in "0Ag"]
    assert measured(font, "A")[4] == pytest.approx(measured(font, "g")[4])
    assert reading.read(io.BytesIO(package)).text == "Ag0"


def test_letters_that_are_joined_are_read_apart():
    package = setting.ofd('#text(font: "Libertinus Serif")[office affairs]')
    assert reading.read(io.BytesIO(package)).text == "office affairs"
    assert [change.get("CodeCount") for change in setting.root(package).iter("CGTransform")] == ["3", "2"]


# Steps of every kind, with as many numbers as each takes.
STEPS = {
    "rlineto": 4, "hlineto": 3, "vlineto": 4, "rrcurveto": 12, "hhcurveto": 9, "vvcurveto": 8, "hvcurveto": 13,
    "vhcurveto": 12, "rcurveline": 8, "rlinecurve": 10, "hflex": 7, "flex": 13, "hflex1": 9, "flex1": 11,
}  # fmt: skip
NUMBERS = st.integers(-400, 400) | st.sampled_from((1131, -1132, 0.5, 107.25))


def program(steps):
    said = [100, 20, "hstemhm", 30, 40, "hintmask", b"\x80", 5, 7, "rmoveto"]
    for name, numbers in steps:
        said += [*numbers, name]
    said += [-50, "hmoveto", 60, 70, -80, "hlineto", 9, "vmoveto", 11, 12, "rlineto", "endchar"]
    made = T2CharString(program=said)
    made.compile()
    return made.bytecode


class Recorder:
    """Keeps the points of every contour, as the small machine tells them."""

    def __init__(self):
        self.contours = []

    def moveTo(self, point):
        self.contours.append([point])

    def lineTo(self, point):
        self.contours[-1].append(tuple(point))

    def curveTo(self, *points):
        self.contours[-1].append(tuple(side for point in points for side in point))

    def closePath(self):
        """A contour is closed by itself."""

    endPath = closePath


class Private:
    nominalWidthX = defaultWidthX = 0
    Subrs = ()


def numbers(name):
    return st.tuples(st.just(name), st.lists(NUMBERS, min_size=STEPS[name], max_size=STEPS[name]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(STEPS)).flatmap(numbers), max_size=6))
def test_charstrings_draw_what_the_library_draws(steps):
    bytecode, pen = program(steps), Recorder()
    T2CharString(bytecode=bytecode, private=Private(), globalSubrs=[]).draw(pen)
    drawn = charstrings.contours(bytecode)
    assert len(drawn) == len(pen.contours)
    for contour, other in zip(drawn, pen.contours, strict=True):
        assert [pytest.approx(step) for step in contour] == other


def test_a_charstring_that_calls_others_is_refused():
    with pytest.raises(Unwritable, match="不是本系统排版时嵌入的"):
        charstrings.contours(bytes([139, 10, 14]))


def test_a_bent_outline_stays_near_its_curve():
    quarters = [276, 0, 224, 224, 0, 276, 0, 276, -224, 224, -276, 0, -276, 0, -224, -224, 0, -276, 0, -276, 224, -224]
    ring = T2CharString(program=[500, 0, "rmoveto", *quarters, 276, 0, "rrcurveto", "endchar"])
    ring.compile()
    glyph = outlines.drawn(ring.bytecode)
    assert glyph.box == (0, 0, 1000, 1000)
    package = setting.ofd("国")
    font = fonts(package)[0]
    made = Glyph(glyph.packed)
    made.expand(font["glyf"])
    pen = AreaPen()
    made.draw(pen, font["glyf"])
    # Clockwise, as TrueType has it, and as round as a circle of 1000 units.
    assert pen.value == pytest.approx(-785398, rel=0.002)
