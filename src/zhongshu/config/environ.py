"""The WSGI environment of a request (请求环境), from granian's scope. A client cannot pretend to be the proxy."""

import sys
from typing import IO, Any

from django.conf import settings

# Believed only from a proxy of ours, and then turned into REMOTE_ADDR and the scheme.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-real-ip")
CONSTANT = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


def build(scope: Any, body: IO[bytes], size: int) -> dict[str, Any]:
    """Return the environment for a request whose body of `size` bytes lies complete in `body`."""
    address, _, _ = scope.client.rpartition(":")
    host, _, port = scope.server.rpartition(":")
    headers = _headers(scope)
    environ = CONSTANT | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "REMOTE_ADDR": address.strip("[]"),
        "CONTENT_TYPE": headers.pop("content-type", ""),
        "CONTENT_LENGTH": str(size),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    # What an undeclared proxy says is not believed, but nobody passes for this machine itself behind it.
    environ["zhongshu.forwarded"] = not headers.keys().isdisjoint(FORWARDED)
    if environ["REMOTE_ADDR"] in settings.PROXIES:
        environ["zhongshu.forwarded"] = False
        # The last address is the one that our proxy saw; those before it are the client's own claim.
        environ["REMOTE_ADDR"] = headers.get("x-forwarded-for", environ["REMOTE_ADDR"]).split(",")[-1].strip()
        environ["wsgi.url_scheme"] = headers.get("x-forwarded-proto", scope.scheme)
    else:
        headers.pop("x-request-id", None)
    for name in ("content-length", "transfer-encoding", *FORWARDED):
        headers.pop(name, None)
    return environ | {f"HTTP_{name.replace('-', '_').upper()}": value for name, value in headers.items()}


def _headers(scope: Any) -> dict[str, str]:
    """Return the headers by name; several of one name become one, names with an underscore are dropped."""
    headers: dict[str, str] = {}
    for name, value in scope.headers.items():
        if "_" not in name:  # it would pass for the same name with a hyphen
            headers[name] = f"{headers[name]}{'; ' if name == 'cookie' else ','}{value}" if name in headers else value
    if scope.authority:  # HTTP/2 has it in place of the header
        headers.setdefault("host", scope.authority)
    return headers
