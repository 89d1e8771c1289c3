"""`zhongshu bench`: a planted database for each size, each in a process of its own, and what they say as one JSON."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from typing import Any

from zhongshu.config.bench import databases, hosts, report
from zhongshu.kit.errors import Refused

TENTH = 10
RUNS = 200
FIGURES_PEOPLE = 10  # tasks to a person are a hundred times as many


def bench(options: argparse.Namespace) -> int:
    """Measure what the options name (性能测试): one office over two sizes, or several hosts of one. Raises Refused."""
    clients = _numbers(options.clients)
    if options.hosts:
        result = hosts.compare(options.hosts, options.tasks, options.people, max(clients, default=1), options.seconds)
    else:
        with databases.postgresql() if options.postgresql else nullcontext(options.database) as server:
            result = _sizes(options, clients, server)
    print(json.dumps(result, ensure_ascii=False, indent=2) if options.json else report.table(result))
    return 0


def _numbers(words: str) -> list[int]:
    """Read "1,8,32". Raises Refused."""
    numbers = [word.strip() for word in words.split(",") if word.strip()]
    if not all(number.isdecimal() and 0 < int(number) <= 1000 for number in numbers):
        raise Refused("并发数写法不对。请写成用逗号隔开的整数，例如 --clients 1,8,32，每个不超过1000。")
    return [int(number) for number in numbers]


def _sizes(options: argparse.Namespace, clients: list[int], server: str) -> dict[str, Any]:
    """Measure all of it over the full size, and over a tenth what is compared with it."""
    asked = {"runs": options.runs, "clients": clients, "seconds": options.seconds}
    full = _child({"tasks": options.tasks, "people": options.people, "texts": options.texts, **asked}, server)
    # A tenth of the people too, so that a desk holds as many rows: what grows is the table, not the page.
    tenth = _child({"tasks": options.tasks // TENTH, "people": options.people // TENTH, **asked}, server)
    found = {**full, "tenth": tenth}
    if options.figures:
        size = {"tasks": options.figures, "people": max(options.figures // 100 // FIGURES_PEOPLE, 100)}
        found["figures"] = _child({**size, "figures": True}, server)["figures"]
    return found


def _child(plan: dict[str, Any], server: str) -> dict[str, Any]:
    """Run the bench of one size in a new process with a database of its own, which is dropped afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as folder, databases.fresh(server, folder) as url:
        environment = {**os.environ, "ZHONGSHU_VAR": folder, "DATABASE_URL": url}
        command = [sys.executable, "-m", "zhongshu.config.bench.child", json.dumps(plan)]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return json.loads(done.stdout)  # type: ignore[no-any-return]
