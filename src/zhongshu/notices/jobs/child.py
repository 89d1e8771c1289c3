"""The process that sends (投递进程): started by `jobs.postman`, it knows no database and reaches only what it may.

It reads lines of JSON, first the hosts, then one message each, and answers each with a line {"reason": …}, empty
when the message went out. Apprise is loaded here and nowhere else.
"""

import json
import logging
import os
import re
import socket
import sys
from typing import Any

from zhongshu.notices.rules.hosts import Hosts

CONNECT_SECONDS, READ_SECONDS = 5.0, 10.0
# What starts a program, opens another way out, or speaks to a socket that was not asked for by name.
_FORBIDDEN = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty")
_LATE, _GONE = re.compile(r"timed? ?out", re.I), re.compile(r"refused|resolve|unreachable|Name or service|reset", re.I)
_STATUS = re.compile(r"error=(\d{3})")


class Forbidden(OSError):
    """The host is not on the list (不在允许外联的名单内)."""


class Guard:
    """Lets only what `hosts` allows be asked for by name and be connected to, whatever a library tries."""

    def __init__(self, hosts: Hosts) -> None:
        self.hosts = hosts
        self.reached: set[str] = set()
        self.refused = False
        self._resolve = socket.getaddrinfo
        socket.getaddrinfo = self.getaddrinfo
        sys.addaudithook(self.watch)

    def getaddrinfo(self, host: Any, *args: Any, **kwargs: Any) -> list[Any]:
        """Resolve a name that may be reached, and remember what it stands for."""
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        if not self.hosts.may_name(name):
            self._refuse()
        found = self._resolve(host, *args, **kwargs)
        allowed = [one for one in found if self.hosts.may_reach(name, str(one[4][0]))]
        if not allowed:
            self._refuse()
        self.reached |= {str(one[4][0]) for one in allowed}
        return allowed

    def watch(self, event: str, args: tuple[Any, ...]) -> None:
        """Refuse whatever goes round the names."""
        if event in _FORBIDDEN:
            self._refuse()
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = args[1]
            if not isinstance(address, tuple) or str(address[0]) not in self.reached:
                self._refuse()

    def _refuse(self) -> None:
        self.refused = True
        raise Forbidden("不在允许外联的名单内。")


class Ear(logging.Handler):
    """Listens to what Apprise says, for its answer is only yes or no. Nothing of it is kept: it may hold secrets."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a line."""
        self.heard.append(record.getMessage())


def main() -> None:
    """Answer line by line until the other side has no more to say."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    guard = Guard(_hosts(sys.stdin.readline()))
    _load()
    _answer(answers, "")
    for line in sys.stdin:
        asked = json.loads(line)
        guard.refused = False
        try:
            reason = _post(asked) if asked["by"] == "post" else _notify(asked)
        except Exception:
            reason = "unknown"
        _answer(answers, "forbidden" if reason and guard.refused else reason)


def _load() -> None:
    """Load what takes long before the first message, whose time is short."""
    import apprise
    import requests

    _ = apprise.Apprise, requests.Session


def _hosts(line: str) -> Hosts:
    said = json.loads(line)
    return Hosts(tuple(said["listed"]), said["any_public"])


def _answer(answers: Any, reason: str) -> None:
    answers.write(json.dumps({"reason": reason}).encode() + b"\n")


def _notify(asked: dict[str, Any]) -> str:
    """Send by Apprise; return why it did not go out, or nothing."""
    import apprise

    ear, logger = Ear(), logging.getLogger("apprise")
    logger.setLevel(logging.DEBUG)
    logger.handlers = [ear]
    outlet = apprise.Apprise.instantiate(asked["address"], asset=apprise.AppriseAsset(async_mode=False))
    if outlet is None:
        return "unparsed"
    outlet.socket_connect_timeout, outlet.socket_read_timeout = CONNECT_SECONDS, READ_SECONDS
    if outlet.notify(body=asked["text"], title=asked["title"], body_format=apprise.NotifyFormat.TEXT):
        return ""
    return _heard("\n".join(ear.heard))


def _heard(said: str) -> str:
    """Return the reason in what Apprise said of a failure."""
    if _LATE.search(said):
        return "timeout"
    if found := _STATUS.search(said):
        return "busy" if found[1].startswith("5") else "refused"
    return "unreachable" if _GONE.search(said) else "refused"


def _post(asked: dict[str, Any]) -> str:
    """Push an event; the answer's status alone is looked at, its body is never read."""
    import requests

    with requests.Session() as session:
        session.trust_env = False
        try:
            response = session.post(
                asked["address"],
                data=asked["text"].encode(),
                headers=asked["headers"],
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
            )
        except requests.Timeout:
            return "timeout"
        except requests.RequestException:
            return "unreachable"
        status = response.status_code
        response.close()
    if status < 300:
        return ""
    return "redirected" if status < 400 else "refused" if status < 500 else "busy"


if __name__ == "__main__":
    main()
