"""Bytes laid down (落盘): pieces, gathered, synced, moved by digest, overwritten. Knows no rows.

What several hosts must find lies in the storages `pieces`, `files` and `pictures`; a file is gathered from its pieces
on the disk of the host that works on it.
"""

import errno
import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BufferedRandom
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from zhongshu.files import rules

ZEROS = bytes(1 << 20)


class _Movable(File):
    """A file that the store may move into place instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _gathering(key: uuid.UUID) -> Path:
    return Path(settings.UPLOADS, key.hex)


def keep_piece(key: uuid.UUID, offset: int, piece: bytes) -> None:
    """Keep a piece of an upload where every host finds it; the same piece again takes its own place. Raises Full."""
    with _refusing():
        storages["pieces"].save(f"{key.hex}/{offset}", ContentFile(piece))


def fetch_pieces(key: uuid.UUID, target: BufferedRandom) -> int:
    """Put the pieces of an upload together in a gathering place; return how many bytes they are."""
    store = storages["pieces"]
    for offset in sorted(map(int, _pieces(key.hex))):
        if offset != target.tell():
            break
        try:
            with store.open(f"{key.hex}/{offset}") as piece:
                shutil.copyfileobj(piece, target)
        except FileNotFoundError:  # whoever finishes the same upload at this moment was first
            break
    target.flush()
    return target.tell()


def _pieces(folder: str) -> list[str]:
    try:
        return list(storages["pieces"].listdir(folder)[1])
    except FileNotFoundError:
        return []


def drop(key: uuid.UUID) -> None:
    """Overwrite and delete what has been gathered, if anything is left: it may be what nobody should have sent."""
    _wipe(_gathering(key))
    _drop_pieces(key.hex)


def _drop_pieces(folder: str) -> None:
    store = storages["pieces"]
    for name in _pieces(folder):
        wipe_from(store, f"{folder}/{name}")
    store.delete(folder)


def drop_old(before: datetime) -> None:
    """Drop what nothing was added to since `before`, as of a process that died while it gathered."""
    folder, store = Path(settings.UPLOADS), storages["pieces"]
    for path in folder.iterdir() if folder.exists() else ():
        if path.stat().st_mtime < before.timestamp():
            _wipe(path)
    try:
        left = store.listdir("")[0]
    except FileNotFoundError:
        return
    for name in left:
        if all(store.get_modified_time(f"{name}/{piece}") < before for piece in _pieces(name)):
            _drop_pieces(name)


@contextmanager
def gather(key: uuid.UUID) -> Iterator[BufferedRandom]:
    """Open the gathering place for reading and writing; a second process waits. Raises Full on a full disk."""
    path = _gathering(key)
    with _refusing():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(path, "r+b", opener=_create) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.truncate()
            yield file


@contextmanager
def _refusing() -> Iterator[None]:
    """Say in a sentence that there is no room left, or that a storage elsewhere does not answer. Raises Full, Away."""
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise rules.Full("服务器磁盘空间不足，文件没有保存。请联系系统管理员。") from error
    except Exception as error:
        if not type(error).__module__.startswith(("botocore", "boto3")):
            raise
        raise rules.Away("文件存储暂时连接不上，文件没有保存。请稍后重试；仍然不行请联系系统管理员。") from error


def _create(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CREAT, 0o600)


def lay_down(file: BufferedRandom, digest: str) -> None:
    """Move a gathered file to its digest's place, on stable storage before anybody can name it; never overwrite."""
    store, place = storages["files"], rules.location(digest)
    os.fsync(file.fileno())
    if not store.exists(place):
        landed = store.save(place, _Movable(file, str(file.name)))
        if landed != place:  # another process was first
            store.delete(landed)
    _sync_folders(place)


def _sync_folders(place: str) -> None:
    """Make the new names durable; a remote store has no folders of ours."""
    try:
        path = Path(storages["files"].path(place))
    except NotImplementedError:
        return
    for folder in list(path.parents)[: place.count("/") + 1]:
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def isolate(digest: str) -> None:
    """Move the bytes of a digest out of the store into the quarantine. Done again it does nothing."""
    store, place, held = storages["files"], rules.location(digest), Path(settings.QUARANTINE, digest)
    if not store.exists(place):
        return
    held.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with store.open(place) as source, open(held, "r+b", opener=_create) as target:
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
    wipe_from(store, place)


def isolated() -> set[str]:
    """Return the digests whose bytes lie in the quarantine."""
    folder = Path(settings.QUARANTINE)
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def bring_back(digest: str) -> None:
    """Move the bytes of a digest out of the quarantine back into the store. Done again it does nothing."""
    store, place, held = storages["files"], rules.location(digest), Path(settings.QUARANTINE, digest)
    if not held.exists():
        return
    if not store.exists(place):
        with open(held, "rb") as source:
            store.save(place, File(source))
        _sync_folders(place)
    _wipe(held)


def erase(digest: str) -> None:
    """Overwrite and delete the bytes of a digest wherever they lie. Done again it does nothing."""
    _wipe(Path(settings.QUARANTINE, digest))
    if storages["files"].exists(rules.location(digest)):
        wipe_from(storages["files"], rules.location(digest))


def keep_picture(digest: str, number: int, content: bytes) -> None:
    """Keep the picture of a page, whole or not at all; of two that were drawn at the same moment one stays."""
    store, place, key = storages["pictures"], rules.picture_location(digest, number), uuid.uuid4()
    with gather(key) as file:
        file.write(content)
        file.flush()
        landed = store.save(place, _Movable(file, str(file.name)))
    drop(key)  # still there where the store copies
    if landed != place:
        store.delete(landed)


def erase_pictures(digest: str) -> None:
    """Overwrite and delete the pictures of a file's pages, however many were drawn. Done again it does nothing."""
    store, folder = storages["pictures"], rules.location(digest)
    try:
        names = store.listdir(folder)[1]
    except FileNotFoundError:
        return
    for name in names:
        wipe_from(store, f"{folder}/{name}")


def wipe_from(store: Storage, place: str) -> None:
    """Overwrite what lies in a store on this machine, and delete it; elsewhere delete it."""
    try:
        _wipe(Path(store.path(place)))
    except NotImplementedError:
        store.delete(place)


def _wipe(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(ZEROS[:left])
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
