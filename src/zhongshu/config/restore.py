"""Putting a backup back (恢复) into an empty place, and proving that it is whole.

Without Django: its settings belong to one data folder, and this one does not exist yet.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import dj_database_url
import psycopg

from zhongshu.config import manifest
from zhongshu.kit.errors import Refused


class NotEmpty(Refused):
    """The place to restore to holds something already (目标不为空)."""


class Incomplete(Refused):
    """What was restored is not what the manifest says (恢复结果不符)."""


def restore(options: argparse.Namespace) -> int:
    """Restore a backup and verify counts, digests and the trail (恢复); exit code 1 when the trail is wrong."""
    folder, to = Path(options.folder).resolve(), Path(options.to).resolve()
    if to.exists() and any(to.iterdir()):
        raise NotEmpty(f"{to} 不是空目录，没有恢复任何内容。请换一个新目录。")
    content = manifest.read(folder)
    manifest.check(folder, content)
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    put_back = _put_back_dump if content["database"] == manifest.DUMP else _put_back_copy
    _compare(content["tables"], put_back(folder, to))
    for digest in content["files"]:
        _copy(folder / manifest.place(digest), to / manifest.place(digest))
    for key in content["keys"]:
        _copy(folder / key, to / "secrets" / Path(key).name)
    print(f"已恢复到 {to}：各表条数、{len(content['files'])} 个文件的校验值与备份清单一致。")
    return _verify(to) if content["keys"] else _ask_for_keys(to)


def _put_back_copy(folder: Path, to: Path) -> dict[str, int]:
    path = to / "zhongshu.sqlite3"
    _copy(folder / manifest.SQLITE, path)
    database = sqlite3.connect(path)
    try:
        return manifest.counts(database.cursor(), "sqlite")
    finally:
        database.close()


def _put_back_dump(folder: Path, to: Path) -> dict[str, int]:
    """Fill the database that DATABASE_URL names, which must hold no table."""
    url, program = os.environ.get("DATABASE_URL", ""), shutil.which("pg_restore")
    if not url.startswith("postgres") or program is None:
        raise NotEmpty("这是 PostgreSQL 的备份。请安装 pg_restore，并用 DATABASE_URL 指明一个空的数据库。")
    with psycopg.connect(url) as database:
        if manifest.counts(database.cursor(), "postgresql"):
            raise NotEmpty("DATABASE_URL 指明的数据库不是空的，没有恢复任何内容。请新建一个数据库。")
    where = manifest.environment(dict(dj_database_url.parse(url)))
    command = [program, "--no-owner", "--exit-on-error", f"--dbname={where['PGDATABASE']}", str(folder / manifest.DUMP)]
    subprocess.run(command, env=os.environ | where, check=True)  # noqa: S603
    with psycopg.connect(url) as database:
        return manifest.counts(database.cursor(), "postgresql")


def _compare(expected: dict[str, int], found: dict[str, int]) -> None:
    names = [name for name, count in expected.items() if found.get(name) != count]
    wrong = [f"{name}（应为 {expected[name]}，实为 {found.get(name, 0)}）" for name in names]
    if wrong:
        raise Incomplete(f"恢复后的条数与备份清单不符：{'、'.join(wrong)}。请换用另一份备份。")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    manifest.sync(target)


def _verify(to: Path) -> int:
    command = [sys.executable, "-m", "zhongshu.config.cli", "verify"]
    return subprocess.run(command, env=os.environ | {"ZHONGSHU_VAR": str(to)}, check=False).returncode  # noqa: S603


def _ask_for_keys(to: Path) -> int:
    print(f"备份中不含密钥，留痕尚未核验。请把原来的 secrets 目录放到 {to} 下，再运行 zhongshu verify。")
    return 0
