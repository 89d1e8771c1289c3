"""A consistent copy of database and files (备份), taken while the office goes on working.

The database is copied first, in one state; then the files that this copy names, which never change. What lies in
quarantine is left out, and taken out of an older backup in the same folder.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

import zhongshu
from zhongshu.config import manifest
from zhongshu.files import rules as files
from zhongshu.kit.errors import Refused


class NoProgram(Refused):
    """A program that the backup needs is not installed (缺少程序)."""


def backup(options: argparse.Namespace) -> int:
    """Write or renew a backup in a folder (备份); exit code 1 when a stored file is missing or damaged."""
    folder = Path(options.folder).resolve()
    if folder == settings.VAR:  # whatever the backup does not name would be removed from the store itself
        raise Refused("备份目录不能是数据目录本身。请换一个目录，最好在另一块磁盘上。")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name, take = (manifest.DUMP, _dump) if connection.vendor == "postgresql" else (manifest.SQLITE, _copy)
    new = folder / f"{name}.new"
    new.unlink(missing_ok=True)
    tables, digests = take(new)
    manifest.sync(new)
    bad = [digest for digest in digests if not _keep(folder, digest)]
    _forget(folder, set(digests))
    content = {
        "database": name,
        "tables": tables,
        "heads": tables["trail_head"],
        "made_at": timezone.now().isoformat(),
        "version": zhongshu.__version__,
        "database_digest": manifest.digest_of(new),
        "files": [digest for digest in digests if digest not in bad],
        "keys": _keys(folder) if options.with_keys else {},
    }
    new.replace(folder / name)  # until here the older backup stands
    manifest.write(folder, content)
    _report(content, bad, folder)
    return 1 if bad else 0


def _copy(new: Path) -> tuple[dict[str, int], list[str]]:
    """Copy SQLite by its own backup; return the rows of each table of the copy and the digests it names."""
    connection.ensure_connection()
    copy = sqlite3.connect(new)
    try:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return manifest.counts(copy.cursor(), "sqlite"), manifest.digests(copy.cursor())
    finally:
        copy.close()


def _dump(new: Path) -> tuple[dict[str, int], list[str]]:
    """Dump PostgreSQL with pg_dump, in the very snapshot whose rows are counted."""
    program = shutil.which("pg_dump")
    if program is None:
        raise NoProgram("没有找到 pg_dump，不能备份。请安装与数据库同版本的 PostgreSQL 客户端程序。")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        command = [program, "-Fc", f"--snapshot={cursor.fetchone()[0]}", "-f", str(new)]
        subprocess.run(command, env=os.environ | manifest.environment(connection.settings_dict), check=True)  # noqa: S603
        return manifest.counts(cursor, "postgresql"), manifest.digests(cursor)


def _keep(folder: Path, digest: str) -> bool:
    """Have the bytes of a digest in the backup, copied once; False when the store has lost or changed them."""
    path = folder / manifest.place(digest)
    if path.exists():
        return True
    new = path.with_suffix(".new")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with storages["files"].open(files.location(digest)) as source, new.open("wb") as target:
            shutil.copyfileobj(source, target)
    except FileNotFoundError:
        return False
    if manifest.digest_of(new) != digest:
        new.unlink()
        return False
    manifest.sync(new)
    new.replace(path)
    return True


def _forget(folder: Path, digests: set[str]) -> None:
    """Overwrite and delete what no longer belongs into the backup."""
    for path in (folder / "files").glob("*/*/*"):
        if path.name not in digests:
            path.write_bytes(bytes(path.stat().st_size))
            manifest.sync(path)
            path.unlink()


def _keys(folder: Path) -> dict[str, str]:
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    copies = [Path(shutil.copy2(key, folder / "keys")) for key in sorted((settings.VAR / "secrets").glob("*.key"))]
    return {f"keys/{copy.name}": manifest.digest_of(copy) for copy in copies}


def _report(content: dict[str, Any], bad: list[str], folder: Path) -> None:
    rows = sum(content["tables"].values())
    print(f"已备份到 {folder}：{rows} 条记录，{len(content['files'])} 个文件，{content['heads']} 条留痕链。")
    if content["keys"]:
        print("备份中含有密钥，请与其他备份分开保管。")
    else:
        print(f"备份中不含密钥。没有密钥就不能核验留痕，请另行保管 {settings.VAR / 'secrets'} 目录。")
    for digest in bad:
        print(f"文件库中的文件缺失或已损坏，未能备份：{digest}")
