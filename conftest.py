"""Shared by all tests: a PostgreSQL server of our own, and databases in which commits are real.

ZHONGSHU_TEST_POSTGRES  URL of a server to use instead of starting one, with the right to create databases
ZHONGSHU_TEST_DB        `postgresql` runs the whole suite on that server instead of SQLite
ZHONGSHU_TEST_ALL       `1` turns a missing server from a skip into a failure
ZHONGSHU_PROPERTIES     `nightly` tries ten thousand random sequences of acts instead of a few hundred
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import dj_database_url
import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

# Unix socket only, so that no port is taken; what a crash would lose does not matter here. Nor is anything cleaned up
# behind the tests' backs: of a table filled within one long transaction the cleaner notes that it is empty, and every
# plan made from then on is one for an empty table.
OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c max_connections=120 -c autovacuum=off -k"

pytest_plugins = ["tests.cast"]

ROOT = Path(__file__).parent
# Rooms without a database, and what chooses its own, are not asked again on the second pass, over PostgreSQL.
PURE = (
    *(ROOT / "src/zhongshu" / name for name in ("kit", "gongwen", "routes")),
    *(
        ROOT / "tests" / name
        for name in (
            "storm",
            "test_backup.py",
            "test_bench.py",
            "test_bundle.py",
            "test_deploy.py",
            "test_hosts.py",
            "test_move.py",
            "test_upgrade.py",
            "test_vault.py",
        )
    ),
)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leave out what cannot depend on the database; None lets others decide."""
    is_second_pass = os.environ.get("ZHONGSHU_TEST_DB") == "postgresql"
    return True if is_second_pass and collection_path in PURE else None


def pytest_configure() -> None:
    """Hash passwords fast: no test waits for what is slow on purpose. Choose how long chance is given a chance."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    usual = {"deadline": None, "print_blob": True, "suppress_health_check": list(hypothesis.HealthCheck)}
    hypothesis.settings.register_profile("quick", max_examples=100, **usual)
    hypothesis.settings.register_profile("nightly", max_examples=10_000, **usual)
    hypothesis.settings.load_profile(os.environ.get("ZHONGSHU_PROPERTIES", "quick"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a PostgreSQL server, started for this session unless the environment names one."""
    if url := os.environ.get("ZHONGSHU_TEST_POSTGRES"):
        yield url
        return
    with _server() as (url, _):
        yield url


@pytest.fixture
def own_server() -> Iterator[tuple[str, Callable[..., None]]]:
    """URL of a PostgreSQL server for one test, and what stops and starts it: `control("stop")`."""
    with _server() as started:
        yield started


@contextmanager
def _server() -> Iterator[tuple[str, Callable[..., None]]]:
    initdb = shutil.which("initdb") or max(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")), default="")
    if not initdb:
        missing = pytest.fail if os.environ.get("ZHONGSHU_TEST_ALL") == "1" else pytest.skip
        missing("no PostgreSQL: install it or set ZHONGSHU_TEST_POSTGRES")
    with tempfile.TemporaryDirectory(prefix="zhongshu-pg-", ignore_cleanup_errors=True) as folder:
        user = _unprivileged(folder)
        pg_ctl = [str(Path(initdb).with_name("pg_ctl")), "-D", f"{folder}/data", "-w", "-m", "fast"]

        def control(verb: str) -> None:
            more = ["-l", f"{folder}/log", "-o", f"{OPTIONS} {folder}"] if verb == "start" else []
            _run([*pg_ctl, *more, verb], folder, user)

        _run([initdb, "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], folder, user)
        control("start")
        try:
            yield f"postgresql://postgres@{quote(folder, safe='')}/postgres", control
        finally:
            with suppress(subprocess.CalledProcessError):  # it may have been stopped
                control("stop")


def _unprivileged(folder: str) -> dict:
    """PostgreSQL refuses to run as root: give the folder to its own user, or to nobody."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    os.chown(folder, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _run(command: list[str], folder: str, user: dict) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    quiet = {"stdout": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    subprocess.run(command, check=True, cwd=folder, env=environment, **quiet, **user)  # noqa: S603


@contextmanager
def _pointed_at(url: str) -> Iterator[None]:
    """Point Django's default database, in this thread and those that start meanwhile, at a URL."""
    # The connection is kept open: SQLite's database in memory lives no longer than it does.
    settings, kept = connections.databases["default"], connections["default"]
    connections.databases["default"] = connections.configure_settings({"default": dj_database_url.parse(url)})[
        "default"
    ]
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.databases["default"], connections["default"] = settings, kept


@contextmanager
def _database(server: str, template: str = "template1") -> Iterator[str]:
    """URL of a database that is made for the occasion and dropped after it."""
    name = f"zhongshu_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_database(postgresql_server) -> Iterator[str]:
    """URL of an empty PostgreSQL database for a process of its own."""
    with _database(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def _migrated_database(postgresql_server, django_db_blocker) -> Iterator[str]:
    from zhongshu.trail import actions as trail

    with _database(postgresql_server) as url, django_db_blocker.unblock():
        with _pointed_at(url):
            call_command("migrate", verbosity=0)
            trail.install_guards()
        yield url


@pytest.fixture
def committed_database(postgresql_server, _migrated_database, django_db_blocker) -> Iterator[str]:
    """A fresh migrated PostgreSQL database with its guards, where commits are real; yields its URL.

    For races: threads (each ends with `connections.close_all()`) or processes (give them DATABASE_URL).
    Replaces pytest-django's `db`, and its flush, which the trail's guards forbid. Mark the test `postgresql`.
    """
    template = _migrated_database.rpartition("/")[2]
    with _database(postgresql_server, template) as url, django_db_blocker.unblock(), _pointed_at(url):
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request) -> Iterator[None]:
    """Move the whole suite to PostgreSQL when the environment says so."""
    if os.environ.get("ZHONGSHU_TEST_DB") != "postgresql":
        yield
        return
    with _pointed_at(request.getfixturevalue("postgresql_server")):
        yield
