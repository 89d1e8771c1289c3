"""From SQLite to PostgreSQL (迁移数据库), proved on both sides before anybody may use what has arrived.

All rows are copied in one transaction, so that they are there together or not at all. Until everything has been
compared the target bears a mark and no guards: no server starts on it, and the next attempt empties it.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
from django.db import connection
from django.utils import timezone
from psycopg import sql

from zhongshu.config import digests, dump, manifest
from zhongshu.jobs import queries as jobs
from zhongshu.kit.errors import Refused
from zhongshu.portal.queries import running

MARK = "中枢数据迁移未完成"
MARKED = "SELECT obj_description('public'::regnamespace, 'pg_namespace')"
SKIPPED = ("search_grams",)  # each database keeps the tokens in its own way: they are made anew
CHUNK = 5000  # rows


class NotMoved(Refused):
    """The database stays where it is (没有迁移)."""


def move(options: argparse.Namespace) -> int:
    """Move all tables to an empty PostgreSQL database (迁移数据库), and prove that they are there. Raises NotMoved."""
    _check_source()
    _empty(options.to)
    dump.lay_tables(options.to, _migrations())
    with closing(_source()) as source:
        source.execute("BEGIN IMMEDIATE")  # nobody writes while rows are read
        with psycopg.connect(options.to) as target:
            counts = _copy(source, target.cursor())
        arrived = _arrived(options.to, "compare")
        _compare(digests.every(), arrived)
    with psycopg.connect(options.to) as target:
        dump.guard(target.cursor())
        target.execute("COMMENT ON SCHEMA public IS NULL")
    _arrived(options.to, "enter")
    print(f"已迁移 {len(counts)} 张表，共 {sum(counts.values())} 条记录，条数和校验值两边一致。")
    return _verify(options.to)


def _check_source() -> None:
    if connection.vendor != "sqlite":
        raise NotMoved("当前使用的已经是 PostgreSQL，没有迁移。请去掉 DATABASE_URL 后从原来的 SQLite 数据迁移。")
    if running.pending_migrations():
        raise NotMoved("数据库不是最新，没有迁移。请先运行 zhongshu migrate。")
    if alive := jobs.processes(timezone.now()).count():
        raise NotMoved(f"还有 {alive} 个进程在运行，没有迁移。请先停止网页服务和后台作业，一分钟后重试。")


def _empty(url: str) -> None:
    """Refuse a target that holds anything but what an interrupted attempt left, and mark it."""
    if not url.startswith("postgres"):
        raise NotMoved("只能迁移到 PostgreSQL。请用 --to 写明 postgresql://用户:口令@主机/库名。")
    try:
        with psycopg.connect(url) as target:
            cursor = target.cursor()
            is_left = cursor.execute(MARKED).fetchone() == (MARK,)
            if not is_left and manifest.counts(cursor, "postgresql"):
                raise NotMoved("目标数据库不是空的，没有迁移。请新建一个数据库。")
            if is_left:
                print("上次迁移没有完成，先清空目标数据库，重新迁移。")
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
            cursor.execute(sql.SQL("COMMENT ON SCHEMA public IS {}").format(sql.Literal(MARK)))
    except psycopg.OperationalError as error:
        raise NotMoved("目标数据库连接不上，没有迁移。请核对 --to 中的地址、用户和口令。") from error


def _migrations() -> list[str]:
    with connection.cursor() as cursor:
        return manifest.migrations(cursor)


def _source() -> sqlite3.Connection:
    return sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)


def _copy(source: sqlite3.Connection, target: Any) -> dict[str, int]:
    """Copy every table; references between them are looked at in the end."""
    target.execute("SET CONSTRAINTS ALL DEFERRED")
    target.execute("SET TIME ZONE 'UTC'")
    tables = [name for name in manifest.counts(target, "postgresql") if name not in SKIPPED]
    target.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(",").join(map(sql.Identifier, tables))))
    counts = {table: _copy_table(source, target, table) for table in tables}
    dump.set_sequences(target)
    return counts


def _copy_table(source: sqlite3.Connection, target: Any, table: str) -> int:
    names = [row[0] for row in target.execute(dump.COLUMNS, [table]).fetchall()]
    listed = sql.SQL(",").join(map(sql.Identifier, names))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)
    count = 0
    try:
        with target.copy(statement) as rows:
            for row in _rows(source, table, names):
                rows.write_row(row)
                count += 1
    except psycopg.DataError as error:
        raise NotMoved(f"表 {table} 中有一条记录不能写入 PostgreSQL，没有迁移。（{type(error).__name__}）") from error
    return count


def _rows(source: sqlite3.Connection, table: str, names: list[str]) -> Iterator[list[str | None]]:
    listed = ", ".join(f'"{name}"' for name in names)
    cursor = source.execute(f'SELECT {listed} FROM "{table}"')  # noqa: S608
    while found := cursor.fetchmany(CHUNK):
        for row in found:
            yield [_written(value) for value in row]


def _written(value: Any) -> str | None:
    """Return a value as PostgreSQL reads it, whatever the column's type is there."""
    if value is None:
        return None
    return f"\\x{value.hex()}" if isinstance(value, bytes) else str(value)


def _arrived(url: str, step: str) -> dict[str, list[Any]]:
    """Have a process with the target's settings do its part; return the digests that it found."""
    command = [sys.executable, "-m", "zhongshu.config.arrival", step]
    done = subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True, capture_output=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def _compare(left: dict[str, list[Any]], arrived: dict[str, list[Any]]) -> None:
    wrong = [
        f"{table}（{found[0]} 条，{arrived[table][0]} 条）" for table, found in left.items() if found != arrived[table]
    ]
    if wrong:
        raise NotMoved(f"迁移后两边不一致，没有启用新数据库：{'、'.join(wrong)}。原数据没有改动，请联系技术支持人员。")


def _verify(url: str) -> int:
    command = [sys.executable, "-m", "zhongshu.config.cli", "verify"]
    code = subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode  # noqa: S603
    if code == 0:
        print("迁移完成。请设置 DATABASE_URL 后启动；原来的数据文件没有改动，确认无误后再另行保管。")
    return code
