"""What readers of OFD would count differently stands in an object of its own; blanks outside a text are left out."""

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from zhongshu.gongwen.read.ofd.geometry import Matrix
from zhongshu.gongwen.typeset.ofd import lettering, objects
from zhongshu.gongwen.typeset.ofd.faces import Face
from zhongshu.gongwen.typeset.ofd.markup import SPACE
from zhongshu.gongwen.typeset.ofd.things import Ink, Look, Pen, Text

FACE = Face(
    name="Song",
    file=b"",
    texts={1: "一", 2: "二", 3: "ffi", 4: "𠀀", 5: " ", 6: "二", 8: "三"},
    glyphs={code: code for code in range(9)},
    advances={1: 1.0, 2: 1.0, 3: 0.8, 4: 1.0, 5: 0.25, 6: 1.0, 7: 1.0, 8: 1.0},
    signs={"一": 1, "二": 2, "𠀀": 4, " ": 5, "三": 8},
    box=(0.0, -0.12, 1.0, 0.88),
)
LOOK = Look(Ink(), None, Pen(0.1, "Butt", "Miter", 4, (), 0), ())


class Keys:
    """Numbers from one."""

    def __init__(self):
        self.last = 0

    def new(self):
        self.last += 1
        return self.last

    def font(self, face):
        return 99


def shown(*codes, spelling=None):
    """Return the objects of a run: text, X on the page, steps, glyphs if they are named."""
    written = b"".join(code.to_bytes(2, "big") for code in codes)
    run = (spelling or lettering.Spelling()).run(FACE, [written], 5.0)
    text = Text(FACE, 5.0, Matrix(e=20, f=50), run.clusters, LOOK)
    for made in objects.written(text, Keys()):
        element = fromstring(made.replace("<ofd:TextObject", f'<ofd:TextObject xmlns:ofd="{SPACE}"', 1))
        code, change = (element.find(f"{{{SPACE}}}{name}") for name in ("TextCode", "CGTransform"))
        left = float(element.get("Boundary").split()[0])
        glyphs = None if change is None else (change.get("CodeCount"), change.get("GlyphCount"), change[0].text)
        yield code.text, round(left + float(code.get("X")), 3), code.get("DeltaX"), glyphs


def test_a_run_is_one_object():
    assert list(shown(1, 2, 1, 8)) == [("一二一三", 20.0, "g 3 5", None)]


def test_a_ligature_stands_alone():
    assert list(shown(1, 3, 2)) == [
        ("一", 20.0, None, None),
        ("ffi", 25.0, None, ("3", "1", "3")),
        ("二", 29.0, None, None),
    ]


def test_a_rare_character_stands_alone_but_needs_no_glyph():
    assert list(shown(1, 4, 2)) == [("一", 20, None, None), ("𠀀", 25, None, None), ("二", 30, None, None)]


def test_another_form_of_a_character_names_its_glyph():
    assert list(shown(2, 6)) == [("二", 20, None, None), ("二", 25, None, ("1", "1", "6"))]


def test_a_glyph_of_which_nobody_says_what_it_is():
    assert list(shown(7)) == [("\ufffd", 20, None, ("1", "1", "7"))]


def test_blanks_outside_are_left_out_and_inside_kept():
    assert list(shown(5, 1, 5, 2, 5, 5)) == [("一 二", 21.25, "5 1.25", None)]
    assert list(shown(5, 5)) == []


@pytest.mark.parametrize(
    ("said", "codes", "expected"),
    [
        ("三".encode("utf-16-be"), (1, 2), [("三", 20, "5", ("1", "2", "1 2"))]),
        ("三一".encode("utf-16-be"), (8, 2), [("三", 20, None, None), ("一", 25, None, ("1", "1", "2"))]),
        (b"", (1,), [(" ", 20, None, ("1", "1", "1"))]),
    ],
)
def test_what_the_pdf_says_of_its_glyphs_is_believed(said, codes, expected):
    spelling = lettering.Spelling()
    spelling.begin(b"\xfe\xff" + said)
    assert list(shown(*codes, spelling=spelling)) == expected
    spelling.end()
    assert list(shown(1, spelling=spelling)) == [("一", 20, None, None)]


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("FandolFang-Regular", "仿宋"),
        ("FangSong_GB2312", "仿宋"),
        ("LXGWWenKai-Light", "楷体"),
        ("SimHei", "黑体"),
        ("NotoSansCJKsc-Regular", "黑体"),
        ("NotoSerifCJKsc-Bold", "宋体"),
        ("SimSun", "宋体"),
        ("LiberationSerif", "Times New Roman"),
        ("DejaVuSansMono-Bold", "DejaVuSansMono"),
    ],
)
def test_a_font_names_what_stands_in_for_it(name, family):
    assert replace(FACE, name=name).family == family
