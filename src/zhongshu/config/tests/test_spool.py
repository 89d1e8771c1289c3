"""What lies in the data folder for a while: swept when its process is no more, and never before."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import zipfile
from types import SimpleNamespace

import pytest
from django.db import connection
from tests.installation import environment_of

from zhongshu.config import bridge, commands, dump, server, spool

HOLDING = """
import django; django.setup()
import os, signal
from zhongshu.config import spool
with spool.folder(spool.BACKUP) as folder:
    (folder / "database").write_bytes(b"everything")
    answer = spool.file(spool.ANSWER)
    print("held", flush=True)
    signal.pause()
"""


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR = tmp_path
    return tmp_path


def test_what_a_killed_process_left_goes_and_what_a_living_one_holds_stays(var):
    (var / "zhongshu.sqlite3").write_bytes(b"")
    holder = subprocess.Popen([sys.executable, "-c", HOLDING], env=environment_of(var), stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        held = sorted(one.name.partition("-")[0] for one in var.iterdir() if "-" in one.name)
        assert held == ["answer", "backup"]
        os.utime(next(var.glob("backup-*")), (0, 0))  # however old
        assert spool.sweep() == 0
        assert next(var.glob("backup-*/database")).read_bytes() == b"everything"
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
    assert len(list(var.glob("*-*"))) == 2
    assert spool.sweep() == 2
    assert [one.name for one in var.glob("*") if one.name != "secrets"] == ["zhongshu.sqlite3"]


def test_every_start_and_every_hour_sweep(var, monkeypatch):
    def left():
        (var / "backup-left").mkdir()
        (var / "backup-left" / "database").write_bytes(b"everything")

    left()
    monkeypatch.setattr(commands.jobs, "run_worker", lambda stop: None)
    monkeypatch.setattr(commands.schedules, "declare", lambda at: None)
    monkeypatch.setattr(commands.signal, "signal", lambda *_: None)
    commands.worker(SimpleNamespace())
    assert not (var / "backup-left").exists()
    left()
    server.application()
    assert not (var / "backup-left").exists()
    left()
    assert commands.schedules.clear_spool.call() == 1


def test_a_large_answer_from_elsewhere_is_held_until_it_is_closed(var):
    spooled = bridge._spooled(iter([b"a" * 10, b"b"]))
    assert os.path.getsize(spooled.name) == 11
    assert stat.S_IMODE(os.stat(spooled.name).st_mode) == 0o600
    assert spool.sweep() == 0
    spooled.close()
    assert not list(var.iterdir())


def test_what_is_large_and_from_elsewhere_is_sent_from_the_disk_and_nothing_else_is(var, monkeypatch):
    class Body(list):
        def close(self):
            pass

    def answering(length):
        def application(request, start):
            start("200 OK", [("Content-Length", str(length))])
            return Body([b"a" * length])

        return application

    monkeypatch.setattr(bridge, "LARGE", 100)
    page = bridge.Bridge(answering(101))
    status, _, (name, *span), spooled = page._page({})
    assert (status, span, spooled.name == name) == (200, [0, 101], True)
    assert (var / name).read_bytes() == b"a" * 101
    assert spool.sweep() == 0
    spooled.close()
    assert bridge.Bridge(answering(100))._page({})[2:] == (b"a" * 100, None)
    assert not list(var.iterdir())


def test_an_answer_that_breaks_off_leaves_nothing(var):
    def broken():
        yield b"a"
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        bridge._spooled(broken())
    assert not list(var.iterdir())


@pytest.mark.django_db(transaction=True)
def test_nobody_else_may_read_a_copy_of_the_database_from_its_first_byte(tmp_path, monkeypatch):
    seen = []

    def looking(make):
        def made(path, *more, **named):
            seen.append(stat.S_IMODE(os.stat(path).st_mode))
            return make(path, *more, **named)

        return made

    before = os.umask(0)
    try:
        monkeypatch.setattr(dump.sqlite3, "connect", looking(sqlite3.connect))
        monkeypatch.setattr(dump.zipfile, "ZipFile", looking(zipfile.ZipFile))
        dump.take(connection, tmp_path / "database")
    finally:
        os.umask(before)
    assert seen == [0o600]
    assert stat.S_IMODE((tmp_path / "database").stat().st_mode) == 0o600
