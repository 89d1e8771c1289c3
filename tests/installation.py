"""An installation in folders of its own, worked by the commands of the console (安装实例)."""

import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg

SETTINGS = "zhongshu.config.settings"
STORE = """
import django, io
django.setup()
from django.db import transaction
from django.utils import timezone
from zhongshu.files import actions
def store(content):
    return actions.store(io.BytesIO(content), name="a.pdf", by="person:1", at=timezone.now())
"""
TWO_FILES = 'store(b"%PDF-1.7 first"); store(b"%PDF-1.7 second")'
SECRET = b"%PDF-1.7 secret"
QUARANTINE = f"""
secret = store({SECRET!r})
with transaction.atomic():
    actions.quarantine(secret, by="person:1", at=timezone.now())
"""


def environment_of(var, database=""):
    """Return the environment of an installation whose data lies in `var`, on SQLite or the database named."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    named = {"DATABASE_URL": database} if database else {}
    return {**kept, **named, "DJANGO_SETTINGS_MODULE": SETTINGS, "ZHONGSHU_VAR": str(var)}


def empty_database(server):
    name = f"backup_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def run(environment, *arguments):
    """Run a command; return its exit code and all that it said."""
    command = [sys.executable, "-m", "zhongshu.config.cli", *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def fill(environment, script):
    subprocess.run([sys.executable, "-c", STORE + script], env=environment, check=True)


def kept_files(folder):
    return sorted(path for path in (Path(folder) / "files").rglob("*") if path.is_file())
