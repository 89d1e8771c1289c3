"""`zhongshu gongwen certificate | seal | verify` (演示证书、盖章、核验命令): from nothing to a verdict, by commands."""

import json
import stat
import sys
from datetime import UTC, datetime, timedelta

import pytest

from zhongshu.config import cli
from zhongshu.gongwen.signing.tests import seals

PASSWORD = "不可外传-7"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with a password, a certificate, a picture and a document."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "密码.txt").write_text(PASSWORD + "\n", "utf-8")
    (tmp_path / "章.png").write_bytes(seals.picture())
    (tmp_path / "原.pdf").write_bytes(seals.paper().pdf)
    assert zhongshu("certificate", "证.p12", "--name", "清溪县水利局", "--password-file", "密码.txt") == 0
    return tmp_path


def zhongshu(*words):
    return cli.main(["gongwen", *words])


def seal(*more):
    where = ("--page", "3", "--x", "145", "--y", "167.4")
    return zhongshu("seal", "原.pdf", "成.pdf", "--credential", "证.p12", *where, *more)


def test_a_certificate_says_what_it_is_for(capsys, folder):
    printed = capsys.readouterr().out
    assert "清溪县水利局（演示）" in printed and "本证书仅供演示，不具有法律效力。" in printed
    assert sorted(one.name for one in folder.iterdir()) == ["原.pdf", "密码.txt", "章.png", "证.p12", "证.pem"]
    assert stat.S_IMODE((folder / "证.p12").stat().st_mode) == 0o600
    assert PASSWORD.encode() not in (folder / "证.p12").read_bytes() and PASSWORD not in printed


def test_what_was_sealed_passes_and_says_so(folder, capsys):
    assert seal("--image", "章.png", "--reason", "印发", "--password-file", "密码.txt") == 0
    assert zhongshu("verify", "成.pdf", "--trust", "证.pem") == 0
    printed = capsys.readouterr()
    assert "通过：签名有效，文件自签名后没有改动。使用的是演示证书，仅供演示，不具有法律效力。" in printed.out
    assert "事由：印发" in printed.out and "覆盖范围：整个文件" in printed.out
    assert printed.err == "" and PASSWORD not in printed.out


def test_without_a_picture_one_for_demonstration_is_drawn(folder):
    assert seal("--password-file", "密码.txt") == 0
    assert zhongshu("verify", "成.pdf", "--trust", "证.pem") == 0


def test_no_seal_is_drawn_for_a_certificate_that_is_no_demonstration(folder, capsys):
    (folder / "证.p12").write_bytes(seals.certificate_file(begin=datetime.now(UTC) - timedelta(days=1)))
    (folder / "密码.txt").write_text(seals.PASSWORD, "utf-8")
    assert seal("--password-file", "密码.txt") == 1
    assert capsys.readouterr().err.startswith("请用 --image 指定印章图形。")
    assert not (folder / "成.pdf").exists()


def test_a_verdict_can_be_read_by_programs(folder, capsys):
    seal("--password-file", "密码.txt")
    capsys.readouterr()
    assert zhongshu("verify", "成.pdf", "--trust", "证.pem", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["outcome"], len(found["signatures"])) == ("passed", 1)
    assert found["signatures"][0]["demonstration"] is True
    assert [one["subject"] for one in found["signatures"][0]["certificates"]] == [
        "清溪县水利局（演示）",
        "演示签名机构",
    ]


def test_what_does_not_pass_ends_with_one(folder, capsys):
    seal("--password-file", "密码.txt")
    sealed = (folder / "成.pdf").read_bytes()
    (folder / "改.pdf").write_bytes(sealed[:5000] + bytes([sealed[5000] ^ 1]) + sealed[5001:])
    capsys.readouterr()
    for words, outcome in (
        (("成.pdf",), "不通过：签名证书不受信任"),
        (("改.pdf", "--trust", "证.pem"), "不通过："),
        (("原.pdf", "--trust", "证.pem"), "未签名："),
        (("章.png",), "不通过：这不是PDF文件"),
    ):
        assert zhongshu("verify", *words) == 1
        printed = capsys.readouterr()
        assert printed.out.startswith(outcome) and printed.err == ""


def test_a_wrong_password_leaves_nothing_behind(folder, capsys):
    (folder / "密码.txt").write_text("另一个", "utf-8")
    assert seal("--password-file", "密码.txt") == 1
    assert capsys.readouterr().err == "证书密码不对，或者证书文件已损坏。请核对密码后重试。\n"
    assert not (folder / "成.pdf").exists()


def test_a_password_is_asked_for_where_somebody_can_answer(folder, monkeypatch, capsys):
    assert seal() == 1
    assert capsys.readouterr().err == "请用 --password-file 指定存放证书密码的文件。\n"
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: PASSWORD)
    assert seal() == 0


def test_a_password_file_that_is_no_text_is_refused(folder, capsys):
    (folder / "密码.txt").write_bytes(b"\xff\xfe\x00")
    assert seal("--password-file", "密码.txt") == 1
    assert "不是文本文件" in capsys.readouterr().err


def test_a_certificate_is_not_written_over_by_what_vouches_for_it(folder, capsys):
    assert zhongshu("certificate", "新.pem", "--name", "清溪县水利局", "--password-file", "密码.txt") == 1
    assert capsys.readouterr().err == "证书文件的扩展名请用 p12。\n"
    assert not (folder / "新.pem").exists()
