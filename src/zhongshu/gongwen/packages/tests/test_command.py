"""`zhongshu gongwen package | unpack` (打包、核验命令): from files to a package and back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from zhongshu.config import cli
from zhongshu.gongwen.packages import metadata
from zhongshu.gongwen.packages.tests import parcels

PASSWORD = "不可外传-7"
FILES = ["--text", "通知.pdf", "--attachment", "表.xlsx"]
MAKE = [
    "package",
    "包.zip",
    "--metadata",
    "元数据.xml",
    *FILES,
    "--credential",
    "证.p12",
    "--password-file",
    "密码.txt",
]


def zhongshu(*words):
    return cli.main(["gongwen", *words])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with metadata, files and a certificate of today."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "密码.txt").write_text(PASSWORD, "utf-8")
    assert zhongshu("certificate", "证.p12", "--name", "清溪县", "--password-file", "密码.txt") == 0
    letter = replace(parcels.LETTER, made_at=datetime.now(UTC))
    (tmp_path / "元数据.xml").write_bytes(metadata.write(letter))
    for name, file in zip(("通知.pdf", "表.xlsx"), parcels.FILES, strict=True):
        (tmp_path / name).write_bytes(file.content)
    return tmp_path


def test_a_package_is_made_verified_and_taken_out(folder, capsys):
    assert zhongshu(*MAKE, "--certificate", "证.crt") == 0
    (folder / "出").mkdir()
    assert zhongshu("unpack", "包.zip", "--trust", "证.crt", "--to", "出") == 0
    said = capsys.readouterr().out
    assert "通过：签名有效，内容没有改动。发送方：清溪县人民政府（QX-0001）。" in said
    assert "清政发〔2026〕12号" in said and "白石镇人民政府，2份" in said
    assert (folder / "出" / "0001-通知.pdf").read_bytes() == parcels.FILES[0].content
    assert sorted(one.name for one in (folder / "出").iterdir()) == ["0001-通知.pdf", "0002-表.xlsx"]


def test_nobody_is_trusted_unless_named(folder, capsys):
    assert zhongshu(*MAKE) == 0
    assert zhongshu("unpack", "包.zip") == 1
    assert "不在交换对方登记簿中" in capsys.readouterr().err


def test_a_list_of_files_is_made_by_the_command(folder, capsys):
    (folder / "元数据.xml").write_bytes(parcels.told())
    assert zhongshu(*MAKE) == 1
    assert "不用写文件清单" in capsys.readouterr().err
    assert not (folder / "包.zip").exists()
