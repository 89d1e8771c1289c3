"""What stands between the parts of the opening and is none of them (间隔内容): sources, damaged and stray rows."""

import re
from collections.abc import Sequence

from zhongshu.gongwen.read import wording

# Where a page says that it has the text from; recipients have run into it.
_SOURCE = re.compile("来源：[^。；：]{2,40}?(?=各(?P<recipients>[^。；：]{1,400})：)")
_CUT_NUMBER = re.compile(rf"{wording.CODE}[〔\[【(（﹝](?:19|20)[0-9]{{2,8}}号?")
_LONGEST_STRAY = 30
_NO_STRAY = re.compile(r"[。；！？：]|^[一二三四五六七八九十0-9]+[、.．]|^[（(]|^第|^附件?")


def source(row: str) -> int:
    """Return where the source of a page (来源) ends that stands before recipients in its row, 0 when none does."""
    found = _SOURCE.match(row)
    return found.end() if found and wording.is_recipients("各" + found["recipients"]) else 0


def is_damaged(row: str, titles: Sequence[str]) -> bool:
    """Tell whether a row is a number that has lost signs, or a title shown before that has lost its genre."""
    return bool(_CUT_NUMBER.fullmatch(row)) or (row.endswith("的") and any(row in title for title in titles))


def may_be_stray(row: str) -> bool:
    """Tell whether a row is short and no sentence, so that it may be stepped over."""
    return len(row) <= _LONGEST_STRAY and not _NO_STRAY.search(row)
