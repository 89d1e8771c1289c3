"""A draft in its written form (文稿): only the texts that are mended are written anew, all else stays as typed."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.check import drafts
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.check.sources.model import Change, spliced
from zhongshu.gongwen.draft import schema

Path = tuple[str | int, ...]
_BLANKS = " \t\r\n"
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Written:
    """A draft as JSON."""

    data: bytes

    @property
    def sheet(self) -> Sheet:
        return drafts.of_draft(schema.parse(self.data))

    def mended(self, changes: Sequence[Change]) -> bytes:
        """Write the strings that are mended in place of what stood there."""
        written = self.data.decode("utf-8-sig")
        pieces = defaultdict(list)
        for change in changes:
            pieces[change.source].append((change.start, change.end, change.right))
        strings = dict(_strings(written))
        texts = {path: json.loads(written[slice(*strings[path])]) for path in pieces}
        new = [
            (*strings[path], json.dumps(spliced(texts[path], some), ensure_ascii=False))
            for path, some in pieces.items()
        ]
        return spliced(written, new).encode()


def take(data: bytes, name: str, *, recogniser: Any = None) -> Written:
    """Return a draft. Raises NotADraft."""
    schema.parse(data)
    return Written(data)


def _strings(text: str) -> Iterator[tuple[Path, tuple[int, int]]]:
    """Yield path and place of every string in JSON that is known to be sound."""
    yield from _walk(text, _skip(text, 0), ())[1]


def _walk(text: str, at: int, path: Path) -> tuple[int, list[tuple[Path, tuple[int, int]]]]:
    """Return where the value that begins at `at` ends, and its strings."""
    if text[at] not in "[{":
        _, end = _DECODER.raw_decode(text, at)
        return end, [(path, (at, end))] if text[at] == '"' else []
    is_list, found, count = text[at] == "[", [], 0
    at = _skip(text, at + 1)
    while text[at] not in "]}":
        key: str | int = count
        if not is_list:
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        at, inside = _walk(text, at, (*path, key))
        found += inside
        at, count = _skip(text, at), count + 1
        at = _skip(text, at + 1) if text[at] == "," else at
    return at + 1, found


def _skip(text: str, at: int) -> int:
    while text[at] in _BLANKS:
        at += 1
    return at
