"""Comparing from the command line: files of whatever format, and a sentence for what cannot be."""

import zipfile

import docx
import pytest
from tests.papers import library, render

from zhongshu.config import cli


@pytest.fixture
def versions(tmp_path):
    old = render.as_text(library.letter("notice"))
    (tmp_path / "初稿.txt").write_bytes(old)
    typed = docx.Document()
    for line in filter(str.strip, old.decode().splitlines()):
        typed.add_paragraph(line)
    typed.save(tmp_path / "二稿.docx")
    (tmp_path / "三稿.txt").write_text(old.decode().replace("认真组织实施", "认真组织实施，并抓好落实"))
    (tmp_path / "空.docx").touch()
    return tmp_path


def run(folder, *names):
    return cli.main(["gongwen", "compare", *(str(folder / name) for name in names)])


def test_what_changed_stands_on_a_page(versions, capsys):
    assert run(versions, "初稿.txt", "三稿.txt", "比对.html") == 0
    page = (versions / "比对.html").read_text()
    assert "<ins>，并抓好落实</ins>" in page
    assert "1段有改动" in capsys.readouterr().out


def test_a_text_and_a_word_file_that_say_the_same_are_the_same(versions, capsys):
    assert run(versions, "初稿.txt", "二稿.docx", "比对.docx") == 0
    body = zipfile.ZipFile(versions / "比对.docx").read("word/document.xml").decode()
    assert "，0段有改动" in capsys.readouterr().out
    assert "<w:ins" not in body and "<w:del" not in body


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("没有.txt", "三稿.txt", "比对.html"), "找不到"),
        (("初稿.txt", "空.docx", "比对.html"), "空.docx：文件是空的"),
        (("初稿.txt", "三稿.txt", "比对.pdf"), "不能写成“.pdf”文件"),
        (("初稿.txt", "三稿.txt", "没有/比对.html"), "不能写入"),
    ],
)
def test_what_cannot_be_compared_is_said_and_leaves_nothing(versions, capsys, names, said):
    before = sorted(path.name for path in versions.iterdir())
    assert run(versions, *names) == 1
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in versions.iterdir()) == before
