"""A consistent copy of database and files (备份), taken while the office goes on working.

The database is copied first, in one state; then the files that this copy names, which never change. What lies in
quarantine is left out, and taken out of an older backup in the same folder. `vault` writes the encrypted ones.
"""

import argparse
import errno
import fcntl
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

import zhongshu
from zhongshu.config import dump, manifest, sealing
from zhongshu.files import rules as files
from zhongshu.kit.errors import Refused


class NotWritten(Refused):
    """The backup could not be written; those that were there are untouched (备份没有完成)."""


def keygen(options: argparse.Namespace) -> int:
    """Make the two keys of the office's backups (生成备份密钥): the private one is shown, and kept nowhere."""
    public, private = sealing.generate()
    print(f"公钥（写入 {settings.BACKUP_RECIPIENTS}，每行一个）：\n{public}\n")
    print(f"私钥（只显示这一次）：\n{private}\n")
    print("请把私钥打印或存入专用介质，由两人在本机之外保管。没有私钥，加密备份谁也打不开；本机不保存私钥。")
    return 0


def copy(options: argparse.Namespace) -> int:
    """Write or renew a copy in a folder (备份); exit code 1 when a stored file is missing or damaged."""
    folder = Path(options.folder).resolve()
    check_place(folder)
    with writing(folder):
        new = folder / "database.new"
        new.unlink(missing_ok=True)
        described = dump.take(connection, new)
        manifest.sync(new)
        bad = [digest for digest in described["files"] if not _keep(folder, digest)]
        forget(folder / "files", set(described["files"]))
        content = stated(described, new) | {"keys": _keys(folder) if options.with_keys else {}}
        content["files"] = [digest for digest in described["files"] if digest not in bad]
        new.replace(folder / content["database"])  # until here the older copy stands
        manifest.write(folder / manifest.NAME, content)
    _report(content, bad, folder)
    return 1 if bad else 0


def check_place(folder: Path) -> None:
    """Refuse the data folder: whatever the backup does not name would be removed from the store itself."""
    if folder == settings.VAR or settings.VAR in folder.parents:
        raise Refused("备份目录不能是数据目录本身或在其中。请换一个目录，最好在另一块磁盘上。")


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Make the folder and write there alone; say in a sentence what the disk refuses. Raises NotWritten."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(folder):
            yield
    except OSError as error:
        for part in [*folder.rglob("*.part"), folder / "database.new"] if folder.is_dir() else ():
            part.unlink(missing_ok=True)
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = "磁盘空间不足" if full else f"不能写入（{error.strerror}）"
        raise NotWritten(
            f"备份没有完成：{folder} {reason}。原有的备份没有改动。请清理或更换磁盘后重新备份。"
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one backup at a time write to a folder: another would clear away what this one has not named yet."""
    with open(folder / "lock", "w", opener=sealing.private) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotWritten(f"另一次备份正在写入 {folder}，这一次没有进行。请等它完成后再试。") from error
        yield


def stated(described: dict[str, Any], database: Path) -> dict[str, Any]:
    """Return what every manifest says: the database as it was described, when and by which version."""
    return described | {
        "heads": described["tables"]["trail_head"],
        "made_at": timezone.now().isoformat(),
        "version": zhongshu.__version__,
        "database_digest": sealing.digest_of(database),
    }


def _keep(folder: Path, digest: str) -> bool:
    """Have the bytes of a digest in the copy, copied once; False when the store has lost or changed them."""
    path = folder / manifest.place(digest)
    if path.exists():
        return True
    new = path.with_name(f"{digest}.copy.part")  # left behind by a crash it is no file of the store
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with (
            storages["files"].open(files.location(digest)) as source,
            open(new, "wb", opener=sealing.private) as target,
        ):
            shutil.copyfileobj(source, target)
    except FileNotFoundError as error:
        if error.filename == str(new):
            raise
        return False
    if sealing.digest_of(new) != digest:
        new.unlink()
        return False
    manifest.sync(new)
    new.replace(path)
    return True


def forget(folder: Path, wanted: Iterable[str]) -> None:
    """Overwrite and delete what no longer belongs into the backup: all whose names, without suffix, are not wanted."""
    for path in folder.glob("*/*/*"):
        if path.stem not in wanted:
            wipe(path)


def wipe(path: Path) -> None:
    """Overwrite and delete a file."""
    path.write_bytes(bytes(path.stat().st_size))
    manifest.sync(path)
    path.unlink()


def _keys(folder: Path) -> dict[str, str]:
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    keys = sorted((settings.VAR / "secrets").glob("*.key"))
    copies = [sealing.copy(key, folder / "keys" / key.name) for key in keys]
    return {f"keys/{copy.name}": sealing.digest_of(copy) for copy in copies}


def _report(content: dict[str, Any], bad: list[str], folder: Path) -> None:
    rows = sum(content["tables"].values())
    print(f"已备份到 {folder}：{rows} 条记录，{len(content['files'])} 个文件，{content['heads']} 条留痕链。")
    if content["keys"]:
        print("备份中含有密钥，请与其他备份分开保管。")
    else:
        print(f"备份中不含密钥。没有密钥就不能核验留痕，请另行保管 {settings.VAR / 'secrets'} 目录。")
    for digest in bad:
        print(f"文件库中的文件缺失或已损坏，未能备份：{digest}")
