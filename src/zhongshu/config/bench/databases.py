"""Databases for the bench (测量用的数据库): a fresh one each time, and a PostgreSQL server of its own if told so."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import dj_database_url
import psycopg
from psycopg import sql

from zhongshu.kit.errors import Refused

NETWORK_PORT = 5432


class NoPostgreSQL(Refused):
    """A server was to be started and its programs are not there (没有 PostgreSQL)."""


@contextmanager
def postgresql(inside: Sequence[str] = (), address: str = "", network: str = "") -> Iterator[str]:
    """Start a server with the settings it comes with, so that what is committed is on the disk; yield its URL.

    It listens on a socket in its folder alone, or on `address` to all of `network`. inside: a command to start it
    through. Raises NoPostgreSQL.
    """
    initdb = shutil.which("initdb") or max(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), default="")
    if not initdb:
        raise NoPostgreSQL("没有找到 PostgreSQL，不能测量。请安装 postgresql，或者用 --database 指明已有的服务器。")
    with tempfile.TemporaryDirectory(prefix="zhongshu-bench-pg-", ignore_cleanup_errors=True) as folder:
        user = _owner(folder)
        control = [str(Path(initdb).with_name("pg_ctl")), "-D", f"{folder}/data", "-w", "-m", "fast"]
        _run([initdb, "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8"], folder, user)
        if network:
            with Path(f"{folder}/data/pg_hba.conf").open("a") as rules:
                rules.write(f"host all all {network} trust\n")
        options = f"-c listen_addresses='{address}' -c port={NETWORK_PORT} -c max_connections=200 -k {folder}"
        _run([*inside, *_as(user), *control, "-l", f"{folder}/log", "-o", options, "start"], folder, {})
        try:
            yield f"postgresql://postgres@{address or quote(folder, safe='')}/postgres"
        finally:
            _run([*control, "stop"], folder, user)


def _owner(folder: str) -> dict[str, int]:
    """PostgreSQL refuses to run as root: give the folder to its own user, or to nobody."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _as(user: dict[str, int]) -> list[str]:
    """Return the command that lays root's rights down, after a namespace was entered with them."""
    if not user:
        return []
    return ["setpriv", f"--reuid={user['user']}", f"--regid={user['group']}", "--clear-groups"]


def _run(command: list[str], folder: str, user: dict[str, int]) -> None:
    more = {**user, "extra_groups": []} if user else {}
    quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, check=True, cwd=folder, env=environment, **quiet, **more)  # type: ignore[call-overload] # noqa: S603


@contextmanager
def fresh(server: str, folder: str, like: str = "") -> Iterator[str]:
    """Yield the URL of a database: on a server, dropped afterwards, or else a file in the folder.

    It is empty, or a copy of the one at the URL `like`, which nobody uses meanwhile.
    """
    if not server:
        url = f"sqlite:///{folder}/bench.sqlite3"
        if like:
            shutil.copyfile(like.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
        yield url
        return
    url = _create(server, like)
    try:
        yield url
    finally:
        _drop(server, url)


def _create(server: str, like: str) -> str:
    name, template = f"zhongshu_bench_{os.getpid()}_{time.time_ns() // 1_000_000}", like.rpartition("/")[2]
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template or "template1")))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)
    return server.rpartition("/")[0] + "/" + name


def _drop(server: str, url: str) -> None:
    name = dj_database_url.parse(url)["NAME"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
