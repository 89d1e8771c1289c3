"""What a backup says about itself (备份清单), so that every damaged byte of it can be named. No Django here.

A copy's folder holds `manifest.json`, `database.sqlite3` or `database.zip`, `files/` by digest, and `keys/` if asked
for. A folder of encrypted backups holds for each of them `zhongshu-….json`, its manifest, and `zhongshu-….age`, its
database; all of them share the encrypted files. The manifest is written last: without one there is no backup. None
asks for another: what has been withheld since is marked beside the files.
"""

import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import zhongshu
from zhongshu.config import sealing
from zhongshu.kit.errors import Refused

NAME = "manifest.json"
DIGEST, KEY = re.compile(r"[0-9a-f]{64}"), re.compile(r"keys/[\w-]+\.key")
WITHHELD = ".withheld"
MANY = 10  # damaged files named in one sentence
SQLITE, TABLES_OF_POSTGRESQL = "database.sqlite3", "database.zip"
OURS = tuple(f"{path.parent.parent.name}." for path in Path(zhongshu.__file__).parent.glob("*/migrations/__init__.py"))
SAID = {"database", "database_digest", "files", "keys", "made_at", "migrations", "tables", "version", "withheld"}
TABLES = {
    # What a virtual table keeps lies in tables of its own, which are counted.
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND sql NOT LIKE 'CREATE VIRTUAL %'",
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
}


class NoBackup(Refused):
    """The folder holds no backup that can be read (不是完整的备份)."""


class Newer(Refused):
    """The backup was made by a later version than this one, or is written in another way (备份来自另一版本)."""


class Damaged(Refused):
    """Something in the backup is not as it was written (备份已损坏)."""


def place(digest: str) -> str:
    """Return where the bytes of a digest lie below the folder, here and in the store alike."""
    return f"files/{digest[:2]}/{digest[2:4]}/{digest}"


def piece(digest: str, sealed: str) -> str:
    """Return where a file lies encrypted: by its digest, and that of its encrypted bytes, so that none is replaced."""
    return f"{place(digest)}.{sealed[:16]}{sealing.SUFFIX}"


def withheld_mark(digest: str) -> str:
    """Return the empty file that says of a digest that no backup of the folder may keep it (不再保留的标记)."""
    return f"{place(digest)}{WITHHELD}"


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


def withheld(cursor: Any) -> list[str]:
    """Return the digests that lie in quarantine or are expunged, and that no backup may keep."""
    cursor.execute(
        "SELECT digest FROM files_storedfile WHERE id IN (SELECT stored_id FROM files_quarantine) ORDER BY digest"
    )
    return [row[0] for row in cursor.fetchall()]


def migrations(cursor: Any) -> list[str]:
    """Return which changes of the tables have been applied: ["org.0001_initial", …]."""
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    return [f"{app}.{name}" for app, name in cursor.fetchall()]


def write(path: Path, content: dict[str, Any]) -> None:
    """Write the manifest, sealed by its own digest, in one step."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps({"digest": _seal(content), "content": content}, ensure_ascii=False, indent=1), "utf-8")
    sync(new)
    new.replace(path)
    sync(path.parent)


def read(path: Path) -> dict[str, Any]:
    """Return the content of a manifest. Raises NoBackup, Damaged and Newer."""
    try:
        sealed = json.loads(path.read_text("utf-8"))
        content, is_whole = sealed["content"], sealed["digest"] == _seal(sealed["content"])
    except FileNotFoundError as error:
        raise NoBackup(f"{path.parent} 中没有备份清单 {path.name}，不是完整的备份。请换一份备份。") from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged(f"备份已损坏：{path.name} 不能读取。请换用另一份备份。") from error
    if is_whole and not (isinstance(content, dict) and content.keys() >= SAID):
        raise Newer(f"备份清单 {path.name} 由另一版本写成，本机读不懂。请用生成它的版本来恢复，没有恢复任何内容。")
    if not is_whole or not _is_ours(content):
        raise Damaged(f"备份已损坏：{path.name} 的内容被改动过。请换用另一份备份。")
    return content


def _is_ours(content: dict[str, Any]) -> bool:
    """Tell whether all names lie where we put them: whoever keeps the disk could write a manifest that leads out."""
    files = content["files"]
    sealed = files.values() if isinstance(files, dict) else ()
    names = all(map(KEY.fullmatch, content["keys"])) and all(map(DIGEST.fullmatch, [*files, *sealed]))
    return names and content["database"] in (SQLITE, TABLES_OF_POSTGRESQL)


def check_version(content: dict[str, Any]) -> bool:
    """Refuse what a later version made; tell whether an earlier one did, to be brought up to date. Raises Newer."""
    unknown = [one for one in content["migrations"] if one.startswith(OURS) and one not in known_migrations()]
    if unknown or _parts(content["version"]) > _parts(zhongshu.__version__):
        raise Newer(
            f"这份备份由更新的版本（{content['version']}）生成，本机是 {zhongshu.__version__}，没有恢复任何内容。"
            "请先把本机升级到备份时的版本或更高版本。"
        )
    return bool(known_migrations() - set(content["migrations"]))


def known_migrations() -> set[str]:
    """Return the changes of the tables that this version knows of."""
    found = Path(zhongshu.__file__).parent.glob("*/migrations/[0-9]*.py")
    return {f"{path.parent.parent.name}.{path.stem}" for path in found}


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def check(folder: Path, expected: Iterable[tuple[str, str]]) -> None:
    """Compare files of a backup, by name, with their digests. Raises Damaged, naming those that differ."""
    wrong = [name for name, digest in expected if not _is(folder / name, digest)]
    if wrong:
        named = "、".join(wrong[:MANY]) + (f"等 {len(wrong)} 个" if len(wrong) > MANY else "")
        raise Damaged(f"备份已损坏，没有恢复任何内容。缺少或被改动的文件：{named}。请换用另一份备份。")


def sync(path: Path) -> None:
    """Wait until a file or folder is on stable storage."""
    descriptor = os.open(path, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)


def _is(path: Path, digest: str) -> bool:
    try:
        return sealing.digest_of(path) == digest
    except OSError:
        return False


def _seal(content: dict[str, Any]) -> str:
    return hashlib.new("sm3", json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
