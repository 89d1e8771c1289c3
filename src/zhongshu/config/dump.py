"""The database as one file (数据库转存), and back again: a copy of SQLite, or PostgreSQL table by table in a ZIP.

PostgreSQL's own programs are not needed: all tables are copied out in one snapshot, and copied in again under the
tables that this program made itself at the version of the backup. No Django where a file is put back.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from zhongshu.config import manifest, sealing
from zhongshu.kit.errors import Refused
from zhongshu.trail import rules as trail

INDEX = "tables.json"
CHUNK = 1 << 20  # bytes
COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""
SEQUENCES = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND (is_identity = 'YES' OR column_default LIKE 'nextval(%%')
"""

GO_ON = """
    SELECT setval(pg_get_serial_sequence({name}, {column}), COALESCE(MAX({id}), 1), MAX({id}) IS NOT NULL) FROM {table}
"""


class NotEmpty(Refused):
    """The place to restore to holds something already (目标不为空)."""


def take(connection: Any, new: Path) -> dict[str, Any]:
    """Write the database as it is at one moment to a new file; return what the manifest says of it.

    Nobody else may read that file, from its first byte on. Needs Django's connection.
    """
    connection.ensure_connection()
    open(new, "xb", opener=sealing.private).close()
    if connection.vendor == "postgresql":
        return _take_tables(connection, new)
    copy = sqlite3.connect(new)
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return _described(copy.cursor(), "sqlite", manifest.SQLITE)
    finally:
        copy.close()


def _described(cursor: Any, vendor: str, name: str) -> dict[str, Any]:
    return {
        "database": name,
        "tables": manifest.counts(cursor, vendor),
        "migrations": manifest.migrations(cursor),
        "files": manifest.digests(cursor),
        "withheld": manifest.withheld(cursor),
    }


def _take_tables(connection: Any, new: Path) -> dict[str, Any]:
    from django.db import transaction

    with transaction.atomic(), connection.cursor() as cursor, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as parts:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        described = _described(cursor, "postgresql", manifest.TABLES_OF_POSTGRESQL)
        columns = {}
        for table in described["tables"]:
            cursor.execute(COLUMNS, [table])
            columns[table] = [row[0] for row in cursor.fetchall()]
            _copy_out(cursor, table, columns[table], parts)
        parts.writestr(INDEX, json.dumps({"columns": columns, "migrations": described["migrations"]}))
    return described


def _copy_out(cursor: Any, table: str, columns: list[str], parts: zipfile.ZipFile) -> None:
    names = sql.SQL(",").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), names)
    with cursor.copy(statement) as rows, parts.open(table, "w", force_zip64=True) as part:
        for row in rows:
            part.write(row)


def put_back_copy(path: Path) -> dict[str, int]:
    """Return the rows of each table of a copy of SQLite that was put in its place (各表条数)."""
    database = sqlite3.connect(path)
    try:
        return manifest.counts(database.cursor(), "sqlite")
    finally:
        database.close()


def put_back_tables(path: Path, url: str) -> dict[str, int]:
    """Fill the database at a URL, which must hold no table; return the rows of each. Raises NotEmpty."""
    if not url.startswith("postgres"):
        raise NotEmpty("这是 PostgreSQL 的备份。请用 DATABASE_URL 指明一个空的 PostgreSQL 数据库，没有恢复任何内容。")
    with psycopg.connect(url) as database:
        if manifest.counts(database.cursor(), "postgresql"):
            raise NotEmpty("DATABASE_URL 指明的数据库不是空的，没有恢复任何内容。请新建一个数据库。")
    with zipfile.ZipFile(path) as parts:
        index = json.loads(parts.read(INDEX))
        lay_tables(url, index["migrations"])
        with psycopg.connect(url) as database:
            _copy_in(database.cursor(), index["columns"], parts)
            return manifest.counts(database.cursor(), "postgresql")


def lay_tables(url: str, migrations: list[str]) -> None:
    """Make the tables at an empty place as these migrations leave them, in a process that has settings."""
    with tempfile.TemporaryDirectory() as elsewhere:  # its keys must not be taken for those of the backup
        environment = os.environ | {"DATABASE_URL": url, "ZHONGSHU_VAR": elsewhere}
        command = [sys.executable, "-m", "zhongshu.config.tables", json.dumps(migrations)]
        subprocess.run(command, env=environment, check=True)  # noqa: S603


def _copy_in(cursor: Any, columns: dict[str, list[str]], parts: zipfile.ZipFile) -> None:
    """Copy all tables in at once: references between them are looked at in the end."""
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    everything = sql.SQL(",").join(map(sql.Identifier, columns))
    cursor.execute(sql.SQL("TRUNCATE {}").format(everything))
    for table, names in columns.items():
        listed = sql.SQL(",").join(map(sql.Identifier, names))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), listed)
        with cursor.copy(statement) as rows, parts.open(table) as part:
            while piece := part.read(CHUNK):
                rows.write(piece)
    set_sequences(cursor)
    guard(cursor)


def set_sequences(cursor: Any) -> None:
    """Let numbers go on after the largest that is there (序列续号)."""
    cursor.execute(SEQUENCES)
    for table, column in cursor.fetchall():
        places = {"name": sql.Literal(f'"{table}"'), "column": sql.Literal(column)}
        cursor.execute(sql.SQL(GO_ON).format(**places, id=sql.Identifier(column), table=sql.Identifier(table)))


def guard(cursor: Any) -> None:
    """Put the guards of the trail up again (防改动保护)."""
    cursor.execute(trail.POSTGRESQL_FUNCTION)
    for table, name, statement in trail.guards("postgresql"):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        cursor.execute(statement)


def rows_of(path: Path) -> dict[str, int]:
    """Return the rows of each table of a file of PostgreSQL's tables, without a server: one line is one row."""
    with zipfile.ZipFile(path) as parts:
        return {table: _lines(parts, table) for table in json.loads(parts.read(INDEX))["columns"]}


def _lines(parts: zipfile.ZipFile, table: str) -> int:
    with parts.open(table) as part:
        return sum(piece.count(b"\n") for piece in iter(lambda: part.read(CHUNK), b""))
