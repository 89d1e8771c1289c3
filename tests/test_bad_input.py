"""Files meant to hurt (异常文件): each gets its sentence, the others go on, and nothing but reading happens."""

import builtins
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.papers import bad, library, render, word

from zhongshu.config import cli
from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.ocr import client

ROOT = Path(__file__).resolve().parents[1]
# Names of formats that an office knows by their letters, and units.
LATIN = {"PDF", "DOCX", "OFD", "ZIP", "JPG", "PNG", "DOC", "MB", "dpi"}
# What each file is called, how it is made, and what its sentence must say.
REFUSED = {
    "损坏.pdf": (bad.broken_pdf, "损坏"),
    "没传完.pdf": (bad.truncated_pdf, "损坏"),
    "加密.pdf": (bad.locked_pdf, "密码"),
    "加密.docx": (bad.locked_docx, "密码"),
    "膨胀.docx": (bad.bomb_docx, "庞大"),
    "膨胀.ofd": (bad.bomb_ofd, "庞大"),
    "谎报.docx": (bad.lying_docx, "损坏"),
    "套娃.zip": (bad.zip_of_zips, "压缩包"),
    "连笑.docx": (bad.laughing_docx, "有害"),
    "连笑.ofd": (bad.laughing_ofd, "有害"),
    "无页.ofd": (bad.pageless_ofd, "不完整"),
    "半张.jpg": (bad.torn_picture, "损坏"),
    "巨幅.png": (bad.huge_picture, "过大"),
    "录音.pdf": (bad.sound, "音频"),
    "空.txt": (bytes, "空"),
    "空.pdf": (bytes, "空"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder of all these files with two good ones, and a folder that is called a file."""
    made = tmp_path_factory.mktemp("bad")
    for name, (make, _) in REFUSED.items():
        (made / name).write_bytes(make())
    for name in ("好.txt", "也好.txt", "无权.txt"):
        (made / name).write_bytes(render.as_text(library.letter("request")))
    (made / "文件夹.pdf").mkdir()
    return made


def plain(sentence):
    """Tell whether it is a whole sentence for an office: Chinese, and no other word than the name of a format."""
    latin = set(re.findall(r"[A-Za-z]+", sentence)) - LATIN
    return sentence.endswith("。") and len(re.findall(r"[一-龥]", sentence)) >= 6 and not latin


def told(capsys, *names):
    """Run `zhongshu gongwen read … --json`; return its exit status and what it prints, line by line."""
    status = cli.main(["gongwen", "read", *map(str, names), "--json"])
    printed = capsys.readouterr()
    assert printed.err == ""
    return status, [json.loads(line) for line in printed.out.splitlines()]


def read(content, name="来文", recogniser=None):
    return reading.read(io.BytesIO(content), name, recogniser=recogniser)


# --- what is refused --------------------------------------------------------------------------------------------


def test_each_bad_file_gets_its_sentence_and_the_others_go_on(folder, capsys):
    names = [folder / name for name in ("好.txt", *REFUSED, "也好.txt")]
    status, (first, *refused, last) = told(capsys, *names)
    assert status == 1
    assert {Path(one["file"]).name: set(one) for one in refused} == {name: {"file", "error"} for name in REFUSED}
    assert [one for one in refused if REFUSED[Path(one["file"]).name][1] not in one["error"]] == []
    assert [one for one in refused if not plain(one["error"])] == []
    assert first["doc_number"] == last["doc_number"] == library.letter("request").doc_number


def test_what_cannot_be_opened_is_said(folder, capsys, monkeypatch):
    def guarded(file, *arguments, **options):
        if str(file).endswith("无权.txt"):
            raise PermissionError(13, "Permission denied")
        return opening(file, *arguments, **options)

    opening = builtins.open
    monkeypatch.setattr(io, "open", guarded)  # a test may run as root, to whom everything is permitted
    names = ("文件夹.pdf", "没有.pdf", "无权.txt", "好.txt")
    status, (a_folder, nowhere, closed, good) = told(capsys, *(folder / name for name in names))
    assert status == 1
    for one, word_of_it in ((a_folder, "文件夹"), (nowhere, "找不到"), (closed, "权限")):
        assert word_of_it in one["error"]
        assert plain(one["error"])
    assert good["kind"] == "请示"


def test_only_good_files_end_well(folder, capsys):
    status, lines = told(capsys, folder / "好.txt", folder / "也好.txt")
    assert (status, len(lines)) == (0, 2)


# --- what is read all the same ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_text_of_any_encoding(encoding):
    letter = library.letter("request")
    text = render.as_text(letter).decode()
    assert read(text.encode(encoding)).paper.text == read(text.encode()).paper.text


def test_text_of_mixed_encodings():
    letter = library.letter("request")
    assert read(bad.mixed_text()).paper.text == read(render.as_text(letter)).paper.text


def test_a_password_that_is_empty_locks_nothing():
    assert "Sealed words" in read(bad.locked_pdf(b"")).paper.text


def test_very_many_pages_are_cut_short_and_said(tmp_path):
    paper = read(bad.long_pdf()).paper
    assert 100 <= len(paper.pages) < 2000
    (warning,) = paper.warnings
    assert "2000" in warning
    assert plain(warning)


def test_a_docx_with_macros_and_strings_to_pull():
    found = read(bad.restless_docx("http://127.0.0.1:9"))
    assert found.fields["doc_number"].value == library.letter("request").doc_number
    assert ["宏" in warning or "以外" in warning for warning in found.paper.warnings] == [True, True]
    assert all(map(plain, found.paper.warnings))


def test_parts_that_climb_out_are_left_where_they_are():
    assert read(bad.climbing_docx()).paper.text == read(word.as_docx(library.letter("request"))).paper.text
    paper = read(bad.climbing_ofd()).paper
    assert "root:" not in paper.text
    assert "包内文字" in paper.text
    assert all(map(plain, paper.warnings))


def test_an_ofd_with_a_missing_page_says_which():
    paper = read(bad.lame_ofd()).paper
    assert paper.text == "包内文字"
    assert [warning for warning in paper.warnings if "第2页" in warning and plain(warning)]


def test_an_ofd_without_its_document_still_shows_its_pages():
    assert read(bad.headless_ofd()).paper.text == "包内文字"


def test_an_empty_sheet_is_called_empty():
    paper = read(bad.blank_scan()).paper
    assert (paper.text, len(paper.warnings)) == ("", 1)
    assert "空白" in paper.warnings[0]
    assert plain(paper.warnings[0])


def test_another_language_is_text_and_names_no_field_for_sure():
    found = read(bad.korean_text())
    assert found.paper.text.startswith("청계현")
    assert sure(found) == {}


def test_a_picture_of_another_language_names_no_field_for_sure():
    with client.Recognition() as recogniser:
        assert sure(read(bad.korean_picture(), recogniser=recogniser)) == {}


def sure(found):
    return {key: one.value for key, one in found.fields.items() if one.value and one.confidence > 0.6}


# --- and what happens beside reading ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watched(folder, tmp_path_factory):
    """Return what reading everything did, run in an empty folder of its own, and that folder."""
    letter, here = library.letter("opinion"), tmp_path_factory.mktemp("here")
    contents = {
        "意见.docx": word.as_docx(letter),
        "意见.pdf": render.as_pdf(letter),
        "意见.ofd": render.as_ofd(letter),
        "不安分.docx": bad.restless_docx("http://127.0.0.1:9"),
        "攀爬.docx": bad.climbing_docx(),
        "攀爬.ofd": bad.climbing_ofd(),
        "长.pdf": bad.long_pdf(),
        "空白.png": bad.blank_scan(),
        "函.jpg": render.as_pictures(library.letter("answer"), dpi=100)[0],
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    names = [str(folder / name) for name in (*contents, *REFUSED)]
    program = (sys.executable, "-m", "tests.papers.watch", *names)
    done = subprocess.run(
        program,
        cwd=here,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        timeout=120,
    )
    assert done.stderr == b""
    return json.loads(done.stdout), here


def test_nobody_is_called_and_nothing_is_written(watched):
    seen, here = watched
    assert (seen["reached"], seen["written"], list(here.iterdir())) == ([], [], [])


def test_nothing_takes_long_or_much(watched):
    seen, _ = watched
    slow = {name: seconds for name, seconds in seen["seconds"].items() if seconds > 5 and name != "函.jpg"}
    assert (slow, seen["grown"] < 300) == ({}, True), seen["grown"]
    assert {name for name, said in seen["said"].items() if said} == set(REFUSED)
