"""The bench of one size: `python -m zhongshu.config.bench.child TASKS PEOPLE [RUNS [TEXTS]]` in an empty database."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import django


def main(tasks: int, people: int, runs: int = 200, texts: int = 0) -> None:
    """Migrate, plant, time, start a server once, and print what was found as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from zhongshu.config.bench import operations, planting
    from zhongshu.trail import actions as trail

    call_command("migrate", interactive=False, verbosity=0)
    trail.install_guards()
    planting.plant(tasks, people)
    found = {
        "database": connection.vendor,
        "tasks": tasks,
        "people": people,
        "operations": operations.pages_and_acts(tasks, people, runs),
    }
    if texts:
        found["search"] = operations.searches(texts, runs)
    connection.close()
    print(json.dumps({**found, "server": _server()}))


def _server() -> dict[str, Any]:
    """Start `zhongshu serve` on a free port; return seconds to the first page and private MB of a web process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    began = time.perf_counter()
    command = [str(Path(sys.executable).with_name("zhongshu")), "serve", "--port", str(port), "--no-worker"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(f"http://127.0.0.1:{port}/sign-in/")
        start = time.perf_counter() - began
        for _ in range(50):
            _wait_for(f"http://127.0.0.1:{port}/sign-in/")
        return {"start_s": round(start, 2), "private_mb": round(max(map(_private, _children(server.pid))), 1)}
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _wait_for(url: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=5).read()  # noqa: S310 - our own server on loopback
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not answer")


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    direct = [int(child) for task in tasks for child in task.read_text().split()]
    return [found for child in direct for found in (child, *_children(child))] or [pid]


def _private(pid: int) -> float:
    """Private memory in MB (USS), as the kernel counts it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
