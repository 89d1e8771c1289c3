"""Backup and restore by the commands of the console, on either database."""

import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest

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


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def environment(request, tmp_path_factory):
    """Environment of an installation with two files."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
    environment["ZHONGSHU_VAR"] = str(tmp_path_factory.mktemp("var"))
    environment.pop("DATABASE_URL", None)
    if request.param == "postgresql":
        environment["DATABASE_URL"] = empty_database(request.getfixturevalue("postgresql_server"))
    assert run(environment, "migrate")[0] == 0
    fill(environment, TWO_FILES)
    return environment


@pytest.fixture
def office(request, environment, tmp_path):
    """Environments of the installation and of the place to restore to, and the backup's folder."""
    target = {**environment, "ZHONGSHU_VAR": str(tmp_path / "elsewhere")}
    if "DATABASE_URL" in environment:
        target["DATABASE_URL"] = empty_database(request.getfixturevalue("postgresql_server"))
    return environment, target, tmp_path / "backup"


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


def restore(office, *more):
    _, target, folder = office
    return run(target, "restore", folder, "--to", target["ZHONGSHU_VAR"], *more)


def kept_files(folder):
    return sorted(path for path in (Path(folder) / "files").rglob("*") if path.is_file())


def test_round_trip(office):
    environment, target, folder = office
    code, said = run(environment, "backup", folder, "--with-keys")
    assert (code, "2 个文件" in said, "含有密钥" in said) == (0, True, True)
    code, said = restore(office)
    assert code == 0, said
    assert "留痕完整" in said
    assert [path.read_bytes() for path in kept_files(target["ZHONGSHU_VAR"])] == [
        path.read_bytes() for path in kept_files(environment["ZHONGSHU_VAR"])
    ]
    assert run(target, "migrate") == (0, "数据库已是最新，无需升级。\n")
    code, said = restore(office)
    assert (code, "不是空目录" in said) == (1, True)


def test_a_damaged_byte_is_named(office):
    environment, target, folder = office
    run(environment, "backup", folder, "--with-keys")
    database = json.loads((folder / "manifest.json").read_text())["content"]["database"]
    for name in (database, kept_files(folder)[0].relative_to(folder), "keys/trail.key", "manifest.json"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        code, said = restore(office)
        assert (code, "备份已损坏" in said, str(name) in said) == (1, True, True), said
        (folder / name).write_bytes(whole)
    assert not Path(target["ZHONGSHU_VAR"]).exists()
    assert restore(office)[0] == 0


def test_quarantine_leaves_the_backup_too(office):
    environment, target, folder = office
    fill(environment, f"store({SECRET!r})")
    assert run(environment, "backup", folder)[0] == 0
    assert SECRET in [path.read_bytes() for path in kept_files(folder)]
    fill(environment, QUARANTINE)
    code, said = run(environment, "backup", folder)
    assert (code, len(kept_files(folder)), "不含密钥" in said) == (0, 2, True)
    assert SECRET not in [path.read_bytes() for path in kept_files(folder)]
    code, said = restore(office)
    assert (code, "留痕尚未核验" in said) == (0, True)
    assert len(kept_files(target["ZHONGSHU_VAR"])) == 2


def test_a_file_that_the_store_lost_is_named(office):
    environment, _, folder = office
    lost, changed, *_ = kept_files(environment["ZHONGSHU_VAR"])
    whole = {path: path.read_bytes() for path in (lost, changed)}
    lost.unlink()
    changed.write_bytes(b"something else")
    code, said = run(environment, "backup", folder)
    assert (code, lost.name in said, changed.name in said) == (1, True, True)
    for path, content in whole.items():
        path.write_bytes(content)


def test_the_data_folder_is_no_place_for_a_backup(office):
    environment, _, _ = office
    before = kept_files(environment["ZHONGSHU_VAR"])
    code, said = run(environment, "backup", environment["ZHONGSHU_VAR"])
    assert (code, kept_files(environment["ZHONGSHU_VAR"])) == (1, before)
    assert "备份目录不能是数据目录本身" in said


def test_a_folder_without_manifest_is_no_backup(office, tmp_path):
    _, target, _ = office
    code, said = run(target, "restore", tmp_path, "--to", target["ZHONGSHU_VAR"])
    assert (code, "不是完整的备份" in said) == (1, True)
