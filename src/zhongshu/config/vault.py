"""Encrypted backups on a second disk (加密备份): one a day, a few weekly and monthly ones, all sharing the files.

A file of the store is encrypted once and belongs to every backup that names it. When it is found to be secret its
bytes go from the folder at once, whatever older backups say.
"""

import argparse
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection, transaction
from django.utils import timezone

from zhongshu.config import backup, dump, manifest, restore, sealing, spool
from zhongshu.files import rules as files
from zhongshu.jobs import actions as jobs
from zhongshu.kit.errors import Refused
from zhongshu.portal.queries import running
from zhongshu.trail import actions as trail

STAMP = "zhongshu-%Y%m%d-%H%M%S"

logger = logging.getLogger(__name__)


class Lost(Refused):
    """The store itself has lost or changed files: the backup is good but for them (文件库有缺失)."""


def run(options: argparse.Namespace) -> int:
    """Write an encrypted backup now (立即备份)."""
    from zhongshu.config import schedules

    told = take(at=timezone.now())
    with transaction.atomic(durable=True):
        enter(told, at=timezone.now())
        jobs.note(schedules.back_up, told, at=timezone.now())
    print(f"已备份：{told['name']}，{told['files']} 个文件，新写入 {told['bytes']} 字节。")
    if told["unreadable"]:
        print(running.unreadable_backups(told["unreadable"]))
    return 0


def check(options: argparse.Namespace) -> int:
    """Prove that a backup is whole (备份演练): its bytes, and with the private key a restoring on trial."""
    source = restore.find(Path(options.file), options.identity)
    source.check()
    if not options.identity and isinstance(source, restore.Sealed):
        print("备份的每个文件都与清单一致。没有提供私钥，未作恢复演练；演练请加 --identity 私钥文件。")
        return 0
    with spool.folder(spool.DRILL) as folder:
        restore.rehearse(source, folder)
    print("恢复演练通过：数据和文件都能取出，各表条数与校验值同清单一致。演练内容已删除。")
    return 0


def take(*, at: datetime) -> dict[str, Any]:
    """Write one encrypted backup and let go those that are too old (加密备份); return name, files, bytes written.

    Until the new manifest stands nothing of an older backup is touched. An older one that cannot be read is named as
    `unreadable`, and all that it may need is kept. Raises NotWritten, NoRecipient and Lost.
    """
    folder, to = place(), sealing.recipients(settings.BACKUP_RECIPIENTS)
    name = timezone.localtime(at).strftime(STAMP)
    with backup.writing(folder):
        _clear_halves(folder)
        stated = _seal_database(folder / f"{name}{sealing.SUFFIX}", to)
        sealed, lost, written = _seal_files(folder, stated["files"], to)
        content = stated | {"files": sealed, "made_at": at.isoformat(), "for": _names(to)}
        manifest.write(folder / f"{name}.json", content)
        unreadable = _let_go(folder, stated["withheld"])
    if lost:
        raise Lost(
            f"备份已写好，但文件库缺少或损坏了 {len(lost)} 个文件，未能备份。请运行 zhongshu doctor 并立即查明原因。"
        )
    written += (folder / f"{name}{sealing.SUFFIX}").stat().st_size
    return {"name": name, "files": len(sealed), "bytes": written, "unreadable": unreadable}


def enter(told: dict[str, Any], *, at: datetime) -> None:
    """Put a backup that was written on the trail (备份留痕), within the caller's transaction."""
    trail.record(
        "settings", "config.backed_up", by="system", at=at, detail={key: told[key] for key in ("name", "files")}
    )


def place() -> Path:
    """Return the folder of the backups. Raises Refused when none is named, or one that may not be."""
    if not settings.BACKUP_FOLDER:
        raise Refused("没有设置备份目录。请用 ZHONGSHU_BACKUP 指明另一块磁盘上的目录。")
    folder = Path(settings.BACKUP_FOLDER).resolve()
    backup.check_place(folder)
    return folder


def _seal_database(target: Path, to: list[Any]) -> dict[str, Any]:
    with spool.folder(spool.BACKUP) as near:
        plain = near / "database"
        stated = backup.stated(dump.take(connection, plain), plain)
        with plain.open("rb") as source:
            return stated | {"sealed_digest": sealing.seal(source, target, to), "keys": {}}


def _seal_files(folder: Path, digests: list[str], to: list[Any]) -> tuple[dict[str, str], list[str], int]:
    """Have every file in the folder; return what each is encrypted to, those that the store lost, bytes written."""
    known = _known(folder, to)
    sealed: dict[str, str] = {}
    lost, written = [], 0
    for digest in digests:
        if digest in known:
            sealed[digest] = known[digest]
        elif made := _seal_file(folder, digest, to):
            sealed[digest] = made
            written += (folder / manifest.piece(digest, made)).stat().st_size
        else:
            lost.append(digest)
    return sealed, lost, written


def _known(folder: Path, to: list[Any]) -> dict[str, str]:
    """Return what lies there encrypted for the same keys: for others, whoever opens the backup could not open it."""
    told = [content for content in readable(folder).values() if content.get("for") == _names(to)]
    pairs = ((digest, sealed) for content in told for digest, sealed in content["files"].items())
    return {digest: sealed for digest, sealed in pairs if (folder / manifest.piece(digest, sealed)).is_file()}


def _names(to: list[Any]) -> list[str]:
    return sorted(map(str, to))


def _seal_file(folder: Path, digest: str, to: list[Any]) -> str:
    """Encrypt a file of the store; return the digest of what lies there, or "" when the store lost or changed it."""
    store = storages["files"]
    if not store.exists(files.location(digest)):
        return ""
    with store.open(files.location(digest)) as source:
        if sealing.digest_in(source) != digest:
            return ""
        source.seek(0)
        new = folder / f"{manifest.place(digest)}.new"
        new.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed = sealing.seal(source, new, to)
        new.replace(folder / manifest.piece(digest, sealed))
        return sealed


def generations(folder: Path) -> list[Path]:
    """Return the manifests of the backups in a folder, the latest first."""
    return sorted((one for one in folder.glob("zhongshu-*.json") if _made(one)), reverse=True)


def readable(folder: Path) -> dict[Path, dict[str, Any]]:
    """Return what the manifests say that can be read (可读的备份清单), the latest first."""
    found = {}
    for one in generations(folder):
        with suppress(manifest.NoBackup, manifest.Damaged, manifest.Newer):
            found[one] = manifest.read(one)
    return found


def _let_go(folder: Path, withheld: list[str]) -> list[str]:
    """Remove the backups that nobody keeps any longer, and the files that none of the others names.

    While one of them cannot be read nobody knows what it names, so nothing goes but what is secret. Return the names
    of those.
    """
    told = readable(folder)
    kept = keep([made for one in told if (made := _made(one))], settings.BACKUP_KEEP)
    for one in [one for one in told if _made(one) not in kept]:
        del told[one]
        one.unlink()  # first: without its manifest it is no backup
        one.with_suffix(sealing.SUFFIX).unlink(missing_ok=True)
    unreadable = [one.stem for one in generations(folder) if one not in told]
    if unreadable:
        logger.warning("备份清单不能读取：%s。它们要用的文件都保留着。", "、".join(unreadable))
    named = {manifest.piece(*pair) for content in told.values() for pair in content["files"].items()}
    _clear_files(folder, named, set(withheld), keeps_unnamed=bool(unreadable))
    return unreadable


def _clear_files(folder: Path, named: set[str], withheld: set[str], *, keeps_unnamed: bool) -> None:
    """Overwrite and delete the files that no backup names or may keep, and mark the latter."""
    for path in (folder / "files").glob("*/*/*"):
        is_named = keeps_unnamed or str(path.relative_to(folder)) in named
        is_secret = path.name.partition(".")[0] in withheld
        is_kept = path.suffix == sealing.SUFFIX and is_named and not is_secret
        if path.suffix != manifest.WITHHELD and not is_kept:
            backup.wipe(path)
    for digest in withheld:
        mark = folder / manifest.withheld_mark(digest)
        mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark.touch(mode=0o600)


def _clear_halves(folder: Path) -> None:
    """Remove what a backup left behind that was cut off (未写完的备份): databases whose manifest was never written."""
    sealed = [one for one in folder.glob(f"zhongshu-*{sealing.SUFFIX}") if _made(one)]
    halves = [one for one in sealed if not one.with_suffix(".json").exists()]
    for one in (*halves, *folder.glob("zhongshu-*.part"), *folder.glob("zhongshu-*.json.new")):
        one.unlink()


def _made(path: Path) -> datetime | None:
    """Return when a backup was made by its name; None for what bears another name, such as a copy of a manifest."""
    try:
        return datetime.strptime(path.stem, STAMP)  # noqa: DTZ007
    except ValueError:
        return None


def keep(made: Iterable[datetime], rule: str) -> set[datetime]:
    """Return which backups are kept (保留份数): the latest of each of so many days, weeks and months: "7,4,12"."""
    periods = ("%Y-%m-%d", "%G-%V", "%Y-%m")
    kept: set[datetime] = set()
    for count, period in zip(map(int, rule.split(",")), periods, strict=True):
        latest: dict[str, datetime] = {}
        for one in sorted(made, reverse=True):
            latest.setdefault(one.strftime(period), one)
        kept |= set(list(latest.values())[:count])
    return kept


def check_latest() -> dict[str, Any]:
    """Read the latest backup back from its disk and compare every byte's digest (每周核对备份). Raises Refused."""
    latest = next(iter(generations(place())), None)
    if latest is None:
        raise manifest.NoBackup(f"{place()} 中还没有备份。请查看备份为什么没有进行。")
    source = restore.Sealed(latest, None)
    source.check()
    return {"name": latest.stem, "files": len(source.content["files"])}
