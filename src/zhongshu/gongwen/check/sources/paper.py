"""A file that is only looked at (版式文件): PDF, OFD, pictures and older formats are checked and not mended."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhongshu.gongwen.check import papers
from zhongshu.gongwen.check.sheet import Sheet
from zhongshu.gongwen.check.sources.model import Change
from zhongshu.gongwen.read import reading
from zhongshu.gongwen.read.model import Paper
from zhongshu.kit.errors import Refused


@dataclass(frozen=True)
class Sight:
    """A file as it was read."""

    data: bytes
    paper: Paper

    @property
    def sheet(self) -> Sheet:
        return papers.of_paper(self.paper)

    def mended(self, changes: Sequence[Change]) -> bytes:
        """Refuse: what is laid out is not changed."""
        raise Refused("这种文件不能自动修改。请在 DOCX、TXT 或者文稿上修改。")


def take(data: bytes, name: str, *, recogniser: Any = None) -> Sight:
    """Read a file. Raises Unreadable."""
    return Sight(data, reading.read(io.BytesIO(data), name, recogniser=recogniser).paper)
