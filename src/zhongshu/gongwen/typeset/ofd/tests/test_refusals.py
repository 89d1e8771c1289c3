"""What cannot be carried over is refused with a sentence; nothing is left out in silence."""

import io

import pypdf
import pytest
from pypdf.generic import DictionaryObject, FloatObject, NameObject, NumberObject

from zhongshu.gongwen.typeset.ofd.errors import Unwritable
from zhongshu.gongwen.typeset.ofd.tests import setting


def fonts(writer):
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        yield font.get_object()


def not_embedded(writer):
    for font in fonts(writer):
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for key in ("/FontFile2", "/FontFile3"):
            described.pop(key, None)


def of_another_kind(writer):
    for font in fonts(writer):
        font[NameObject("/Subtype")] = NameObject("/Type1")


def turned(writer):
    writer.pages[0][NameObject("/Rotate")] = NumberObject(90)


def mixed(writer):
    state = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    writer.pages[0]["/Resources"][NameObject("/ExtGState")] = DictionaryObject({NameObject("/g9"): state})
    setting.with_content(b"/g9 gs")(writer)


def faint_group(writer):
    setting.with_form(b"0 0 9 9 re f", "/Group")(writer)
    state = DictionaryObject({NameObject("/ca"): FloatObject(0.5)})
    writer.pages[0]["/Resources"][NameObject("/ExtGState")] = DictionaryObject({NameObject("/g9"): state})
    setting.with_content(b"/g9 gs /Fm0 Do")(writer)


def form_in_itself(writer):
    setting.with_form(b"/Fm0 Do")(writer)
    setting.with_content(b"/Fm0 Do")(writer)


def locked(writer):
    writer.encrypt("密码", algorithm="RC4-128")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (not_embedded, "没有嵌入字体“"),
        (of_another_kind, "没有完整嵌入"),
        (setting.with_content(b"/s0 sh"), "（sh）"),
        (setting.with_content(b"/P0 scn 0 0 9 9 re f"), "渐变色或者图案"),
        (setting.with_content(b"BT 3 Tr (a) Tj ET"), "不显示的文字"),
        (turned, "旋转的页面"),
        (mixed, "混合颜色"),
        (faint_group, "整体透明"),
        (form_in_itself, "层层嵌套"),
        (setting.with_content(b"/x9 Do"), "已损坏"),
        (setting.with_content(b"5 m 9 9 l S"), "已损坏"),
        (locked, "设有密码"),
    ],
)
def test_what_cannot_be_carried_over(change, words):
    source = setting.changed(change)
    with pytest.raises(Unwritable, match=words):
        setting.ofd(source)


def test_a_file_without_pages_is_refused():
    target = io.BytesIO()
    pypdf.PdfWriter().write(target)
    with pytest.raises(Unwritable, match="已损坏"):
        setting.ofd(target.getvalue())


def test_a_gradient_is_refused():
    with pytest.raises(Unwritable, match="渐变色"):
        setting.ofd("#rect(width: 5cm, height: 1cm, fill: gradient.linear(red, blue))")


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7\n", b"not a PDF at all", setting.pdf("正文")[:400]])
def test_what_is_no_pdf(broken):
    with pytest.raises(Unwritable, match="已损坏"):
        setting.ofd(broken)
