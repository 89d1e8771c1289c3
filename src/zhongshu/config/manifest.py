"""What a backup says about itself (备份清单), so that every damaged byte of it can be named. No Django here.

A backup folder holds `manifest.json`, `database.sqlite3` or `database.dump`, `files/` by digest, and `keys/` if
asked for. The manifest is written last: a folder without one is not a backup.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from zhongshu.kit.errors import Refused

NAME = "manifest.json"
SQLITE, DUMP = "database.sqlite3", "database.dump"
TABLES = {
    # What a virtual table keeps lies in tables of its own, which are counted.
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND sql NOT LIKE 'CREATE VIRTUAL %'",
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
}


class NoBackup(Refused):
    """The folder holds no backup that can be read (不是完整的备份)."""


class Damaged(Refused):
    """Something in the backup is not as it was written (备份已损坏)."""


def digest_of(path: Path) -> str:
    """Return the SM3 digest of a file, 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new("sm3")).hexdigest()


def place(digest: str) -> str:
    """Return where the bytes of a digest lie below the folder, here and in the store alike."""
    return f"files/{digest[:2]}/{digest[2:4]}/{digest}"


def counts(cursor: Any, vendor: str) -> dict[str, int]:
    """Return the number of rows of every table (各表条数)."""
    cursor.execute(TABLES[vendor])
    found = {}
    for name in sorted(row[0] for row in cursor.fetchall()):
        cursor.execute(f'SELECT COUNT(*) FROM "{name}"')  # noqa: S608
        found[name] = cursor.fetchone()[0]
    return found


def digests(cursor: Any) -> list[str]:
    """Return the digests whose bytes belong into a backup: all that are stored and not in quarantine."""
    cursor.execute(
        "SELECT digest FROM files_storedfile WHERE id NOT IN (SELECT stored_id FROM files_quarantine) ORDER BY digest"
    )
    return [row[0] for row in cursor.fetchall()]


def write(folder: Path, content: dict[str, Any]) -> None:
    """Write the manifest, sealed by its own digest, in one step."""
    new = folder / f"{NAME}.new"
    new.write_text(json.dumps({"digest": _seal(content), "content": content}, ensure_ascii=False, indent=1))
    sync(new)
    new.replace(folder / NAME)
    sync(folder)


def read(folder: Path) -> dict[str, Any]:
    """Return the content of the manifest. Raises NoBackup and Damaged."""
    try:
        sealed = json.loads((folder / NAME).read_text())
        content = sealed["content"]
    except FileNotFoundError as error:
        raise NoBackup(f"{folder} 中没有备份清单，不是完整的备份。请换一个目录。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(f"备份已损坏：{NAME} 不能读取。请换用另一份备份。") from error
    if sealed["digest"] != _seal(content):
        raise Damaged(f"备份已损坏：{NAME} 的内容被改动过。请换用另一份备份。")
    return content


def check(folder: Path, content: dict[str, Any]) -> None:
    """Compare every file of the backup with its digest. Raises Damaged, naming those that differ."""
    expected = {content["database"]: content["database_digest"]} | content["keys"]
    wrong = [*_unlike(folder, expected.items()), *_unlike(folder, ((place(item), item) for item in content["files"]))]
    if wrong:
        raise Damaged(f"备份已损坏，没有恢复任何内容。缺少或被改动的文件：{'、'.join(wrong)}。请换用另一份备份。")


def environment(database: dict[str, Any]) -> dict[str, str]:
    """Return how PostgreSQL's programs find a database: in the environment no password is seen by others."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {variable: str(database[name]) for variable, name in names.items() if database.get(name)}


def sync(path: Path) -> None:
    """Wait until a file or folder is on stable storage."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _unlike(folder: Path, expected: Iterable[tuple[str, str]]) -> list[str]:
    return [name for name, digest in expected if not _is(folder / name, digest)]


def _is(path: Path, digest: str) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False


def _seal(content: dict[str, Any]) -> str:
    return hashlib.new("sm3", json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
