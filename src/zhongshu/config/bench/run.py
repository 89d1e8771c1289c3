"""`zhongshu bench`: a planted database for each size, each in a process of its own, and what they say as one JSON."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from django.conf import settings

from zhongshu.config.bench import databases, hosts, report
from zhongshu.kit.errors import Refused

TENTH = 10
RUNS = 200
SENDING_TASKS, SENDING_PEOPLE = 10_000, 1_000  # enough for a register to have something beside it
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
    """Measure all of it over the full size, and over a tenth what is compared with it. The tables are built once."""
    asked = {"runs": options.runs, "clients": clients, "seconds": options.seconds}
    with _database(server) as (folder, laid):
        _child({}, folder, laid)

        def measured(**plan: Any) -> dict[str, Any]:
            with _database(server, like=laid) as place:
                return json.loads(_child(plan, *place))  # type: ignore[no-any-return]

        full = measured(tasks=options.tasks, people=options.people, texts=options.texts, **asked)
        # A tenth of the people too, so that a desk holds as many rows: what grows is the table, not the page.
        found = {**full, "tenth": measured(tasks=options.tasks // TENTH, people=options.people // TENTH, **asked)}
        if options.figures:
            people = max(options.figures // 100 // FIGURES_PEOPLE, 100)
            found["figures"] = measured(tasks=options.figures, people=people, figures=True)["figures"]
        if options.documents:
            plan = {"tasks": SENDING_TASKS, "people": SENDING_PEOPLE, "documents": options.documents}
            found["sending"] = measured(**plan, runs=options.runs or RUNS)["sending"]
    if options.papers:
        found["papers"] = json.loads(_process("papers", str(settings.FONTS), str(options.papers)))
    return found


@contextmanager
def _database(server: str, *, like: str = "") -> Iterator[tuple[str, str]]:
    """Yield a folder and the URL of a database, which are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as folder, databases.fresh(server, folder, like) as url:
        yield folder, url


def _child(plan: dict[str, Any], folder: str, url: str) -> bytes:
    """Run the bench of one size in a new process; return what it says."""
    return _process("child", json.dumps(plan), ZHONGSHU_VAR=folder, DATABASE_URL=url)


def _process(module: str, *arguments: str, **environment: str) -> bytes:
    command = [sys.executable, "-m", f"zhongshu.config.bench.{module}", *arguments]
    return subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE).stdout  # noqa: S603
