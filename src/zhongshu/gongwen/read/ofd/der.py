"""Just enough of DER (可辨别编码规则) to find one thing in a structure whose makers do not all follow its standard."""

from collections.abc import Iterator
from typing import NamedTuple

CONSTRUCTED = 0x20
SEQUENCE = 0x30
OCTETS = 0x04
INTEGER = 0x02
STRINGS = (0x0C, 0x13, 0x14, 0x16, 0x1E)
_DEEPEST = 32
_MOST = 20_000


class Value(NamedTuple):
    """A value: its tag and its bytes."""

    tag: int
    content: bytes

    @property
    def parts(self) -> list["Value"]:
        """The values inside; empty where there are none or they make no sense."""
        return list(_values(self.content)) if self.tag & CONSTRUCTED else []


def walk(data: bytes) -> Iterator[Value]:
    """Yield every value of the structure, outer before inner; it ends where the bytes make no sense."""
    stack = [(Value(SEQUENCE, data), 0)]
    for _ in range(_MOST):
        if not stack:
            return
        value, depth = stack.pop()
        yield value
        if depth < _DEEPEST:
            stack.extend((part, depth + 1) for part in reversed(value.parts))


def _values(data: bytes) -> Iterator[Value]:
    at = 0
    while at + 2 <= len(data):
        tag, size, at = data[at], data[at + 1], at + 2
        if size > 0x80:
            count = size & 0x7F
            size, at = int.from_bytes(data[at : at + count], "big"), at + count
        if tag & 0x1F == 0x1F or at + size > len(data):
            return
        yield Value(tag, data[at : at + size])
        at += size
