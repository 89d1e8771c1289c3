"""A small stand-in for S3-compatible storage (对象存储替身): objects in memory behind HTTP, as far as we use it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

XML = '<?xml version="1.0" encoding="UTF-8"?>'
MODIFIED = "2026-03-02T01:30:00.000Z"


class Handler(BaseHTTPRequestHandler):
    """Answers for the objects that the server holds by "bucket/key"."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_) -> None:
        """Say nothing."""

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path).strip("/")

    @property
    def asked(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query, keep_blank_values=True).items()}

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.server.asked.append((self.command, self.key, status, len(body)))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def do_PUT(self) -> None:
        content, asked = self.body(), self.asked
        if "partNumber" in asked:
            self.server.parts.setdefault(asked["uploadId"], {})[int(asked["partNumber"])] = content
        else:
            self.server.objects[self.key] = content
        self.answer(200, ETag='"0"')

    def do_POST(self) -> None:
        self.body()
        if "uploads" in self.asked:
            number = f"upload-{len(self.server.parts)}"
            self.server.parts[number] = {}
            told = f"<InitiateMultipartUploadResult><UploadId>{number}</UploadId></InitiateMultipartUploadResult>"
        else:
            parts = self.server.parts.pop(self.asked["uploadId"])
            self.server.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
            told = '<CompleteMultipartUploadResult><ETag>"0"</ETag></CompleteMultipartUploadResult>'
        self.answer(200, (XML + told).encode())

    def do_HEAD(self) -> None:
        content = self.server.objects.get(self.key)
        if content is None:
            return self.answer(404)
        return self.answer(200, Content_Length=str(len(content)), Last_Modified="Mon, 02 Mar 2026 01:30:00 GMT")

    def do_GET(self) -> None:
        if "/" not in self.key:
            return self.answer(200, self.listing())
        content = self.server.objects.get(self.key)
        if content is None:
            return self.answer(404)
        if asked := self.headers.get("Range"):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            stop = min(int(last or len(content)), len(content) - 1) + 1
            shown = f"bytes {first}-{stop - 1}/{len(content)}"
            return self.answer(206, content[int(first) : stop], Content_Range=shown, ETag='"0"')
        return self.answer(200, content, ETag='"0"')

    def do_DELETE(self) -> None:
        self.server.objects.pop(self.key, None)
        self.answer(204)

    def listing(self) -> bytes:
        prefix = f"{self.key}/{self.asked.get('prefix', '')}"
        inside = [name.removeprefix(prefix) for name in sorted(self.server.objects) if name.startswith(prefix)]
        folders = sorted({name.partition("/")[0] for name in inside if "/" in name})
        start = escape(self.asked.get("prefix", ""))
        told = [
            f"<Contents><Key>{start}{escape(name)}</Key><LastModified>{MODIFIED}</LastModified><Size>1</Size></Contents>"
            for name in inside
            if "/" not in name
        ] + [f"<CommonPrefixes><Prefix>{start}{escape(name)}/</Prefix></CommonPrefixes>" for name in folders]
        return f"{XML}<ListBucketResult><IsTruncated>false</IsTruncated>{''.join(told)}</ListBucketResult>".encode()


@contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    """Serve on a free port; `objects` are what is kept, `asked` what was asked: method, key, status, bytes."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.objects, server.parts, server.asked = {}, {}, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def environment(server: ThreadingHTTPServer) -> dict[str, str]:
    """Return what an installation must be told to keep its files there."""
    return {
        "ZHONGSHU_S3_BUCKET": "office",
        "ZHONGSHU_S3_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
        "ZHONGSHU_S3_KEY": "key",
        "ZHONGSHU_S3_SECRET": "secret",
    }
