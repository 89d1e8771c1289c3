"""The editable file of a document: its sheet, its grid, its styles and its numbers, and that nothing of it is lost."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from zhongshu.gongwen.draft.model import Draft, Table
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
