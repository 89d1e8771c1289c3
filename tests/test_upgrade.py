"""An upgrade rehearsed (升级演练): a guarded table is rebuilt under a living record, and nothing is lost."""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest

from zhongshu.trail import migrations

SETTINGS = """
from zhongshu.config.settings import *
MIGRATION_MODULES = {"trail": "rehearsed"}
"""
# SQLite rebuilds a table to alter a column, and drops its triggers with the old one.
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("trail", "LAST")]
    operations = [
        migrations.AlterField("entry", "verb", models.CharField(max_length=99)),
        migrations.AddField("entry", "rehearsed", models.CharField(max_length=9, default="new", db_default="new")),
    ]
"""
FILL = """
import django; django.setup()
from django.db import transaction
from django.utils import timezone
from zhongshu.trail import actions
with transaction.atomic():
    for number in range(50):
        actions.record("matter:7", "matters.opened", by="person:12", at=timezone.now(), detail={"number": number})
actions.checkpoint(by="system", at=timezone.now())
"""
LOOK = """
import django; django.setup()
from django.db import connection
from zhongshu.trail import queries
with connection.cursor() as cursor:
    cursor.execute("SELECT COUNT(*), MIN(rehearsed), MAX(rehearsed) FROM trail_entry")
    print(*cursor.fetchone(), len(queries.missing_guards()))
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def today(request, tmp_path):
    """Environment of an installation of today, with a record."""
    environment = {**os.environ, "ZHONGSHU_VAR": str(tmp_path / "var"), "PYTHONPATH": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "zhongshu.config.settings"
    environment.pop("DATABASE_URL", None)
    if request.param == "postgresql":
        environment["DATABASE_URL"] = empty_database(request.getfixturevalue("postgresql_server"))
    run(environment, "-m", "zhongshu.config.cli", "migrate")
    run(environment, "-c", FILL)
    return environment


@pytest.fixture
def tomorrow(today, tmp_path):
    """Environment of the same installation under a version with one more migration."""
    package = shutil.copytree(Path(migrations.__file__).parent, tmp_path / "rehearsed")
    last = max(path.stem for path in package.glob("0*.py"))
    (package / "9999_rehearsal.py").write_text(MIGRATION.replace("LAST", last))
    (tmp_path / "rehearsal_settings.py").write_text(SETTINGS)
    return {**today, "DJANGO_SETTINGS_MODULE": "rehearsal_settings"}


def empty_database(server):
    name = f"upgrade_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


def run(environment, *arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


def test_an_upgrade_keeps_rows_guards_and_proof(tomorrow):
    assert run(tomorrow, "-m", "zhongshu.config.cli", "migrate") == "数据库已升级，应用了 1 项结构变更。\n"
    assert run(tomorrow, "-c", LOOK) == "51 new new 0\n"
    assert "留痕完整" in run(tomorrow, "-m", "zhongshu.config.cli", "verify")
    assert "无需升级" in run(tomorrow, "-m", "zhongshu.config.cli", "migrate")
