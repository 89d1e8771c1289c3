"""Several hosts of one office (多机部署): two servers with disks of their own, one PostgreSQL, one shared folder.

And what happens when the database goes away for a while, or the disk is full: a sentence, and then on.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import psycopg
import pytest
from tests.installation import empty_database, environment_of, run

COMMAND = [sys.executable, "-m", "zhongshu.config.cli"]
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 8000  # four pieces and a little
PIECE = 512 * 1024
FIND = """
import django; django.setup()
from zhongshu.org.models import Account, Role
from zhongshu.files.models import StoredFile
print(Role.objects.filter(key="registrar").first().holder.{field})
"""


class Browser:
    """Somebody whose requests a balancer sends now here, now there; cookies go along."""

    def __init__(self):
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, port, path, method="GET", body=None, **headers):
        token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), "")
        headers = {"X-CSRFToken": token, **headers}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body, headers=headers, method=method)
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read()

    def sign_in(self, port):
        """Enter by the door of the demonstration as the first of those it offers: a registrar."""
        page = self.ask(port, "/sign-in/")[1].decode()
        account = page.split('name="account" value="')[1].split('"')[0]
        form = {"account": account}
        if 'name="csrfmiddlewaretoken" value="' in page:
            form["csrfmiddlewaretoken"] = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        sent = urllib.parse.urlencode(form).encode()
        origin = {"Referer": f"http://127.0.0.1:{port}/sign-in/"}
        return self.ask(port, "/sign-in/demonstration/", "POST", sent, **origin)[0]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@contextmanager
def serving(environment, port, *more):
    command = [*COMMAND, "serve", "--port", str(port), *more]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: Browser().ask(port, "/health")[0] == 200, 40)
            yield process
        finally:
            process.terminate()
            process.wait(20)


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail("it did not happen in time")


def planted(environment):
    assert run(environment, "migrate")[0] == 0
    code, said = run(environment, "demo", "--people", 60, "--matters", 1)
    assert code == 0, said


def begin(browser, port):
    wanted = json.dumps({"name": "通知.pdf", "size": len(PDF)}).encode()
    status, told = browser.ask(port, "/uploads/", "POST", wanted, **{"Content-Type": "application/json"})
    assert status == 201, told
    return json.loads(told)["id"]


def send(browser, port, key, offset):
    piece = PDF[offset : offset + PIECE]
    return browser.ask(port, f"/uploads/{key}/", "PUT", piece, **{"Upload-Offset": str(offset)})


@pytest.mark.postgresql
def test_an_upload_goes_on_at_whichever_host_it_reaches(postgresql_server, tmp_path):
    url, share = empty_database(postgresql_server), {"ZHONGSHU_SHARE": str(tmp_path / "share")}
    one, other = ({**environment_of(tmp_path / name, url), **share} for name in ("one", "other"))
    planted(one)
    shutil.copytree(tmp_path / "one" / "secrets", tmp_path / "other" / "secrets")
    ports = [free_port(), free_port()]
    with ExitStack() as stack:
        for environment, port in zip((one, other), ports, strict=True):
            stack.enter_context(serving(environment, port, "--workers", "1"))
        browser = Browser()
        assert browser.sign_in(ports[0]) == 200
        key = begin(browser, ports[0])
        for number, offset in enumerate(range(0, len(PDF), PIECE)):
            status, told = send(browser, ports[number % 2], key, offset)
            assert status == 200, told
        assert json.loads(told) == {"received": len(PDF), "file": key}
        assert send(browser, ports[0], key, 0) == (200, told)  # asked again of the other
        kept = [path for path in (tmp_path / "share" / "files").rglob("*") if path.is_file()]
        assert PDF in [path.read_bytes() for path in kept]
        assert not any((tmp_path / "share" / "pieces").iterdir())
        wait_for(lambda: alive(url) == {"web": 2, "worker": 2}, 20)
        refused = run(one, "move", "--to", url)
        assert refused[0] == 1


def alive(url):
    with psycopg.connect(url) as database:
        return dict(database.execute("SELECT kind, COUNT(*) FROM jobs_process GROUP BY kind").fetchall())


@pytest.mark.postgresql
def test_a_database_that_was_away_finds_the_same_processes(own_server, tmp_path):
    server, control = own_server
    environment = environment_of(tmp_path / "var", empty_database(server))
    planted(environment)
    port, browser = free_port(), Browser()
    with serving(environment, port) as process:
        assert browser.sign_in(port) == 200
        key = begin(browser, port)
        assert send(browser, port, key, 0)[0] == 200
        wait_for(lambda: alive(environment["DATABASE_URL"]) == {"web": 2, "worker": 1}, 60)
        before = children(process)
        control("stop")
        status, page = browser.ask(port, "/")
        assert (status, "系统暂时读取不到数据" in page.decode()) == (503, True)
        assert send(browser, port, key, PIECE)[0] == 503
        assert browser.ask(port, "/health")[0] == 200
        status, reasons = browser.ask(port, "/health/ready")
        assert (status, "数据库无法连接" in reasons.decode()) == (503, True)
        time.sleep(3)  # the worker looks into its queue meanwhile
        control("start")
        wait_for(lambda: browser.ask(port, "/health/ready")[0] == 200, 20)
        assert browser.ask(port, "/")[0] == 200
        for offset in range(PIECE, len(PDF), PIECE):
            assert send(browser, port, key, offset)[0] == 200
        wait_for(lambda: jobs_done(environment) > 0, 90)
        assert children(process) == before


def children(process):
    lists = Path(f"/proc/{process.pid}/task").glob("*/children")
    return sorted(int(pid) for pids in lists for pid in pids.read_text().split())


def jobs_done(environment):
    """Return how many jobs were finished within the last ten seconds."""
    with psycopg.connect(environment["DATABASE_URL"]) as database:
        sought = "SELECT COUNT(*) FROM jobs_job WHERE finished_at > now() - interval '10 seconds'"
        return database.execute(sought).fetchone()[0]


FULL = """
mount -t tmpfs -o size=64m tmpfs "$ZHONGSHU_VAR" && mkdir "$ZHONGSHU_VAR/secrets" || exit 1
"$0" -m zhongshu.config.cli migrate && "$0" -m zhongshu.config.cli demo --people 60 --matters 1 || exit 1
exec "$0" -m zhongshu.config.cli serve --port "$1" --no-worker
"""


@contextmanager
def on_a_small_disk(environment, port):
    """Serve from a data folder on a disk of 64 MB; yield the folder as it looks from outside."""
    command = ["unshare", "--mount", "sh", "-c", FULL, sys.executable, str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: Browser().ask(port, "/health")[0] == 200, 60)
            yield Path(f"/proc/{process.pid}/root{environment['ZHONGSHU_VAR']}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def fill_up(folder):
    """Leave no block free."""
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(1 << 12))
        except OSError:
            return


def test_a_full_disk_is_a_sentence_and_nothing_is_half_written(tmp_path):
    environment = environment_of(tmp_path / "var")
    (tmp_path / "var").mkdir()
    port, browser = free_port(), Browser()
    with on_a_small_disk(environment, port) as folder:
        assert browser.sign_in(port) == 200
        key = begin(browser, port)
        assert send(browser, port, key, 0)[0] == 200
        fill_up(folder)
        status, told = send(browser, port, key, PIECE)
        assert (status, "磁盘空间不足，文件没有保存" in json.loads(told)["error"]) == (422, True)
        status, page = browser.ask(port, "/uploads/", "POST", json.dumps({"name": "a.pdf", "size": 9}).encode())
        assert (status, "磁盘空间已满" in page.decode()) == (503, True)
        assert "磁盘空间即将用尽" in browser.ask(port, "/health/ready")[1].decode()
        os.unlink(folder / "filler")
        for offset in range(PIECE, len(PDF), PIECE):
            status, told = send(browser, port, key, offset)
            assert status == 200, told
        assert json.loads(told)["file"] == key
        kept = [path for path in (folder / "files").rglob("*") if path.is_file()]
        assert sorted(path.stat().st_size for path in kept)[-1] == len(PDF)
        assert run_inside(folder, environment, "verify")


def run_inside(folder, environment, *arguments):
    """Run a command on a copy of the data, since the small disk is not to be seen from here."""
    copy = folder_copy(folder, environment)
    code, said = run({**environment, "ZHONGSHU_VAR": str(copy)}, *arguments)
    assert code == 0, said
    return said


def folder_copy(folder, environment):
    copy = Path(environment["ZHONGSHU_VAR"]).with_name("copy")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("answer-*"))
    return copy


def test_a_full_backup_disk_keeps_the_older_backup(tmp_path):
    environment = environment_of(tmp_path / "var")
    planted(environment)
    disk = tmp_path / "disk"
    disk.mkdir()
    public = run(environment, "backup", "keygen")[1].split("age1")[1].split()[0]
    (tmp_path / "var" / "secrets" / "backup.recipients").write_text(f"age1{public}\n")
    script = """
    mount -t tmpfs -o size=16m tmpfs "$ZHONGSHU_BACKUP" && "$0" -m zhongshu.config.cli backup run || exit 9
    head -c 20m /dev/zero > "$ZHONGSHU_BACKUP/filler" 2>/dev/null; sleep 1
    "$0" -m zhongshu.config.cli backup run; echo "code $?"
    "$0" -m zhongshu.config.cli backup check "$(ls "$ZHONGSHU_BACKUP"/*.json)"; ls -R "$ZHONGSHU_BACKUP"
    """
    command = ["unshare", "--mount", "sh", "-c", script, sys.executable]
    done = subprocess.run(
        command,
        env={**environment, "ZHONGSHU_BACKUP": str(disk)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "磁盘空间不足。原有的备份没有改动" in done.stdout, done.stdout
    assert "code 1" in done.stdout and "每个文件都与清单一致" in done.stdout
    assert ".part" not in done.stdout
