"""The parts of an OFD package (部件): found although misnamed, parsed although malformed, missing ones told as None."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO
from xml.etree.ElementTree import Element

from zhongshu.gongwen.read import markup
from zhongshu.gongwen.read.packages import Damaged, Missing, Package

_KEPT = 12  # elements in memory at a time

# What makes an XML parser give up although a reader of the text would not: prefixes nobody declared,
# control characters, ampersands that begin nothing, whatever stands before the first mark.
_DECLARATION = re.compile(r"<\?xml.*?\?>", re.DOTALL)
_NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]+)?\s*=\s*("[^"]*"|'[^']*')""")
_PREFIX = re.compile(r"(</?)[\w.-]+:(?=[\w.-])")
_PREFIXED = re.compile(r"""(\s)[\w.-]+:([\w.-]+\s*=\s*["'])""")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")


class Parts:
    """A package whose parts may be missing, misnamed or damaged; each is asked for by the path it should have."""

    def __init__(self, source: BinaryIO) -> None:
        """Open it. Raises Unreadable when it is no ZIP, is broken or asks for a password."""
        self._package = Package(source)
        # Only a name that no second part bears tells where a part is.
        names = Counter(posixpath.basename(name).lower() for name in self._package.names)
        self._by_name = {
            only: name for name in self._package.names if names[only := posixpath.basename(name).lower()] == 1
        }
        # Each page asks for its own part and for its templates several times, and never again later.
        self._lately: dict[str, Element | None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """All parts, as they are named in the package."""
        return self._package.names

    def has(self, path: str) -> bool:
        """Say whether there is such a part."""
        return self._package.has(path)

    def beside(self, path: str, location: str) -> str:
        """Return the path of a location (ST_Loc) that was written in the part `path`."""
        location = location.strip().replace("\\", "/")
        joined = location if location.startswith("/") else posixpath.join(posixpath.dirname(path), location)
        return posixpath.normpath(joined).lstrip("/")

    def locate(self, path: str) -> str | None:
        """Return the path if it is there, else the same without leading folders, else the only part so named."""
        steps = path.split("/")
        for first in range(len(steps)):
            if self._package.has("/".join(steps[first:])):
                return "/".join(steps[first:])
        return self._by_name.get(steps[-1].lower())

    def bytes(self, path: str) -> bytes | None:
        """Return the bytes of a part, or None. Raises Unreadable for a password or a bomb."""
        with suppress(Missing, Damaged):
            return self._package.read(path)
        return None

    def element(self, path: str) -> Element | None:
        """Return the root element of a part, or None. Raises Unreadable for a password, a bomb or an attack."""
        if path not in self._lately:
            if len(self._lately) >= _KEPT:
                del self._lately[next(iter(self._lately))]
            self._lately[path] = self._parsed(path)
        return self._lately[path]

    def _parsed(self, path: str) -> Element | None:
        raw = self.bytes(path)
        for attempt in _attempts(raw or b""):
            with suppress(markup.Malformed):
                return markup.parse(attempt)
        return None


def _attempts(raw: bytes) -> Iterator[bytes]:
    """Yield the part as it is, then mended: in the code it really has, without namespaces and control characters."""
    if not raw.strip():
        return
    yield raw
    yield _mended(_decoded(raw)).encode()


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("utf-8", "replace")


def _mended(text: str) -> str:
    text = _CONTROLS.sub("", text[max(text.find("<"), 0) :])
    for pattern, by in (
        (_DECLARATION, ""), (_NAMESPACE, ""), (_PREFIX, r"\1"), (_PREFIXED, r"\1\2"), (_AMPERSAND, "&amp;"),
    ):  # fmt: skip
        text = pattern.sub(by, text)
    return text.strip()
