"""Putting a backup back (恢复) into an empty place, and proving that it is whole.

Without Django: its settings belong to one data folder, and this one does not exist yet.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from zhongshu.config import dump, manifest, sealing
from zhongshu.kit.errors import Refused

DATABASE = "zhongshu.sqlite3"  # in the data folder


class Incomplete(Refused):
    """What was restored is not what the manifest says (恢复结果不符)."""


class Copy:
    """A folder with a copy as it is (明文备份)."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.content = folder, manifest.read(folder / manifest.NAME)
        self.database, self.digests = self.content["database"], self.content["files"]

    def check(self) -> None:
        """Compare every file with the manifest. Raises Damaged and Newer."""
        manifest.check_version(self.content)
        alone = {self.database: self.content["database_digest"]} | self.content["keys"]
        manifest.check(self.folder, [*alone.items(), *((manifest.place(one), one) for one in self.digests)])

    def fetch_database(self, target: Path) -> None:
        """Put the database there."""
        _copy(self.folder / self.database, target)

    def fetch_file(self, digest: str, target: Path) -> None:
        """Put a file of the store there."""
        _copy(self.folder / manifest.place(digest), target)


class Sealed:
    """One of the encrypted backups of a folder (加密备份)."""

    def __init__(self, path: Path, identity: str | None) -> None:
        self.folder, self.stem = path.parent, path.stem
        self.content = manifest.read(path.with_suffix(".json"))
        self.identities = sealing.identities(Path(identity)) if identity else []
        # What was found to be secret later has gone from all backups of the folder.
        self.withdrawn = [one for one in self.content["files"] if self._is_withdrawn(one)]
        self.digests = [one for one in self.content["files"] if one not in set(self.withdrawn)]

    def check(self) -> None:
        """Compare every file, encrypted as it is, with the manifest. Raises Damaged and Newer."""
        manifest.check_version(self.content)
        files = [(self._piece(one), self.content["files"][one]) for one in self.digests]
        manifest.check(self.folder, [(self.stem + sealing.SUFFIX, self.content["sealed_digest"]), *files])

    def fetch_database(self, target: Path) -> None:
        """Decrypt the database. Raises WrongKey and Damaged."""
        self._fetch(self.stem + sealing.SUFFIX, target)

    def fetch_file(self, digest: str, target: Path) -> None:
        """Decrypt a file of the store. Raises Damaged."""
        self._fetch(self._piece(digest), target)

    def _piece(self, digest: str) -> str:
        return manifest.piece(digest, self.content["files"][digest])

    def _is_withdrawn(self, digest: str) -> bool:
        return (self.folder / manifest.withheld_mark(digest)).exists() and not (
            self.folder / self._piece(digest)
        ).exists()

    def _fetch(self, name: str, target: Path) -> None:
        if not self.identities:
            raise sealing.WrongKey("这是加密备份，恢复需要私钥。请加 --identity 私钥文件，没有恢复任何内容。")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            sealing.unseal(self.folder / name, target, self.identities)
        except sealing.Altered as error:
            raise manifest.Damaged(f"备份已损坏：{name} 不完整或被改动过。请换用另一份备份。") from error


Source = Copy | Sealed


def find(place: Path, identity: str | None) -> Source:
    """Return the backup at a place: the folder of a copy, or either file of an encrypted one. Raises NoBackup."""
    place = place.resolve()
    if place.is_dir() or place.name == manifest.NAME:
        return Copy(_copied(place if place.is_dir() else place.parent))
    if not place.with_suffix(".json").exists():
        raise manifest.NoBackup(_why_not(place))
    return Sealed(place, identity)


def _copied(folder: Path) -> Path:
    """Refuse the folder of encrypted backups itself: one of them must be named."""
    sealed = sorted(folder.glob("zhongshu-*.json"))
    if sealed and not (folder / manifest.NAME).exists():
        latest = sealed[-1].with_suffix(sealing.SUFFIX)
        raise manifest.NoBackup(f"{folder} 中有 {len(sealed)} 份加密备份。请指明其中一份，例如最近的 {latest}。")
    return folder


def _why_not(place: Path) -> str:
    if not place.exists() and not place.with_suffix(sealing.SUFFIX).exists():
        return f"没有找到 {place}。请核对备份的位置和名称。"
    if not place.name.startswith("zhongshu-"):
        return f"{place} 不是一份备份。请指明名为“zhongshu-日期-时间.age”的文件，或者不加密备份的目录。"
    return (
        f"{place.stem} 没有写完，或者缺少清单 {place.stem}.json，不是完整的备份，没有恢复任何内容。"
        "请换用另一份备份；清单在别处的，请放回同一目录。"
    )


def restore(options: argparse.Namespace) -> int:
    """Restore a backup and verify counts, digests and the trail (恢复); exit code 1 when the trail is wrong."""
    to = Path(options.to).resolve()
    if to.exists() and any(to.iterdir()):
        raise dump.NotEmpty(f"{to} 不是空目录，没有恢复任何内容。请换一个新目录。")
    source = find(Path(options.source), options.identity)
    source.check()
    with _whole(to):
        is_earlier = manifest.check_version(source.content)
        _put_back(source, to, os.environ.get("DATABASE_URL", ""))
        for key in source.content["keys"]:
            _copy(source.folder / key, to / "secrets" / Path(key).name)
    print(f"已恢复到 {to}：各表条数、{len(source.digests)} 个文件的校验值与备份清单一致。")
    if withdrawn := getattr(source, "withdrawn", []):
        print(f"备份之后有 {len(withdrawn)} 个文件因涉密被隔离或清除，没有恢复。")
    if is_earlier:
        print("这份备份由较早的版本生成。请运行 zhongshu migrate 升级后再启动。")
    return _verify(to) if source.content["keys"] and not is_earlier else _ask_for_keys(source, to)


@contextmanager
def _whole(to: Path) -> Iterator[None]:
    """Leave nothing half restored in the folder."""
    existed = to.exists()
    to.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        shutil.rmtree(to)
        if existed:
            to.mkdir(mode=0o700)
        raise


def _put_back(source: Source, to: Path, url: str) -> None:
    if source.content["database"] == manifest.SQLITE:
        _fetch_database(source, to / DATABASE)
        found = dump.put_back_copy(to / DATABASE)
    else:
        with tempfile.TemporaryDirectory(dir=to) as near:
            _fetch_database(source, Path(near, "database"))
            found = dump.put_back_tables(Path(near, "database"), url)
    _compare(source.content["tables"], found)
    _fetch_files(source, to)


def rehearse(source: Source, folder: Path) -> None:
    """Restore on trial (恢复演练): everything is taken out and compared, of PostgreSQL without a server."""
    _fetch_database(source, folder / DATABASE)
    is_copy = source.content["database"] == manifest.SQLITE
    found = (dump.put_back_copy if is_copy else dump.rows_of)(folder / DATABASE)
    _compare(source.content["tables"], found)
    _fetch_files(source, folder)


def _fetch_database(source: Source, target: Path) -> None:
    source.fetch_database(target)
    if sealing.digest_of(target) != source.content["database_digest"]:
        raise Incomplete("恢复出的数据与备份清单的校验值不符。请换用另一份备份。")


def _fetch_files(source: Source, to: Path) -> None:
    for digest in source.digests:
        target = to / manifest.place(digest)
        source.fetch_file(digest, target)
        if sealing.digest_of(target) != digest:
            raise Incomplete(f"恢复出的文件 {manifest.place(digest)} 与校验值不符。请换用另一份备份。")


def _compare(expected: dict[str, int], found: dict[str, int]) -> None:
    names = [name for name, count in expected.items() if found.get(name) != count]
    wrong = [f"{name}（应为 {expected[name]}，实为 {found.get(name, 0)}）" for name in names]
    if wrong:
        raise Incomplete(f"恢复后的条数与备份清单不符：{'、'.join(wrong)}。请换用另一份备份。")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sealing.copy(source, target)
    manifest.sync(target)


def _verify(to: Path) -> int:
    command = [sys.executable, "-m", "zhongshu.config.cli", "verify"]
    return subprocess.run(command, env=os.environ | {"ZHONGSHU_VAR": str(to)}, check=False).returncode  # noqa: S603


def _ask_for_keys(source: Any, to: Path) -> int:
    if not source.content["keys"]:
        print(f"备份中不含密钥，留痕尚未核验。请把原来的 secrets 目录放到 {to} 下，再运行 zhongshu verify。")
    return 0
