"""The server as it really runs: a process tree on a free port of this machine."""

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from zhongshu.config import assets

COMMAND = [sys.executable, "-m", "zhongshu.config.cli"]
HEAD = "POST /no-such-page HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n"
SLOW = 8  # clients that send one byte now and then
GOAL = 0.25  # seconds for 19 of 20 pages beside them; a blocked page thread would take for ever


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "ZHONGSHU_VAR": str(var), "PYTHONWARNINGS": "default"}


@pytest.fixture(scope="module")
def port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture(scope="module")
def server(environment, port):
    if not assets.is_built():
        pytest.fail("the pages' resources are not built: make build")
    subprocess.run([*COMMAND, "migrate"], env=environment, check=True, capture_output=True)
    with subprocess.Popen([*COMMAND, "serve", "--port", str(port)], env=environment) as process:
        try:
            wait_for(lambda: page(port), 20)
            yield process
        finally:
            process.terminate()
            process.wait(15)


def wait_for(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            if condition():
                return
        time.sleep(0.05)
    pytest.fail("it did not happen in time")


def page(port, path="/no-such-page", headers=()):
    """Return status, headers and body of a page, whatever its status."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def begin(port, size):
    """Begin to send a body of `size` bytes and return the connection."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(HEAD.format(size).encode())
    return connection


def children(process):
    lists = Path(f"/proc/{process.pid}/task").glob("*/children")
    return [int(pid) for pids in lists for pid in pids.read_text().split()]


def job_worker(process):
    lines = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in children(process)}
    return next((pid for pid, line in lines.items() if "worker" in line), None)


def test_slow_clients_do_not_delay_pages(server, port):
    slow = [begin(port, 1000) for _ in range(SLOW)]
    took = []
    for _ in range(20):
        for connection in slow:
            connection.sendall(b"x")
        began = time.monotonic()
        assert page(port)[0] == 404
        took.append(time.monotonic() - began)
    assert sorted(took)[18] < GOAL
    for connection in slow:
        connection.sendall(b"x" * 980)
        assert connection.recv(100).startswith(b"HTTP/1.1 4")
        connection.close()


def test_a_body_above_the_limit_is_refused_before_it_is_sent(server, port):
    connection = begin(port, 300 << 20)
    answer = b""
    while part := connection.recv(4096):
        answer += part
        if answer.endswith(b"</html>") or b"</p>" in answer:
            break
    assert answer.startswith(b"HTTP/1.1 413")
    assert "一次提交的内容不能超过 210 MB" in answer.decode()


def test_a_body_without_length_is_refused(server, port):
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
    assert connection.recv(100).startswith(b"HTTP/1.1 411")


def test_a_client_that_leaves_disturbs_nobody(server, port):
    for _ in range(4):
        connection = begin(port, 1000)
        connection.sendall(b"x" * 10)
        connection.close()
    assert page(port)[0] == 404


def test_static_files_are_compressed_and_kept_by_the_browser(server, port):
    style = next(assets.STATIC.glob("built/**/*.css"))
    path = f"/static/{style.relative_to(assets.STATIC).as_posix()}"
    _, plain, body = page(port, path)
    _, packed, small = page(port, path, {"Accept-Encoding": "gzip"})
    assert (packed["Content-Encoding"], plain["Content-Encoding"]) == ("gzip", None)
    assert len(small) < len(body) / 2
    assert "immutable" in plain["Cache-Control"]
    assert page(port, path, {"If-None-Match": plain["ETag"]})[0] == 304
    assert page(port, "/static/../settings.py")[0] == 404


def test_a_second_server_on_the_same_port_is_refused(server, port, environment):
    second = subprocess.run(
        [*COMMAND, "serve", "--port", str(port)], env=environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert "端口可能已被占用" in second.stderr


def test_a_job_worker_that_dies_is_started_again(server):
    wait_for(lambda: job_worker(server), 10)
    first = job_worker(server)
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: job_worker(server) not in (None, first), 15)


def test_a_web_process_that_dies_is_started_again(server, port):
    first = [pid for pid in children(server) if pid != job_worker(server)]
    os.kill(first[0], signal.SIGKILL)
    wait_for(lambda: len({*children(server)} - {*first, job_worker(server)}) == 1, 10)
    wait_for(lambda: page(port)[0] == 404, 10)


def test_figures_add_up_over_the_web_processes(server, port):
    def figure(name):
        lines = page(port, "/metrics")[2].decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.startswith(name))

    before = figure('zhongshu_requests_total{method="GET",status="200",view="health"}')
    for _ in range(30):
        assert page(port, "/health")[0] == 200
    assert figure('zhongshu_requests_total{method="GET",status="200",view="health"}') == before + 30
    wait_for(lambda: figure('zhongshu_processes{kind="web"}') >= 2, 20)
    assert figure('zhongshu_processes{kind="worker"}') >= 1
    status, headers, said = page(port, "/health/ready", {"X-Request-ID": "pretended-1234"})
    assert (status, said.decode(), len(headers["X-Request-ID"])) == (200, "正常\n", 32)


def test_the_end_is_clean(server, environment):
    tree = children(server)
    server.terminate()
    assert server.wait(15) == 0
    assert not [pid for pid in tree if Path(f"/proc/{pid}").exists()]
    with sqlite3.connect(Path(environment["ZHONGSHU_VAR"], "zhongshu.sqlite3")) as database:
        alive = dict(database.execute("SELECT kind, COUNT(*) FROM jobs_process GROUP BY kind"))
    assert alive.get("worker", 0) + alive.get("web", 0) <= 2, "those that were killed above, and no others"


def test_it_does_not_start_without_tables(environment, tmp_path, port):
    environment = {**environment, "ZHONGSHU_VAR": str(tmp_path)}
    refused = subprocess.run(
        [*COMMAND, "serve", "--port", str(port)], env=environment, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "请运行 zhongshu migrate" in refused.stderr
