"""Sealing (盖章): the seal stands where it belongs, the bytes before it stay, and nothing may follow."""

import io
from datetime import timedelta

import pypdf
import pypdfium2
import pytest
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import FieldMDPAction, MDPPerm

from zhongshu.gongwen.signing import demonstration, sealing, verdicts, verifying
from zhongshu.gongwen.signing.tests import seals
from zhongshu.gongwen.typeset.tests import drafts
from zhongshu.kit.errors import Refused

SCALE = 4  # dots to the point
NEAR = 0.25  # millimetres: the renderer grows a picture to whole dots


def rendered(pdf, page):
    """Return a page as a picture, seals included."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    return document[page - 1].render(scale=SCALE, may_draw_forms=True).to_pil().convert("RGB")


def red(pdf, page):
    """Return left, top, right and lower edge of what is red on a page, in millimetres."""
    strips = rendered(pdf, page).split()
    is_red = Image.merge("RGB", strips).convert("RGB").point(lambda level: 255 if level > 150 else 0).split()
    mask = Image.composite(Image.new("L", is_red[0].size, 0), is_red[0], is_red[1])
    return [edge / SCALE / sealing.POINTS for edge in mask.getbbox()]


def refused(pdf, *placements, at=seals.AT):
    with pytest.raises(Refused) as caught:
        sealing.seal(pdf, placements, at=at)
    return caught.value.sentence


def test_the_seal_stands_where_the_typesetter_left_its_place():
    (anchor,) = seals.paper().seals
    left, top, right, low = red(seals.sealed(), anchor.page)
    assert ((left + right) / 2, (top + low) / 2) == pytest.approx((anchor.x, anchor.y), abs=NEAR)
    assert (right - left, low - top) == pytest.approx((anchor.diameter, anchor.diameter), abs=2 * NEAR)


def test_what_is_printed_beneath_the_seal_shows_through():
    (anchor,) = seals.paper().seals
    around = [(anchor.x - 15) * sealing.POINTS * SCALE, (anchor.y - 8) * sealing.POINTS * SCALE]
    around += [(anchor.x + 15) * sealing.POINTS * SCALE, (anchor.y + 12) * sealing.POINTS * SCALE]
    inside = rendered(seals.sealed(), anchor.page).crop(tuple(map(int, around)))
    assert min(inside.getchannel("R").tobytes()) < 40


def test_a_picture_keeps_its_proportions_in_a_place_of_others():
    wide = seals.saved(Image.new("RGBA", (400, 100), (215, 0, 15, 254)), "PNG")
    placement = seals.placement(page=4, x=100, y=200, width=40, height=40, image=wide)
    left, top, right, low = red(sealing.seal(seals.paper().pdf, [placement], at=seals.AT), 4)
    assert (left, top, right, low) == pytest.approx((80, 195, 120, 205), abs=NEAR)


def test_a_picture_may_be_a_pdf_whose_corner_lies_anywhere():
    drawn = seals.saved(Image.new("RGB", (100, 100), seals.RED[:3]), "PDF")
    writer = pypdf.PdfWriter(io.BytesIO(drawn))
    page = writer.pages[0]
    page.add_transformation(pypdf.Transformation().translate(50, 70))
    page.mediabox = page.cropbox = pypdf.generic.RectangleObject((50, 70, 150, 170))
    moved = io.BytesIO()
    writer.write(moved)
    for image in (drawn, moved.getvalue()):
        placement = seals.placement(page=4, x=100, y=200, width=30, height=30, image=image)
        found = red(sealing.seal(seals.paper().pdf, [placement], at=seals.AT), 4)
        assert found == pytest.approx((85, 185, 115, 215), abs=NEAR)


def test_the_bytes_before_are_kept():
    assert seals.sealed().startswith(seals.paper().pdf)
    assert seals.sealed(9).startswith(seals.paper().pdf)


def test_a_signature_says_who_when_why_and_where():
    made = sealing.seal(
        seals.paper().pdf, [seals.placement(name="办公室印章")], at=seals.AT, reason="印发", place="清溪县"
    )
    (found,) = PdfFileReader(io.BytesIO(made)).embedded_signatures
    assert [found.sig_object[key] for key in ("/Name", "/Reason", "/Location")] == ["办公室印章", "印发", "清溪县"]
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert found.self_reported_timestamp == seals.AT
    assert found.sig_field["/TU"] == "办公室印章"


def test_one_seal_allows_nothing_after_it():
    (found,) = PdfFileReader(io.BytesIO(seals.sealed())).embedded_signatures
    assert found.docmdp_level is MDPPerm.NO_CHANGES
    assert found.fieldmdp.action is FieldMDPAction.ALL


def test_of_nine_seals_the_first_allows_signing_alone_and_the_last_nothing():
    found = PdfFileReader(io.BytesIO(seals.sealed(9))).embedded_signatures
    assert [one.field_name for one in found] == [f"seal-{number}" for number in range(1, 10)]
    assert [one.docmdp_level for one in found] == [MDPPerm.FILL_FORMS] + [None] * 7 + [MDPPerm.NO_CHANGES]
    assert [one.fieldmdp.action for one in found] == [FieldMDPAction.INCLUDE] * 8 + [FieldMDPAction.ALL]
    assert found[0].reader.xrefs.total_revisions == 10


def test_what_pdf_a_asks_for_is_kept():
    before = pypdf.PdfReader(io.BytesIO(seals.paper(archival=True).pdf))
    after = pypdf.PdfReader(io.BytesIO(seals.sealed(archival=True)))
    assert b"<pdfaid:part>2</pdfaid:part>" in after.root_object["/Metadata"].get_data()
    assert after.root_object["/Metadata"].get_data() == before.root_object["/Metadata"].get_data()
    assert after.metadata == before.metadata
    profiles = [one.root_object["/OutputIntents"][0]["/DestOutputProfile"].get_data() for one in (before, after)]
    assert profiles[0] == profiles[1]
    assert after.pdf_header == before.pdf_header and not {"/Version", "/Extensions"} & set(after.root_object)
    (widget,) = after.pages[seals.placement().page - 1]["/Annots"]
    widget = widget.get_object()
    assert int(widget["/F"]) & 0b110111 == 0b100  # printed, and none of hidden, invisible, unscaled, unturned, unseen
    assert list(widget["/AP"]) == ["/N"]
    assert "/NeedAppearances" not in after.root_object["/AcroForm"]
    look = widget["/AP"]["/N"]["/Resources"]
    assert "/Font" not in look
    (image,) = look["/XObject"].values()
    assert "/Interpolate" not in image.get_object() and image.get_object()["/ColorSpace"] == "/DeviceRGB"


def test_a_seal_for_demonstration_carries_the_word_and_a_star_alone():
    made = demonstration.drawn(drafts.fonts())
    with Image.open(io.BytesIO(made)) as image:
        assert image.mode == "RGBA" and image.width == image.height
        corner, star = image.getpixel((0, 0)), image.getpixel((image.width // 2, int(image.height * 0.57)))
    assert corner[3] == 0 and star == seals.RED


def test_no_seal_is_no_sealing():
    assert refused(seals.paper().pdf) == "没有指定印章。"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"page": 0}, "第0页不存在"),
        ({"page": 99}, "第99页不存在"),
        ({"x": 10}, "超出了第3页的边界"),
        ({"y": 290}, "超出了第3页的边界"),
        ({"width": 0}, "超出了第3页的边界"),
        ({"height": float("nan")}, "超出了第3页的边界"),
        ({"image": b""}, "不是PNG或PDF文件"),
        ({"image": b"%PDF-1.7 x"}, "不是PNG或PDF文件"),
        ({"image": seals.picture()[:200]}, "不是PNG或PDF文件"),
        ({"image": seals.paper().pdf}, "不是PNG或PDF文件"),
        ({"image": seals.saved(Image.new("RGB", (9, 9)), "PNG")}, "底色不透明"),
        ({"image": seals.saved(Image.new("RGBA", (9, 9)), "TIFF")}, "不是PNG或PDF文件"),
        ({"image": bytes(21 << 20)}, "超过20 MB"),
        ({"image": seals.saved(Image.new("1", (9000, 9000)), "PNG")}, "像素过多"),
    ],
)
def test_a_seal_that_cannot_be_set_is_refused(changes, words):
    assert words in refused(seals.paper().pdf, seals.placement(**changes))


def test_a_bad_second_seal_keeps_the_first_from_being_set():
    assert "第99页不存在" in refused(seals.paper().pdf, seals.placement(), seals.placement(page=99))


def test_a_certificate_that_has_run_out_since_it_was_opened_is_refused():
    late = seals.AT + timedelta(days=400)
    assert "已于2027年11月21日过期" in refused(seals.paper().pdf, seals.placement(), at=late)


def test_what_would_not_pass_is_not_handed_out(monkeypatch):
    monkeypatch.setattr(verifying, "verify", lambda *given, **options: verdicts.failed("试验。"))
    assert refused(seals.paper().pdf, seals.placement()).startswith("这个文件盖章后核验不通过：试验。没有盖章")


def changed(change):
    writer = pypdf.PdfWriter(io.BytesIO(seals.paper().pdf))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def archived(writer):
    writer.xmp_metadata = b"<?xpacket?><x:xmpmeta xmlns:x='adobe:ns:meta/'><pdfaid:part>1</pdfaid:part></x:xmpmeta>"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: b"", "不是PDF文件"),
        (lambda: b"PK\x03\x04", "不是PDF文件"),
        (lambda: seals.paper().pdf[:40_000], "不是PDF文件，或者文件已损坏"),
        (lambda: changed(lambda one: one.encrypt("x", algorithm="AES-256")), "已加密"),
        (lambda: changed(lambda one: one.pages[2].rotate(90)), "旋转过"),
        (lambda: changed(archived), "PDF/A-1"),
        (lambda: seals.sealed(), "已有签名"),
    ],
    ids=["empty", "other", "cut", "encrypted", "turned", "archived", "sealed"],
)
def test_a_file_that_cannot_be_sealed_is_refused(make, words):
    assert words in refused(make(), seals.placement())
