import io
import json
import os
import stat
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from zhongshu.gongwen.read import formats, office
from zhongshu.gongwen.read.model import Unreadable
from zhongshu.gongwen.read.tests.word import document, p

# A program that takes LibreOffice's place: notes how it was called, then does what the test says.
PROGRAM = """#!{python} -S
import json, os, pathlib, subprocess, sys, time
here = pathlib.Path(__file__).parent
old = pathlib.Path(sys.argv[-1])
new = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
def deliver():
    new.mkdir()
    (new / "old.docx").write_bytes((here / "result.docx").read_bytes())
profile = old.parent / "profile" / "user" / "registrymodifications.xcu"
(here / "call.json").write_text(json.dumps(
    dict(argv=sys.argv[1:], environ=dict(os.environ), old=old.read_text("latin-1"), profile=profile.read_text())
))
{does}
"""
DOC = formats.OLE + b"WordDocument"


@pytest.fixture
def soffice(tmp_path, monkeypatch):
    """Put such a program on the path, with a lock and temporary folders of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()

    def install(does, name="soffice", result=None):
        (tmp_path / "bin" / "result.docx").write_bytes((result or document(p("关于防汛的通知"))).getvalue())
        program = tmp_path / "bin" / name
        program.write_text(PROGRAM.format(python=sys.executable, does=does))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return tmp_path / "bin"

    return install


def refused(source=DOC):
    with pytest.raises(Unreadable) as refusal:
        office.read(io.BytesIO(source))
    return refusal.value.sentence


def left_behind(folder):
    return [path.name for path in folder.iterdir() if path.is_dir() and path.name.startswith("zhongshu")]


def test_an_old_file_is_read_as_what_it_was_turned_into(soffice, tmp_path):
    soffice("deliver()")
    told = []
    source = io.BytesIO(DOC)
    source.seek(5)
    paper = office.read(source, report=lambda done, total: told.append((done, total)))
    assert (paper.format, paper.text, told) == ("docx", "关于防汛的通知", [(1, 1)])
    assert left_behind(tmp_path) == []


def test_it_runs_alone_without_macros_and_without_a_way_out(soffice, monkeypatch):
    monkeypatch.setenv("ZHONGSHU_SECRET", "x")
    bin_ = soffice("deliver()")
    office.read(io.BytesIO(DOC))
    call = json.loads((bin_ / "call.json").read_text())
    assert call["old"] == DOC.decode("latin-1")
    assert call["argv"][0].startswith("-env:UserInstallation=file:///")
    assert "--headless" in call["argv"]
    assert call["argv"][call["argv"].index("--convert-to") + 1] == "docx"
    assert "ZHONGSHU_SECRET" not in call["environ"]
    assert call["environ"]["https_proxy"] == call["environ"]["HTTP_PROXY"] == "http://127.0.0.1:9"
    for setting in ('"DisableMacrosExecution" oor:op="fuse"><value>true', '"Link" oor:op="fuse"><value>2'):
        assert setting in call["profile"]


@pytest.mark.parametrize(
    ("data", "suffix"), [(DOC, ".doc"), (b"{\\rtf1 }", ".rtf"), (b"PK\x03\x04", ".odt"), (b"<?xml ?>", ".xml")]
)
def test_the_file_s_name_says_what_its_bytes_are(soffice, data, suffix):
    bin_ = soffice("deliver()")
    office.read(io.BytesIO(data))
    assert f"old{suffix}" in (bin_ / "call.json").read_text()


def test_the_other_name_of_the_program(soffice):
    bin_ = soffice("deliver()", name="libreoffice")
    assert office.installed() == str(bin_ / "libreoffice")
    assert office.read(io.BytesIO(DOC)).text == "关于防汛的通知"


def test_not_installed(soffice):
    assert office.installed() is None
    assert refused() == office.NOT_INSTALLED


@pytest.mark.parametrize("does", ["sys.exit(1)", "sys.exit(0)", "os.kill(os.getpid(), 9)"])
def test_it_fails_with_or_without_saying_so(soffice, tmp_path, does):
    soffice(does)
    assert refused() == office.FAILED
    assert left_behind(tmp_path) == []


def test_a_program_that_cannot_start(soffice):
    (soffice("") / "soffice").write_text("#!/nowhere\n")
    assert refused() == office.FAILED


def test_what_comes_out_is_read_as_a_stranger_s_file(soffice):
    soffice("deliver()", result=io.BytesIO(b"PK\x03\x04"))
    assert "已损坏" in refused()


def test_it_hangs_and_is_ended_with_all_it_started(soffice, tmp_path, monkeypatch):
    monkeypatch.setattr(office, "TIME_LIMIT", 1.0)
    child = f"subprocess.Popen([{sys.executable!r}, '-S', '-c', 'import time; time.sleep(60)'])"
    bin_ = soffice(f"(here / 'pid').write_text(str({child}.pid)); time.sleep(60)")
    started = time.monotonic()
    assert refused() == office.TOO_LONG
    assert time.monotonic() - started < 10
    assert _is_gone(int((bin_ / "pid").read_text()))
    assert left_behind(tmp_path) == []


def test_what_it_leaves_running_is_ended_too(soffice):
    child = f"subprocess.Popen([{sys.executable!r}, '-S', '-c', 'import time; time.sleep(60)'])"
    bin_ = soffice(f"(here / 'pid').write_text(str({child}.pid)); deliver()")
    assert office.read(io.BytesIO(DOC)).text == "关于防汛的通知"
    assert _is_gone(int((bin_ / "pid").read_text()))


def test_one_at_a_time(soffice):
    note = "open(here / 'log', 'a').write(%r)"
    bin_ = soffice(f"{note % '('}; time.sleep(0.2); deliver(); {note % ')'}")
    threads = [threading.Thread(target=office.read, args=(io.BytesIO(DOC),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (bin_ / "log").read_text() == "()()()"


def test_whoever_waits_too_long_is_told(soffice, monkeypatch):
    bin_ = soffice("(here / 'started').touch(); time.sleep(1); deliver()")
    first = threading.Thread(target=office.read, args=(io.BytesIO(DOC),))
    first.start()
    while not (bin_ / "started").exists():
        time.sleep(0.01)
    monkeypatch.setattr(office, "QUEUE_LIMIT", 0.1)
    assert refused() == office.BUSY
    first.join()


def _is_gone(pid):
    """Whether a process ends within a few seconds; one that nobody waits for may linger as a mere entry."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
            os.kill(pid, 0)
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False
