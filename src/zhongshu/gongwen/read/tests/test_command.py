"""`zhongshu gongwen read` (识读命令): a line for every file, and the bad ones hold up no other."""

import json
import subprocess
import sys

import pytest

from zhongshu.gongwen.read import command, reading

LETTER = """清政发〔2022〕3号
清溪县人民政府关于修路的通知
各乡镇人民政府：
现通知如下。
附件：1.项目表
2.分工表
清溪县人民政府
2022年3月5日
"""


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "来文.txt"
    path.write_text(LETTER, "utf-8")
    return str(path)


def test_one_object_a_line_with_every_key(letter, capsys):
    assert command.run([letter], as_json=True) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert "清溪县" in line
    assert {key: found[key] for key in list(found)[:10]} == {
        "file": letter,
        "kind": "通知",
        "title": "清溪县人民政府关于修路的通知",
        "doc_number": "清政发〔2022〕3号",
        "issuers": ["清溪县人民政府"],
        "recipients": ["各乡镇人民政府"],
        "date": "2022-03-05",
        "urgency": None,
        "secrecy": None,
        "attachments": ["项目表", "分工表"],
    }
    assert found["text"] == LETTER.strip()
    assert found["places"]["date"] == [{"page": 0, "line": 7, "box": None}]
    assert found["confidence"]["date"] > 0.9 and found["warnings"] == []


def test_a_bad_file_gets_its_sentence_and_the_others_go_on(letter, tmp_path, capsys):
    empty = tmp_path / "空.pdf"
    empty.write_bytes(b"")
    missing = str(tmp_path / "没有.txt")
    assert command.run([str(empty), missing, str(tmp_path), letter], as_json=True) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [sorted(one) == ["error", "file"] for one in found] == [True, True, True, False]
    assert [one["error"][:4] for one in found[:3]] == ["文件是空", "找不到这", "这是文件"]


def test_an_error_of_our_own_is_told_and_holds_up_no_other(letter, monkeypatch, capsys):
    monkeypatch.setattr(reading, "find_all", lambda paper: {}["title"])
    assert command.run([letter, letter], as_json=True) == 1
    captured = capsys.readouterr()
    assert [json.loads(line)["error"][:7] for line in captured.out.splitlines()] == ["识读中发生内部"] * 2
    assert "KeyError" in captured.err


def test_the_listing_is_for_people(letter, capsys):
    assert command.run([letter, "没有.txt"]) == 1
    printed = capsys.readouterr().out
    assert "发文字号：清政发〔2022〕3号" in printed and "附件：项目表；分工表" in printed
    assert "密级：（未见）" in printed and "不能识读：找不到这个文件" in printed


def test_neither_django_nor_a_reader_that_is_not_needed_is_loaded(letter):
    code = (
        "import sys; from zhongshu.config import cli; "
        f"cli.main(['gongwen', 'read', {letter!r}]); "
        "print([name for name in ('django', 'pypdfium2', 'cv2', 'numpy', 'PIL', 'docx') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
