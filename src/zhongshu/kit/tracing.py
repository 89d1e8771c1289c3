"""The number under which a request is found again (请求编号): from page to log, and to the jobs it asked for."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_number", default="")
_ALLOWED = re.compile(r"[A-Za-z0-9-]{8,36}")


def current() -> str:
    """Return the number of the request, or of the job's request, that is being worked on; empty outside of both."""
    return _current.get()


def accepted(offered: str) -> str:
    """Return the number that a proxy of ours offers, if it is one, or else a new one."""
    return offered if _ALLOWED.fullmatch(offered) else uuid.uuid4().hex


@contextmanager
def under(number: str) -> Iterator[None]:
    """Work under a request's number: whatever is logged or enqueued meanwhile carries it."""
    token = _current.set(number)
    try:
        yield
    finally:
        _current.reset(token)
