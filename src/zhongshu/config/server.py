"""One process tree (服务): web processes under granian, and one child for background jobs."""

import argparse
import gc
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from zhongshu.config import doctor, spool
from zhongshu.config.bridge import Bridge
from zhongshu.kit.errors import Refused

RESTART_DELAY = 2  # seconds until a job worker that died is started again
MEMORY, COUNTS = "/dev/shm", "zhongshu-counts-"  # noqa: S108
KILL_DELAY = 10  # seconds that a process has to finish what it is doing


class NotReady(Refused):
    """Something is missing without which the pages cannot be served (尚未就绪)."""


def serve(options: argparse.Namespace) -> int:
    """Serve the pages and run the jobs until SIGTERM or Ctrl+C (启动服务). Raises NotReady."""
    check_ready()
    check_free(options.host, options.port)
    server = Granian(
        "zhongshu.config.server:application",
        factory=True,
        address=options.host,
        port=options.port,
        workers=max(options.workers, 1),
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_DELAY,
    )
    server.on_startup(
        lambda: print(f"中枢正在 http://{options.host}:{options.port} 运行，按 Ctrl+C 停止。", flush=True)
    )
    if not options.no_worker:
        jobs = JobWorker()
        server.on_startup(jobs.start)
        server.on_shutdown(jobs.stop)
    with _counting():
        _load()
        server.serve()
    return 0


def application() -> Bridge:
    """Return what a web process runs; called in each of them."""
    pages = get_wsgi_application()
    spool.sweep()  # also when one that died is made anew
    return Bridge(pages)


def check_ready() -> None:
    """Refuse to start with old tables, without the guards of the trail or without built pages. Raises NotReady."""
    wrong = [line.advice for line in doctor.essentials() if line.state == doctor.MISSING]
    if wrong:
        raise NotReady("不能启动：\n" + "\n".join(wrong))


def check_free(host: str, port: int) -> None:
    """Refuse an address that is taken; granian would share the port with whoever holds it. Raises NotReady."""
    try:
        socket.create_server((host, port)).close()
    except (OSError, OverflowError) as error:
        raise NotReady(
            f"不能在 {host} 的 {port} 端口启动，端口可能已被占用。请换一个端口，例如 --port 8001。"
        ) from error


@contextmanager
def _counting() -> Iterator[None]:
    """Give the web processes a folder for their counts, named before the first of them is made (监测指标)."""
    # In memory if there is such a place: on a full disk, writing to a mapped file would kill the process.
    folder = tempfile.mkdtemp(prefix=COUNTS, dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # the library's own name
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load() -> None:
    """Import every page once, before the web processes fork, so that they start at once and share the memory."""
    get_wsgi_application()
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()


class JobWorker:
    """The child process that runs background jobs (后台作业进程). Started again when it dies."""

    def __init__(self, command: tuple[str, ...] = (sys.executable, "-m", "zhongshu.config.cli", "worker")) -> None:
        self.command = command
        self.stopping = threading.Event()
        self.watch = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        self.process = self._spawn()
        self.watch.start()

    def stop(self) -> None:
        """End the child: politely first, so that it can give its job back."""
        self.stopping.set()
        self.process.terminate()
        self.watch.join(KILL_DELAY)
        self.process.kill()

    def _watch(self) -> None:
        while not self.stopping.is_set():
            self.process.wait()
            if not self.stopping.wait(RESTART_DELAY):
                print("后台作业进程意外退出，现在重新启动。", file=sys.stderr, flush=True)
                self.process = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl+C reaches it through `stop` alone.
        return subprocess.Popen(self.command, start_new_session=True)  # noqa: S603
