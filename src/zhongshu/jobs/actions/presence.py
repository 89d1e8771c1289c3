"""Who is there (在岗): each process says that it is alive, from a thread of its own."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connections
from django.utils import timezone

from zhongshu.jobs.models import Process

EVERY = 15.0  # seconds
FORGOTTEN = timedelta(days=1)

logger = logging.getLogger(__name__)


@contextmanager
def present(kind: str) -> Iterator[None]:
    """Let this process be known as alive while the block lasts (进程心跳): `web` or `worker`."""
    done = threading.Event()
    thread = threading.Thread(target=_beat, args=(kind, done), name="presence", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(EVERY)


def _beat(kind: str, done: threading.Event) -> None:
    mine = Process(kind=kind, host=socket.gethostname()[:64], pid=os.getpid(), begun_at=timezone.now())
    try:
        while True:
            close_old_connections()
            _say(mine)
            if done.wait(EVERY):
                break
        _leave(mine)
    finally:
        connections.close_all()


def _say(mine: Process) -> None:
    """Write or renew the row; when it has been lost with an older state of the database it is written anew."""
    now = timezone.now()
    try:
        if mine.pk is None or not Process.objects.filter(pk=mine.pk).update(seen_at=now):
            Process.objects.filter(seen_at__lt=now - FORGOTTEN).delete()
            mine.pk, mine.seen_at = None, now
            mine.save(force_insert=True)
    except DatabaseError as error:
        logger.warning("进程心跳未能写入，稍后再试。（%s）", type(error).__name__)


def _leave(mine: Process) -> None:
    try:
        Process.objects.filter(pk=mine.pk).delete()
    except DatabaseError:
        logger.warning("进程退出时数据库不可用。")
