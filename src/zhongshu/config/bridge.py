"""Between granian and Django (桥接): a slow client waits in the event loop, never in the one thread that runs pages.

Pages are synchronous and SQLite has one writer, so a process runs them one after another in a single thread.
The request body is received here first, and the answer is sent from here, both without that thread.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import IO, Any

from django.conf import settings
from granian.rsgi import ProtocolClosed, ProtocolError

from zhongshu.config import assets, environ, spool
from zhongshu.jobs import actions as jobs

Headers = list[tuple[str, str]]
Span = tuple[str, int, int]

SPOOL = 1 << 20  # bytes of a body kept in memory before it goes to disk
LARGE = 8 << 20  # bytes of an answer above which it waits on the disk for its client
PATIENCE = 60  # seconds without a single byte after which a client counts as gone
TOO_LARGE = "一次提交的内容不能超过 {} MB。请减少文件后重试，没有保存任何内容。"
NO_LENGTH = "提交的内容没有注明长度。请换用常见的浏览器重试，没有保存任何内容。"
PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>未能提交</title><h1>未能提交</h1><p>{}</p></html>'
)


class _Gone(Exception):
    """The client left before it had sent everything (客户端中途断开)."""


class _Unacceptable(Exception):
    """The body is refused before Django hears of it: HTTP status and Chinese sentence."""


class _LocalFile:
    """What Django wraps a file response in (`wsgi.file_wrapper`), so that the file itself can be asked for."""

    def __init__(self, file: IO[bytes], block_size: int) -> None:
        self.file, self.close = file, file.close

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(1 << 16), b"")


class Bridge:
    """An RSGI application around a WSGI one. What lies under /static/ is sent without asking the latter."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application, self.assets = application, assets.load()
        self.pages = ThreadPoolExecutor(1, thread_name_prefix="pages")
        self.presence = jobs.present("web")

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin in a web process (启动)."""
        self.presence.__enter__()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """End in a web process (停止)."""
        self.presence.__exit__(None, None, None)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        if asset := self.assets.get(scope.path):
            return assets.send(asset, scope, proto)
        with tempfile.SpooledTemporaryFile(max_size=SPOOL, dir=str(settings.VAR)) as body:
            try:
                size = await _receive(scope, proto, body)
            except _Gone:
                return None
            except _Unacceptable as refusal:
                status, sentence = refusal.args
                return proto.response_str(status, [("content-type", "text/html; charset=utf-8")], PAGE.format(sentence))
            request = environ.build(scope, body, size)
            made = await asyncio.get_running_loop().run_in_executor(self.pages, self._page, request)
        status, headers, answer, spooled = made
        if isinstance(answer, bytes):
            return proto.response_bytes(status, headers, answer)
        if spooled:
            asyncio.get_running_loop().call_later(PATIENCE, spooled.close)  # granian has opened it by then
        return proto.response_file_range(status, headers, *answer)

    def _page(self, request: dict[str, Any]) -> tuple[int, Headers, bytes | Span, IO[bytes] | None]:
        """Run the page to its end, in the page thread. A local file is named instead of read.

        Everything else is gathered whole: granian keeps in memory what a slow client has not taken yet, so a
        stream would save nothing. What is large must be a file.
        """
        begun: list[Any] = []
        body = self.application(request | {"wsgi.file_wrapper": _LocalFile}, lambda *start: begun.extend(start))
        try:
            status, headers = int(begun[0][:3]), begun[1]
            if span := _span(body, dict(headers)):
                return status, headers, span, None
            size = int(dict(headers).get("Content-Length", 0))
            if size <= LARGE:
                return status, headers, b"".join(body), None
            spooled = _spooled(body)
            return status, headers, (spooled.name, 0, size), spooled
        finally:
            body.close()


def _span(body: Any, headers: dict[str, str]) -> Span | None:
    """Return path, first byte and end (exclusive) of a file answer that lies on this machine's disk."""
    if not isinstance(body, _LocalFile) or "Content-Length" not in headers:
        return None
    file = body.file
    if not isinstance(getattr(file, "name", None), str) or not os.path.isfile(file.name):
        return None
    start = getattr(file, "start", 0) + file.tell()
    return file.name, start, start + int(headers["Content-Length"])


def _spooled(body: Any) -> IO[bytes]:
    """Write a large answer that comes from elsewhere, such as S3-compatible storage, to this machine's disk first."""
    spooled = spool.file(spool.ANSWER)
    try:
        spooled.writelines(body)
        spooled.flush()
    except BaseException:
        spooled.close()
        raise
    return spooled


async def _receive(scope: Any, proto: Any, body: IO[bytes]) -> int:
    """Write the request body to `body` as it comes; return its size. Raises _Unacceptable and _Gone."""
    if "transfer-encoding" in scope.headers:  # of a body without length nobody can tell whether it is whole
        raise _Unacceptable(HTTPStatus.LENGTH_REQUIRED, NO_LENGTH)
    announced = int(scope.headers.get("content-length") or 0)
    if announced > settings.MAX_REQUEST_BYTES:
        limit = settings.MAX_REQUEST_BYTES // (1 << 20)
        raise _Unacceptable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE.format(limit))
    if announced:
        async for part in _parts(proto):
            body.write(part)
        if body.tell() < announced:
            raise _Gone
        body.seek(0)
    return announced


async def _parts(proto: Any) -> AsyncIterator[bytes]:
    clock = asyncio.get_running_loop().time
    try:
        async with asyncio.timeout(PATIENCE) as patience:
            async for part in proto:
                patience.reschedule(clock() + PATIENCE)
                yield part
    except (ProtocolClosed, ProtocolError, TimeoutError) as error:
        raise _Gone from error
