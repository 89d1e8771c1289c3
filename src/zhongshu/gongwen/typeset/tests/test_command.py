"""`zhongshu gongwen typeset` and `schema` (排版命令): a file or a sentence, and never half a file."""

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest

from zhongshu.config import cli
from zhongshu.gongwen.draft import schema
from zhongshu.gongwen.read import docx, ofd
from zhongshu.gongwen.typeset import writing
from zhongshu.gongwen.typeset.tests import drafts, measure


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "文稿.json"
    path.write_text(schema.dump(drafts.NOTICE), "utf-8")
    return path


def test_a_draft_becomes_a_pdf(source, tmp_path, capsys):
    target = tmp_path / "通知.pdf"
    assert cli.main(["gongwen", "typeset", str(source), str(target)]) == 0
    assert "清政办发〔2026〕18号" in measure.pages(target.read_bytes())[0].text
    assert [path.name for path in tmp_path.iterdir() if path != source] == ["通知.pdf"]
    assert capsys.readouterr().err == ""


def test_a_draft_becomes_an_ofd_file(source, tmp_path, capsys):
    target = tmp_path / "通知.ofd"
    assert cli.main(["gongwen", "typeset", str(source), str(target)]) == 0
    with target.open("rb") as package:
        paper = ofd.read(package)
    assert "清政办发〔2026〕18号" in paper.text
    assert capsys.readouterr().err == ""


def test_an_order_is_named_by_its_mark_in_each_file():
    draft = replace(drafts.ORDER, title="")
    made = writing.write(draft, ".ofd", fonts=drafts.fonts(), at=drafts.AT)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert "<ofd:Title>清溪县人民政府令</ofd:Title>" in package.read("OFD.xml").decode()


def test_a_draft_becomes_an_editable_file(source, tmp_path, capsys):
    target = tmp_path / "通知.docx"
    assert cli.main(["gongwen", "typeset", str(source), str(target)]) == 0
    with target.open("rb") as package:
        assert "清政办发〔2026〕18号" in docx.read(package).text
    assert capsys.readouterr().err == ""


def test_one_for_the_archive_says_so(source, tmp_path):
    target = tmp_path / "通知.pdf"
    assert cli.main(["gongwen", "typeset", str(source), str(target), "--archival"]) == 0
    assert b"pdfaid:part" in target.read_bytes()


def test_the_bytes_are_the_same_at_the_same_time(source, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    one, other = tmp_path / "一.pdf", tmp_path / "二.pdf"
    assert [cli.main(["gongwen", "typeset", str(source), str(path)]) for path in (one, other)] == [0, 0]
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("written", "name", "said"),
    [
        ("{", "a.pdf", "文稿不是完整的 JSON"),
        ("{}", "a.pdf", "没有写发文机关"),
        ("{}", "a.txt", "不能排成“.txt”文件"),
        ("{}", "a.docx --archival", "只用于 PDF 文件"),
    ],
)
def test_what_cannot_be_set_leaves_no_file(tmp_path, capsys, written, name, said):
    name, *options = name.split()
    source, target = tmp_path / "文稿.json", tmp_path / name
    source.write_text(written, "utf-8")
    assert cli.main(["gongwen", "typeset", str(source), str(target), *options]) == 1
    assert said in capsys.readouterr().err and not target.exists()


def test_a_draft_that_is_not_there_is_named(tmp_path, capsys):
    assert cli.main(["gongwen", "typeset", str(tmp_path / "没有.json"), str(tmp_path / "a.pdf")]) == 1
    assert "没有.json" in capsys.readouterr().err


def test_the_schema_is_published(capsys):
    assert cli.main(["gongwen", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema.schema()


def test_django_is_not_loaded(source, tmp_path):
    code = (
        "import sys; from zhongshu.config import cli; "
        f"cli.main(['gongwen', 'typeset', {str(source)!r}, {str(tmp_path / 'a.pdf')!r}]); "
        "print([name for name in ('django', 'pypdfium2', 'PIL', 'docx') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
