"""`zhongshu bench`: a planted database for each size, each in a process of its own, and what they say as one JSON."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

import dj_database_url
import psycopg
from psycopg import sql

TENTH = 10
RUNS = 200
SEARCHED = {"rare": "少见", "common": "常见", "little": "可见很少", "all": "全部可见"}


def bench(options: argparse.Namespace) -> int:
    """Time the operations over `--tasks` and over a tenth of them (性能测试)."""
    full = _child(options.tasks, options.people, options.database, texts=options.texts)
    # A tenth of the people too, so that a desk holds as many rows: what grows is the table, not the page.
    tenth = _child(options.tasks // TENTH, options.people // TENTH, options.database)
    result = {
        **full,
        "tenth": tenth["operations"],
        "desk_growth": round(full["operations"]["desk"]["cpu_ms"] / tenth["operations"]["desk"]["cpu_ms"], 2),
    }
    print(json.dumps(result, ensure_ascii=False, indent=2) if options.json else _table(result))
    return 0


def _child(tasks: int, people: int, server: str, *, texts: int = 0) -> dict[str, Any]:
    """Run the bench of one size in a new process with a database of its own, which is dropped afterwards."""
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-") as folder:
        url = _create(server, tasks) if server else f"sqlite:///{folder}/bench.sqlite3"
        environment = {**os.environ, "ZHONGSHU_VAR": folder, "DATABASE_URL": url}
        command = [sys.executable, "-m", "zhongshu.config.bench.child"]
        command += map(str, (tasks, people, RUNS, texts))
        try:
            done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
        finally:
            if server:
                _drop(server, url)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def _create(server: str, tasks: int) -> str:
    name = f"zhongshu_bench_{tasks}_{int(time.time())}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return server.rpartition("/")[0] + "/" + name


def _drop(server: str, url: str) -> None:
    name = dj_database_url.parse(url)["NAME"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _table(result: dict[str, Any]) -> str:
    names = {"desk": "工作台", "matter": "事项页", "step": "办理一步", "open": "登记一件"}
    lines = [
        f"{result['database']}，{result['tasks']:,} 个任务，{result['people']:,} 人",
        f"{'操作':<8}{'CPU 毫秒':>10}{'用时毫秒':>10}{'同样的行用裸 SQL':>14}{'倍数':>8}",
    ]
    for key, found in result["operations"].items():
        lines.append(
            f"{names[key]:<8}{found['cpu_ms']:>10}{found['wall_ms']:>10}{found['bare_wall_ms']:>14}{found['wall_ratio']:>8}"
        )
    server, search = result["server"], result["search"]
    lines += [
        f"检索，{search['texts']:,} 篇，每篇索引 {search['bytes_per_text']['tokens']} 字节，"
        f"正文 {search['bytes_per_text']['text']} 字节，编入一篇 {search['indexing_ms']} 毫秒",
        f"{'字数、常见与否、可见范围':<14}{'中位毫秒':>10}{'95% 毫秒':>10}",
        *(f"{_asked(key):<14}{one['p50_ms']:>10}{one['p95_ms']:>10}" for key, one in search["pages"].items()),
        f"工作台用时为十分之一数据时的 {result['desk_growth']} 倍",
        f"启动 {server['start_s']} 秒，每个网页进程独占内存 {server['private_mb']} MB",
    ]
    return "\n".join(lines)


def _asked(key: str) -> str:
    """Say "2_rare_all" in words."""
    length, often, who = key.split("_")
    return f"{length}字 {SEARCHED[often]} {SEARCHED[who]}"
