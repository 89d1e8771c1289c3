"""`zhongshu serve` as it really runs (被测服务), and what the kernel says of processes: processor time and memory."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 60  # seconds until a server that does not answer is given up


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers: where, which process, and in how many seconds it came up."""

    host: str
    port: int
    pid: int
    start_s: float


@contextmanager
def serving(
    host: str = "127.0.0.1",
    *,
    workers: int = 2,
    inside: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Start web processes and the job worker on a free port, wait for the first page, and end them (启动服务).

    inside: a command that the server is started through, such as one that enters a network namespace.
    """
    port = _free_port()
    command = [str(Path(sys.executable).with_name("zhongshu")), "serve", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers)]
    began, quiet = time.perf_counter(), {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*inside, *command], env={**os.environ, **(environment or {})}, **quiet)  # type: ignore[call-overload] # noqa: S603
    try:
        wait_for(f"http://{host}:{port}/sign-in/")
        yield Server(host, port, process.pid, round(time.perf_counter() - began, 2))
    finally:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(url: str) -> None:
    """Ask for a page until it comes."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        try:
            urllib.request.urlopen(url, timeout=5).read()  # noqa: S310 - our own server on a machine of ours
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not answer")


def kill(pid: int) -> None:
    """End a process and everything that it has started, without a word (强行终止)."""
    for one in (pid, *descendants(pid)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    direct: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            direct += map(int, task.read_text().split())
    return [found for child in direct for found in (child, *descendants(child))]


def private(pid: int) -> float:
    """Return private memory in MB (USS), as the kernel counts it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private")) / 1024


def seconds(pids: Iterable[int]) -> float:
    """Return the processor time in seconds that processes have taken, and those of theirs that have ended."""
    return sum(map(_seconds, pids))


def _seconds(pid: int) -> float:
    with suppress(OSError):
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, stat[11:15])) / TICK
    return 0.0


def busy_seconds() -> float:
    """Return for how long the processors of this machine have been busy, all together."""
    user, nice, system, _, _, irq, softirq, *_ = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq) / TICK


def parent(pid: int) -> int:
    """Return which process has started another, or 0 where it does not run on this machine."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def is_worker(pid: int) -> bool:
    """Tell whether a process of the server is the one that runs the jobs."""
    return b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
