"""Who asks for sending (投递): a process of its own that reaches only what it may, and is ended when it hangs."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from zhongshu.notices.rules.hosts import Hosts

WHOLE_SECONDS = 15.0  # for one message, from the first word to the last
START_SECONDS = 60.0  # until the process is there; a busy machine takes long to load
# By its path: as a module it would load the package above it, and with that the database.
CHILD = Path(__file__).with_name("child.py")
# What the process may know of this one: no keys, no database, no proxies.
KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "VIRTUAL_ENV", "SSL_CERT_FILE", "SSL_CERT_DIR")


class Postman:
    """Sends one message after another through the process (`child`), starting it anew after one that hung.

    hosts: where it may go; seconds: what one message may take.
    """

    def __init__(self, hosts: Hosts, *, seconds: float = WHOLE_SECONDS) -> None:
        self.hosts, self.seconds = hosts, seconds
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, at: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, asked: dict[str, Any]) -> str:
        """Send a message (by, address, title, text, headers); return a reason of `reasons.REASONS`, or nothing.

        What cannot be asked bears its reason already.
        """
        if "reason" in asked:
            return str(asked["reason"])
        try:
            answer = self._exchange(self._running(), asked, self.seconds)
        except TimeoutError:
            self._end()
            return "timeout"
        except OSError:
            self._end()
            return "unknown"
        return str(answer["reason"])

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", str(CHILD)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in KEPT if name in os.environ},
            )
            hosts = {"listed": self.hosts.listed, "any_public": self.hosts.any_public}
            self._exchange(self.process, hosts, START_SECONDS)
        return self.process

    def _exchange(self, process: subprocess.Popen[bytes], said: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Say a line and return the answer. Raises TimeoutError when it is late, OSError when the process is gone."""
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            process.kill()

        clock = threading.Timer(seconds, stop)
        clock.start()
        try:
            # Both pipes break when the clock kills the process: no wait here is without end.
            given = cast(BinaryIO, process.stdin)
            given.write(json.dumps(said).encode() + b"\n")
            given.flush()
            answer = cast(BinaryIO, process.stdout).readline()
        except OSError:
            answer = b""
        finally:
            clock.cancel()
        if not answer:
            raise TimeoutError if is_late.is_set() else ConnectionError
        return dict(json.loads(answer))

    def _end(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            try:
                cast(BinaryIO, pipe).close()
            except OSError:
                # What was not yet sent cannot be sent any more.
                continue
