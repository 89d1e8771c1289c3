"""Two versions of a text: whatever became of it, both can be read out of the comparison."""

import io
import time
import zipfile
from datetime import UTC, datetime
from unittest import mock
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.gongwen.compare import comparing
from zhongshu.gongwen.compare.comparing import compare
from zhongshu.gongwen.compare.docx import to_docx
from zhongshu.gongwen.compare.html import to_html
from zhongshu.gongwen.read import reading

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OLD = (
    "为做好防汛工作，现将有关事项通知如下。",
    "一、加强领导。各单位要高度重视，落实责任。",
    "二、落实经费。县财政局要在6月底前拨付到位。",
    "三、强化值守。实行24小时值班。",
    "特此通知。",
)
NEW = (
    "为做好防汛抗旱工作，现将有关事项通知如下。",
    "一、强化值守。实行24小时值班和领导带班。",
    "二、加强领导。各单位要高度重视，落实责任。",
    "三、落实经费。县财政局要在5月底前拨付到位。",
    "四、严肃纪律。对工作不力的予以通报。",
)

words = st.text(alphabet="防汛工作要落实责任，。一二三", max_size=12)
versions = st.lists(words, max_size=12)


def before(change):
    return "".join(piece.text for piece in change.pieces if piece.deed != "inserted")


def after(change):
    return "".join(piece.text for piece in change.pieces if piece.deed != "deleted")


def old_of(changes):
    return [before(change) for change in changes if change.old is not None and change.manner != "moved_to"]


def new_of(changes):
    return [after(change) for change in changes if change.new is not None]


@given(versions, versions)
def test_both_versions_stand_in_the_comparison_in_their_order(old, new):
    changes = compare(old, new)
    assert old_of(changes) == old
    assert new_of(changes) == new
    places = [change.old for change in changes if change.old is not None and change.manner != "moved_to"]
    assert places == sorted(places)
    away = {change.move: change.pieces[0].text for change in changes if change.manner == "moved_from"}
    hither = {change.move: before(change) for change in changes if change.manner == "moved_to"}
    assert away == hither


@given(versions, versions)
def test_so_they_do_where_paragraphs_are_compared_clause_by_clause(old, new):
    with mock.patch.object(comparing, "LONGEST", 0):
        changes = compare(old, new)
    assert old_of(changes) == old
    assert new_of(changes) == new


def test_of_a_very_long_paragraph_only_what_changed_is_marked():
    old = "".join(f"第{number}项工作由责任单位按期完成，" for number in range(300))
    new = old.replace("第150项工作由责任单位", "第150项工作由牵头单位")
    [change] = compare([old], [new])
    assert [piece.deed for piece in change.pieces] == ["same", "deleted", "inserted", "same"]
    assert change.pieces[1:3] == (("deleted", "责任"), ("inserted", "牵头"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["一"] * 20_000, ["一"] * 4_000 + ["二"] + ["一"] * 900),
        (["首", *["一"] * 20_000, "尾"], ["头", *["一"] * 5_000, "末"]),
        (["一二三" * 6_000], ["二三二一" * 4_000]),
    ],
)
def test_what_is_much_the_same_takes_no_minutes(old, new):
    began = time.perf_counter()
    changes = compare(old, new)
    assert time.perf_counter() - began < 8  # tenths of a second on a machine that does nothing else
    assert old_of(changes) == old
    assert new_of(changes) == new


@given(versions)
def test_equal_versions_have_no_changes(texts):
    assert {change.manner for change in compare(texts, texts)} <= {"same"}


def test_what_was_changed_moved_inserted_and_deleted_is_told_apart():
    changes = compare(OLD, NEW)
    manners = {after(change) or before(change): change.manner for change in changes}
    assert manners[NEW[0]] == "changed"
    assert manners[NEW[1]] == "moved_to"
    assert manners[NEW[2]] == "changed"
    assert manners[NEW[4]] == "inserted"
    assert manners[OLD[4]] == "deleted"
    first = next(change for change in changes if change.new == 0)
    assert [piece for piece in first.pieces if piece.deed != "same"] == [("inserted", "抗旱")]


def test_the_page_shows_text_as_text():
    page = to_html(compare(["<b>旧</b>&"], ["<script>新</script>&"]), old="初稿", new="<送审稿>")
    assert "<script>" not in page.replace("&lt;script>", "")
    assert "初稿与&lt;送审稿&gt;比对" in page
    assert "<del>" in page and "<ins>" in page


def test_a_move_is_told_at_both_places():
    page = to_html(compare(OLD, NEW), old="初稿", new="二稿")
    assert page.count("移动1）") == 2


def test_accepted_it_is_the_new_version_and_rejected_the_old():
    made = to_docx(compare(OLD, NEW), by="林晓梅", at=AT)
    assert settled(made, keep=("ins", "moveTo"), drop=("del", "moveFrom")) == list(NEW)
    assert settled(made, keep=("del", "moveFrom"), drop=("ins", "moveTo")) == list(OLD)
    assert reading.read(io.BytesIO(made), "比对.docx").paper.text.split("\n") == list(NEW)


@given(versions, versions)
def test_whatever_was_compared_both_versions_come_out_of_the_file(old, new):
    made = to_docx(compare(old, new), by="林晓梅", at=AT)
    assert settled(made, keep=("ins", "moveTo"), drop=("del", "moveFrom")) == new
    assert settled(made, keep=("del", "moveFrom"), drop=("ins", "moveTo")) == old


def test_what_a_file_cannot_hold_is_shown_as_missing():
    made = to_docx(compare(["甲\x01乙"], ["甲\x02乙"]), by="林晓梅", at=AT)
    assert "�" in "".join(settled(made, keep=("ins",), drop=("del",)))


def settled(made: bytes, *, keep: tuple[str, ...], drop: tuple[str, ...]) -> list[str]:
    """Return the paragraphs of a file in which marks were accepted and rejected, as a word processor does."""
    body = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml"))
    texts = []
    for paragraph in body.iter(f"{W}p"):
        ending = paragraph.find(f"{W}pPr/{W}rPr")
        if ending is not None and any(ending.find(f"{W}{tag}") is not None for tag in drop):
            continue
        text = ""
        for part in paragraph:
            if part.tag == f"{W}r" or part.tag in [f"{W}{tag}" for tag in keep]:
                text += "".join(found.text or "" for found in part.iter() if found.tag in (f"{W}t", f"{W}delText"))
        texts.append(text)
    return texts
