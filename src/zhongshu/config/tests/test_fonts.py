"""安装字库: taken out of packages whole or not at all; without them the system starts and says what is missing."""

import hashlib
import io
import tarfile

import pytest
from django.conf import settings as real

from zhongshu.config import cli, doctor, fonts
from zhongshu.gongwen.fonts import Fonts

FONT = b"OTTO" + bytes(100)


def package(name="data.tar.xz", files=("Some.otf",), content=FONT) -> bytes:
    """Return a Debian package that holds these files."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:xz") as parts:
        for file in files:
            part = tarfile.TarInfo(f"./usr/share/fonts/{file}")
            part.size = len(content)
            parts.addfile(part, io.BytesIO(content))
    members = (("debian-binary", b"2.0\n"), ("control.tar.xz", b"odd"), (name, packed.getvalue()))
    made = b"!<arch>\n"
    for title, body in members:
        made += f"{title:<16}{'0':<12}{'0':<6}{'0':<6}{'100644':<8}{len(body):<10}`\n".encode() + body
        made += b"\n" * (len(body) % 2)
    return made


@pytest.fixture
def brought(tmp_path, settings, monkeypatch):
    """A folder with one package, which is all that is wanted; fonts go to an empty folder."""
    source = tmp_path / "packages"
    source.mkdir()
    content = package()
    (source / "some-fonts_1.0_all.deb").write_bytes(content)
    wanted = fonts.Package("some-fonts", ("Some.otf",), "1.0", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(fonts, "wanted", lambda folder: [wanted])
    settings.FONTS = tmp_path / "fonts"
    return source


def test_a_font_is_taken_out_of_its_package(brought, settings, capsys):
    cli.main(["fonts", "--from", str(brought)])
    assert (settings.FONTS / "Some.otf").read_bytes() == FONT
    shown = capsys.readouterr().out
    assert "已安装：some-fonts" in shown and "宋体：" in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (package(content=FONT + b"x"), "校验值不对"),
        (b"no package at all", "校验值不对"),
        (package()[:-20], "校验值不对"),
    ],
)
def test_a_package_with_a_changed_byte_is_not_installed(brought, settings, capsys, content, words):
    (brought / "some-fonts_1.0_all.deb").write_bytes(content)
    cli.main(["fonts", "--from", str(brought)])
    assert words in capsys.readouterr().out
    assert list(settings.FONTS.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"!<arch>\n", package("data.tar.zst"), package(files=("Other.otf",))])
def test_what_cannot_be_unpacked_is_named(brought, settings, monkeypatch, capsys, content):
    odd = fonts.Package("some-fonts", ("Some.otf",), "1.0", hashlib.sha256(content).hexdigest())
    monkeypatch.setattr(fonts, "wanted", lambda folder: [odd])
    (brought / "some-fonts_1.0_all.deb").write_bytes(content)
    cli.main(["fonts", "--from", str(brought)])
    assert "没有安装" in capsys.readouterr().out
    assert list(settings.FONTS.iterdir()) == []


def test_without_package_client_or_network_it_says_what_to_do(brought, monkeypatch, capsys):
    cli.main(["fonts", "--from", str(brought / "..")])
    assert "中没有软件包 some-fonts" in capsys.readouterr().out
    monkeypatch.setattr(fonts, "CLIENT", "no-such-client")
    cli.main(["fonts"])
    assert "本机没有 no-such-client" in capsys.readouterr().out
    monkeypatch.setattr(fonts, "CLIENT", "false")
    cli.main(["fonts"])
    assert "没有下载到软件包 some-fonts" in capsys.readouterr().out


def test_the_doctor_says_what_is_lacking(monkeypatch):
    monkeypatch.setattr(Fonts, "lacking", lambda self: ["仿宋"])
    line = doctor._fonts()
    assert (line.state, line.advice) == (doctor.NOTE, "缺少仿宋。请运行 zhongshu fonts，或安装本单位的正式字库。")
    monkeypatch.setattr(Fonts, "lacking", lambda self: [])
    assert doctor._fonts().state == doctor.FINE


def test_what_is_there_is_not_fetched_again(tmp_path):
    names = {one.name for one in fonts.wanted(tmp_path)}
    assert {"texlive-lang-chinese", "fonts-lxgw-wenkai"} <= names
    for name in fonts.FANDOL.files:
        (tmp_path / name).touch()
    assert "texlive-lang-chinese" not in {one.name for one in fonts.wanted(tmp_path)}
    assert real.FONTS
