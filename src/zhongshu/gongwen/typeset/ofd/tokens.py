"""What a content stream says (内容流, ISO 32000-1 §7.8.2), operator by operator; character maps are written alike."""

import re
from collections.abc import Callable, Iterator
from typing import Any

_TOKEN = re.compile(
    rb"[\x00\s]+|%[^\r\n]*"
    rb"|(?P<number>[-+]?(?:\d+\.?\d*|\.\d+))"
    rb"|/(?P<name>[^\x00\s()<>\[\]{}/%]*)"
    rb"|(?P<open>\[|<<)|(?P<close>\]|>>)"
    rb"|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|(?P<string>\()"
    rb"|(?P<constant>(?:true|false|null)\b)"
    rb"|(?P<word>[^\x00\s()<>\[\]{}/%]+|.)",
    re.DOTALL,
)
_MARK = re.compile(rb"\\\r\n|\\[0-7]{1,3}|\\.|[()]", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_MADE: dict[bytes, Callable[[list[Any]], Any]] = {
    b"]": list,
    b">>": lambda held: dict(zip(held[::2], held[1::2], strict=False)),
}


def operations(content: bytes) -> Iterator[tuple[str, list[Any]]]:
    """Yield each operator with what stands before it: numbers, names with their stroke, bytes, lists, dictionaries."""
    held: list[list[Any]] = [[]]
    at = 0
    while found := _TOKEN.match(content, at):
        at, kind, said = found.end(), found.lastgroup, found.group(found.lastgroup or 0)
        if kind == "word":
            yield said.decode("latin-1"), held[0]
            held = [[]]
        elif kind == "open":
            held.append([])
        elif kind == "close" and len(held) > 1:
            inner = held.pop()
            held[-1].append(_MADE[said](inner))
        elif kind == "string":
            said, at = _string(content, at)
            held[-1].append(said)
        elif kind in _VALUES:
            held[-1].append(_VALUES[kind](said))


def _string(content: bytes, at: int) -> tuple[bytes, int]:
    """Return a string in brackets and where it ends: brackets in pairs stand in it as they are."""
    parts: list[bytes] = []
    depth = 1
    while found := _MARK.search(content, at):
        parts.append(content[at : found.start()])
        at, mark = found.end(), found.group()
        depth += (mark == b"(") - (mark == b")")
        if not depth:
            return b"".join(parts), at
        parts.append(_unescaped(mark[1:]) if mark[:1] == b"\\" else mark)
    return b"".join(parts), len(content)


def _unescaped(mark: bytes) -> bytes:
    return bytes([int(mark, 8) & 255]) if mark[:1].isdigit() else _ESCAPED.get(mark, mark)


def _hex(said: bytes) -> bytes:
    digits = b"".join(said.split())
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())


_VALUES: dict[str | None, Callable[[bytes], Any]] = {
    "number": float,
    "name": lambda said: "/" + said.decode("latin-1"),
    "hex": _hex,
    "constant": {b"true": True, b"false": False, b"null": None}.get,
}
