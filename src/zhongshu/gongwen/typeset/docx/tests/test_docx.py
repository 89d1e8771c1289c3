"""The editable file of a document: its sheet, its grid, its styles and its numbers, and that nothing of it is lost."""

import base64
import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from PIL import Image

from zhongshu.gongwen.draft.model import Draft, Picture, Signer, Table
from zhongshu.gongwen.read import reading
from zhongshu.gongwen.typeset import plan
from zhongshu.gongwen.typeset.docx import ordering, to_docx
from zhongshu.gongwen.typeset.tests import drafts

W = ordering.W
FORMS = {
    "notice": drafts.NOTICE,
    "request": drafts.REQUEST,
    "letter": drafts.LETTER,
    "order": drafts.ORDER,
    "minutes": drafts.MINUTES,
}


def made(draft: Draft) -> bytes:
    return to_docx(plan.make(draft), at=drafts.AT)


def part(written: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    return ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(written)).read(name))


def value(found: ElementTree.Element | None, name: str = "val") -> str:
    assert found is not None
    return found.get(f"{W}{name}", "")


def styled(written: bytes) -> list[tuple[str, str]]:
    """Return each paragraph's style by its name, and its text."""
    names = {value(one, "styleId"): value(one.find(f"{W}name")) for one in part(written, "word/styles.xml")[2:]}
    found = []
    for paragraph in part(written).iter(f"{W}p"):
        text = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
        found.append((names[value(paragraph.find(f"{W}pPr/{W}pStyle"))], text))
    return found


@pytest.mark.parametrize("name", FORMS)
def test_every_sheet_has_the_margins_and_the_grid(name):
    for section in part(made(FORMS[name])).iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        assert (int(value(size, "w")), int(value(size, "h"))) == (11906, 16838)
        wanted = {"top": 2098, "left": 1588, "right": 1474, "bottom": 1984}
        for side, twips in wanted.items():
            assert abs(int(value(margins, side)) - twips) <= 1
        assert value(section.find(f"{W}docGrid"), "type") == "lines"
        assert value(section.find(f"{W}docGrid"), "linePitch") == "579"


def test_twenty_two_lines_of_twenty_eight_characters_fit_the_sheet():
    styles = part(made(drafts.NOTICE), "word/styles.xml")
    byname = {value(one.find(f"{W}name")): one for one in styles.iter(f"{W}style")}
    line = byname["公文正文"].find(f"{W}pPr/{W}spacing")
    normal = byname["Normal"].find(f"{W}rPr")
    assert value(line, "lineRule") == "exact"
    assert 21.9 <= 225 / (int(value(line, "line")) / 1440 * 25.4) <= 22.1
    points = int(value(normal.find(f"{W}sz"))) / 2 + int(value(normal.find(f"{W}spacing"))) / 20
    assert 28 <= 156 / (points * 25.4 / 72) < 28.3
    assert value(normal.find(f"{W}rFonts"), "eastAsia") == "仿宋"


def test_each_part_has_a_style_of_its_own():
    found = styled(made(drafts.NOTICE))
    assert ("发文机关标志", "清溪县人民政府办公室文件") in found
    assert ("发文字号", "清政办发〔2026〕18号") in found
    assert ("公文标题", "".join(plan.make(drafts.NOTICE).title)) in found
    assert any(style == "一级标题" and text.startswith("一、") for style, text in found)
    assert any(style == "成文日期" and text == "2026年3月1日" for style, text in found)
    assert any(style == "附件说明" and text.startswith("附件：1.") for style, text in found)
    assert ("附件标号", "附件1") in found


def test_a_heading_that_text_follows_is_set_apart_within_its_line():
    document = part(made(replace(drafts.NOTICE, body=("（一）压实责任。各单位要落实到人。",))))
    runs = [run for run in document.iter(f"{W}r") if "压实" in "".join(run.itertext())]
    assert ["".join(run.itertext()) for run in runs] == ["（一）压实责任。"]
    assert runs[0].find(f"{W}rPr/{W}rStyle") is not None


def test_pages_are_numbered_outside_with_a_field():
    written = made(drafts.NOTICE)
    settings = part(written, "word/settings.xml")
    assert settings.find(f"{W}evenAndOddHeaders") is not None
    names = [name for name in zipfile.ZipFile(io.BytesIO(written)).namelist() if name.startswith("word/footer")]
    sides = {}
    for name in names:
        footer = part(written, name)
        words = "".join(one.text or "" for one in footer.iter() if one.tag in (f"{W}t", f"{W}instrText"))
        assert words == "—  PAGE 1 —"
        sides[name] = value(footer.find(f".//{W}jc"))
    assert sorted(sides.values()) == ["left", "right"]


def test_a_letter_has_its_rules_on_the_first_page_alone_and_no_number_there():
    written = made(drafts.LETTER)
    assert part(written).find(f".//{W}titlePg") is not None
    names = [name for name in zipfile.ZipFile(io.BytesIO(written)).namelist() if "header" in name or "footer" in name]
    ruled = [name for name in names if part(written, name).find(f".//{W}pBdr") is not None]
    assert len(ruled) == 2
    for name in ruled:
        assert "PAGE" not in "".join(part(written, name).itertext())
        assert value(part(written, name).find(f".//{W}pBdr/{W}bottom")).endswith("SmallGap")


def test_a_wide_table_lies_on_a_sheet_of_its_own_and_repeats_its_head():
    table = replace(drafts.TABLE, landscape=True)
    written = made(replace(drafts.NOTICE, body=("前文。", table, "后文。")))
    sheets = [value(one.find(f"{W}pgSz"), "orient") or "portrait" for one in part(written).iter(f"{W}sectPr")]
    assert sheets == ["portrait", "landscape", "portrait"]
    assert len(part(written).findall(f".//{W}tblHeader")) == table.heads


def test_wide_tables_that_follow_one_another_have_no_empty_sheet_between_them():
    table = replace(drafts.TABLE, landscape=True)
    written = made(replace(drafts.LETTER, body=("前文。", table, table, "后文。")))
    sections = list(part(written).iter(f"{W}sectPr"))
    assert [value(one.find(f"{W}pgSz"), "orient") or "portrait" for one in sections] == [
        "portrait",
        "landscape",
        "portrait",
    ]
    # The mark of a letter stands on its first page and not on the first one of each section.
    assert [one.find(f"{W}titlePg") is not None for one in sections] == [True, False, False]


def test_the_corner_of_a_letter_is_in_the_type_of_its_parts():
    written = made(replace(drafts.LETTER, copy_number="000001", secrecy="秘密★1年"))
    runs = {"".join(run.itertext()): run.find(f"{W}rPr/{W}rStyle") for run in part(written).iter(f"{W}r")}
    assert runs["000001"] is None and runs["秘密★1年"] is not None


def test_rows_of_signers_begin_under_the_first_name():
    names = ("王建国", "李明", "赵芳")
    written = made(replace(drafts.REQUEST, signers=tuple(map(Signer, names))))
    first, second = (text for _, text in styled(written) if "签发人" in text or "赵芳" in text)
    assert first.endswith("签发人：王建国　李明") and second.endswith("号　　　　赵芳　　　　")


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_a_picture_that_does_not_say_how_it_begins_is_put_in(mode):
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, "JPEG")
    whole = out.getvalue()
    bare = whole[:2] + whole[20:] if whole[6:10] == b"JFIF" else whole
    written = made(replace(drafts.NOTICE, body=("见图。", Picture(base64.b64encode(bare).decode(), 80))))
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        (name,) = [name for name in package.namelist() if "media/" in name]
        assert Image.open(io.BytesIO(package.read(name))).size == (40, 30)


@pytest.mark.parametrize("name", FORMS)
def test_properties_stand_in_the_order_of_the_format(name):
    written = made(FORMS[name])
    for file in zipfile.ZipFile(io.BytesIO(written)).namelist():
        if not file.startswith("word/") or not file.endswith(".xml") or file == "word/settings.xml":
            continue
        for tag, order in ordering.ORDERS.items():
            for properties in part(written, file).iter(f"{W}{tag}"):
                places = [order.split().index(one.tag.removeprefix(W)) for one in properties]
                assert places == sorted(places), (file, tag)
                singles = [one.tag for one in properties if not one.tag.endswith("Reference")]
                assert len(singles) == len(set(singles)), (file, tag)


@pytest.mark.parametrize("name", ("notice", "request", "letter"))
def test_our_own_reading_finds_the_fields_again(name):
    draft = FORMS[name]
    fields = reading.read(io.BytesIO(made(draft)), "公文.docx").fields
    assert fields["doc_number"].value == draft.number
    assert fields["title"].value.endswith(draft.title.replace("\n", "").split("关于", 1)[1])
    assert fields["date"].value == "2026-03-01"


def test_whatever_was_written_stands_there_as_it_was_written():
    words = '#read("/etc/passwd") <w:br/> &amp; \' OR 1=1 --'
    found = styled(made(replace(drafts.NOTICE, body=(words, Table((("<b>", "=1+1"),))))))
    assert words in [text for _, text in found]
    assert {"<b>", "=1+1"} <= {text for _, text in found}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_draft_at_the_same_time_gives_the_same_bytes(name):
    assert made(FORMS[name]) == made(FORMS[name])
