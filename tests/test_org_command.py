"""`zhongshu org`: the organisation in and out of a workbook at the machine, and the file of the security log."""

from pathlib import Path

import pytest
from tests.cast import Cast

from zhongshu.config import cli
from zhongshu.org.models import Person
from zhongshu.org.rules import security
from zhongshu.trail.models import Entry


def test_what_is_written_out_comes_in_unchanged(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book = tmp_path / "org.xlsx"
    assert cli.main(["org", "export", str(book)]) == 0
    before = list(Person.objects.values())
    assert cli.main(["org", "import", str(book), "--end-absent"]) == 0
    assert "新增0项，修改0项，终止0项" in capsys.readouterr().out
    assert list(Person.objects.values()) == before
    assert Entry.objects.latest("id").verb == "org.workbook_checked"


def test_an_empty_template_ends_all_but_only_when_told(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book = tmp_path / "empty.xlsx"
    assert cli.main(["org", "export", str(book), "--empty"]) == 0
    assert cli.main(["org", "import", str(book), "--end-absent", "--check"]) == 0
    assert "新增0项，修改0项，终止0项" not in capsys.readouterr().out
    assert not Person.objects.exclude(valid_to=None).exists()


def test_a_wrong_file_changes_nothing(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    book = tmp_path / "wrong.xlsx"
    book.write_bytes(b"nothing")
    assert cli.main(["org", "import", str(book)]) == 1
    assert "请上传 Excel 工作簿" in capsys.readouterr().err


def test_a_log_is_checked(tmp_path: Path):
    log = tmp_path / "log.jsonl"
    log.write_text(security.sealed(['{"by":"甲"}']), "utf-8")
    assert cli.main(["org", "check-log", str(log)]) == 0
    log.write_text(log.read_text("utf-8").replace("甲", "乙"), "utf-8")
    assert cli.main(["org", "check-log", str(log)]) == 1
