"""What lies in the data folder for a while (暂存): nobody else may read it, and it goes with whoever needs it.

Each bears a lock of its process, which ends with the process however that ends. What bears none is swept, however
young; what bears one is left, however old: a backup may take a night.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings

BACKUP, DRILL, ANSWER = "backup-", "drill-", "answer-"


@contextmanager
def folder(prefix: str) -> Iterator[Path]:
    """Yield a new folder that is removed at the end (暂存目录)."""
    with _at_the_door(fcntl.LOCK_SH):
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=settings.VAR))
        lock = os.open(path, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield path
    finally:
        shutil.rmtree(path)
        os.close(lock)


def file(prefix: str) -> IO[Any]:
    """Return a new open file that is removed when it is closed (暂存文件)."""
    with _at_the_door(fcntl.LOCK_SH):
        made = tempfile.NamedTemporaryFile(prefix=prefix, dir=settings.VAR)  # noqa: SIM115 - whoever asked closes it
        fcntl.flock(made, fcntl.LOCK_EX)
    return made


def sweep() -> int:
    """Remove what processes that are no more have left (清理残留的暂存内容); return how many folders and files."""
    with _at_the_door(fcntl.LOCK_EX):
        return sum(_remove(path) for path in settings.VAR.iterdir() if path.name.startswith((BACKUP, DRILL, ANSWER)))


@contextmanager
def _at_the_door(how: int) -> Iterator[None]:
    """Keep the sweep from what was made a moment ago and bears no lock yet."""
    door = os.open(settings.VAR, os.O_RDONLY)
    try:
        fcntl.flock(door, how)
        yield
    finally:
        os.close(door)


def _take(path: Path) -> int | None:
    """Lock a file or folder for as long as the descriptor is open; None when somebody holds it or it has gone."""
    try:
        lock = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _remove(path: Path) -> bool:
    lock = _take(path)
    if lock is None:
        return False
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    os.close(lock)
    return True
