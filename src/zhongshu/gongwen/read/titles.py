"""Which rows of an opening are a title (标题识别): one row, several, or the beginning of one it has run into."""

import re
from collections.abc import Sequence

from zhongshu.gongwen.read import closing, labels, noise, organs, wording
from zhongshu.gongwen.read.sheet import Sheet, Span

_MOST_BEFORE = 120
_GENRE = re.compile(
    rf"(?:{wording.GENRES})(?:[（(](?:试行|暂行|修订|草案|征求意见稿|送审稿|[一二三四五六七八九十]+)[）)])?"
)
_BODY_START = re.compile(
    r"为|根据|按照|依照|依据|遵照|经|近期|近年|近日|现|因|自|由于|鉴于|随着|今年|按|你|我|本|全|各|在|对|第一条|一、|《|[一-龥]{2,14}[，、：]|(?:19|20)[0-9]{2}年"
)
_AFTER = re.compile(rf"{_BODY_START.pattern}|关于|附件|[（(]|(?:19|20)[0-9]{{2}}年|[〇零一二三四五六七八九]{{4}}年")
# （试行） in a row of its own still belongs to the title.
_STAGE = re.compile(r"[（(][^（）()0-9]{2,8}[）)]")
_STRANGE = re.compile(r"[。；！？：]|会议(?:审议)?通过")
_LEADS = re.compile("关于|印发|转发|批转|公布|发布|[转发对和与、，]$|《")
# The note of adoption where it has run into the row of the title.
LEADING_NOTE = re.compile(
    rf"[（(](?:{closing.DATE.pattern})[^。；：）)]{{2,80}}[）)]|(?:{closing.DATE.pattern})[^。；：，）)]{{2,60}}?会议通过"
)

# What follows a title that it has run into: a number, with its date or without.
_NUMBERED = re.compile(rf"[（(]?(?:{closing.DATE.pattern})?(?:{wording.NUMBER.pattern})")
# A number in brackets at the end of the row is none of the title.
_NUMBERED_END = re.compile(rf"[（(](?:{wording.NUMBER.pattern})[）)]")


def is_quoted(row: str) -> bool:
    """Tell whether a row is a title in book-title marks (书名号) and nothing else."""
    inner = row[1:-1]
    is_marked = row.startswith("《") and row.endswith("》") and len(row) <= wording.LONGEST_TITLE
    return is_marked and wording.is_title(inner) and inner.find("《") <= inner.find("》")


def say_the_same(one: str, other: str) -> bool:
    """Tell whether two titles are of one document: one ends the other, or they differ in the organs only."""
    if one.endswith(other) or other.endswith(one):
        return True
    return "关于" in one and other.endswith(one[one.index("关于") :])


def known(row: str, titles: Sequence[str]) -> int:
    """Return where a title that the page has shown before ends in the row, with what stands before it (issuers)."""
    for title in titles:
        at = row.find(title)
        if 0 <= at <= _MOST_BEFORE and (at == 0 or organs.is_organ(row[:at].removesuffix("等"))):
            return at + len(title)
    return 0


def whole(sheet: Sheet, spans: Sequence[Span]) -> tuple[int, int]:
    """Return which of the rows are a title, the most that still are one: the first, and behind the last; else 0, 0."""
    rows: list[str] = []
    best = 0
    for span in spans:
        piece = sheet.text[span.start : span.end]
        if (rows and (_ends(piece, rows) or labels.begins(sheet, span))) or sum(
            map(len, rows), len(piece)
        ) > wording.LONGEST_TITLE:
            break
        rows.append(piece)
        if wording.is_title("".join(rows)):
            best = len(rows)
    return _start(rows[:best]), best


def _start(rows: Sequence[str]) -> int:
    """Return the row in which a title really begins: bylines and headings of the page are no part of it."""
    for number in range(len(rows) - 1, 0, -1):
        if _begins(rows[number], "".join(rows[number:]), rows[:number]):
            return number
    return 0


def _begins(row: str, title: str, before: Sequence[str]) -> bool:
    """Tell whether a title that is whole without the rows before it begins here."""
    if not wording.is_title(title):
        return False
    if wording.is_heading(title):
        heading = wording.ORDER_HEAD.fullmatch(title)
        is_byline = heading is not None and before[-1].endswith(heading["organs"])
        return organs.has_head(row) and (is_byline or not all(map(organs.is_organ, before)))
    issuers = "".join(wording.issuers_of(title)[0])
    if not issuers or not organs.has_head(issuers):
        return False
    return "".join(before).replace("、", "").endswith(issuers) or _is_strange(before[-1])


def _is_strange(row: str) -> bool:
    """Tell whether a row before the issuers has nothing to do with them: no name, none begun, no 转发."""
    return not (organs.has_head(row) or organs.is_organ(row) or _LEADS.search(row))


def leading(row: str, is_top: bool = False) -> int:
    """Return where a title ends that recipients or the first sentence have run into, 0 when none begins the row.

    is_top: whether the row is the first of all, where a title needs no 关于 to be one.
    """
    row = row[: wording.LONGEST_TITLE * 3]
    for genre in _GENRE.finditer(row):
        end = genre.end()
        if end > wording.LONGEST_TITLE:
            break
        if (
            (is_top or "于" in row[:end] or _NUMBERED_END.fullmatch(row, end))
            and wording.is_title(row[:end])
            and (_goes_on(row[end:]) or row.startswith(row[:end], end))
        ):
            return end
    return 0


def _ends(piece: str, rows: Sequence[str]) -> bool:
    """Tell whether a row can no longer belong to the title that the rows before it begin."""
    before = "".join(rows)
    if _STRANGE.search(piece) or _is_number(piece) or noise.is_metadata(piece) or piece in rows:
        return True
    if organs.is_organ(before.removesuffix("文件")) and (before.endswith("文件") or piece.startswith(before)):
        return True
    if _STAGE.fullmatch(piece):
        return False
    again = "关于" in piece and wording.is_title(piece)
    return wording.is_title(before) and bool(again or _AFTER.match(piece) or organs.is_organ(piece))


def _is_number(row: str) -> bool:
    bare = row.strip("（()）【】[]")
    return bool(wording.NUMBER.fullmatch(bare) or wording.ORDER_NUMBER.fullmatch(bare) or closing.DATE.fullmatch(bare))


def _goes_on(rest: str) -> bool:
    """Tell whether what follows a title begins the number, the recipients or the body."""
    if _NUMBERED.match(rest) or LEADING_NOTE.match(rest):
        return True
    listed = re.match(r"([^。；！？：《]{2,400})：", rest)
    if listed and wording.is_recipients(listed[1]) and rest[0] not in "的》”":
        return True
    return len(rest) > 20 and bool(re.match(r"为|根据|按照|依据|经|现将|近期|近年来|因|自|由于|鉴于|《", rest))
