"""Fifty at once on PostgreSQL while web and job processes are killed: nothing is lost and nothing happens twice.

Every run has a short storm; ZHONGSHU_PROPERTIES=nightly (`make nightly`) has the whole minute with fifty processes.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from tests.journeys.conftest import CLI, ROOT, wait_for_answer

pytestmark = pytest.mark.postgresql
NIGHTLY = os.environ.get("ZHONGSHU_PROPERTIES") == "nightly"
SECONDS, INSIDE, OUTSIDE = (60, 42, 8) if NIGHTLY else (8, 8, 3)
WEB_KILLED_EVERY = 3.0
PATIENCE = 90  # a job of a worker that was killed is taken again when its lease is over


@pytest.fixture
def environment(postgresql_server, tmp_path) -> Iterator[dict[str, str]]:
    """A database of its own, migrated and planted."""
    name = f"zhongshu_storm_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = postgresql_server.rpartition("/")[0] + "/" + name
    settings = {"DATABASE_URL": url, "ZHONGSHU_VAR": str(tmp_path / "var")}
    made = {**os.environ, **settings, "DJANGO_SETTINGS_MODULE": "zhongshu.config.settings"}
    run([*CLI, "migrate"], made)
    plant = "import django; django.setup(); from pathlib import Path; from tests.storm import stage; "
    run([sys.executable, "-c", plant + f"stage.plant(Path({str(tmp_path / 'tokens.json')!r}))"], made)
    yield made
    with psycopg.connect(postgresql_server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def run(command: list[str], environment: dict[str, str]) -> str:
    """Run a command to its end and return what it says."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@contextmanager
def host(environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen]]:
    """A web host with two web processes and a job worker."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    command = [*CLI, "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            wait_for_answer(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()


def children(process: subprocess.Popen) -> list[int]:
    """Return the web and job processes of a host."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in found]


def lightning(hosts: list[subprocess.Popen], over: threading.Event) -> None:
    """Kill a web or job process every few seconds, without warning."""
    chance = random.Random(1)
    while not over.wait(WEB_KILLED_EVERY):
        with suppress(ProcessLookupError, FileNotFoundError, IndexError):
            os.kill(chance.choice(children(chance.choice(hosts))), signal.SIGKILL)


def test_nothing_is_lost_and_nothing_happens_twice(environment, tmp_path):
    over = threading.Event()
    with host(environment) as (first, one), host(environment) as (second, other):
        storm = threading.Thread(target=lightning, args=([one, other], over))
        storm.start()
        members = [str(tmp_path), str(SECONDS), str(INSIDE), str(OUTSIDE), first, second]
        told = run([sys.executable, "-m", "tests.storm.troupe", *members], environment)
        over.set()
        storm.join()
        left_over(environment)
    found = json.loads(run([sys.executable, "-m", "tests.storm.reckoning", str(tmp_path)], environment))
    assert found["wrong"] == {}, found
    assert json.loads(told)["killed"] >= SECONDS / 2
    done = found["done"]
    for verb in ("registered", "completed", *(("returned", "withdrawn") if NIGHTLY else ())):
        assert done.get(verb), done
    print(json.dumps(found, ensure_ascii=False))


def left_over(environment: dict[str, str]) -> None:
    """Wait until no job is held by a process that is gone: what the storm left them the job workers have done."""
    waiting = "SELECT count(*) FROM jobs_job WHERE finished_at IS NULL AND failed_at IS NULL AND run_at < now()"
    end = time.monotonic() + PATIENCE
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
        while time.monotonic() < end:
            if connection.execute(waiting).fetchone() == (0,):
                return
            time.sleep(0.5)
    pytest.fail("jobs are left over after the storm")
