"""An issuer of our own on this machine (OpenID Connect): keys, discovery and tokens, good unless told otherwise."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "zhongshu", "a secret/with signs"


class Issuer:
    """What the issuer knows and says; a test changes it before it asks."""

    def __init__(self) -> None:
        self.address = ""
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.signing = self.key
        self.claims: dict[str, Any] = {}  # over the good ones; None takes one away
        self.header = {"alg": "RS256", "kid": "one"}
        self.token = ""  # instead of a good one
        self.delay = 0.0
        self.said: dict[str, Any] = {}  # over the good discovery
        self.code_of: dict[str, dict[str, list[str]]] = {}
        self.asked: list[str] = []
        self.form: dict[str, str] = {}

    def agree(self, location: str) -> tuple[str, str]:
        """Return code and state, as for a person who has signed in at the address to which we were sent."""
        asked = parse_qs(urlsplit(location).query)
        code = f"code-{len(self.code_of)}"
        self.code_of[code] = asked
        return code, asked["state"][0]

    def described(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        there = {name: self.address + path for name, path in names.items()}
        return {"issuer": self.address, **there, "end_session_endpoint": f"{self.address}/end"} | self.said

    def exchange(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.form = form
        asked = self.code_of.pop(form.get("code", ""), None)
        if asked is None:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"][0]:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "id_token": self.token or self.sign(asked["nonce"][0]),
            "token_type": "Bearer",
            "access_token": "x",
        }

    def sign(self, nonce: str) -> str:
        now = int(time.time())
        good = {"iss": self.address, "aud": CLIENT, "sub": "7f3a", "iat": now, "exp": now + 300, "nonce": nonce}
        claims = {"preferred_username": "registrar", **good, **self.claims}
        return jwt.encode(
            self.header, {name: value for name, value in claims.items() if value is not None}, self.signing
        )


@contextmanager
def serving() -> Iterator[Issuer]:
    """Run the issuer on a free port of this machine."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(
                200, issuer.described() if "openid" in self.path else {"keys": [issuer.key.as_dict(private=False)]}
            )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = self.headers.get("Authorization", "")
            form = {name: values[0] for name, values in parse_qs(body).items()} | {"authorization": sent}
            self.answer(*issuer.exchange(form))

        def answer(self, status: int, said: dict[str, Any]) -> None:
            issuer.asked.append(self.path)
            time.sleep(issuer.delay)
            body = json.dumps(said).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except ConnectionError:
                pass  # who asked has gone

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
