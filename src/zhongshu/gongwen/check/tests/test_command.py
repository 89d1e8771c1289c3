"""`zhongshu gongwen check` (检查命令): a listing for people, an object for programs, errors told by the exit code."""

import json
import subprocess
import sys

import pytest

from zhongshu.config import cli

WRONG = "清政发[2026]3号\n清溪县水利局关于防汛的通知\n各水库管理所：\n请加强巡查。\n清溪县水利局\n2026年3月1日\n"


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "稿.txt"
    path.write_text(WRONG, "utf-8")
    return path


def test_a_listing_says_place_wording_and_clause(draft, capsys):
    assert cli.main(["gongwen", "check", str(draft)]) == 1
    said = capsys.readouterr().out
    assert f"【{draft}】错误1处\n" in said
    assert "  错误　发文字号第4字：发文字号的年份应加六角括号〔〕\n      原文：[2026] → 建议：〔2026〕\n" in said
    assert "      依据：GB/T 9704-2012 7.2.5（应当，规则HEAD-01）\n" in said


def test_one_object_for_programs(draft, capsys):
    assert cli.main(["gongwen", "check", str(draft), "--json"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    (found,) = json.loads(line)["findings"]
    assert found == {
        "rule": "HEAD-01",
        "severity": "error",
        "force": "must",
        "source": "GB/T 9704-2012 7.2.5",
        "part": "number",
        "paragraph": 0,
        "start": 3,
        "end": 9,
        "message": "发文字号的年份应加六角括号〔〕",
        "wrong": "[2026]",
        "right": "〔2026〕",
        "fixable": True,
    }


def test_what_is_mended_is_written_elsewhere(draft, capsys):
    to = draft.with_name("改.txt")
    assert cli.main(["gongwen", "check", str(draft), "--fix", str(to)]) == 0
    assert "没有发现问题" in capsys.readouterr().out
    assert to.read_text("utf-8") == WRONG.replace("[2026]", "〔2026〕")
    assert draft.read_text("utf-8") == WRONG


def test_a_draft_names_its_parts(tmp_path, capsys):
    path = tmp_path / "稿.json"
    path.write_text(json.dumps({"attachments": [{"title": "甲"}, {"title": "《乙》"}]}), "utf-8")
    assert cli.main(["gongwen", "check", str(path), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["rule"], found["paragraph"], found["start"], found["end"]) == (
        "ATT-07",
        ["attachments", 1, "title"],
        0,
        3,
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("无.txt", None, "找不到"),
        ("坏.json", b"{", "不是完整的 JSON"),
        ("坏.docx", b"PK\x03\x04", "。"),
        ("坏.txt", bytes(range(256)) * 9, "。"),
    ],
)
def test_what_cannot_be_checked_is_told(tmp_path, capsys, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["gongwen", "check", str(path), "--fix", str(tmp_path / "改")]) == 1
    caught = capsys.readouterr()
    assert said in caught.err and caught.out == "" and "Traceback" not in caught.err
    assert not (tmp_path / "改").exists()


def test_a_folder_and_a_place_that_cannot_be_written_are_told(draft, tmp_path, capsys):
    assert cli.main(["gongwen", "check", str(tmp_path)]) == 1
    assert cli.main(["gongwen", "check", str(draft), "--fix", str(tmp_path / "无" / "改.txt")]) == 1
    said = capsys.readouterr().err
    assert "是文件夹" in said and "不能写入" in said


def test_no_django_is_loaded(draft):
    program = f"import sys; from zhongshu.gongwen.check import command; command.run({str(draft)!r})"
    program += "; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.endswith("False\n"), done.stderr
