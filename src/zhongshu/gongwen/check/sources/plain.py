"""A plain text (纯文本): mended in its own encoding and with its own line ends."""

import codecs
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.check import segments
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.check.sources.model import Change, spliced
from zhongshu.gongwen.read import text as texts
from zhongshu.kit.errors import Refused

_MARKED = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PLAIN = ("utf-8", "gb18030")


@dataclass(frozen=True)
class Text:
    """A text file; text: what it says, with the ends of lines as they stand."""

    data: bytes
    text: str

    @property
    def sheet(self) -> Sheet:
        return segments.of_text(self.text)

    def mended(self, changes: Sequence[Change]) -> bytes:
        """A line of which nothing is left goes with its end."""
        mark, encoding = _encoding(self.data, self.text)
        pieces = defaultdict(list)
        for change in changes:
            pieces[change.source[0]].append((change.start, change.end, change.right))
        kept = []
        for number, line in enumerate(self.text.split("\n")):
            new = spliced(line, pieces.get(number, ()))
            if new.strip() or not pieces.get(number):
                kept.append(new)
        return mark + "\n".join(kept).encode(encoding)


def take(data: bytes, name: str, *, recogniser: Any = None) -> Text:
    """Return a text file. Raises Unreadable for what is none."""
    texts.read(io.BytesIO(data))
    return Text(data, texts.decode(data))


def _encoding(data: bytes, text: str) -> tuple[bytes, str]:
    """Return the mark a text begins with and its encoding. Raises Refused where it has more than one."""
    mark, encodings = next(((mark, (name,)) for mark, name in _MARKED if data.startswith(mark)), (b"", _PLAIN))
    for encoding in encodings:
        try:
            if data.removeprefix(mark).decode(encoding) == text:
                return mark, encoding
        except UnicodeDecodeError:
            continue
    raise Refused("文本的编码已损坏或者混用，不能自动修改。请另存为 UTF-8 后重试。")
