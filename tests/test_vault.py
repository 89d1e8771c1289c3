"""Encrypted backups by the commands of the console, on either database: kept, proved, refused and put back."""

import fcntl
import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.installation import QUARANTINE, SECRET, TWO_FILES, empty_database, environment_of, fill, kept_files, run

from zhongshu.config import manifest, sealing, vault

SCHEDULED = """
import django; django.setup()
import threading
from django.db import connection, transaction
from django.utils import timezone
from zhongshu.config import schedules
from zhongshu.jobs import actions
from zhongshu.jobs.models import Job
from zhongshu.trail.models import Entry
with transaction.atomic():
    actions.enqueue(schedules.{task}, at=timezone.now())
actions.run_next("worker", threading.Event())
job = Job.objects.latest("id")
print(bool(job.finished_at), bool(job.failed_at), job.message, Entry.objects.latest("id").verb)
"""
TOLD = """
import django; django.setup()
from django.utils import timezone
from zhongshu.portal.queries import running
print(*running.backup_troubles(timezone.now()))
"""


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def installed(request, tmp_path_factory):
    """Environment of an installation with two files that encrypts for somebody, and the file of the private key."""
    is_postgresql = request.param == "postgresql"
    url = empty_database(request.getfixturevalue("postgresql_server")) if is_postgresql else ""
    environment = environment_of(tmp_path_factory.mktemp("var"), url)
    assert run(environment, "migrate")[0] == 0
    fill(environment, TWO_FILES)
    code, said = run(environment, "backup", "keygen")
    public, private = re.search(r"\bage1\w+", said)[0], re.search(r"AGE-SECRET-KEY-\w+", said)[0]
    assert (code, "私钥" in said) == (0, True)
    Path(environment["ZHONGSHU_VAR"], "secrets", "backup.recipients").write_text(f"# 办公室\n{public}\n")
    key = tmp_path_factory.mktemp("safe") / "private"
    key.write_text(f"{private}\n")
    return environment, key


@pytest.fixture
def office(request, installed, tmp_path):
    """Environments of the installation and of the place to restore to, the folder of backups and the private key."""
    environment, key = installed
    environment = {**environment, "ZHONGSHU_BACKUP": str(tmp_path / "disk")}
    elsewhere = {**environment, "ZHONGSHU_VAR": str(tmp_path / "elsewhere")}
    if "DATABASE_URL" in environment:
        elsewhere["DATABASE_URL"] = empty_database(request.getfixturevalue("postgresql_server"))
    return environment, elsewhere, tmp_path / "disk", key


def backed_up(office):
    """Write a backup and return its manifest."""
    code, said = run(office[0], "backup", "run")
    assert code == 0, said
    return vault.generations(office[2])[0]


def restore(office, one, *more):
    _, elsewhere, _, _ = office
    return run(elsewhere, "restore", one, "--to", elsewhere["ZHONGSHU_VAR"], *more)


def bend(path):
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    return whole


def test_there_and_back_again(office):
    environment, elsewhere, folder, key = office
    one = backed_up(office)
    assert not list(folder.rglob("*.part"))
    plain = [path.read_bytes() for path in kept_files(environment["ZHONGSHU_VAR"])]
    hidden = b"".join(path.read_bytes() for path in folder.rglob("*.age"))
    assert not any(content in hidden for content in plain)
    code, said = run(environment, "backup", "check", one)
    assert (code, "未作恢复演练" in said) == (0, True)
    code, said = run(environment, "backup", "check", one, "--identity", key)
    assert (code, "恢复演练通过" in said) == (0, True), said
    code, said = restore(office, one.with_suffix(".age"), "--identity", key)
    assert (code, "2 个文件" in said) == (0, True), said
    assert [path.read_bytes() for path in kept_files(elsewhere["ZHONGSHU_VAR"])] == plain
    content = manifest.read(one)
    secrets = Path(environment["ZHONGSHU_VAR"], "secrets")
    (Path(elsewhere["ZHONGSHU_VAR"]) / "secrets").mkdir()
    for name in ("trail.key", "django.key"):
        (Path(elsewhere["ZHONGSHU_VAR"]) / "secrets" / name).write_bytes((secrets / name).read_bytes())
    assert "留痕完整" in run(elsewhere, "verify")[1]
    assert run(elsewhere, "migrate") == (0, "数据库已是最新，无需升级。\n")
    again = Path(elsewhere["ZHONGSHU_VAR"]) / ".." / "again"
    run(elsewhere, "backup", "copy", again)
    assert manifest.read(again / "manifest.json")["tables"] == content["tables"]
    assert manifest.read(again / "manifest.json")["files"] == sorted(content["files"])


def test_what_is_damaged_is_named_and_nothing_restored(office):
    _, elsewhere, folder, key = office
    one = backed_up(office)
    sealed = next((folder / "files").rglob("*.age"))
    for path in (one, one.with_suffix(".age"), sealed):
        whole = bend(path)
        code, said = restore(office, one, "--identity", key)
        assert (code, "备份已损坏" in said, path.name in said) == (1, True, True), said
        path.write_bytes(whole)
    for path in (one.with_suffix(".age"), sealed):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert path.name in restore(office, one, "--identity", key)[1]
        path.write_bytes(whole)
    assert not Path(elsewhere["ZHONGSHU_VAR"]).exists()


@pytest.mark.parametrize(
    "bent",
    [
        {"files": {"../../../../stray": "0" * 64}},
        {"files": {"0" * 64: "../../stray"}},
        {"keys": {"keys/../../stray": "0" * 64}},
        {"database": "/etc/passwd"},
    ],
)
def test_a_manifest_that_leads_out_of_its_folder_is_none(tmp_path, bent):
    path = tmp_path / "zhongshu-20260302-013000.json"
    manifest.write(path, dict.fromkeys(manifest.SAID) | {"files": {}, "keys": {}, "database": manifest.SQLITE} | bent)
    with pytest.raises(manifest.Damaged, match="改动过"):
        manifest.read(path)


def test_a_backup_is_refused_in_a_sentence(office, tmp_path):
    environment, elsewhere, _, key = office
    one = backed_up(office)
    other = tmp_path / "other"
    other.write_text(re.search(r"AGE-SECRET-KEY-\w+", run(environment, "backup", "keygen")[1])[0])
    empty = tmp_path / "empty"
    empty.write_text("")
    assert "恢复需要私钥" in restore(office, one)[1]
    assert "私钥与这份备份不符" in restore(office, one, "--identity", other)[1]
    assert "没有私钥" in restore(office, one, "--identity", empty)[1]
    content = manifest.read(one)
    for newer in ({"version": "99.0.0"}, {"migrations": [*content["migrations"], "org.0999_future"]}):
        manifest.write(one, content | newer)
        code, said = restore(office, one, "--identity", key)
        assert (code, "更新的版本" in said) == (1, True), said
    manifest.write(one, content)
    one.rename(tmp_path / "kept.json")  # half written: the manifest comes last
    assert "不是完整的备份" in restore(office, one, "--identity", key)[1]
    assert not Path(elsewhere["ZHONGSHU_VAR"]).exists()


def test_what_is_found_to_be_secret_leaves_older_backups_too(office):
    environment, elsewhere, folder, key = office
    fill(environment, f"store({SECRET!r})")
    first = backed_up(office)
    assert len(list((folder / "files").rglob("*.age"))) == 3
    fill(environment, QUARANTINE)
    first.with_suffix(".age").rename(folder / "zhongshu-20250101-013000.age")
    first = first.rename(folder / "zhongshu-20250101-013000.json")
    backed_up(office)
    assert len(list((folder / "files").rglob("*.age"))) == 2
    code, said = restore(office, first, "--identity", key)
    assert (code, "1 个文件因涉密" in said) == (0, True), said
    assert len(kept_files(elsewhere["ZHONGSHU_VAR"])) == 2


def test_the_schedule_writes_it_and_a_failure_is_seen(office, tmp_path):
    environment, _, folder, _ = office
    done = scheduled(environment, "back_up")
    assert done.split()[:2] == ["True", "False"] and done.endswith("config.backed_up\n")
    assert scheduled(environment, "check_backups").startswith("True False")
    bend(vault.generations(folder)[0].with_suffix(".age"))
    assert "备份已损坏" in (said := scheduled(environment, "check_backups")) and said.startswith("False True")
    (tmp_path / "file").write_text("")
    refused = scheduled({**environment, "ZHONGSHU_BACKUP": str(tmp_path / "file" / "disk")}, "back_up")
    assert refused.startswith("False True 备份没有完成") and refused.endswith("config.backup_failed\n")
    nobody = scheduled({**environment, "ZHONGSHU_BACKUP_RECIPIENTS": str(tmp_path / "none")}, "back_up")
    assert "没有收件公钥" in nobody
    assert len(vault.generations(folder)) == 1


def scheduled(environment, task):
    done = subprocess.run(
        [sys.executable, "-c", SCHEDULED.format(task=task)], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_so_many_days_weeks_and_months_are_kept():
    first = datetime(2026, 1, 1, 1, 30)  # noqa: DTZ001
    made = [first + timedelta(days=day) for day in range(400)]
    kept = sorted(vault.keep(made, "7,4,12"), reverse=True)
    assert kept[:7] == sorted(made, reverse=True)[:7]
    assert len({(one.year, one.month) for one in kept}) == 12
    assert len(kept) <= 23
    assert vault.keep(made[:1], "7,4,12") == {first}


def test_old_backups_go_with_the_files_that_only_they_name(office):
    environment, _, folder, _ = office
    environment = {**environment, "ZHONGSHU_BACKUP_KEEP": "1,1,1"}
    first = backed_up(office)
    content = manifest.read(first)
    gone = "ab" * 32
    old = folder / "zhongshu-20250101-013000.json"
    manifest.write(old, content | {"files": content["files"] | {gone: gone}})
    place = folder / manifest.piece(gone, gone)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"x")
    assert run(environment, "backup", "run")[0] == 0
    assert (old.exists(), place.exists(), len(vault.generations(folder))) == (False, False, 1)
    assert json.loads(vault.generations(folder)[0].read_text())["content"]["files"].keys() == content["files"].keys()


@pytest.mark.parametrize("how", ["changed", "cut", "another version", "not to be read"])
def test_an_older_backup_that_cannot_be_read_stops_neither_backup_nor_restoring(office, how):
    environment, elsewhere, folder, key = office
    environment = {**environment, "ZHONGSHU_BACKUP_KEEP": "1,1,1"}
    first = backed_up(office)
    old = first.rename(folder / "zhongshu-20250101-013000.json")
    first.with_suffix(".age").rename(old.with_suffix(".age"))
    named = set((folder / "files").rglob("*.age"))
    stray = folder / manifest.piece("ab" * 32, "cd" * 32)  # what only the damaged one may have named
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    spoil(old, how)
    code, said = run(environment, "backup", "run")
    assert (code, "1 份备份的清单不能读取：zhongshu-20250101-013000" in said) == (0, True), said
    assert old.exists() and old.with_suffix(".age").exists() and stray.exists()
    assert all(path.exists() for path in named)
    new = vault.generations(folder)[0]
    assert new != old
    code, said = restore(office, new, "--identity", key)
    assert (code, "2 个文件" in said) == (0, True), said
    refused = run(
        {**elsewhere, "ZHONGSHU_VAR": f"{folder}-b"}, "restore", old, "--to", f"{folder}-b", "--identity", key
    )
    assert refused[0] == 1
    assert old.name in refused[1]
    done = scheduled(environment, "back_up")
    assert done.startswith("True False")
    told = subprocess.run(
        [sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert "zhongshu-20250101-013000" in told
    old.rmdir() if old.is_dir() else old.unlink()  # given up
    assert "不能读取" not in run(environment, "backup", "run")[1]
    assert not stray.exists()
    assert not old.with_suffix(".age").exists()


def spoil(path, how):
    if how == "changed":
        bend(path)
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:100])
    elif how == "another version":
        manifest.write(path, {"format": 9, "version": "9.0.0"})
    else:
        path.unlink()
        path.mkdir()


def test_a_copy_of_a_manifest_is_no_backup(office):
    one = backed_up(office)
    copy = one.with_name(f"{one.stem} (1).json")
    copy.write_bytes(one.read_bytes())
    code, said = run(office[0], "backup", "run")
    assert (code, "不能读取" in said, copy.exists()) == (0, False, True), said


def test_for_other_keys_every_file_is_encrypted_anew(office, tmp_path):
    environment, _, folder, key = office
    first = backed_up(office)
    first.with_suffix(".age").rename(folder / "zhongshu-20250101-013000.age")
    first = first.rename(folder / "zhongshu-20250101-013000.json")
    public, private = sealing.generate()
    (tmp_path / "recipients").write_text(public)
    (tmp_path / "private").write_text(private)
    changed = {**environment, "ZHONGSHU_BACKUP_RECIPIENTS": str(tmp_path / "recipients")}
    assert run(changed, "backup", "run")[0] == 0
    second = vault.generations(folder)[0]
    assert len(list((folder / "files").rglob("*.age"))) == 4
    assert run(environment, "backup", "check", second, "--identity", tmp_path / "private")[0] == 0
    assert run(environment, "backup", "check", first, "--identity", key)[0] == 0
    before = len(list((folder / "files").rglob("*.age")))
    assert run(changed, "backup", "run")[0] == 0
    assert len(list((folder / "files").rglob("*.age"))) == before


def test_one_backup_at_a_time_writes_and_what_was_cut_off_goes(office):
    environment, _, folder, _ = office
    backed_up(office)
    (folder / "zhongshu-20250101-013000.age").write_bytes(b"half")
    (folder / "zhongshu-20250101-023000.age.part").write_bytes(b"half")
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, said = run(environment, "backup", "run")
        assert (code, "另一次备份正在写入" in said, len(vault.generations(folder))) == (1, True, 1)
    assert run(environment, "backup", "run")[0] == 0
    assert not list(folder.glob("zhongshu-2025*"))
