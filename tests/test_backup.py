"""Backup and restore by the commands of the console, on either database."""

import json
from pathlib import Path

import pytest
from tests.installation import QUARANTINE, SECRET, TWO_FILES, empty_database, environment_of, fill, kept_files, run


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def environment(request, tmp_path_factory):
    """Environment of an installation with two files."""
    is_postgresql = request.param == "postgresql"
    url = empty_database(request.getfixturevalue("postgresql_server")) if is_postgresql else ""
    environment = environment_of(tmp_path_factory.mktemp("var"), url)
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


def restore(office, *more):
    _, target, folder = office
    return run(target, "restore", folder, "--to", target["ZHONGSHU_VAR"], *more)


def test_round_trip(office):
    environment, target, folder = office
    code, said = run(environment, "backup", "copy", folder, "--with-keys")
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
    run(environment, "backup", "copy", folder, "--with-keys")
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
    assert run(environment, "backup", "copy", folder)[0] == 0
    assert SECRET in [path.read_bytes() for path in kept_files(folder)]
    fill(environment, QUARANTINE)
    code, said = run(environment, "backup", "copy", folder)
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
    code, said = run(environment, "backup", "copy", folder)
    assert (code, lost.name in said, changed.name in said) == (1, True, True)
    for path, content in whole.items():
        path.write_bytes(content)


def test_the_data_folder_is_no_place_for_a_backup(office):
    environment, _, _ = office
    before = kept_files(environment["ZHONGSHU_VAR"])
    code, said = run(environment, "backup", "copy", environment["ZHONGSHU_VAR"])
    assert (code, kept_files(environment["ZHONGSHU_VAR"])) == (1, before)
    assert "备份目录不能是数据目录本身" in said


def test_a_folder_without_manifest_is_no_backup(office, tmp_path):
    _, target, _ = office
    code, said = run(target, "restore", tmp_path, "--to", target["ZHONGSHU_VAR"])
    assert (code, "不是完整的备份" in said) == (1, True)
