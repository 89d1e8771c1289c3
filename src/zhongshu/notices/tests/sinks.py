"""Mail and web servers of a test (收信端): they keep what comes, or refuse, hang, break, send elsewhere."""

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as a letter needs. A recipient named `nobody` is refused."""

    def handle(self) -> None:
        self.say("220 sink")
        recipients = []
        for line in self.rfile:
            words = line.decode().strip()
            verb = words[:4].upper()
            if verb == "RCPT" and "nobody" in words:
                self.say("550 no such mailbox")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.letters.append((recipients, self.letter()))
                self.say("250 kept")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                recipients += [words.split("<")[1].split(">")[0]] if verb == "RCPT" else []
                self.say("250 sink")

    def letter(self):
        body = b"".join(iter(self.rfile.readline, b".\r\n"))
        return message_from_bytes(body, policy=policy.default)

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


class Web(BaseHTTPRequestHandler):
    """Answers with the statuses laid out in `server.answers`, one after the other, then 200; keeps what came."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"] or 0))
        self.server.posts.append((self.path, dict(self.headers), body))
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


def words(kept) -> str:
    """Return the plain text of a letter that was kept."""
    return kept[1].get_body(("plain",)).get_content().strip().replace("\r\n", "\n")


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def mail_sink() -> Iterator[socketserver.ThreadingTCPServer]:
    with serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mail)) as server:
        server.daemon_threads, server.letters = True, []
        yield server


@contextmanager
def web_sink(*answers: int) -> Iterator[ThreadingHTTPServer]:
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Web)) as server:
        server.answers, server.posts = list(answers), []
        yield server


@contextmanager
def silence() -> Iterator[int]:
    """A port that takes whoever comes and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]
